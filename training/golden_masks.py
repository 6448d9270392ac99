"""Grown, shrunk and measured masks from SciPy, for tests/unit/editorRaster.test.ts: `python training/golden_masks.py`.

Writes ../tests/golden/masks.json. The masks are smoothed uniforms, cut at a quantile. Masks are stored as runs of covered pixels,
a start and a length each, over the rows joined.
"""
import json
import os

import numpy as np
from scipy import ndimage

from philox import uniforms

OUT = os.path.join(os.path.dirname(__file__), '../tests/golden/masks.json')
CASES = [
    dict(seed=21, width=60, height=45, sigma=1.2, share=0.2, radius=1),
    dict(seed=22, width=60, height=45, sigma=3, share=0.3, radius=4),
    dict(seed=23, width=33, height=70, sigma=2, share=0.15, radius=2.5),
    dict(seed=24, width=80, height=64, sigma=6, share=0.4, radius=7.3),
]


def disc(radius):
    reach = int(np.floor(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return x**2 + y**2 <= radius**2


def runs(mask):
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.ravel().astype(np.int8), [0]])))
    starts, ends = edges[::2], edges[1::2]
    return np.column_stack([starts, ends - starts]).ravel().tolist()


def values(seed, width, height, sigma, share, radius):
    grey = uniforms(seed, 0, width * height).reshape(height, width)
    grey = ndimage.gaussian_filter(grey, sigma)
    mask = grey > np.quantile(grey, 1 - share)
    distances = ndimage.distance_transform_edt(~mask)
    return dict(
        mask=runs(mask),
        grown=runs(ndimage.binary_dilation(mask, disc(radius))),
        shrunk=runs(ndimage.binary_erosion(mask, disc(radius), border_value=1)),
        squaredDistances=np.rint(distances**2).astype(int).ravel().tolist(),
    )


if __name__ == '__main__':
    with open(OUT, 'w') as file:
        json.dump([{**{k: case[k] for k in ('width', 'height', 'radius')}, **values(**case)} for case in CASES], file, separators=(',', ':'))
