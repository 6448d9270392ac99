"""vae-64 and vae-128: a conditional beta-VAE (Higgins et al. 2017) with a reconstruction loss over a Gaussian pyramid."""
import torch
from torch import nn
from torch.nn import functional as F

from conditions import CONDITION_SIZE

LATENT = 96
ENCODER = {64: (32, 64, 128, 192), 128: (24, 48, 96, 128, 192)}  # channels by the side of the pictures
DECODER = {64: (192, 160, 112, 64), 128: (192, 160, 112, 80, 48)}


class Encoder(nn.Module):
    """x [n,1,side,side] in [-1,1], condition [n,11] -> mean and log-variance of the posterior, each [n,96]."""

    def __init__(self, side=64):
        super().__init__()
        widths = ENCODER[side]
        self.layers = nn.ModuleList([nn.Conv2d(a, b, 4, 2, 1) for a, b in zip((1, *widths), widths)])
        self.norms = nn.ModuleList([nn.GroupNorm(8, b) for b in widths])
        self.last = nn.Linear(widths[-1] * 16 + CONDITION_SIZE, 2 * LATENT)

    def forward(self, x, condition):
        h = x
        for layer, norm in zip(self.layers, self.norms):
            h = F.silu(norm(layer(h)))
        return self.last(torch.cat([h.flatten(1), condition], dim=1)).chunk(2, dim=1)


class Decoder(nn.Module):
    """z [n,96], condition [n,11] -> x [n,1,side,side] in [-1,1]."""

    def __init__(self, side=64):
        super().__init__()
        widths = DECODER[side]
        self.widths = widths
        self.first = nn.Linear(LATENT + CONDITION_SIZE, widths[0] * 16)
        self.enlarge = nn.ModuleList([nn.Conv2d(a, b, 3, padding=1) for a, b in zip(widths, widths[1:])])
        self.refine = nn.ModuleList([nn.Conv2d(b, b, 3, padding=1) for b in widths[1:]])
        self.affine = nn.ModuleList([nn.Linear(CONDITION_SIZE, b) for b in widths[1:]])
        self.norms1 = nn.ModuleList([nn.GroupNorm(8, b) for b in widths[1:]])
        self.norms2 = nn.ModuleList([nn.GroupNorm(8, b) for b in widths[1:]])
        self.last, self.unfold = nn.Conv2d(widths[-1], 4, 3, padding=1), nn.PixelShuffle(2)

    def forward(self, z, condition):
        h = F.silu(self.first(torch.cat([z, condition], dim=1))).reshape(-1, self.widths[0], 4, 4)
        for enlarge, refine, affine, norm1, norm2 in zip(self.enlarge, self.refine, self.affine, self.norms1, self.norms2):
            h = enlarge(F.interpolate(h, scale_factor=2, mode='nearest'))
            h = h + refine(F.silu(norm1(h) + affine(condition)[:, :, None, None]))
            h = F.silu(norm2(h))
        return torch.tanh(self.unfold(self.last(h)))


def pyramid(x, levels=5):
    """Gaussian pyramid (Burt & Adelson 1983): x and what is left after each blur by [1 4 6 4 1]/16 and halving."""
    kernel = torch.tensor([1.0, 4, 6, 4, 1]) / 16
    parts = [x]
    for _ in range(levels - 1):
        x = F.pad(x, (2, 2, 2, 2), mode='reflect')
        x = F.conv2d(F.conv2d(x, kernel[None, None, None, :], stride=(1, 2)), kernel[None, None, :, None], stride=(2, 1))
        parts.append(x)
    return parts


def reconstruction(x, target):
    """L1 of each level of the Gaussian pyramid, summed over pixels per image: [n]. Level i weighs 2^i.

    The blur overlaps: bands of 2x2 means, as in a pyramid without it, left a grid of 4 px and echoes beside outlines.
    """
    return sum(2 ** i * (a - b).abs().sum((1, 2, 3)) for i, (a, b) in enumerate(zip(pyramid(x), pyramid(target))))


def grey_distance(x, target):
    """First Wasserstein distance between the grey values of two images, summed over pixels: [n].

    Phase fractions are quantiles of grey, and a blurred pore is seldom dark: this asks for the right share of every grey level
    without saying where. It looks at the third level of the pyramid, where instrument noise is small: of single pixels it is
    cheapest to match the spread that noise gives them with a chequerboard, and within windows of the picture with echoes.
    """
    ordered = lambda images: pyramid(images, 3)[2].flatten(1).sort(dim=1).values
    return 16 * (ordered(x) - ordered(target)).abs().sum(1)
