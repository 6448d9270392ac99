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
from optimizer import optimizers, set_rates, step_all
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
    parser.add_argument('--batch', type=int, default=32)
    parser.add_argument('--lr', type=float, default=1e-3)
    parser.add_argument('--adam-lr', type=float, default=3e-4)
    parser.add_argument('--average', type=float, default=0.1)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)

    run = Run(options)
    generator, discriminator = (net.to(memory_format=torch.channels_last) for net in (Generator(), Discriminator()))
    g_muon, g_adam = optimizers(generator, options.lr, options.adam_lr, momentum=0.7, betas=(0.5, 0.99))
    d_muon, d_adam = optimizers(discriminator, options.lr, options.adam_lr, momentum=0.7, betas=(0.5, 0.99))
    average = Average(generator, options.average)
    step, bounds = 0, None
    parts = dict(generator=generator, discriminator=discriminator, g_muon=g_muon, g_adam=g_adam,
                 d_muon=d_muon, d_adam=d_adam)
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
        set_rates((g_muon, g_adam, d_muon, d_adam), rate(step, 20, options.decay_from, options.steps))
        real, condition = draw()
        fake = generator(latent(), condition)
        # One pass over both halves, so that spectral normalisation advances once per step.
        scores = discriminator(torch.cat([real, fake.detach()]), torch.cat([condition, condition]))
        d_loss = F.relu(1 - scores[:options.batch]).mean() + F.relu(1 + scores[options.batch:]).mean()
        d_loss.backward()
        step_all((d_muon, d_adam))

        # The same pictures serve the generator's step: a second draw would cost a third of the step.
        discriminator.requires_grad_(False)
        g_loss = -discriminator(fake, condition).mean()
        g_loss.backward()
        step_all((g_muon, g_adam))
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
