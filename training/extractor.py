"""The extractor: an image network whose features see texture as well as class, and a small text network beside it.

No layer pads, so every position of an image is seen alike, and images of any size from 64 px on give features of the
same meaning. Nothing normalises over a batch or an image, because contrast, noise and grain size have to stay visible.
"""
import torch
from torch import nn
from torch.nn import functional as F

CHANNELS = (24, 48, 64, 96, 128, 160, 128)
KERNELS = (5, 3, 3, 3, 3, 3, 3)
STRIDES = (1, 2, 1, 2, 1, 2, 1)
POOLED = (2, 6)  # layers whose means over positions are the features
COMPARED = (0, 2, 4)  # layers that the perceptual distance compares
DIMENSION = sum(CHANNELS[i] for i in POOLED)
EMBEDDING = 64
HIDDEN = 128
SMALLEST = 64  # px; below, the last layer would see too little
GREY_MEAN, GREY_SCALE = 0.45, 0.2


class ImageNetwork(nn.Module):
    """Images [n,1,h,w] in [0,1] to pooled features [n,192], fewer once silent ones are removed, and unit embeddings [n,64]."""

    def __init__(self):
        super().__init__()
        inputs = (1, *CHANNELS[:-1])
        self.layers = nn.ModuleList(nn.Conv2d(i, o, k, s) for i, o, k, s in zip(inputs, CHANNELS, KERNELS, STRIDES))
        for layer in self.layers:
            nn.init.kaiming_normal_(layer.weight, nonlinearity='relu')
            nn.init.zeros_(layer.bias)
        self.embed = nn.Sequential(nn.Linear(DIMENSION, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, EMBEDDING))
        # Square roots of the perceptual distance's weights, so that these cannot become negative.
        self.importance = nn.ParameterList(nn.Parameter(torch.ones(CHANNELS[i])) for i in COMPARED)

    def maps(self, x, last=len(CHANNELS) - 1):
        """Activations of the layers 0..last."""
        x = (x - GREY_MEAN) / GREY_SCALE
        found = []
        for layer in self.layers[:last + 1]:
            x = F.relu(layer(x))
            found.append(x)
        return found

    @staticmethod
    def pooled(maps):
        return torch.cat([maps[i].float().mean((2, 3)) for i in POOLED], 1)

    def embedding(self, pooled):
        return F.normalize(self.embed(pooled), dim=1)

    def distance(self, a, b):
        """LPIPS-form distance [n] of two lists of maps (Zhang et al. 2018, eq. 1): unit vectors per position, weighted squares."""
        total = 0
        for i, root in zip(COMPARED, self.importance):
            total = total + (((unit(a[i]) - unit(b[i])) ** 2).mean((2, 3)) * root ** 2).sum(1)
        return total


def unit(x):
    """Vectors over channels at each position, scaled to length 1."""
    x = x.float()
    return x / torch.sqrt((x ** 2).sum(1, keepdim=True) + 1e-8)


class TextNetwork(nn.Module):
    """Counts of words and word pairs [n,vocabulary] to unit embeddings [n,64]."""

    def __init__(self, vocabulary):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(vocabulary, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, EMBEDDING))

    def forward(self, counts):
        return F.normalize(self.layers(counts), dim=1)


class Features(nn.Module):
    """What features.onnx computes: standardised features and the embedding."""

    def __init__(self, network, mean, deviation):
        super().__init__()
        self.network = network
        self.register_buffer('mean', mean)
        self.register_buffer('deviation', deviation)

    def forward(self, x):
        pooled = self.network.pooled(self.network.maps(x))
        return (pooled - self.mean) / self.deviation, self.network.embedding(pooled)


class Perceptual(nn.Module):
    """What perceptual.onnx computes: the distance [n] of the images a and b [n,1,h,w]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, a, b):
        maps = (self.network.maps(x, COMPARED[-1]) for x in (a, b))
        return self.network.distance(*maps)
