"""Training images: cut crops from the permitted real slices, load them and simulated slices, and draw mixed batches.

    python training/data.py --data DIR --size 64 --out training/data

writes `<material>-real/images.npy` (uint8 [n,size,size], training crops) and `<material>-real-heldout/images.npy`.
Beside each images.npy the loader looks for `attributes.json` (list) or `samples.json` (list with an `attributes` field),
as the project's command line writes them; crops without either train with unknown attributes. embeddings.npy (embeddings.py)
says what the extractor makes of each image.
"""
import argparse
import glob
import json
import math
import os
import re

import numpy as np
from PIL import Image

from conditions import ATTRIBUTES, LOOKS, MATERIALS, scaled, vectors

ROCKS_TRAIN, ROCKS_HELDOUT = ('0000', '0050', '0100'), ('0150', '0200', '0250', '0300')
EMBEDDING = 64  # numbers that the extractor's embedding has
PLUG_RADIUS = 400  # px around the slice centre that hold rock
FIBER_PLOT = (slice(27, 796), slice(121, 890))  # rows, columns of the drawn slice inside its axes
FIBER_CENTRE, FIBER_RADIUS = (385, 398), 268  # row, column and radius of the bed, px
FIBER_SPLIT = ((0, 425), (465, 769))  # columns that train, columns held out; the gap keeps fibers from being in both


def inside(row, column, size, centre, radius):
    return all(math.hypot(r - centre[0], c - centre[1]) <= radius
               for r in (row, row + size) for c in (column, column + size))


def rock_crops(slices, size, count, rng):
    """`count` crops [n,size,size] uint8: windows twice as wide inside the plug, averaged 2x2."""
    wide = 2 * size
    crops = []
    while len(crops) < count:
        image = slices[rng.integers(len(slices))]
        height, width = image.shape
        row, column = rng.integers(0, height - wide), rng.integers(0, width - wide)
        if inside(row, column, wide, (height / 2, width / 2), PLUG_RADIUS):
            window = image[row:row + wide, column:column + wide].astype(np.float32)
            crops.append(np.rint(window.reshape(size, 2, size, 2).mean((1, 3))).astype(np.uint8))
    return np.stack(crops)


def fiber_places(height, columns, size, count, rng):
    """Upper left corners [n,2], row and column in px, of windows inside the bed and inside `columns`."""
    places = []
    while len(places) < count:
        row, column = rng.integers(0, height - size), rng.integers(columns[0], columns[1] - size)
        if inside(row, column, size, FIBER_CENTRE, FIBER_RADIUS):
            places.append((row, column))
    return np.array(places)


def fiber_crops(bed, columns, size, count, rng):
    """`count` crops [n,size,size] uint8 at the plot's own scale, inside the bed and inside `columns`."""
    return np.stack([bed[row:row + size, column:column + size] for row, column in fiber_places(bed.shape[0], columns, size, count, rng)])


def write_real(data, out, size, count, heldout):
    def save(name, images):
        os.makedirs(os.path.join(out, name), exist_ok=True)
        np.save(os.path.join(out, name, 'images.npy'), images)

    grey = lambda path: np.asarray(Image.open(path).convert('L'))
    rocks = {re.search(r'(\d{4})\.tif$', path).group(1): grey(path)
             for path in sorted(glob.glob(os.path.join(data, 'rocks', 'Sandstone_Versa????.tif')))}
    bed = grey(os.path.join(data, 'fibers', 'fcn_microct_Fig02a.png'))[FIBER_PLOT]
    rng = np.random.default_rng(1)
    save('rocks-real', rock_crops([rocks[k] for k in ROCKS_TRAIN], size, count, rng))
    save('rocks-real-heldout', rock_crops([rocks[k] for k in ROCKS_HELDOUT], size, heldout, rng))
    save('fibers-real', fiber_crops(bed, FIBER_SPLIT[0], size, count, rng))
    save('fibers-real-heldout', fiber_crops(bed, FIBER_SPLIT[1], size, heldout, rng))


def load_attributes(folder):
    """Attributes [n,3] beside images.npy, or None when they were not measured."""
    for name, pick in (('attributes.json', lambda row: row), ('samples.json', lambda row: row['attributes'])):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            with open(path) as f:
                return np.array([[pick(row)[a] for a in ATTRIBUTES] for row in json.load(f)], np.float64)
    return None


class Source:
    """All images of one material and look, with attributes where they are known."""

    def __init__(self, root, name):
        self.name = name
        material, look = name.split('-')
        self.material, self.look = MATERIALS.index(material), LOOKS.index(look)
        folder = os.path.join(root, name)
        self.images = np.load(os.path.join(folder, 'images.npy'), mmap_mode='r')
        self.attributes = load_attributes(folder)
        embeddings = os.path.join(folder, 'embeddings.npy')
        self.embeddings = np.load(embeddings) if os.path.exists(embeddings) else None


def bounds_of(sources):
    """Range of each attribute per material, {material: [3,2]}: 1st to 99th percentile of every source, joined."""
    bounds = {}
    for index, material in enumerate(MATERIALS):
        rows = [np.percentile(s.attributes, [1, 99], axis=0)
                for s in sources if s.material == index and s.attributes is not None]
        if rows:
            bounds[material] = [[float(low), float(high)] for low, high
                                in zip(np.min(rows, axis=0)[0], np.max(rows, axis=0)[1])]
    return bounds


class Mixture:
    """Random batches from several sources with fixed shares, flipped and rotated.

    `weights` maps source names to shares, e.g. {'rocks-real': 4, 'roots-simulated': 2}. `bounds` are the attribute
    ranges of `bounds_of`; pass stored ones when a run is resumed, so that the meaning of a condition never moves.
    """

    def __init__(self, root, weights, bounds=None):
        self.sources = [Source(root, name) for name in weights]
        self.shares = np.array(list(weights.values()), np.float64) / sum(weights.values())
        self.bounds = dict(bounds_of(self.sources), **(bounds or {}))

    def conditions(self, source, rows):
        known = np.full((len(rows), len(ATTRIBUTES)), source.attributes is not None)
        values = np.zeros((len(rows), len(ATTRIBUTES)))
        if source.attributes is not None:
            values = scaled(source.attributes[rows], self.bounds[MATERIALS[source.material]])
        same = np.full(len(rows), 0)
        return vectors(same + source.material, same + source.look, values, known)

    def batch(self, rng, n):
        """Images [n,size,size] float32 in [-1,1] and condition vectors [n,11], in random order of sources."""
        return self.batch_with_embeddings(rng, n)[:2]

    def batch_with_embeddings(self, rng, n):
        """The same and embeddings [n,64] float32, zero where none were stored; flips and turns hardly change them."""
        images, conditions, embeddings = [], [], []
        # Systematic sampling keeps each batch's composition within one image of the shares.
        edges = np.floor(np.concatenate([[0], np.cumsum(self.shares)]) * n + rng.random()).astype(int)
        for source, count in zip(self.sources, np.diff(edges)):
            if count:
                rows = rng.integers(len(source.images), size=count)
                conditions.append(self.conditions(source, rows))
                embeddings.append(np.zeros((count, EMBEDDING), np.float32) if source.embeddings is None else source.embeddings[rows])
                for row in rows:
                    turns = 0 if MATERIALS[source.material] == 'roots' else rng.integers(4)  # roots grow downwards
                    image = np.rot90(source.images[row], turns)
                    images.append(image[:, ::-1] if rng.random() < 0.5 else image)
        order = rng.permutation(len(images))
        stacked = np.stack(images).astype(np.float32) / 127.5 - 1
        return stacked[order], np.concatenate(conditions)[order], np.concatenate(embeddings)[order]


def side_of(root):
    """Side (px) of the images in the folders of `root`."""
    return np.load(sorted(glob.glob(os.path.join(root, '*', 'images.npy')))[0], mmap_mode='r').shape[1]


def parse_mix(text):
    """'rocks-real=4,roots-simulated=2' to {'rocks-real': 4.0, 'roots-simulated': 2.0}."""
    return {name: float(share) for name, share in (part.split('=') for part in text.split(','))}


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description='Cut training and held-out crops from the real slices.')
    parser.add_argument('--data', required=True, help='folder that holds rocks/ and fibers/')
    parser.add_argument('--out', default='training/data')
    parser.add_argument('--size', type=int, default=64, help='px')
    parser.add_argument('--count', type=int, default=12000, help='training crops per material')
    parser.add_argument('--heldout', type=int, default=1500, help='held-out crops per material')
    options = parser.parse_args()
    write_real(options.data, options.out, options.size, options.count, options.heldout)
