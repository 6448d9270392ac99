"""stylegan-64: a small style-based generator (Karras et al. 2019, 2020) with a condition; its discriminator is the DCGAN's.

What is StyleGAN's: a mapping network, a learnt constant, convolutions whose channels a style modulates and which are demodulated
again, noise in every layer, truncation of w and styles that change at a chosen layer. What is smaller: seven layers, at most 192
channels, the last convolution folds 2x2 pixels into channels.
"""
import torch
from torch import nn
from torch.nn import functional as F

from conditions import CONDITION_SIZE

LATENT = 64
STYLE = 128  # numbers in w
GRAIN = 64 * 64  # coordinates of z that are one standard normal value per pixel
SIDES = (4, 8, 8, 16, 16, 32, 32)  # px of each layer
CHANNELS = (192, 192, 192, 128, 128, 80, 80)
LAYERS = len(SIDES)
MAPPING_RATE = 0.1  # how much slower the mapping network learns


def normalised(z):
    """Each row of z to root mean square 1."""
    return z * torch.rsqrt((z ** 2).mean(1, keepdim=True) + 1e-8)


class Weight(nn.Module):
    """A weight stored as standard normal numbers and scaled when used (equalised learning rate, Karras et al. 2018).

    With Adam all layers then learn equally fast; without, the last layer ran away within fifty steps.
    """

    def __init__(self, *shape, gain=1.0, rate=1.0):
        super().__init__()
        self.raw = nn.Parameter(torch.randn(shape) / rate)
        self.scale = rate * gain / (self.raw[0].numel() ** 0.5)

    def forward(self):
        return self.raw * self.scale


class Linear(nn.Module):
    """Fully connected layer with equalised learning rate; a `rate` below 1 makes it learn that much slower."""

    def __init__(self, features_in, features, bias=0.0, gain=1.0, rate=1.0):
        super().__init__()
        self.weight = Weight(features, features_in, gain=gain, rate=rate)
        self.bias = nn.Parameter(torch.full((features,), bias))

    def forward(self, x):
        return F.linear(x, self.weight(), self.bias)


class Modulated(nn.Module):
    """3x3 convolution, modulated by a style and demodulated (Karras et al. 2020, eq. 1 and 3).

    The style scales the input's channels and one factor the output's, which is the same as scaling the weights for each image.
    """

    def __init__(self, channels_in, channels, style, fold):
        super().__init__()
        self.weight = Weight(channels, channels_in, 3, 3)
        self.affine = Linear(style, channels_in, bias=1.0, gain=0.5)
        self.noise, self.fold = Weight(channels, 1, fold, fold, gain=0.3), fold
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x, style, noise):
        scale, weight = self.affine(style), self.weight()
        energy = (scale ** 2) @ (weight ** 2).sum((2, 3)).t()
        h = F.conv2d(x * scale[:, :, None, None], weight, padding=1) * torch.rsqrt(energy + 1e-8)[:, :, None, None]
        h = h + F.conv2d(noise, self.noise(), stride=self.fold) + self.bias[:, None, None]
        return F.leaky_relu(h, 0.2) * 2 ** 0.5


class Generator(nn.Module):
    """z [n,64+4096], condition [n,11] -> x [n,1,64,64] about in [-1,1].

    The last 4096 coordinates of z are noise, one value per pixel, for all layers and, as in dcgan.py, for the instrument's grain.
    The condition joins w in each layer's style. `z_mix` [n,64] is a second latent, used in the layers where `mix` [n,7] is 1;
    `psi` [n] draws w towards its mean (truncation, 1 = as trained).
    """

    def __init__(self, embedding=64):
        super().__init__()
        layer = lambda a, b: (Linear(a, b, gain=2 ** 0.5, rate=MAPPING_RATE), nn.LeakyReLU(0.2))
        self.mapping = nn.Sequential(*layer(LATENT, STYLE), *layer(STYLE, STYLE), *layer(STYLE, STYLE))
        self.embed = nn.Sequential(Linear(CONDITION_SIZE, embedding, gain=2.0), nn.LeakyReLU(0.2))
        self.register_buffer('mean', torch.zeros(STYLE))
        self.constant = nn.Parameter(torch.randn(1, CHANNELS[0], 4, 4))
        widths = (CHANNELS[0], *CHANNELS)
        self.layers = nn.ModuleList([Modulated(a, b, STYLE + embedding, 64 // side) for a, b, side in zip(widths, widths[1:], SIDES)])
        self.last = Weight(8, CHANNELS[-1], 3, 3, gain=0.2)
        self.last_bias = nn.Parameter(torch.tensor([0.0] * 4 + [0.04] * 4))  # grey, and about the real noise, in network grey units
        self.unfold = nn.PixelShuffle(2)
        self.grain = nn.Conv2d(1, 1, 5, padding=2, bias=False)
        nn.init.dirac_(self.grain.weight)

    def forward(self, z, condition, z_mix=None, mix=None, psi=None):
        w = self.mapping(normalised(z[:, :LATENT]))
        other = None if z_mix is None else self.mapping(normalised(z_mix))
        if psi is not None:
            w, other = (self.mean + psi[:, None] * (style - self.mean) for style in (w, other))
        embedded = self.embed(condition)
        noise = z[:, LATENT:].reshape(-1, 1, 64, 64)
        h = self.constant.expand(z.shape[0], -1, -1, -1)
        for i, layer in enumerate(self.layers):
            style = w if mix is None else w + mix[:, i:i + 1] * (other - w)
            if i > 0 and SIDES[i] > SIDES[i - 1]:
                h = F.interpolate(h, scale_factor=2, mode='nearest')
            h = layer(h, torch.cat([style, embedded], dim=1), noise)
        picture, strength = self.unfold(F.conv2d(h, self.last(), self.last_bias, padding=1)).split(1, dim=1)
        return picture + strength * self.grain(noise)

    @torch.no_grad()
    def measure_mean(self, draws=4096):
        """Sets the mean of w, towards which truncation draws."""
        self.mean.copy_(self.mapping(normalised(torch.randn(draws, LATENT, generator=torch.Generator().manual_seed(1)))).mean(0))
