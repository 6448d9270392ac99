"""Train vae-64 or vae-128, whose side is that of the images; --beta says how much the KL divergence weighs.

    python training/train_vae.py --run training/runs/vae --steps 5000
    python training/train_vae.py --run training/runs/vae128 --images training/data128 --beta 8 --steps 3000

Run the same command again to resume.
"""
import argparse

import numpy as np
import torch

from conditions import dropped
from data import Mixture, parse_mix, side_of
from optimizer import optimizers, set_rates, step_all
from restore import decoder_of
from runs import Average, Run, bf16, options_of, rate
from vae import LATENT, Decoder, Encoder, grey_distance, reconstruction

MIX = 'rocks-real=35,rocks-simulated=15,fibers-real=12,fibers-simulated=13,roots-simulated=25'
GREYS = 0.5  # weight of the right grey values in reconstructions
PRIOR_GREYS = 0.25  # the same for samples from the prior
GREYS_FROM, GREYS_RAMP = 400, 400  # steps: grey values asked for before shapes are learnt lead to one dark blob
SCALE = 0.12  # Laplace scale of the observation model, in network grey units: how exactly pixels have to be met


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--start-from', help='folder of an exported VAE whose decoder to go on from, e.g. public/models/vae-64')
    parser.add_argument('--adam-lr', type=float, default=1e-3)
    parser.add_argument('--beta', type=float, default=1.0)
    options = options_of(parser, MIX, steps=5000, batch=32, lr=2e-3)

    run = Run(options)
    side = side_of(options.images)
    decoder = decoder_of(options.start_from) if options.start_from else Decoder(side)
    both = torch.nn.ModuleDict({'encoder': Encoder(side), 'decoder': decoder}).to(memory_format=torch.channels_last)
    steppers = optimizers(both, options.lr, options.adam_lr)
    average = Average(both, options.average)
    state = run.resume(both, steppers, average)
    step, images_seen = state.get('step', 0), state.get('images', 0)
    mixture = Mixture(options.images, parse_mix(options.mix), state.get('bounds'))
    rng = run.generator(options.seed, step)

    def save():
        run.save(network=both.state_dict(), average=average.weights, step=step, images=images_seen,
                 optimizers=[s.state_dict() for s in steppers], bounds=mixture.bounds, mix=options.mix)

    recent = []
    while step < options.steps and not run.stopping:
        set_rates(steppers, rate(step, 50, options.decay_from, options.steps))
        pictures, condition = mixture.batch(rng, options.batch)
        pictures = torch.from_numpy(pictures)[:, None]
        condition = torch.from_numpy(dropped(rng, condition))
        draws = torch.from_numpy(rng.standard_normal((2, options.batch, LATENT), dtype=np.float32))
        share = min(1.0, max(0, step - GREYS_FROM) / GREYS_RAMP)
        with bf16():
            mean, log_variance = (part.float() for part in both['encoder'](pictures, condition))
            decoded = both['decoder'](mean + torch.exp(log_variance / 2) * draws[0], condition).float()
            sampled = both['decoder'](draws[1], condition).float() if share > 0 else None
        fit = reconstruction(decoded, pictures).mean() / SCALE
        greys = GREYS * grey_distance(decoded, pictures).mean() / SCALE
        if sampled is not None:
            # A sample from the prior is asked for the attributes of its picture, and so for about the same grey values.
            greys = greys + PRIOR_GREYS * grey_distance(sampled, pictures).mean() / SCALE
        kl = 0.5 * (mean ** 2 + torch.exp(log_variance) - 1 - log_variance).sum(1).mean()
        # The KL term is faded in, so that the decoder learns to use z before z is squeezed.
        loss = fit + share * greys + options.beta * min(1.0, (step + 1) / 500) * kl
        loss.backward()
        step_all(steppers)
        step, images_seen = step + 1, images_seen + options.batch * run.processes
        average.update(both, step)
        recent.append((fit.item(), greys.item(), kl.item()))
        if step % 50 == 0:
            fit_mean, grey_mean, kl_mean = np.mean(recent, axis=0)
            run.log(step=step, reconstruction=float(fit_mean), greys=float(grey_mean), kl=float(kl_mean), minutes=run.seconds() / 60)
            recent = []
        if run.due():
            save()
    save()


if __name__ == '__main__':
    main()
