"""Train dcgan-64.

    python train_dcgan.py --run training/runs/dcgan --steps 4000

Run the same command again to resume.
"""
import argparse
import copy

import numpy as np
import torch
from torch.nn import functional as F

from conditions import dropped
from data import Mixture, parse_mix
from dcgan import LATENT, Discriminator, Generator
from runs import Average, Run, rate

MIX = 'rocks-real=50,rocks-simulated=12,fibers-real=12,fibers-simulated=10,roots-simulated=16'


@torch.no_grad()
def averaged_generator(state, mixture, batches=40, size=64):
    """The generator with averaged weights, its batch-normalisation statistics measured again for those weights."""
    generator = Generator()
    generator.load_state_dict(state['average'])
    generator.train()
    for norm in generator.norms:
        norm.reset_running_stats()
        norm.momentum = None
    rng = np.random.default_rng(1)
    torch.manual_seed(1)
    for _ in range(batches):
        _, condition = mixture.batch(rng, size)
        generator(torch.randn(size, LATENT), torch.from_numpy(condition))
    return generator.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--run', required=True)
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--mix', default=MIX)
    parser.add_argument('--steps', type=int, default=4000)
    parser.add_argument('--decay-from', type=int, default=10 ** 9)
    parser.add_argument('--batch', type=int, default=24)
    parser.add_argument('--lr', type=float, default=3e-4)
    parser.add_argument('--average', type=float, default=0.1)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)

    run = Run(options)
    generator, discriminator = (net.to(memory_format=torch.channels_last) for net in (Generator(), Discriminator()))
    g_step = torch.optim.Adam(generator.parameters(), lr=options.lr, betas=(0.5, 0.99))
    d_step = torch.optim.Adam(discriminator.parameters(), lr=options.lr, betas=(0.5, 0.99))
    average = Average(generator, options.average)
    step, bounds = 0, None
    parts = dict(generator=generator, discriminator=discriminator, g_step=g_step, d_step=d_step)
    if state := run.load():
        for name, part in parts.items():
            part.load_state_dict(state[name])
        average.weights, step, bounds = state['average'], state['step'], state['bounds']
    mixture = Mixture(options.images, parse_mix(options.mix), bounds)
    rng = np.random.default_rng([options.seed, step])

    def save():
        run.save(**{name: copy.deepcopy(part.state_dict()) for name, part in parts.items()}, average=average.weights,
                 step=step, images=step * options.batch, bounds=mixture.bounds, mix=options.mix)

    def draw():
        pictures, condition = mixture.batch(rng, options.batch)
        return torch.from_numpy(pictures)[:, None], torch.from_numpy(dropped(rng, condition))

    def latent():
        return torch.from_numpy(rng.standard_normal((options.batch, LATENT), dtype=np.float32))

    recent = []
    while step < options.steps and not run.stopping:
        for stepper in (g_step, d_step):
            stepper.param_groups[0]['lr'] = rate(step, options.lr, 20, options.decay_from, options.steps)
        real, condition = draw()
        fake = generator(latent(), condition)
        # One pass over both halves, so that spectral normalisation advances once per step.
        scores = discriminator(torch.cat([real, fake.detach()]), torch.cat([condition, condition]))
        d_loss = F.relu(1 - scores[:options.batch]).mean() + F.relu(1 + scores[options.batch:]).mean()
        d_step.zero_grad()
        d_loss.backward()
        d_step.step()

        # The same pictures serve the generator's step: a second draw would cost a third of the step.
        discriminator.requires_grad_(False)
        g_loss = -discriminator(fake, condition).mean()
        g_step.zero_grad()
        g_loss.backward()
        g_step.step()
        discriminator.requires_grad_(True)

        step += 1
        average.update(generator, step)
        recent.append((d_loss.item(), g_loss.item(), scores[:options.batch].mean().item(), scores[options.batch:].mean().item()))
        if step % 50 == 0:
            d, g, r, f = np.mean(recent, axis=0)
            run.log(step=step, discriminator=float(d), generator=float(g), real=float(r), fake=float(f),
                    minutes=run.seconds() / 60)
            recent = []
        if run.due():
            save()
    save()


if __name__ == '__main__':
    main()
