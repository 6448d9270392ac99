"""Train ddpm-64 or ddpm-128: a conditional denoiser with EDM preconditioning (Karras et al. 2022).

    python train_ddpm.py --run training/runs/ddpm --mix rocks-real=40,fibers-real=12 --steps 8000

Run the same command again to resume; --steps, --decay-from, --mix and --threads may differ then. --start-from begins with the
weights of another run or of an exported model instead of random ones, of any side. --like teaches the network to draw pictures that
resemble a given one, by its embedding (embeddings.py).
"""
import argparse
import math

import numpy as np
import torch

from conditions import dropped
from data import EMBEDDING, Mixture, parse_mix
from optimizer import optimizers, set_rates, step_all
from restore import denoiser_at, fill
from runs import Average, Run, bf16, options_of, rate
from unet import UNet

SIGMA_DATA = 0.35
SIGMA_MAX = 30.0  # where sampling starts; the mean grey of a slice is drowned in noise there
SIGMA_MIN = 0.012  # where it ends: 0.02 left real-looking rocks a fifth too little noise, 0.002 a third too much grain
WITH_LIKE = 0.4  # share of pictures that the network is shown the embedding of, where it takes one
P_MEAN, P_STD = -1.5, 1.3  # of ln(sigma); wider and lower than EDM's because fine grain and noise decide here
COARSE, COARSE_FROM = 0.25, 1.0  # share of levels spread evenly in ln(sigma) from here to SIGMA_MAX, where mean grey and large scales are decided
MIX = 'rocks-real=40,rocks-simulated=15,fibers-real=12,fibers-simulated=13,roots-simulated=20'


def sigmas(rng, n):
    """Noise levels [n], log-normal and a share of them coarse, one from each n-quantile: less variance than independent draws."""
    quantiles = torch.from_numpy((rng.permutation(n) + rng.random(n)) / n)
    coarse = math.log(COARSE_FROM) + quantiles / COARSE * math.log(SIGMA_MAX / COARSE_FROM)
    fine = P_MEAN + P_STD * math.sqrt(2) * torch.erfinv(2 * ((quantiles - COARSE) / (1 - COARSE)).clamp(min=1e-6) - 1)
    return torch.exp(torch.where(quantiles < COARSE, coarse, fine)).float()


def shown(rng, embeddings, share=WITH_LIKE):
    """Embeddings [n,64] with all but `share` of the rows set to zero, which means none."""
    return torch.from_numpy(np.where(rng.random((len(embeddings), 1)) < share, embeddings, 0).astype(np.float32))


def loss_of(network, images, condition, sigma, noise, *more):
    """EDM's loss (eq. 8), written on the raw output F so that every noise level weighs the same. Returns [n]."""
    s = sigma[:, None, None, None]
    total = torch.sqrt(s ** 2 + SIGMA_DATA ** 2)
    noisy = images + s * noise
    target = (SIGMA_DATA ** -1 * images * total ** 2 - SIGMA_DATA * noisy) / (s * total)
    with bf16():
        f = network(noisy / total, torch.log(sigma) / 4, condition, *more)
    return ((f.float() - target) ** 2).mean((1, 2, 3))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--start-from', help='run or folder of an exported denoiser to go on from, e.g. public/models/ddpm-64')
    parser.add_argument('--like', action='store_true', help='also condition on embeddings')
    options = options_of(parser, MIX, steps=10000, batch=32, lr=2e-3)

    run = Run(options)
    network, bounds = UNet(like=EMBEDDING if options.like else 0), None
    if options.start_from:
        weights, bounds = denoiser_at(options.start_from)
        fill(network, weights)
    network = network.to(memory_format=torch.channels_last)
    steppers = optimizers(network, options.lr)
    average = Average(network, options.average)
    state = run.resume(network, steppers, average)
    step, images_seen = state.get('step', 0), state.get('images', 0)
    mixture = Mixture(options.images, parse_mix(options.mix), state.get('bounds', bounds))
    rng = run.generator(options.seed, step)

    def save():
        run.save(network=network.state_dict(), average=average.weights, step=step, images=images_seen,
                 optimizers=[s.state_dict() for s in steppers], bounds=mixture.bounds)

    recent = []
    while step < options.steps and not run.stopping:
        set_rates(steppers, rate(step, 200, options.decay_from, options.steps))
        pictures, condition, embeddings = mixture.batch_with_embeddings(rng, options.batch)
        pictures = torch.from_numpy(pictures)[:, None]
        more = [shown(rng, embeddings)] if options.like else []
        noise = torch.from_numpy(rng.standard_normal(pictures.shape, dtype=np.float32))
        loss = loss_of(network, pictures, torch.from_numpy(dropped(rng, condition)), sigmas(rng, options.batch), noise,
                       *more).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        step_all(steppers)
        step, images_seen = step + 1, images_seen + options.batch * run.processes
        average.update(network, step)
        recent.append(loss.item())
        if step % 50 == 0:
            run.log(step=step, loss=float(np.mean(recent)), lr=steppers[0].param_groups[0]['lr'],
                    minutes=run.seconds() / 60)
            recent = []
        if run.due():
            save()
    save()


if __name__ == '__main__':
    main()
