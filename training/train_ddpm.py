"""Train ddpm-64 or ddpm-128: a conditional denoiser with EDM preconditioning (Karras et al. 2022).

    python training/train_ddpm.py --run training/runs/ddpm --mix rocks-real=40,fibers-real=12 --steps 8000

Run the same command again to resume; --steps, --decay-from, --mix and --threads may differ then. --start-from begins with the
weights of another run or of an exported model instead of random ones, of any side. --like teaches the network to draw pictures that
resemble a given one, by its embedding (embeddings.py). --guide-away-from teaches it what guidance makes of the weights that it starts
from, so that sampling takes one call where guidance takes three (distilled as in Meng et al. 2023):

    python training/train_ddpm.py --run training/runs/guided --start-from training/runs/ddpm --guide-away-from EARLIER --steps 1500
"""
import argparse
import copy
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
SIGMA_MIN = 0.004  # where it ends: the last step from 0.012 takes a fifth of the finest grain of real-looking rocks away
WEAK_FROM, WEAK_TO = 0.1, 3.0  # noise levels between which a weaker network guides
WITH_LIKE = 0.4  # share of pictures that the network is shown the embedding of, where it takes one
P_MEAN, P_STD = -1.5, 1.3  # of ln(sigma); wider and lower than EDM's because fine grain and noise decide here
COARSE, COARSE_FROM = 0.25, 1.0  # share of levels spread evenly in ln(sigma) from here to SIGMA_MAX, where mean grey and large scales are decided
FINE, FINE_TO = 0.15, 0.1  # and from SIGMA_MIN to here, where grain is: the log-normal share has a hundredth of its levels below 0.012
MIX = 'rocks-real=40,rocks-simulated=15,fibers-real=12,fibers-simulated=13,roots-simulated=20'


def sigmas(rng, n):
    """Noise levels [n], log-normal, a share of them coarse and one fine; one from each n-quantile: less variance than independent draws."""
    quantiles = torch.from_numpy((rng.permutation(n) + rng.random(n)) / n)
    coarse = math.log(COARSE_FROM) + quantiles / COARSE * math.log(SIGMA_MAX / COARSE_FROM)
    fine = math.log(FINE_TO) + (quantiles - COARSE) / FINE * math.log(SIGMA_MIN / FINE_TO)
    middle = P_MEAN + P_STD * math.sqrt(2) * torch.erfinv(2 * ((quantiles - COARSE - FINE) / (1 - COARSE - FINE)).clamp(min=1e-6) - 1)
    return torch.exp(torch.where(quantiles < COARSE, coarse, torch.where(quantiles < COARSE + FINE, fine, middle))).float()


def shown(rng, embeddings, share=WITH_LIKE):
    """Embeddings [n,64] with all but `share` of the rows set to zero, which means none."""
    return torch.from_numpy(np.where(rng.random((len(embeddings), 1)) < share, embeddings, 0).astype(np.float32))


def denoised(network, noisy, sigma, condition, *more):
    """D(x, sigma) of Karras et al. 2022, eq. 7: pictures [n,1,h,w] from noisy ones at levels sigma [n]."""
    s = sigma[:, None, None, None]
    total = torch.sqrt(s ** 2 + SIGMA_DATA ** 2)
    with bf16():
        f = network(noisy / total, torch.log(sigma) / 4, condition, *more)
    return SIGMA_DATA ** 2 / total ** 2 * noisy + s * SIGMA_DATA / total * f.float()


@torch.no_grad()
def guided(own, better, weak, amounts, images, noisy, sigma, condition, *more):
    """What `own` makes of noisy pictures, moved by amounts[0] from what a weaker network makes of them to what a better one does
    (autoguidance, Karras et al. 2024, between two noise levels as Kynkaanniemi et al. 2024), and by amounts[1] away from what it
    makes itself without a condition (Ho & Salimans 2021).

    Below WEAK_FROM, where the grain is decided, `images` themselves. Rows that are shown a picture to resemble are not guided.
    """
    coarse = torch.nonzero(sigma >= WEAK_FROM)[:, 0]
    wanted = images.clone()
    wanted[coarse] = denoised(own, noisy[coarse], sigma[coarse], condition[coarse], *(m[coarse] for m in more))
    free = coarse[~more[0][coarse].any(1)] if more else coarse
    if amounts[1] and len(free):
        wanted[free] += amounts[1] * (wanted[free] - denoised(own, noisy[free], sigma[free], torch.zeros_like(condition[free])))
    rows = free[sigma[free] <= WEAK_TO]
    if len(rows):
        at = (noisy[rows], sigma[rows], condition[rows])
        wanted[rows] += amounts[0] * (denoised(better, *at) - denoised(weak, *at))
    return wanted


def loss_of(network, images, condition, sigma, noise, *more, target=None):
    """EDM's loss (eq. 8), written on the raw output F so that every noise level weighs the same. Returns [n].

    `target`: a function of the noisy pictures that returns what they should become, where that is not `images`.
    """
    s = sigma[:, None, None, None]
    total = torch.sqrt(s ** 2 + SIGMA_DATA ** 2)
    noisy = images + s * noise
    wanted = target(noisy) if target else images
    wanted = (SIGMA_DATA ** -1 * wanted * total ** 2 - SIGMA_DATA * noisy) / (s * total)
    with bf16():
        f = network(noisy / total, torch.log(sigma) / 4, condition, *more)
    return ((f.float() - wanted) ** 2).mean((1, 2, 3))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--start-from', help='run or folder of an exported denoiser to go on from, e.g. public/models/ddpm-64')
    parser.add_argument('--like', action='store_true', help='also condition on embeddings')
    parser.add_argument('--guide-away-from', help='a weaker denoiser, as a run or exported; needs --start-from')
    parser.add_argument('--guide-towards', help='the better of the two; the weights started from if left out')
    parser.add_argument('--guide-amounts', type=float, nargs=2, default=(1.5, 0.2), metavar=('WEAK', 'NONE'),
                        help='how far away from the weaker network, and from no condition')
    options = options_of(parser, MIX, steps=10000, batch=32, lr=2e-3)
    if options.guide_away_from and not options.start_from:
        parser.error('--guide-away-from needs --start-from')
    if not options.guide_away_from and (options.guide_towards or options.guide_amounts != parser.get_default('guide_amounts')):
        parser.error('--guide-towards and --guide-amounts need --guide-away-from')

    run = Run(options)
    network, bounds = UNet(like=EMBEDDING if options.like else 0), None
    if options.start_from:
        weights, bounds = denoiser_at(options.start_from)
        fill(network, weights)
    guides = None
    if options.guide_away_from:
        own = copy.deepcopy(network)
        better = fill(UNet(), denoiser_at(options.guide_towards)[0]) if options.guide_towards else own
        guides = own, better, fill(UNet(), denoiser_at(options.guide_away_from)[0])
        for frozen in guides:
            frozen.to(memory_format=torch.channels_last).eval().requires_grad_(False)
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
        condition, sigma = torch.from_numpy(dropped(rng, condition)), sigmas(rng, options.batch)
        target = (lambda noisy: guided(*guides, options.guide_amounts, pictures, noisy, sigma, condition, *more)) if guides else None
        loss = loss_of(network, pictures, condition, sigma, noise, *more, target=target).mean()
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
