"""dcgan-64: the DCGAN of Radford et al. 2016 as Sordo et al. 2025 used it, with a condition in both networks."""
import torch
from torch import nn
from torch.nn import functional as F

from conditions import CONDITION_SIZE

LATENT = 100


def initialise(module):
    """N(0, 0.02) for every layer, as in the DCGAN paper."""
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0, 0.02)


class Generator(nn.Module):
    """z [n,100] standard normal, condition [n,11] -> x [n,1,64,64] in [-1,1].

    The condition joins z, and scales and shifts the channels of every layer. `width` is the DCGAN paper's number of base
    channels.
    """

    def __init__(self, width=40, embedding=48):
        super().__init__()
        self.widths = (8 * width, 4 * width, 2 * width, width)
        self.embed = nn.Linear(CONDITION_SIZE, embedding)
        sources = (LATENT + embedding, *self.widths[:-1])
        self.layers = nn.ModuleList([
            nn.ConvTranspose2d(a, b, 4, 1 if i == 0 else 2, 0 if i == 0 else 1, bias=False)
            for i, (a, b) in enumerate(zip(sources, self.widths))])
        self.norms = nn.ModuleList([nn.BatchNorm2d(b, affine=False) for b in self.widths])
        self.affine = nn.ModuleList([nn.Linear(embedding, 2 * b) for b in self.widths])
        self.last = nn.ConvTranspose2d(width, 1, 4, 2, 1)
        self.apply(initialise)
        for layer in self.affine:
            nn.init.normal_(layer.weight, 0, 0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, z, condition):
        embedding = F.relu(self.embed(condition))
        h = torch.cat([z, embedding], dim=1)[:, :, None, None]
        for layer, norm, affine, width in zip(self.layers, self.norms, self.affine, self.widths):
            scale, shift = affine(embedding)[:, :, None, None].split(width, dim=1)
            h = F.relu(norm(layer(h)) * (1 + scale) + shift)
        return torch.tanh(self.last(h))


class Discriminator(nn.Module):
    """x [n,1,64,64], condition [n,11] -> logits [n]; the condition enters by projection (Miyato & Koyama 2018)."""

    def __init__(self, width=40):
        super().__init__()
        widths = (1, width, 2 * width, 4 * width, 8 * width)
        self.layers = nn.ModuleList([nn.Conv2d(a, b, 4, 2, 1, bias=i == 0) for i, (a, b) in enumerate(zip(widths, widths[1:]))])
        self.norms = nn.ModuleList([nn.BatchNorm2d(b) for b in widths[2:]])
        self.score = nn.Conv2d(widths[-1], 1, 4)
        self.project = nn.Linear(CONDITION_SIZE, widths[-1], bias=False)
        self.apply(initialise)
        nn.init.zeros_(self.project.weight)

    def forward(self, x, condition):
        h = F.leaky_relu(self.layers[0](x), 0.2)
        for layer, norm in zip(self.layers[1:], self.norms):
            h = F.leaky_relu(norm(layer(h)), 0.2)
        return self.score(h)[:, 0, 0, 0] + (h.mean((2, 3)) * self.project(condition)).sum(1)


def generator_of(weights):
    """A generator of the size that `weights` (a state dict) were trained with, holding them."""
    generator = Generator(weights['last.weight'].shape[0], weights['embed.weight'].shape[0])
    generator.load_state_dict(weights)
    return generator
