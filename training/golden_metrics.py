"""Golden values of the quality metrics from reference libraries: `python training/golden_metrics.py`.

Writes tests/golden/metrics/*.json. Inputs are drawn from Philox streams, so that the tests draw the same ones and nothing but
the values is stored. SSIM and PSNR are scikit-image's, MS-SSIM is pytorch-msssim's, the Fréchet distance follows the formula
with SciPy's `sqrtm`; KID, precision, recall, density and coverage follow their papers in NumPy, written for clarity.
"""
import json
from pathlib import Path

import numpy as np
import scipy
import skimage
import torch
from pytorch_msssim import ms_ssim
from pytorch_msssim.ssim import _fspecial_gauss_1d, _ssim
from scipy.linalg import sqrtm
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from philox import normals, uniforms

OUT = Path(__file__).parent.parent / 'tests/golden/metrics'
WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]


def pair(width, height, seed):
    """A smooth pattern and a noisier, paler copy of it, float32 in [0, 1]: what `drawPair` draws in the tests."""
    y, x = np.mgrid[0:height, 0:width]
    noise = uniforms(seed, 0, width * height).reshape(height, width)
    more = uniforms(seed, 1, width * height).reshape(height, width)
    wave = 0.5 + 0.25 * ((x % 16) / 15 - 0.5) + 0.25 * (((x + 2 * y) % 24) / 23 - 0.5)
    a = 0.8 * wave + 0.2 * noise
    return a.astype(np.float32), (0.1 + 0.8 * a + 0.1 * more).astype(np.float32)


def features(count, dimension, seed, shift=0.0, tilt=0.0):
    """Correlated normal features [count, dimension], float32: what `drawFeatures` draws in the tests."""
    z = normals(seed, 2, count * dimension).reshape(count, dimension).astype(np.float64)
    scale = 1 + tilt * np.arange(dimension) / dimension
    return (z * scale + 0.5 * np.roll(z, 1, axis=1) + shift).astype(np.float32)


def short_ms_ssim(x, y, scales):
    """MS-SSIM over fewer scales than pytorch-msssim insists on, from its parts."""
    weights = torch.tensor(WEIGHTS[:scales], dtype=torch.float64)
    weights /= weights.sum()
    window = _fspecial_gauss_1d(11, 1.5).repeat(1, 1, 1, 1).double()
    factors = []
    for scale in range(scales):
        ssim, contrast = _ssim(x, y, data_range=1, win=window)
        if scale < scales - 1:
            factors.append(torch.relu(contrast))
            padding = [side % 2 for side in x.shape[2:]]
            x, y = (torch.nn.functional.avg_pool2d(image, 2, padding=padding) for image in (x, y))
    factors.append(torch.relu(ssim))
    return float(torch.prod(torch.stack(factors) ** weights.view(-1, 1, 1)))


def pair_values():
    cases = []
    for width, height, seed in [(24, 17, 1), (64, 64, 2), (97, 50, 3), (161, 180, 4), (11, 11, 5)]:
        a, b = (image.astype(np.float64) for image in pair(width, height, seed))
        ssim, ssim_map = structural_similarity(
            a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1, full=True)
        x, y = (torch.from_numpy(image)[None, None] for image in (a, b))
        sides = [min(width, height)]
        while len(sides) < 5 and (sides[-1] + 1) // 2 >= 11:
            sides.append((sides[-1] + 1) // 2)
        ms = float(ms_ssim(x, y, data_range=1)) if len(sides) == 5 else short_ms_ssim(x, y, len(sides))
        # A few pixels of the map: corners, edges and the middle.
        places = [[0, 0], [0, width - 1], [height - 1, 0], [height - 1, width - 1], [height // 2, width // 2], [3, 7]]
        cases.append({
            'width': width, 'height': height, 'seed': seed, 'ssim': ssim, 'msssim': ms, 'scales': len(sides),
            'psnr': peak_signal_noise_ratio(a, b, data_range=1),
            'map': [[row, column, ssim_map[row, column]] for row, column in places],
        })
    return cases


def frechet(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    root = sqrtm(np.cov(a, rowvar=False) @ np.cov(b, rowvar=False))
    trace = np.trace(np.cov(a, rowvar=False)) + np.trace(np.cov(b, rowvar=False)) - 2 * np.trace(root).real
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + trace)


def kid(a, b):
    """Bińkowski 2018: unbiased squared MMD of all images with the cubic kernel."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    dimension = a.shape[1]
    within = [(x @ x.T / dimension + 1) ** 3 for x in (a, b)]
    means = [(k.sum() - np.trace(k)) / (len(k) * (len(k) - 1)) for k in within]
    return float(sum(means) - 2 * ((a @ b.T / dimension + 1) ** 3).mean())


def manifold(a, b, k):
    """Kynkäänniemi 2019 and Naeem 2020, by all distances."""
    def distances(x, y):
        return np.sqrt(((x[:, None].astype(np.float64) - y[None]) ** 2).sum(-1))
    between = distances(a, b)
    # Column 0 of the sorted distances is the image itself.
    radius_a, radius_b = (np.sort(distances(x, x), axis=1)[:, k] for x in (a, b))
    in_a = between < radius_a[:, None]
    return {
        'precision': float(in_a.any(0).mean()),
        'recall': float((between < radius_b[None]).any(1).mean()),
        'density': float(in_a.sum(0).mean() / k),
        'coverage': float((between.min(1) < radius_a).mean()),
        'nearest': [[int(i) for i in np.argsort(column)[:3]] for column in between.T[:4]],
    }


def set_values():
    cases = []
    for name, counts, dimension, shift, tilt in [
        ('well conditioned', (300, 200), 16, 0.3, 0.5),
        ('rank deficient', (20, 30), 64, 0.1, 0.5),
        ('one set deficient', (24, 200), 48, 0.2, 0.0),
        ('same distribution', (150, 150), 12, 0.0, 0.0),
    ]:
        a = features(counts[0], dimension, 11)
        b = features(counts[1], dimension, 12, shift, tilt)
        cases.append({
            'name': name, 'counts': counts, 'dimension': dimension, 'shift': shift, 'tilt': tilt,
            'frechet': frechet(a, b), 'kid': kid(a, b), 'k3': manifold(a, b, 3), 'k5': manifold(a, b, 5),
        })
    return cases


def write(name, cases):
    versions = {
        'numpy': np.__version__, 'scipy': scipy.__version__, 'scikit-image': skimage.__version__,
        'torch': torch.__version__, 'pytorch-msssim': '1.0.0',
    }
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f'{name}.json').write_text(json.dumps({'versions': versions, 'cases': cases}, indent=1) + '\n')


if __name__ == '__main__':
    write('pairs', pair_values())
    write('sets', set_values())
