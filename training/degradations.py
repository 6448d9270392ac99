"""Degradations of known strength that the extractor must see and that its evaluation applies."""
import numpy as np
import torch
from scipy.ndimage import gaussian_filter
from torch.nn import functional as F

KINDS = ('blur', 'noise', 'shrink', 'shuffle')


def blur(image, sigma):
    """Gaussian blur of standard deviation `sigma` px."""
    return gaussian_filter(image, sigma, mode='reflect')


def add_noise(image, sigma, rng):
    """White Gaussian noise of standard deviation `sigma` grey units, clipped to [0,1] as a file would."""
    return np.clip(image + sigma * rng.standard_normal(image.shape, dtype=np.float32), 0, 1)


def shrink(image, factor, size):
    """Structure `factor` >= 1 times smaller, [size,size]: a mirrored continuation is averaged down."""
    side = min(round(size * factor), 3 * len(image) - 2)
    missing = max(0, side - len(image))
    window = np.pad(image, ((0, missing), (0, missing)), mode='symmetric')[:side, :side]
    tensor = torch.from_numpy(np.ascontiguousarray(window))[None, None]
    return F.interpolate(tensor, size=(size, size), mode='bilinear', antialias=True)[0, 0].numpy()


def shuffle(image, share, patch, rng):
    """`share` of the patches of `patch` px change places at random."""
    side = len(image) // patch
    corners = [(r * patch, c * patch) for r in range(side) for c in range(side)]
    chosen = rng.permutation(len(corners))[:round(share * len(corners))]
    out = image.copy()
    for to, source in zip(chosen, np.roll(chosen, 1)):
        (r, c), (y, x) = corners[to], corners[source]
        out[r:r + patch, c:c + patch] = image[y:y + patch, x:x + patch]
    return out


def degraded(kind, level, image, size, rng, patch=8):
    """`image` [h,w] in [0,1] with the degradation `kind` at `level` in [0,1], its top left [size,size]."""
    crop = np.ascontiguousarray(image[:size, :size])
    if kind == 'blur':
        return blur(crop, 3 * level ** 1.5)
    if kind == 'noise':
        return add_noise(crop, 0.2 * level ** 2, rng)
    if kind == 'shrink':
        return shrink(image, 1 + 1.5 * level, size)
    return shuffle(crop, level, patch, rng)
