"""Train the branch of control-128, through which a sketch guides a frozen denoiser.

    python training/train_control.py --run training/runs/control --base training/runs/ddpm128 --images training/data128 --steps 1500

Run the same command again to resume. --start-from goes on with the branch of another run or of an
exported model, such as one on an earlier version of the base.
"""
import argparse

import numpy as np
import torch

from conditions import dropped
from control import Controlled, hints
from data import Mixture, parse_mix
from following import FIRST
from optimizer import optimizers, set_rates, step_all
from restore import controlled_at, denoiser_at, fill
from runs import Average, Run, options_of, rate
from train_ddpm import loss_of, sigmas
from unet import UNet

MIX = 'rocks-real=35,rocks-simulated=15,fibers-real=15,fibers-simulated=15,roots-simulated=20'

UNASKED = 0.5  # share of pictures of which no attribute is given


def unasked(rng, condition):
    """Condition vectors [n,11] without attributes in UNASKED of the rows: a sketch says what they would, and whoever draws one need not."""
    out = condition.copy()
    out[rng.random(len(out)) < UNASKED, FIRST:] = 0
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--base', required=True, help='the denoiser, as a run or exported')
    parser.add_argument('--start-from', help='run of this command, or exported model, whose branch to go on with')
    options = options_of(parser, MIX, steps=1500, batch=16, lr=1e-3, images='training/data128')

    run = Run(options)
    weights, bounds = denoiser_at(options.base)
    network = Controlled(fill(UNet(), weights)).to(memory_format=torch.channels_last)
    if options.start_from:
        branch = controlled_at(options.start_from)
        network.load_state_dict({name: own if name.startswith('base.') else branch[name] for name, own in network.state_dict().items()})
    trained = torch.nn.ModuleList([network.branch, network.look, network.zeros])
    steppers = optimizers(trained, options.lr)
    average = Average(network, options.average)
    state = run.resume(network, steppers, average)
    step, images_seen = state.get('step', 0), state.get('images', 0)
    mixture = Mixture(options.images, parse_mix(options.mix), bounds)
    rng = run.generator(options.seed, step)

    def save():
        run.save(network=network.state_dict(), average=average.weights, step=step, images=images_seen,
                 optimizers=[s.state_dict() for s in steppers], bounds=mixture.bounds)

    recent = []
    while step < options.steps and not run.stopping:
        set_rates(steppers, rate(step, 50, options.decay_from, options.steps))
        pictures, condition = mixture.batch(rng, options.batch)
        hint = hints(rng, pictures, condition)
        images = torch.from_numpy(pictures)[:, None]
        noise = torch.from_numpy(rng.standard_normal(images.shape, dtype=np.float32))
        condition = torch.from_numpy(unasked(rng, dropped(rng, condition)))
        loss = loss_of(network, images, condition, sigmas(rng, options.batch), noise, hint,
                       torch.ones(options.batch)).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained.parameters(), 1.0)
        step_all(steppers)
        step, images_seen = step + 1, images_seen + options.batch * run.processes
        average.update(network, step)
        recent.append(loss.item())
        if step % 50 == 0:
            run.log(step=step, loss=float(np.mean(recent)), minutes=run.seconds() / 60)
            recent = []
        if run.due():
            save()
    save()


if __name__ == '__main__':
    main()
