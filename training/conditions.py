"""The condition vector, float32 [n, 11], that all networks take.

[rocks, fibers, roots, real, simulated, a0, k0, a1, k1, a2, k2]: one-hot material and look (all zero = unknown), then
each attribute (areaFraction, featureSize, noise) mapped linearly from the material's range to [-1, 1] with a flag
k = 1 when it is given; a = k = 0 when it is not.
"""
import numpy as np

MATERIALS = ('rocks', 'fibers', 'roots')
LOOKS = ('real', 'simulated')
ATTRIBUTES = ('areaFraction', 'featureSize', 'noise')
CONDITION_SIZE = len(MATERIALS) + len(LOOKS) + 2 * len(ATTRIBUTES)


def scaled(attributes, bounds):
    """Attributes [n,3] in their own units to [-1,1] by bounds [3,2]; clamped to [-1.5, 1.5] so outliers stay finite."""
    low, high = np.asarray(bounds, np.float64).T
    return np.clip(2 * (attributes - low) / (high - low) - 1, -1.5, 1.5)


def vectors(material, look, attributes, known):
    """Condition vectors [n,11] from one-hot indices [n] (-1 = unknown), scaled attributes [n,3] and flags [n,3]."""
    n = len(material)
    out = np.zeros((n, CONDITION_SIZE), np.float32)
    for offset, index in ((0, material), (len(MATERIALS), look)):
        rows = np.flatnonzero(index >= 0)
        out[rows, offset + index[rows]] = 1
    first = len(MATERIALS) + len(LOOKS)
    out[:, first::2] = np.where(known, attributes, 0)
    out[:, first + 1::2] = known
    return out


def dropped(rng, condition, everything=0.1, look=0.05, attribute=0.15):
    """Condition dropout for classifier-free guidance (Ho & Salimans 2021): each part alone, or everything."""
    out = condition.copy()
    n = len(out)
    first = len(MATERIALS) + len(LOOKS)
    out[rng.random(n) < look, len(MATERIALS):first] = 0
    for i in range(len(ATTRIBUTES)):
        out[rng.random(n) < attribute, first + 2 * i:first + 2 * i + 2] = 0
    out[rng.random(n) < everything] = 0
    return out
