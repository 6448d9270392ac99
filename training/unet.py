"""The denoising U-Net of ddpm-64 and ddpm-128: pixels are folded 2x2 into channels, so that the widest layers run at half the side."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from conditions import CONDITION_SIZE


def modulated(norm, x, scale, shift):
    """Group normalisation followed by a per-channel affine map that depends on noise level and condition."""
    return norm(x) * (1 + scale) + shift


class Block(nn.Module):
    """Residual block: two 3x3 convolutions, the second one starts at zero."""

    def __init__(self, channels_in, channels, embedding):
        super().__init__()
        self.channels = channels
        self.norm1 = nn.GroupNorm(8, channels_in)
        self.conv1 = nn.Conv2d(channels_in, channels, 3, padding=1)
        self.norm2 = nn.GroupNorm(8, channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.affine = nn.Linear(embedding, 2 * channels)
        self.skip = nn.Conv2d(channels_in, channels, 1) if channels_in != channels else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.affine.weight)
        nn.init.zeros_(self.affine.bias)

    def forward(self, x, embedding):
        scale, shift = self.affine(embedding)[:, :, None, None].split(self.channels, dim=1)
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.conv2(F.silu(modulated(self.norm2, h, scale, shift)))
        return self.skip(x) + h


class Attention(nn.Module):
    """Self-attention over all positions of a small map, one head."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(8, channels)
        self.query_key_value = nn.Conv2d(channels, 3 * channels, 1)
        self.out = nn.Conv2d(channels, channels, 1)
        nn.init.zeros_(self.out.weight)

    def forward(self, x):
        c, h, w = (int(size) for size in x.shape[1:])
        q, k, v = self.query_key_value(self.norm(x)).reshape(-1, 3 * c, h * w).split(c, dim=1)
        weights = torch.softmax(q.transpose(1, 2) @ k * (1 / math.sqrt(c)), dim=2)
        return x + self.out((v @ weights.transpose(1, 2)).reshape(-1, c, h, w))


class UNet(nn.Module):
    """F of Karras et al. 2022 (eq. 7): `f = UNet(x, c_noise, condition)`.

    x [n,1,side,side] already scaled by c_in, c_noise [n] = ln(sigma)/4, condition [n,11]; returns [n,1,side,side]. The weights fit
    every side that 8 divides; they learn one. With `like` > 0 it also takes an embedding of a picture to resemble, [n,like] of
    length 1 or zero for none (the idea of unCLIP, Ramesh et al. 2022), which joins noise level and condition.
    """

    def __init__(self, channels=(64, 96, 144), blocks=(1, 2, 2), embedding=128, frequencies=32, like=0):
        super().__init__()
        c0, c1, c2 = channels
        self.register_buffer('frequencies', torch.exp(torch.linspace(math.log(1.0), math.log(40.0), frequencies)))
        self.embed_noise = nn.Linear(2 * frequencies, embedding)
        self.embed_condition = nn.Sequential(nn.Linear(CONDITION_SIZE, embedding), nn.SiLU(), nn.Linear(embedding, embedding))
        self.embed = nn.Sequential(nn.SiLU(), nn.Linear(embedding, embedding), nn.SiLU())
        if like:
            # Without bias, so that no picture adds nothing; the input's numbers are about 1 once multiplied by sqrt(like).
            self.embed_like = nn.Sequential(nn.Linear(like, embedding, bias=False), nn.SiLU(), nn.Linear(embedding, embedding, bias=False))
            nn.init.zeros_(self.embed_like[2].weight)
        self.fold, self.unfold = nn.PixelUnshuffle(2), nn.PixelShuffle(2)
        self.first = nn.Conv2d(4, c0, 3, padding=1)
        stack = lambda n, c: nn.ModuleList([Block(c, c, embedding) for _ in range(n)])
        self.down0, self.down1, self.down2 = stack(blocks[0], c0), stack(blocks[1], c1), stack(1, c2)
        self.reduce0 = nn.Conv2d(c0, c1, 3, stride=2, padding=1)
        self.reduce1 = nn.Conv2d(c1, c2, 3, stride=2, padding=1)
        self.attention = Attention(c2)
        self.up2 = stack(blocks[2] - 1, c2)
        self.enlarge1, self.enlarge0 = nn.Conv2d(c2, c1, 1), nn.Conv2d(c1, c0, 1)
        self.join1, self.join0 = Block(2 * c1, c1, embedding), Block(2 * c0, c0, embedding)
        self.up1, self.up0 = stack(1, c1), stack(1, c0)
        self.norm = nn.GroupNorm(8, c0)
        self.last = nn.Conv2d(c0, 4, 3, padding=1)
        nn.init.zeros_(self.last.weight)

    def embedding(self, c_noise, condition, like=None):
        angle = c_noise[:, None] * self.frequencies[None, :]
        sum_ = self.embed_noise(torch.cat([torch.cos(angle), torch.sin(angle)], dim=1)) + self.embed_condition(condition)
        if like is not None:
            sum_ = sum_ + self.embed_like(math.sqrt(like.shape[1]) * like)
        return self.embed(sum_)

    def down(self, x, embedding):
        """Maps at a half, a quarter and an eighth of the side on the way down."""
        h = self.first(self.fold(x))
        for block in self.down0:
            h = block(h, embedding)
        map0, h = h, self.reduce0(h)
        for block in self.down1:
            h = block(h, embedding)
        map1, h = h, self.reduce1(h)
        for block in self.down2:
            h = block(h, embedding)
        return map0, map1, h

    def forward(self, x, c_noise, condition, like=None):
        embedding = self.embedding(c_noise, condition, like)
        return self.up(*self.down(x, embedding), embedding)

    def up(self, map0, map1, h, embedding):
        """The raw output from the maps that `down` returns."""
        h = self.attention(h)
        for block in self.up2:
            h = block(h, embedding)
        h = F.interpolate(self.enlarge1(h), scale_factor=2, mode='nearest')
        h = self.join1(torch.cat([h, map1], dim=1), embedding)
        for block in self.up1:
            h = block(h, embedding)
        h = F.interpolate(self.enlarge0(h), scale_factor=2, mode='nearest')
        h = self.join0(torch.cat([h, map0], dim=1), embedding)
        for block in self.up0:
            h = block(h, embedding)
        return self.unfold(self.last(F.silu(self.norm(h))))
