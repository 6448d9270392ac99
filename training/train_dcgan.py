"""Train dcgan-64.

    python train_dcgan.py --run training/runs/dcgan --steps 4000

Run the same command again to resume.
"""
import argparse
import copy
import os

import numpy as np
import torch
from torch.nn import functional as F

from conditions import dropped
from data import Mixture, parse_mix
from dcgan import LATENT, Discriminator, Generator, spread
from optimizer import optimizers, set_rates, step_all
from runs import Average, Run, rate
from train_ddpm import SIGMA_DATA
from unet import UNet

SIGMAS = (0.03, 0.8)  # range of the noise that is added before the discriminator looks
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
    parser.add_argument('--denoiser', default='training/runs/ddpm', help='run whose averaged weights the discriminator looks through')
    parser.add_argument('--steps', type=int, default=4000)
    parser.add_argument('--decay-from', type=int, default=10 ** 9)
    parser.add_argument('--batch', type=int, default=32)
    parser.add_argument('--lr', type=float, default=1e-3)
    parser.add_argument('--adam-lr', type=float, default=5e-4)
    parser.add_argument('--variety', type=float, default=5.0, help='weight of the penalty on batches that vary too little')
    parser.add_argument('--average', type=float, default=0.1)
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(options.seed)

    run = Run(options)
    denoiser = UNet()
    denoiser.load_state_dict(torch.load(os.path.join(options.denoiser, 'checkpoint.pt'), weights_only=False)['average'])
    generator, discriminator = (net.to(memory_format=torch.channels_last)
                                for net in (Generator(), Discriminator(denoiser, SIGMA_DATA)))
    g_muon, g_adam = optimizers(generator, options.lr, options.adam_lr, momentum=0.7, betas=(0.5, 0.99))
    d_adam = torch.optim.Adam(discriminator.heads.parameters(), lr=options.adam_lr, betas=(0.5, 0.99))
    average = Average(generator, options.average)
    step, bounds = 0, None
    parts = dict(generator=generator, heads=discriminator.heads, g_muon=g_muon, g_adam=g_adam, d_adam=d_adam)
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
        set_rates((g_muon, g_adam, d_adam), rate(step, 20, options.decay_from, options.steps))
        real, condition = draw()
        sigma = torch.from_numpy(np.exp(rng.uniform(*np.log(SIGMAS), options.batch)).astype(np.float32))
        noise = torch.from_numpy(rng.standard_normal((2, *real.shape), dtype=np.float32))
        fake = generator(latent(), condition)
        fake_maps = discriminator.maps(fake, sigma, noise[0], condition)
        with torch.no_grad():
            real_maps = discriminator.maps(real, sigma, noise[1], condition)
        # One pass over both halves, so that both see the same normalisation.
        both = [torch.cat([a, b.detach()]) for a, b in zip(real_maps, fake_maps)]
        scores = [s.split(options.batch) for s in discriminator(both, torch.cat([condition, condition]))]
        d_loss = sum(F.relu(1 - r).mean() + F.relu(1 + f).mean() for r, f in scores)
        d_loss.backward()
        step_all([d_adam])

        # The same pictures serve the generator's step: a second draw would cost a third of the step. The heads
        # normalise with the running statistics here, since a batch of fakes alone would hide its own offset.
        discriminator.heads.requires_grad_(False).eval()
        g_loss = -sum(s.mean() for s in discriminator(fake_maps, condition))
        # Scores of single pictures cannot see that all are alike; a batch must vary as much as the real one beside it.
        variety = F.relu(spread(real) - spread(fake)) / spread(real)
        (g_loss + options.variety * variety).backward()
        step_all([g_muon, g_adam])
        discriminator.heads.requires_grad_(True).train()

        step += 1
        average.update(generator, step)
        recent.append((d_loss.item() / 3, g_loss.item() / 3, *(np.mean([s[i].mean().item() for s in scores]) for i in (0, 1)),
                       variety.item()))
        if step % 50 == 0:
            d, g, r, f, v = np.mean(recent, axis=0)
            run.log(step=step, discriminator=float(d), generator=float(g), real=float(r), fake=float(f), variety=float(v),
                    minutes=run.seconds() / 60)
            recent = []
        if run.due():
            save()
    save()


if __name__ == '__main__':
    main()
