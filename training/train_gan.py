"""Train dcgan-64 or stylegan-64.

    python training/train_gan.py --run training/runs/dcgan --steps 4000
    python training/train_gan.py --run training/runs/stylegan --network stylegan --augment --batch 48 --steps 7100
    python training/train_gan.py --run training/runs/collapsed --classic --generator-rate 20 --steps 600

The third is how the paper's last DCGAN was trained, to show how it collapses. Run the same command again to resume.
"""
import argparse

import numpy as np
import torch
from torch.nn import functional as F

import dcgan
import stylegan
from conditions import dropped
from data import Mixture, parse_mix
from optimizer import Muon, set_rates, step_all
from runs import Average, Run, bf16, options_of, rate

MIX = 'rocks-real=45,rocks-simulated=10,fibers-real=15,fibers-simulated=10,roots-simulated=20'
NETWORKS = {'dcgan': dcgan.Generator, 'stylegan': stylegan.Generator}
CLASSIC_WIDTH = 24  # a failure to learn from needs no more
PENALTY, PENALTY_EVERY = 0.5, 8  # weight of the gradient penalties; they are taken at every eighth step, eight times as strong
MIXED = 0.5  # share of pictures with styles of two latents (style mixing)
SHIFTED, SHIFT, CUT = 0.5, 8, 0.3  # augmentation: share moved by up to SHIFT px, share with a square of 16..24 px cut out


@torch.no_grad()
def averaged_generator(state, mixture, batches=40, size=64):
    """The DCGAN's generator with averaged weights, its batch-normalisation statistics measured again for those weights."""
    generator = dcgan.generator_of(state['average']).train()
    for norm in generator.norms:
        norm.reset_running_stats()
        norm.momentum = None
    rng = np.random.default_rng(1)
    torch.manual_seed(1)
    for _ in range(batches):
        _, condition = mixture.batch(rng, size)
        generator(torch.randn(size, generator.dimensions), torch.from_numpy(condition))
    return generator.eval()


def penalty(discriminator, pictures, condition):
    """R1 and R2 of Mescheder et al. 2018: half the mean squared length of the logits' gradient in the pictures."""
    pictures = pictures.detach().requires_grad_()
    gradient, = torch.autograd.grad(discriminator(pictures, condition).sum(), pictures, create_graph=True)
    return 0.5 * (gradient ** 2).sum((1, 2, 3)).mean()


def augmented(rng, pictures):
    """Pictures [n,1,h,w] as the discriminator sees them, real and drawn alike, so that it cannot learn few crops by heart
    (Zhao et al. 2020, Karras et al. 2020): some moved and mirrored at the border, some with a square cut out. Differentiable."""
    n, _, side, _ = pictures.shape
    padded = F.pad(pictures, (SHIFT,) * 4, mode='reflect')
    moves = np.where(rng.random((n, 1)) < SHIFTED, rng.integers(0, 2 * SHIFT + 1, (n, 2)), SHIFT)
    moved = torch.stack([padded[i, :, y:y + side, x:x + side] for i, (y, x) in enumerate(moves)])
    keep = torch.ones_like(pictures)
    for i in np.flatnonzero(rng.random(n) < CUT):
        hole = rng.integers(16, 25)
        y, x = rng.integers(0, side - hole, 2)
        keep[i, :, y:y + hole, x:x + hole] = 0
    return moved * keep


def generator_inputs(rng, generator, n):
    """Latents and noise for n pictures; for StyleGAN also a second latent and from which layer on it is used."""
    normal = lambda *shape: torch.from_numpy(rng.standard_normal(shape, dtype=np.float32))
    if isinstance(generator, dcgan.Generator):
        return (normal(n, generator.dimensions),), {}
    z = normal(n, stylegan.LATENT + stylegan.GRAIN)
    crossing = np.where(rng.random(n) < MIXED, rng.integers(1, stylegan.LAYERS, n), stylegan.LAYERS)
    mix = torch.from_numpy((np.arange(stylegan.LAYERS)[None] >= crossing[:, None]).astype(np.float32))
    return (z,), {'z_mix': normal(n, stylegan.LATENT), 'mix': mix}


def adam(parameters, lr):
    return torch.optim.Adam(parameters, lr=lr, betas=(0.0, 0.99))


def steppers_of(generator, lr):
    """Adam for a DCGAN. StyleGAN stores its weights with a deviation of 1, so that they need larger steps than weights of 0.02; its
    convolutions are Muon's, with which pictures were farther after half the steps than with Adam."""
    if not isinstance(generator, stylegan.Generator):
        return [adam(generator.parameters(), lr)]
    stored = [p for name, p in generator.named_parameters() if name.endswith('.raw')]
    convolutions = [p for p in stored if p.ndim == 4 and min(p.shape[:2]) >= 32]
    taken = {id(p) for p in convolutions}
    return [Muon(convolutions, lr=50 * lr, momentum=0.5),
            adam([dict(params=[p for p in stored if id(p) not in taken], lr=15 * lr),
                  dict(params=[p for name, p in generator.named_parameters() if not name.endswith('.raw')])], 2 * lr)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--network', default='dcgan', choices=NETWORKS)
    parser.add_argument('--classic', action='store_true', help="the paper's plain DCGAN in small: no noise inputs, the original loss, no gradient penalties")
    parser.add_argument('--generator-rate', type=float, default=1, help="the generator's learning rate over the discriminator's")
    parser.add_argument('--augment', action='store_true')
    options = options_of(parser, MIX, steps=4000, batch=64, lr=6e-4)
    if options.classic and options.network != 'dcgan':
        parser.error('--classic is a DCGAN; leave --network out')

    run = Run(options)
    drawn = dcgan.Generator(width=CLASSIC_WIDTH, grain=False) if options.classic else NETWORKS[options.network]()
    generator, discriminator = (net.to(memory_format=torch.channels_last) for net in (drawn, dcgan.Discriminator()))
    g_steppers, d_steppers = steppers_of(generator, options.generator_rate * options.lr), [adam(discriminator.parameters(), options.lr)]
    steppers = [*g_steppers, *d_steppers]
    average = Average(generator, options.average)
    step, images_seen, bounds = 0, 0, None
    if state := run.load():
        for part, saved in zip((generator, discriminator, *steppers), (state['generator'], state['discriminator'], *state['optimizers'])):
            part.load_state_dict(saved)
        average.weights, step, images_seen, bounds = (state[key] for key in ('average', 'step', 'images', 'bounds'))
    mixture = Mixture(options.images, parse_mix(options.mix), bounds)
    rng = run.generator(options.seed, step)

    def save():
        run.save(generator=generator.state_dict(), discriminator=discriminator.state_dict(), average=average.weights,
                 optimizers=[stepper.state_dict() for stepper in steppers], step=step, images=images_seen, bounds=mixture.bounds)

    shown = (lambda pictures: augmented(rng, pictures)) if options.augment else (lambda pictures: pictures)
    recent = []
    while step < options.steps and not run.stopping:
        set_rates(steppers, rate(step, 100, options.decay_from, options.steps))
        pictures, condition = mixture.batch(rng, options.batch)
        real, condition = torch.from_numpy(pictures)[:, None], torch.from_numpy(dropped(rng, condition))
        real = shown(real + (torch.rand(real.shape) - 0.5) / 127.5)  # fills the steps of 8 bits, which would give real ones away
        with bf16():
            latents, styles = generator_inputs(rng, generator, options.batch)
            fake = shown(generator(*latents, condition, **styles))
            real_logits, fake_logits = discriminator(torch.cat([real, fake.detach()]), condition.repeat(2, 1)).float().chunk(2)
        if options.classic:
            d_loss = F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()
        else:
            # Relativistic pairing (Huang et al. 2024): each fake is judged against a real one of the same condition, so that no
            # part of the data can be dropped without cost.
            d_loss = F.softplus(fake_logits - real_logits).mean()
        if step % PENALTY_EVERY == 0 and not options.classic:
            half = max(1, options.batch // 2)
            both = torch.cat([real[:half], fake[:half].float()])
            d_loss = d_loss + 2 * PENALTY_EVERY * PENALTY * penalty(discriminator, both, condition[:half].repeat(2, 1))
        d_loss.backward()
        step_all(d_steppers)

        discriminator.requires_grad_(False)
        # The same pictures serve the generator's step: a second draw would cost a third of the step.
        with bf16():
            logits = discriminator(fake, condition).float()
        g_loss = F.softplus((0 if options.classic else real_logits.detach()) - logits).mean()
        g_loss.backward()
        step_all(g_steppers)
        discriminator.requires_grad_(True)

        step, images_seen = step + 1, images_seen + options.batch * run.processes
        average.update(generator, step)
        recent.append((d_loss.item(), g_loss.item(), real_logits.mean().item(), fake_logits.mean().item()))
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
