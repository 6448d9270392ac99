"""What every training run shares: its folder, stored options, checkpoints, clean stop and resume, one or several processes.

Every training command runs unchanged under `torchrun --nproc-per-node N`: each process draws its own batches, gradients are
averaged in optimizer.step_all, the first process writes.
"""
import json
import os
import signal
import sys
import time

import numpy as np
import torch
import torch.distributed as dist


def bf16():
    """Matrix products and convolutions in bfloat16, for which CPUs of today have instructions: twice as fast here."""
    return torch.autocast('cpu', dtype=torch.bfloat16)


def join_processes():
    """(number of processes, index of this one), joined where torchrun started several."""
    if 'WORLD_SIZE' in os.environ and not dist.is_initialized():
        dist.init_process_group('gloo')
    return (dist.get_world_size(), dist.get_rank()) if dist.is_initialized() else (1, 0)


def options_of(parser, mix, steps, batch, lr, images='training/data', average=0.1, threads=2):
    """Adds what every training command takes, with these defaults; parses, and sets up torch for it."""
    parser.add_argument('--run', required=True, help='folder of the run')
    parser.add_argument('--images', default=images)
    parser.add_argument('--mix', default=mix, help='sources and their shares')
    parser.add_argument('--steps', type=int, default=steps)
    parser.add_argument('--decay-from', type=int, default=10 ** 9, help='step from which the learning rate falls to zero')
    parser.add_argument('--batch', type=int, default=batch)
    parser.add_argument('--lr', type=float, default=lr)
    parser.add_argument('--average', type=float, default=average, help='share of the steps that the weights are averaged over')
    parser.add_argument('--threads', type=int, default=threads)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)
    return options


class Run:
    """A run in `folder`: options.jsonl, log.jsonl and checkpoint.pt. SIGTERM and Ctrl-C ask it to save and stop."""

    def __init__(self, options, save_every=120):
        self.folder, self.save_every = options.run, save_every
        self.processes, self.process = join_processes()
        os.makedirs(self.folder, exist_ok=True)
        self.asked_to_stop = False
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._stop)
        self.started = self.saved = time.time()
        self.past_seconds = 0.0
        if self.process == 0:
            self._require_same_rates(options)
            with open(os.path.join(self.folder, 'options.jsonl'), 'a') as f:
                f.write(json.dumps({'command': ' '.join(['python', *sys.argv]), 'processes': self.processes, **vars(options)}) + '\n')

    def _require_same_rates(self, options):
        """A checkpoint brings the learning rates that it was made with, so that others would be noted down and not used."""
        path = os.path.join(self.folder, 'options.jsonl')
        if not os.path.exists(os.path.join(self.folder, 'checkpoint.pt')) or not os.path.exists(path):
            return
        with open(path) as f:
            before = json.loads(f.readlines()[-1])
        for name in ('lr', 'adam_lr'):
            if name in before and before[name] != getattr(options, name):
                sys.exit(f'This run has --{name.replace("_", "-")} {before[name]}, and goes on with it; give that, or another --run.')

    def _stop(self, *_):
        self.asked_to_stop = True

    @property
    def stopping(self):
        """Whether any process was asked to stop; all of them have to ask at the same step, so that none waits for gradients."""
        if self.processes == 1:
            return self.asked_to_stop
        flag = torch.tensor(float(self.asked_to_stop))
        dist.all_reduce(flag, dist.ReduceOp.MAX)
        return bool(flag)

    def generator(self, seed, step):
        """Random numbers of this process from `step` on."""
        return np.random.default_rng([seed, step, self.process] if self.process else [seed, step])

    def seconds(self):
        return self.past_seconds + time.time() - self.started

    def log(self, **numbers):
        if self.process:
            return
        line = json.dumps({'time': time.strftime('%H:%M:%S'), **{k: round(v, 5) if isinstance(v, float) else v
                                                               for k, v in numbers.items()}})
        print(line, flush=True)
        with open(os.path.join(self.folder, 'log.jsonl'), 'a') as f:
            f.write(line + '\n')

    def load(self):
        """The newest checkpoint as a dict, or None at the start of a run."""
        path = os.path.join(self.folder, 'checkpoint.pt')
        if not os.path.exists(path):
            return None
        state = torch.load(path, weights_only=False)
        self.past_seconds = state['seconds']
        return state

    def resume(self, network, steppers, average):
        """Puts the newest checkpoint into all three and returns it, or an empty dict at the start of a run."""
        state = self.load()
        if state is None:
            return {}
        network.load_state_dict(state['network'])
        for stepper, saved in zip(steppers, state['optimizers']):
            stepper.load_state_dict(saved)
        average.weights = state['average']
        return state

    def due(self):
        return time.time() - self.saved > self.save_every

    def save(self, **state):
        """Writes beside the old checkpoint and renames, so that a kill never leaves half a file."""
        self.saved = time.time()
        if self.process:
            return
        path = os.path.join(self.folder, 'checkpoint.pt')
        torch.save({'seconds': self.seconds(), **state}, path + '.new')
        os.replace(path + '.new', path)


class Average:
    """Exponential moving average of a network's weights with a half-life that grows with training (EDM2's power function).

    With width `relative` the average at step t spans roughly the last `relative` * t steps.
    """

    def __init__(self, network, relative=0.1):
        self.relative = relative
        self.weights = {k: v.detach().clone() for k, v in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network, step):
        decay = 1 - 1 / max(1.0, self.relative * step)
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.weights[name].lerp_(value, 1 - decay)
            else:
                self.weights[name].copy_(value)


def rate(step, warmup, decay_from, steps):
    """Factor on the learning rate: linear warm-up, one, then linear to zero between `decay_from` and `steps`."""
    falling = 1.0 if step < decay_from else max(0.0, (steps - step) / max(1, steps - decay_from))
    return min(1.0, (step + 1) / warmup) * falling
