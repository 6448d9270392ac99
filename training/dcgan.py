"""dcgan-64: the DCGAN of Radford et al. 2016 as Sordo et al. 2025 used it, with a condition in both networks."""
import torch
from torch import nn
from torch.nn import functional as F

from conditions import CONDITION_SIZE

LATENT = 100
GRAIN = 64 * 64  # coordinates of z that are one standard normal value per pixel


def initialise(module):
    """N(0, 0.02) for every layer, as in the DCGAN paper."""
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0, 0.02)


class Generator(nn.Module):
    """z [n,100+4096] standard normal, condition [n,11] -> x [n,1,64,64] in [-1,1].

    The first 100 coordinates are the DCGAN's. The others are one noise value per pixel, as in StyleGAN (Karras et al. 2019):
    folded into channels they join every layer but the first, which makes irregular outlines easy, and at the end they become the
    instrument's grain: the network says how strong it is where, and a 5x5 kernel how far it reaches. A hundred numbers cannot
    hold the noise of 4096 detector readings. The condition joins z, and scales and shifts the channels of every layer.
    `width` is the DCGAN paper's number of base channels. Without `grain` there is no noise but the first 100 coordinates, as in the
    paper.
    """

    def __init__(self, width=40, embedding=64, grain=True):
        super().__init__()
        self.widths = (8 * width, 4 * width, 2 * width, width)
        self.embed = nn.Linear(CONDITION_SIZE, embedding)
        sources = (LATENT + embedding, *self.widths[:-1])
        self.layers = nn.ModuleList([
            nn.ConvTranspose2d(a, b, 4, 1 if i == 0 else 2, 0 if i == 0 else 1, bias=False)
            for i, (a, b) in enumerate(zip(sources, self.widths))])
        self.norms = nn.ModuleList([nn.BatchNorm2d(b, affine=False) for b in self.widths])
        self.affine = nn.ModuleList([nn.Linear(embedding, 2 * b) for b in self.widths])
        self.last = nn.ConvTranspose2d(width, 2 if grain else 1, 4, 2, 1)
        if grain:
            self.noises = nn.ModuleList([nn.Conv2d(1, b, fold, stride=fold, bias=False) for fold, b in zip((8, 4, 2), self.widths[1:])])
            self.grain = nn.Conv2d(1, 1, 5, padding=2, bias=False)
        self.apply(initialise)
        if grain:
            nn.init.dirac_(self.grain.weight)
            for layer in self.noises:
                nn.init.normal_(layer.weight, 0, 0.5 / layer.kernel_size[0])
            nn.init.constant_(self.last.bias[1], 0.04)  # about the real noise, in network grey units
        for layer in self.affine:
            nn.init.normal_(layer.weight, 0, 0.1)
            nn.init.zeros_(layer.bias)

    @property
    def grained(self):
        return hasattr(self, 'grain')

    @property
    def dimensions(self):
        """Length of z."""
        return LATENT + (GRAIN if self.grained else 0)

    def forward(self, z, condition):
        embedding = F.relu(self.embed(condition))
        noise = z[:, LATENT:].reshape(-1, 1, 64, 64) if self.grained else None
        h = torch.cat([z[:, :LATENT], embedding], dim=1)[:, :, None, None]
        for i, (layer, norm, affine, width) in enumerate(zip(self.layers, self.norms, self.affine, self.widths)):
            scale, shift = affine(embedding)[:, :, None, None].split(width, dim=1)
            h = norm(layer(h))
            if i > 0 and self.grained:
                h = h + self.noises[i - 1](noise)
            h = F.relu(h * (1 + scale) + shift)
        if not self.grained:
            return torch.tanh(self.last(h))
        picture, strength = self.last(h).split(1, dim=1)
        return torch.tanh(picture + strength * self.grain(noise))


class Discriminator(nn.Module):
    """x [n,1,64,64], condition [n,11] -> logits [n]; the condition enters by projection (Miyato & Koyama 2018).

    No batch normalisation: its gradient is penalised instead, which a norm over the batch would make meaningless.
    """

    def __init__(self, width=48):
        super().__init__()
        widths = (width, 2 * width, 4 * width, 8 * width)
        self.first = nn.Conv2d(1, width, 4, 2, 1)
        self.fine = nn.Conv2d(width, width, 3, padding=1)
        self.layers = nn.ModuleList([nn.Conv2d(a, b, 4, 2, 1) for a, b in zip(widths, widths[1:])])
        self.score = nn.Conv2d(widths[-1], 1, 4)
        self.embed = nn.Sequential(nn.Linear(CONDITION_SIZE, 64), nn.ReLU(), nn.Linear(64, widths[-1]))
        for layer in (self.first, self.fine, *self.layers):
            nn.init.kaiming_normal_(layer.weight, 0.2)
            nn.init.zeros_(layer.bias)

    def forward(self, x, condition):
        h = F.leaky_relu(self.first(x), 0.2)
        h = F.leaky_relu(self.fine(h), 0.2)
        for layer in self.layers:
            h = F.leaky_relu(layer(h), 0.2)
        return self.score(h)[:, 0, 0, 0] + (h.mean((2, 3)) * self.embed(condition)).sum(1) / h.shape[1] ** 0.5


def generator_of(weights):
    """A generator of the size that `weights` (a state dict) were trained with, holding them."""
    generator = Generator(weights['last.weight'].shape[0], weights['embed.weight'].shape[0], grain='grain.weight' in weights)
    generator.load_state_dict(weights)
    return generator
