"""A tiny noise-aware classifier of the material, and its gradient as a graph of its own (Dhariwal & Nichol 2021)."""
import torch
from torch import nn
from torch.nn import functional as F

from conditions import MATERIALS


class Classifier(nn.Module):
    """c_in x [n,1,64,64], c_noise [n] -> logits [n,3] of rocks, fibers, roots. Softplus throughout, so that it has a smooth gradient."""

    def __init__(self, widths=(16, 32, 48, 64), embedding=32):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(a, b, 4, 2, 1) for a, b in zip((1, *widths), widths)])
        self.embed = nn.Sequential(nn.Linear(1, embedding), nn.Softplus(), nn.Linear(embedding, sum(widths)))
        self.widths = widths
        self.last = nn.Linear(widths[-1], len(MATERIALS))

    def layers(self, x, c_noise):
        """Values of each convolution before its nonlinearity."""
        shifts = self.embed(c_noise[:, None])[:, :, None, None].split(self.widths, dim=1)
        values = []
        for conv, shift in zip(self.convs, shifts):
            values.append(conv(x) + shift)
            x = F.softplus(values[-1])
        return values

    def forward(self, x, c_noise):
        return self.last(F.softplus(self.layers(x, c_noise)[-1]).mean((2, 3)))


class Gradient(nn.Module):
    """Gradient of ln p(class | x, noise) in the classifier's input, by the chain rule written out, for export.

    x, c_noise as the classifier's, class [n,3] one-hot -> [n,1,64,64]. The derivative of softplus is the sigmoid, that of a
    convolution the transposed convolution with the same weights.
    """

    def __init__(self, classifier):
        super().__init__()
        self.classifier = classifier

    def forward(self, x, c_noise, chosen):
        values = self.classifier.layers(x, c_noise)
        logits = self.classifier.last(F.softplus(values[-1]).mean((2, 3)))
        # d ln p(class) / d logits = one-hot − softmax
        towards = (chosen - torch.softmax(logits, dim=1)) @ self.classifier.last.weight
        h, w = (int(size) for size in values[-1].shape[2:])
        gradient = towards[:, :, None, None] / (h * w)
        for value, conv in zip(reversed(values), reversed(self.classifier.convs)):
            gradient = F.conv_transpose2d(gradient * torch.sigmoid(value), conv.weight, stride=2, padding=1)
        return gradient
