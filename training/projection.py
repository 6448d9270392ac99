"""What a denoiser makes out, moved towards what was asked: a small graph that export.py writes beside a denoiser.

    python training/projection.py --images training/data

A denoiser follows asked attributes loosely. At noise levels where outlines are almost settled, its estimate of the slice is moved
along the directions in which area fraction and feature size change, as far as Newton's method says and least in the sum of squares;
where hardly any noise is left, the same is done with the instrument's noise. Values and gradients are those of following.py in closed
form, because ONNX knows no gradients, but for the noise, whose median needs a direction of its own: run alone, this compares the two
on training crops.
"""
import argparse
import hashlib
import os

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import graph
import philox
from conditions import ATTRIBUTES, CONDITION_SIZE, LOOKS, MATERIALS, vectors
from data import Mixture, parse_mix
from following import BINOMIAL, DARK, FIRST, NOISE, SOFT, THRESHOLD, Asked, attributes_of

FILE = 'projection.onnx'
SHARE = 0.4  # of the way to the asked area fraction and feature size that one call goes
SIZED = 64  # px, rocks: at 128, many steps along feature size roughen outlines and move it hardly farther than those along area fraction do
OUTLINE = {'rocks': (0.03, 1.0), 'fibers': (0.03, 0.5), 'roots': (0.03, 0.5)}  # σ between which outlines are moved; thin ones settle late
LARGEST = 1.0  # error, in deviations, that one call mends
FEW = ((0.25, LARGEST), (0.5, LARGEST), (1.0, 0.3))  # the same of the last three calls where a slice takes a few only
SCALE = 0.33  # of the noise that golden values are made of, about the grey of a rock's outline
SETTLED = 0.006  # σ at and below which the estimate has all of the instrument's noise
ROUNDS = 2  # of mending the noise, whose median is not linear
LARGEST_NOISE = 4.0
RIDGE, FLOOR = 1e-2, 1e-3  # of the squared gradients: no long steps where an attribute hardly answers
PARTS, PASSES = 8, 4  # of finding a median
LINKS = torch.tensor([[0.0, -1, 0], [-1, 4, -1], [0, -1, 0]])[None, None]
IMMERKAER = 6 * 0.6745
SMALL = 0.2  # of the mean answer


class Projection(nn.Module):
    """x [n,1,h,w] in [-1,1], sigma [n], condition [n,11] -> x of the same shape; what is not asked for is left as it is."""

    def __init__(self, asked, levels=None, side=SIZED):
        """`levels` are those of a few-step model; `side` of its slices in px."""
        super().__init__()
        self.low, self.width, self.deviation = asked.low, asked.width, asked.deviation.reshape(-1, len(ATTRIBUTES))
        ranges = [[OUTLINE[material] for material in MATERIALS]] if levels is None else [[(level, level)] * 3 for level in levels[-4:-1]]
        self.outline = torch.tensor(ranges)  # [shares,3,2]
        self.moved = torch.ones(len(MATERIALS), len(ATTRIBUTES))
        self.moved[MATERIALS.index('rocks'), ATTRIBUTES.index('featureSize')] = float(levels is not None or side <= SIZED)
        # In a few calls the outlines of simulated slices, which are followed closely anyway, would fray.
        self.looks = torch.tensor([1.0, 1.0] if levels is None else [1.0, 0.0])[:, None]
        self.shares, self.settled = (((SHARE, LARGEST),), SETTLED) if levels is None else (FEW, levels[-2])

    def asked(self, condition):
        """Of each image threshold and sign of its phase [n,1,1,1]; of each share the lowest and highest noise level [n,1,1,1] at which
        outlines are moved by it, one after the other; of each attribute what is wanted, its deviation and whether it is known, likewise.
        """
        material, look = condition[:, :len(MATERIALS)], condition[:, len(MATERIALS):FIRST]
        both = (material[:, :, None] * look[:, None]).flatten(1)
        known = condition[:, FIRST + 1::2] * both.sum(1, keepdim=True) * (material @ self.moved)
        wanted = (condition[:, FIRST::2] + 1) / 2 * (material @ self.width) + material @ self.low
        deviation = both @ self.deviation + (1 - known)
        columns = [rows[:, :, None, None].split(1, 1) for rows in (wanted, deviation, known)]
        facts = torch.stack([THRESHOLD, 1 - 2.0 * DARK, *self.outline.transpose(1, 2).flatten(0, 1)], 1)
        threshold, sign, *levels = (material @ facts)[:, :, None, None].split(1, 1)
        return threshold, sign, levels, list(zip(*columns))

    def area(self, x, threshold, sign):
        """Area fraction [n,1,1,1] and its gradient in x."""
        grey = (x + 1) / 2
        fraction = mean((grey >= threshold).float())
        return sign * fraction + (1 - sign) / 2, sign * steepness(grey - threshold) / (2 * x.shape[2] * x.shape[3])

    def size(self, x, threshold):
        """Feature size [n,1,1,1] in px and its gradient in x."""
        side = max(x.shape[2:])
        smoothed = smooth((x + 1) / 2)
        phase = (smoothed >= threshold).float()
        ends = F.conv2d(F.pad(phase, (1, 1, 1, 1), mode='replicate'), LINKS)  # of pieces at a pixel, positive within the phase
        pieces = (total(phase * ends) / 2).clamp(min=0.5)
        length = total(phase)
        size = 2 * length / pieces
        inner = (size < side).float() * (pieces > 0.5).float()
        slope = inner * 2 / pieces * (1 - length / (2 * pieces) * ends)
        return size.clamp(max=side), smooth(slope * steepness(smoothed - threshold)) / 2

    def noise(self, x):
        """Standard deviation of the noise [n,1,1,1] in grey, and the change of x that raises all answers to Immerkær's mask alike, as the
        gradient of their mean does; the smallest answers, whose signs are a matter of rounding, little.
        """
        answers = F.conv2d((x + 1) / 2, NOISE)
        average = mean(answers.abs()).clamp(min=1e-9)
        median = median_of((answers.abs() / average).flatten(2))[..., None]  # in units of the mean: no more than 2
        signs = answers / (answers.abs() + SMALL * average)
        pixels = answers.shape[2] * answers.shape[3]
        return median * average / IMMERKAER, F.conv2d(F.pad(signs, (2, 2, 2, 2)), NOISE) / (2 * IMMERKAER * pixels)

    def forward(self, x, sigma, condition):
        threshold, sign, levels, asked = self.asked(condition)
        sigma = sigma[:, None, None, None]

        def errors(i, found):
            """Error and gradient of attribute i, in deviations; 0 where it is not known."""
            measured, gradient = found
            wanted, deviation, known = asked[i]
            return known * (measured - wanted) / deviation, known / deviation * gradient

        outlines = (condition[:, len(MATERIALS):FIRST] @ self.looks)[:, :, None, None]

        def mended(error):
            """The part of an error of outlines that this call mends."""
            return outlines * sum(share * error.clamp(-largest, largest) * (sigma >= low).float() * (sigma <= high).float()
                                  for (share, largest), low, high in zip(self.shares, levels[::2], levels[1::2]))

        (e, area), (f, size) = (errors(i, found) for i, found in enumerate((self.area(x, threshold, sign), self.size(x, threshold))))
        e, f = mended(e), mended(f)
        both = total(area * size)
        a, b = (total(gradient * gradient) * (1 + RIDGE) + FLOOR for gradient in (area, size))
        determinant = a * b - both * both
        out = x - (b * e - both * f) / determinant * area - (a * f - both * e) / determinant * size

        settled = (sigma <= self.settled).float()
        for _ in range(ROUNDS):
            e, noise = errors(2, self.noise(out))
            out = out - settled * e.clamp(-LARGEST_NOISE, LARGEST_NOISE) / (total(noise * noise) + FLOOR) * noise
        return out


def mean(x):
    return x.mean((1, 2, 3), keepdim=True)


def total(x):
    return x.sum((1, 2, 3), keepdim=True)


def median_of(values):
    """Upper median [n,1,1] of values [n,1,count] in [0,2], to 2 / PARTS^PASSES: how many parts of an interval lie below it, again and again."""
    found, part = torch.zeros(()), 2 / PARTS
    for _ in range(PASSES):
        ends = found + part * torch.arange(1.0, PARTS)[None, :, None]
        below = ((values <= ends).float().mean(2, keepdim=True) <= 0.5).float()
        found, part = found + part * below.sum(1, keepdim=True), part / PARTS
    return found + part * PARTS / 2


def steepness(distance):
    """Slope of the logistic step whose gradient a threshold is given."""
    step = torch.sigmoid(distance / SOFT)
    return step * (1 - step) / SOFT


def smooth(grey):
    return F.conv2d(F.pad(grey, (1, 1, 1, 1), mode='reflect'), BINOMIAL)


def add_projection(folder, card, mixture):
    """Write the graph for what `mixture` holds beside the denoiser in `folder`, and name it in `card` with values that it gives."""
    side = card['resolution']
    project = Projection(Asked(mixture), card['parametrisation'].get('levels'), side).eval()
    inputs = dict(x=torch.zeros(2, 1, side, side), sigma=torch.ones(2), condition=torch.zeros(2, CONDITION_SIZE))
    content = graph.to_onnx(project, inputs, 'projected').SerializeToString()
    with open(os.path.join(folder, FILE), 'wb') as f:
        f.write(content)
    card['files'] = [row for row in card['files'] if row['role'] != 'projection'] + [
        {'role': 'projection', 'path': FILE, 'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest(), 'precision': 'fp32'}]
    card['parametrisation']['projectedFrom'] = round(project.outline.max().item(), 6)
    card['golden']['projection'] = golden(project, side)


def golden(project, side):
    """16 values of two pictures of faint noise about the threshold of rocks: the first at a noise level where its
    outlines are moved, the second at one where its noise is."""
    x = SCALE * philox.image_normals(1, 0, 2, side * side).reshape(2, 1, side, side) - SCALE
    same = np.zeros(2, int)
    condition = vectors(same, same, np.zeros((2, 3)), np.ones((2, 3), bool))
    sigma = [round(project.outline[0, 0, 0].item(), 6), project.settled]
    with torch.no_grad():
        values = project(torch.from_numpy(x.astype(np.float32)), torch.tensor(sigma), torch.from_numpy(condition)).flatten().tolist()
    indices = [(i * 257 + 31) % (side * side) + i % 2 * side * side for i in range(16)]
    return {'scale': SCALE, 'sigma': sigma, 'indices': indices, 'values': [round(values[i], 6) for i in indices], 'tolerance': 0.002}


def largest_difference(images, name, count=200):
    """Largest differences of values, and of gradients relative to their largest, from following.py's on crops of one source."""
    source = Mixture(images, {name: 1}).sources[0]
    x = torch.from_numpy(source.images[:count].astype(np.float32))[:, None] / 127.5 - 1
    material = torch.full((count,), source.material)
    project = Projection(Asked(Mixture(images, {name: 1})))
    condition = torch.from_numpy(vectors(material.numpy(), material.numpy() * 0, np.zeros((count, 3)), np.ones((count, 3), bool)))
    threshold, sign, *_ = project.asked(condition)
    found = {}
    for i, (value, gradient) in enumerate((project.area(x, threshold, sign), project.size(x, threshold), project.noise(x))):
        leaf = x.clone().requires_grad_()
        theirs = attributes_of((leaf + 1) / 2, material)[:, i]
        slope, = torch.autograd.grad(theirs.sum(), leaf)
        inner = (slope - gradient)[..., 2:-2, 2:-2]  # smoothing is its own adjoint but for the mirrored border
        found[ATTRIBUTES[i]] = [(value.flatten() - theirs).abs().max().item()]
        if ATTRIBUTES[i] != 'noise':
            found[ATTRIBUTES[i]].append((inner.abs().max() / slope.abs().max()).item())
    return found


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--images', default='training/data')
    options = parser.parse_args()
    for name in ('rocks-real', 'fibers-real', 'roots-simulated'):
        print(name, largest_difference(options.images, name), flush=True)
