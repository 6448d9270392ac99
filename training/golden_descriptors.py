"""Values of the physical descriptors from PoreSpy, scikit-image and NumPy, for tests/unit/descriptors.test.ts.

    pip install porespy==3.2.0
    python training/golden_descriptors.py

writes ../tests/golden/descriptors/<name>.json. The inputs are drawn from the Philox streams that the page has too, so only
their recipe is stored: a smoothed field of uniforms, and where it is cut.
"""
import json
import os
import warnings

import numpy as np
import porespy
from edt import edt
from scipy import ndimage
from skimage.filters import threshold_otsu

from philox import uniforms

OUT = os.path.join(os.path.dirname(__file__), '../tests/golden/descriptors')
RECIPES = {
    'square': dict(seed=11, passes=6, height=64, width=64, threshold=0.5),
    'oblong': dict(seed=12, passes=12, height=75, width=100, threshold=0.497),
    'coarse': dict(seed=13, passes=40, height=128, width=96, threshold=0.503),
}


def field(seed, passes, height, width):
    """Uniforms of stream 0, smoothed by [1 2 1]/4 along both axes with mirrored borders, in float64."""
    grey = uniforms(seed, 0, height * width).reshape(height, width)
    for _ in range(passes):
        for axis in (1, 0):
            grey = ndimage.convolve1d(grey, [0.25, 0.5, 0.25], axis=axis, mode='mirror')
    return grey


def two_point(mask, longest):
    """PoreSpy's radial, non-periodic S2 in bins around whole numbers of pixels."""
    found = porespy.metrics.two_point_correlation(mask, bins=np.arange(longest + 2) - 0.5)
    return found.probability_scaled


def lineal_path(mask, longest):
    """Share of the segments of r + 1 pixels on rows and columns that lie in the phase."""
    values = []
    for r in range(longest + 1):
        whole = [np.lib.stride_tricks.sliding_window_view(mask, r + 1, axis=axis).all(axis=-1) for axis in (0, 1)]
        values.append(sum(w.sum() for w in whole) / sum(w.size for w in whole))
    return values


def chord_lengths(mask, longest):
    """Chords of PoreSpy on every row and column, those at its ends trimmed; the last bin holds all longer ones."""
    counts = np.zeros(longest)
    for line in [*mask, *mask.T]:
        alone = np.pad(line[:, None], ((0, 0), (1, 1)))  # PoreSpy trims a chord that lies along the border as well
        chords = porespy.filters.apply_chords(alone, axis=0, spacing=0, trim_edges=True)
        for length in porespy.metrics.chord_counts(chords) if chords.any() else []:
            counts[min(length, longest) - 1] += 1
    return counts / counts.sum()


def local_thickness(mask, longest):
    """PoreSpy's local thickness at every radius that occurs, as a distribution of 2 r - 1."""
    distance = edt(mask)  # float32, as PoreSpy's own, so that equal distances compare as equal
    radius = porespy.filters.local_thickness(mask, dt=distance, sizes=np.unique(distance[mask]), method='legacy')
    thickness = np.floor(2 * radius[mask].astype(float) - 1 + 0.5).astype(int)
    return np.bincount(np.clip(thickness, 1, longest) - 1, minlength=longest) / mask.sum()


def interface_length(mask):
    """Crofton's formula in four directions: pi / 2 times the crossings per length of test line."""
    m = mask
    shares = [(m[:, 1:] != m[:, :-1]).mean(), (m[1:] != m[:-1]).mean(),
              (m[1:, 1:] != m[:-1, :-1]).mean() / np.sqrt(2), (m[1:, :-1] != m[:-1, 1:]).mean() / np.sqrt(2)]
    return np.pi / 2 * np.mean(shares)


def radial_power(grey, bands):
    """log10 of the mean periodogram in bands of frequency, Hann window, zeros up to powers of two."""
    height, width = grey.shape
    hann = [np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2 for n in grey.shape]
    window = np.outer(*hann)
    rows, columns = (2 ** int(np.ceil(np.log2(n))) for n in grey.shape)
    power = np.abs(np.fft.fft2(window * (grey - (window * grey).sum() / window.sum()), s=(rows, columns))) ** 2
    frequency = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.fftfreq(columns)[None])
    band = np.floor(frequency * 2 * bands).astype(int)
    band[0, 0] = bands
    return [np.log10(max(1e-12, power[band == k].mean() / (window ** 2).sum())) for k in range(bands)]


def rounded(values):
    return [round(float(value), 7) for value in values]


def golden(seed, passes, height, width, threshold):
    grey = field(seed, passes, height, width)
    mask = grey >= threshold
    longest = min(height, width) // 2
    counts, edges = np.histogram(grey, bins=256, range=(0, 1))
    return dict(
        recipe=dict(seed=seed, passes=passes, height=height, width=width, threshold=threshold),
        areaFraction=float(mask.mean()),
        otsu=float(threshold_otsu(hist=(counts, (edges[1:] + edges[:-1]) / 2))) + 0.5 / 256,
        twoPoint=rounded(two_point(mask, longest)),
        linealPath=rounded(lineal_path(mask, longest)),
        chordLength=rounded(chord_lengths(mask, longest)),
        localThickness=rounded(local_thickness(mask, longest)),
        interfaceLength=float(interface_length(mask)),
        radialPower=rounded(radial_power(grey.astype(np.float32).astype(float), min(64, min(height, width) // 4))),
    )


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    os.makedirs(OUT, exist_ok=True)
    for name, recipe in RECIPES.items():
        with open(os.path.join(OUT, f'{name}.json'), 'w') as file:
            json.dump(golden(**recipe), file)
            file.write('\n')
