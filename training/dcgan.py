"""dcgan-64: the DCGAN of Radford et al. 2016 as Sordo et al. 2025 used it, with a condition in both networks.

What keeps it from collapsing as the paper's runs did: a discriminator that looks through the features of our own
denoiser (Sauer et al. 2021), spectral normalisation (Miyato et al. 2018) in place of batch normalisation there, the hinge
loss, and an average of the generator's weights.
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
    """z [n,100] standard normal, condition [n,11] -> x [n,1,64,64] in [-1,1].

    The condition joins z, and scales and shifts the channels of every layer.
    """

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


def spread(x):
    """How much pictures of a batch differ from one another in coarse structure: deviation of 4x4 averages, a number."""
    return F.avg_pool2d(x, 4).std(0).mean()


class Head(nn.Module):
    """Scores one feature map in patches; the condition enters by projection (Miyato & Koyama 2018)."""

    def __init__(self, channels, width=64):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels, affine=False)
        self.mix = spectral_norm(nn.Conv2d(channels, width, 1))
        self.patch = spectral_norm(nn.Conv2d(width, width, 4, 2, 1))
        self.score = spectral_norm(nn.Conv2d(width, 1, 1))
        self.project = nn.Linear(CONDITION_SIZE, width, bias=False)

    def forward(self, h, condition):
        h = F.leaky_relu(self.mix(self.norm(h)), 0.2)
        h = F.leaky_relu(self.patch(h), 0.2)
        return (self.score(h)[:, 0] + (h * self.project(condition)[:, :, None, None]).mean(1)).flatten(1)


class Discriminator(nn.Module):
    """Three heads on the way down of a trained denoiser that stays fixed (Sauer et al. 2021, 2024).

    Pictures get the same noise on both sides before they are looked at, so that the denoiser sees what it was trained on.
    """

    def __init__(self, denoiser, sigma_data, channels=(64, 96, 144)):
        super().__init__()
        self.denoiser, self.sigma_data = denoiser.eval().requires_grad_(False), sigma_data
        self.heads = nn.ModuleList([Head(c) for c in channels])

    def maps(self, x, sigma, noise, condition):
        """Feature maps of x [n,1,64,64] in [-1,1] with noise of level sigma [n] added."""
        s = sigma[:, None, None, None]
        scaled = (x + s * noise) / torch.sqrt(s ** 2 + self.sigma_data ** 2)
        return self.denoiser.down(scaled, self.denoiser.embedding(torch.log(sigma) / 4, condition))

    def forward(self, maps, condition):
        """Scores of all patches, one tensor [n, patches] per map."""
        return [head(h, condition) for head, h in zip(self.heads, maps)]
