"""The attributes of slices with their gradients, so that a network can learn to draw what it is asked for.

    python training/following.py --images training/data

compares them with those stored beside real crops, which src/materials/attributes.ts measured.
"""
import argparse

import numpy as np
import torch
from torch.nn import functional as F

from conditions import ATTRIBUTES, LOOKS, MATERIALS
from data import Source
from measures import THRESHOLDS

SOFT = 0.02  # width in grey of the logistic step whose gradient a threshold is given
BINOMIAL = torch.tensor([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]])[None, None] / 16
NOISE = torch.tensor([[1.0, -2, 1], [-2, 4, -2], [1, -2, 1]])[None, None]  # Immerkær 1996
THRESHOLD = torch.tensor([THRESHOLDS[material] for material in MATERIALS])
DARK = torch.tensor([material == 'rocks' for material in MATERIALS])
FIRST = len(MATERIALS) + len(LOOKS)  # of the attributes in a condition


def above(grey, threshold):
    """1.0 where grey [n,1,h,w] is at or above threshold [n], else 0.0, with the gradient of a logistic step."""
    distance = grey - threshold[:, None, None, None]
    step = torch.sigmoid(distance / SOFT)
    return (distance >= 0).float() + (step - step.detach())  # in this order: phases that are equal stay exactly equal


def attributes_of(grey, material):
    """[n,3] areaFraction, featureSize (px), noise of slices grey [n,1,h,w] in [0,1] of materials [n], as src/materials/attributes.ts has them.

    Gradients of thresholds are those of a logistic step, that of the median is that of the mean.
    """
    threshold, side = THRESHOLD[material], max(grey.shape[2:])
    area = above(grey, threshold).mean((1, 2, 3))
    phase = above(F.conv2d(F.pad(grey, (1, 1, 1, 1), mode='reflect'), BINOMIAL), threshold)
    ends = sum((a - b).abs().sum((1, 2, 3)) for a, b in ((phase[..., 1:], phase[..., :-1]), (phase[..., 1:, :], phase[..., :-1, :])))
    size = (2 * phase.sum((1, 2, 3)) / (ends / 2).clamp(min=0.5)).clamp(max=side)  # each pixel lies on a row and a column
    answers = F.conv2d(grey, NOISE).abs().flatten(1) / (6 * 0.6745)
    mean, median = answers.mean(1), answers.detach().sort(1).values[:, answers.shape[1] // 2]
    return torch.stack([torch.where(DARK[material], 1 - area, area), size, median * mean / mean.detach()], 1)


class Asked:
    """What conditions ask for, in units of how much an attribute varies among the pictures of its material and look."""

    def __init__(self, mixture):
        bounds = torch.tensor([mixture.bounds.get(m, [[0, 1]] * len(ATTRIBUTES)) for m in MATERIALS], dtype=torch.float32)
        self.low, self.width = bounds[..., 0], bounds[..., 1] - bounds[..., 0]
        self.deviation = torch.ones(len(MATERIALS), len(LOOKS), len(ATTRIBUTES))
        for source in (s for s in mixture.sources if s.attributes is not None):
            self.deviation[source.material, source.look] = torch.from_numpy(source.attributes.std(0).astype(np.float32))

    def errors(self, pictures, condition):
        """[n,3] of pictures [n,1,h,w] in [-1,1]: measured less asked attributes, each over its deviation; 0 where nothing is asked."""
        material, look = condition[:, :len(MATERIALS)].argmax(1), condition[:, len(MATERIALS):FIRST].argmax(1)
        wanted = (condition[:, FIRST::2] + 1) / 2 * self.width[material] + self.low[material]
        known = (condition[:, FIRST + 1::2] > 0) & condition[:, :FIRST].any(1, keepdim=True)
        measured = attributes_of((pictures + 1) / 2, material)
        return torch.where(known, (measured - wanted) / self.deviation[material, look], 0)


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--count', type=int, default=500, help='crops of each material')
    options = parser.parse_args()
    for name in ('rocks-real', 'fibers-real'):
        source = Source(options.images, name)
        grey = torch.from_numpy(source.images[:options.count].astype(np.float32))[:, None] / 255
        ours = attributes_of(grey, torch.full((len(grey),), source.material)).numpy()
        print(name, dict(zip(ATTRIBUTES, np.abs(ours - source.attributes[:len(ours)]).max(0).tolist())), flush=True)
