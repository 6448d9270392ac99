"""Run every training command for two steps on two processes, as it stands, and say of each what its checkpoint counts.

    python training/processes.py --work WORK

Nothing published is touched: runs and a copy of the denoiser that gets a classifier lie in WORK. Ends with an error when a command
fails or a run has not counted the pictures of both processes.
"""
import argparse
import os
import shutil
import subprocess
import sys

import torch

STEPS, BATCH, PROCESSES = 2, 4, 2
SHOWN = {'extractor': 4}  # pictures that a command shows for each of its batch, where it is not one
LARGE = ('--images', 'training/data128')
COMMANDS = {
    'ddpm': ('train_ddpm.py',),
    'ddpm-like': ('train_ddpm.py', '--like', '--start-from', 'public/models/ddpm-64', *LARGE),
    'ddpm-guided': ('train_ddpm.py', '--start-from', 'public/models/ddpm-64', '--guide-away-from', 'public/models/student-64'),
    'dcgan': ('train_gan.py',),
    'stylegan': ('train_gan.py', '--network', 'stylegan', '--augment'),
    'vae': ('train_vae.py', *LARGE),
    'student': ('train_student.py', '--teacher', 'public/models/ddpm-64'),
    'student-judged': ('train_student.py', '--teacher', 'public/models/ddpm-128', '--critic', '{work}/dcgan', *LARGE),
    'control': ('train_control.py', '--base', 'public/models/ddpm-128', '--start-from', 'public/models/control-128', *LARGE),
    'extractor': ('train_extractor.py',),
}


def launch(script, *options):
    subprocess.run([sys.executable, '-m', 'torch.distributed.run', '--nproc-per-node', str(PROCESSES), '--', f'training/{script}', *options,
                    '--steps', str(STEPS)], check=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--work', required=True)
    work = parser.parse_args().work
    for name, (script, *options) in COMMANDS.items():
        run = os.path.join(work, name)
        shutil.rmtree(run, ignore_errors=True)
        launch(script, '--run', run, '--batch', str(BATCH), '--threads', '1', *(option.format(work=work) for option in options))
        state = torch.load(os.path.join(run, 'checkpoint.pt'), weights_only=False)
        if (state['step'], state['images']) != (STEPS, STEPS * BATCH * PROCESSES * SHOWN.get(name, 1)):
            raise SystemExit(f'{name} counts {state["images"]} pictures in {state["step"]} steps')
        print(f'{name}: {state["step"]} steps, {state["images"]} pictures', flush=True)
    model = os.path.join(work, 'ddpm-64')
    shutil.copytree('public/models/ddpm-64', model, dirs_exist_ok=True)
    os.remove(os.path.join(model, 'classifier.onnx'))
    launch('train_classifier.py', '--model', model)
    print(f'classifier: {os.path.getsize(os.path.join(model, "classifier.onnx"))} bytes')


if __name__ == '__main__':
    main()
