"""dcgan-64: the DCGAN of Radford et al. 2016 as Sordo et al. 2025 used it, with a condition in both networks.

What keeps it from collapsing as the paper's runs did: spectral normalisation in the discriminator (Miyato et al. 2018)
in place of batch normalisation, hinge loss, equal learning rates, and an average of the generator's weights.
"""
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from conditions import CONDITION_SIZE

LATENT = 100
WIDTHS = (512, 256, 128, 64)


def initialise(module):
    """N(0, 0.02) for every convolution, as in the DCGAN paper."""
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0, 0.02)


class Generator(nn.Module):
    """z [n,100] standard normal, condition [n,11] -> x [n,1,64,64] in [-1,1]."""

    def __init__(self, embedding=32):
        super().__init__()
        self.embed = nn.Linear(CONDITION_SIZE, embedding)
        sources = (LATENT + embedding, *WIDTHS[:-1])
        self.layers = nn.ModuleList([
            nn.ConvTranspose2d(a, b, 4, 1 if i == 0 else 2, 0 if i == 0 else 1, bias=False)
            for i, (a, b) in enumerate(zip(sources, WIDTHS))])
        self.norms = nn.ModuleList([nn.BatchNorm2d(width, affine=False) for width in WIDTHS])
        self.affine = nn.ModuleList([nn.Linear(embedding, 2 * width) for width in WIDTHS])
        self.last = nn.ConvTranspose2d(WIDTHS[-1], 1, 4, 2, 1)
        self.apply(initialise)
        for layer in self.affine:
            nn.init.normal_(layer.weight, 0, 0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, z, condition):
        embedding = F.relu(self.embed(condition))
        h = torch.cat([z, embedding], dim=1)[:, :, None, None]
        for layer, norm, affine, width in zip(self.layers, self.norms, self.affine, WIDTHS):
            scale, shift = affine(embedding)[:, :, None, None].split(width, dim=1)
            h = F.relu(norm(layer(h)) * (1 + scale) + shift)
        return torch.tanh(self.last(h))


class Discriminator(nn.Module):
    """x [n,1,64,64], condition [n,11] -> logits [n]; the condition enters by projection (Miyato & Koyama 2018).

    Narrower than the generator: on grey textures that costs little and halves a step on a CPU.
    """

    def __init__(self, width=40):
        super().__init__()
        widths = (1, width, 2 * width, 4 * width, 8 * width)
        self.layers = nn.ModuleList([spectral_norm(nn.Conv2d(a, b, 4, 2, 1)) for a, b in zip(widths, widths[1:])])
        self.score = spectral_norm(nn.Conv2d(widths[-1], 1, 4))
        self.project = nn.Linear(CONDITION_SIZE, widths[-1], bias=False)
        self.apply(initialise)

    def forward(self, x, condition):
        h = x
        for layer in self.layers:
            h = F.leaky_relu(layer(h), 0.2)
        return self.score(h)[:, 0, 0, 0] + (h.mean((2, 3)) * self.project(condition)).sum(1)
