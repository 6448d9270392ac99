"""A denoiser that a sketch guides: the trained U-Net, frozen, and a branch that sees the sketch (ControlNet, Zhang et al. 2023)."""
import copy

import numpy as np
import torch
from scipy import ndimage
from torch import nn

from conditions import MATERIALS
from measures import phase

SMOOTHING = 1.2  # px, standard deviation, before the threshold: a sketch has no noise


def zero(channels):
    """1x1 convolution that starts at zero, so that the branch begins without any say."""
    layer = nn.Conv2d(channels, channels, 1)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class Controlled(nn.Module):
    """`f = Controlled(base)(x, c_noise, condition, hint, control)`; of `base` nothing is trained.

    hint [n,2,side,side]: edges in [0,1], and labels, +1 = the material's phase, -1 = the rest, 0 = not said. control [n] scales
    the branch: 0 is the base alone, 1 as trained. The branch is a copy of the base's way down, with the hint added to its first
    maps; what it finds is added to the base's maps on each scale.
    """

    def __init__(self, base):
        super().__init__()
        self.base = base.requires_grad_(False)
        self.branch = nn.ModuleDict({name: copy.deepcopy(getattr(base, name)) for name in
                                     ('first', 'down0', 'reduce0', 'down1', 'reduce1', 'down2')}).requires_grad_(True)
        c0, c1, c2 = (getattr(base, name)[0].channels for name in ('down0', 'down1', 'down2'))
        self.look = nn.Sequential(nn.Conv2d(8, 32, 3, padding=1), nn.SiLU(), nn.Conv2d(32, c0, 3, padding=1))
        nn.init.zeros_(self.look[2].weight)
        nn.init.zeros_(self.look[2].bias)
        self.zeros = nn.ModuleList([zero(c) for c in (c0, c1, c2)])

    def found(self, x, hint, embedding):
        branch = self.branch
        h = branch['first'](self.base.fold(x)) + self.look(self.base.fold(hint))
        for block in branch['down0']:
            h = block(h, embedding)
        map0, h = h, branch['reduce0'](h)
        for block in branch['down1']:
            h = block(h, embedding)
        map1, h = h, branch['reduce1'](h)
        for block in branch['down2']:
            h = block(h, embedding)
        return [layer(part) for layer, part in zip(self.zeros, (map0, map1, h))]

    def forward(self, x, c_noise, condition, hint, control):
        embedding = self.base.embedding(c_noise, condition)
        scale = control[:, None, None, None]
        maps = [part + scale * more for part, more in zip(self.base.down(x, embedding), self.found(x, hint, embedding))]
        return self.base.up(*maps, embedding)


def labels_of(picture, material):
    """Sketch labels of one picture [h,w] in [-1,1] of material 0..2: +1 where its phase is, -1 elsewhere."""
    smooth = ndimage.gaussian_filter((picture + 1) / 2, SMOOTHING)
    return np.where(phase(smooth, MATERIALS[material]), 1, -1).astype(np.float32)


def edges_of(labels):
    """1 on the borders of the phase, on its outer side, else 0."""
    phase = labels > 0
    return (ndimage.binary_dilation(phase) & ~phase).astype(np.float32)


def drawn(rng, labels):
    """A hint [2,h,w] as a hand might have drawn it: an outline that is off by a pixel or two, edges of 1 to 3 px, parts left out."""
    side = labels.shape[0]
    field = lambda: ndimage.gaussian_filter(rng.standard_normal((side, side)), 8) * 8 * rng.uniform(0, 6)
    rows, columns = np.mgrid[:side, :side]
    wobbled = ndimage.map_coordinates(labels, [rows + field(), columns + field()], order=0, mode='nearest')
    edges = edges_of(wobbled)
    if (width := rng.integers(1, 4)) > 1:
        edges = ndimage.binary_dilation(edges, iterations=width - 1).astype(np.float32)
    hint = np.stack([edges, wobbled])
    kind = rng.random()
    if kind < 0.4:
        hint[1] = 0
    elif kind < 0.8:
        hint[0] = 0
    if rng.random() < 0.3:
        size = rng.integers(side // 4, side)
        y, x = rng.integers(0, side - size + 1, 2)
        hint[:, y:y + size, x:x + size] = 0
    return hint


def hints(rng, pictures, condition):
    """Hints [n,2,h,w] for pictures [n,h,w] in [-1,1] and their condition vectors [n,11]."""
    return torch.from_numpy(np.stack([drawn(rng, labels_of(picture, int(row[:3].argmax()))) for picture, row in zip(pictures, condition)]))
