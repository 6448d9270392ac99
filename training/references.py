"""The sets that evaluate.py measures against, and their features, kept in a folder so that every model meets the same ones."""
import glob
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

import data
from conditions import ATTRIBUTES
from embeddings import EXTRACTOR, reader

SEEDS = {'heldout': 900001, 'training': 1950001}  # of simulated slices that nothing was trained on
CROP_SEEDS = {'heldout': 2, 'training': 1}  # of crops of real slices
ROCKS = {'heldout': data.ROCKS_HELDOUT, 'training': data.ROCKS_TRAIN}
FIBERS = {'heldout': data.FIBER_SPLIT[1], 'training': data.FIBER_SPLIT[0]}


def kept(path, make):
    """The array in `path`, made and stored there at first."""
    if not os.path.exists(path):
        np.save(path, make())
    return np.load(path)


def load_tool(folder, name):
    spec = importlib.util.spec_from_file_location(name, os.path.join(folder, name + '.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rock_crops(options, slices, side, n, seed, path):
    """Crops of the rock slices by the tool whose reference values are known."""
    if not os.path.exists(path):
        files = [os.path.join(options.data, 'rocks', f'Sandstone_Versa{name}.tif') for name in slices]
        subprocess.run([sys.executable, os.path.join(options.tools, 'crops.py'), path, str(n), str(side), '2', str(seed), *files], check=True)
    return np.load(path)


def rock_places(options, slices, side, n, seed):
    """Where that tool cuts its crops, told from the random numbers it draws: slice, row and column, [n,3]."""
    rng, wide, places = np.random.default_rng(seed), 2 * side, []
    sizes = [Image.open(os.path.join(options.data, 'rocks', f'Sandstone_Versa{name}.tif')).size for name in slices]
    while len(places) < n:
        k = rng.integers(len(slices))
        width, height = sizes[k]
        row, column = rng.integers(0, height - wide), rng.integers(0, width - wide)
        if data.inside(row, column, wide, (height / 2, width / 2), data.PLUG_RADIUS):
            places.append((k, row, column))
            rng.integers(4), rng.random()  # its turn and flip
    return np.array(places)


def fiber_crops(options, columns, side, n, seed):
    image = Image.open(os.path.join(options.data, 'fibers', 'fcn_microct_Fig02a.png')).convert('L')
    return data.fiber_crops(np.asarray(image)[data.FIBER_PLOT], columns, side, n, np.random.default_rng(seed)) / np.float32(255)


def simulated(options, material, side, n, seed):
    """Slices of the project's simulator through its command line, [n,side,side] in [0,1]."""
    folder = os.path.join(options.work, f'simulated-{material}-{side}-{n}-{seed}')
    if not os.path.exists(os.path.join(folder, 'images.npy')):
        subprocess.run(['npm', 'run', '-s', 'specimen', '--', 'simulate', '--material', material, '--count', str(n), '--size', str(side),
                        '--seed', str(seed), '--format', 'npy', '--out', folder], check=True)
    images = np.load(os.path.join(folder, 'images.npy'))
    return images / np.float32(255) if images.dtype == np.uint8 else images


def reference(options, card, material, look, n, which):
    side = card['resolution']
    path = os.path.join(options.work, f'{material}-{look}-{which}-{side}-{n}.npy')
    if look == 'simulated':
        return simulated(options, material, side, n, SEEDS[which])
    seed = CROP_SEEDS[which]
    if material == 'rocks':
        return rock_crops(options, ROCKS[which], side, n, seed, path)
    return kept(path, lambda: fiber_crops(options, FIBERS[which], side, n, seed))


def overlapping(options, card, material, look, n, which):
    """Which pictures of a set of `reference` share pixels, each with itself too: bool [n,n]."""
    if look == 'simulated':
        return np.eye(n, dtype=bool)
    side, seed = card['resolution'], CROP_SEEDS[which]
    if material == 'rocks':
        places, wide = rock_places(options, ROCKS[which], side, n, seed), 2 * side
    else:
        rows = data.FIBER_PLOT[0]
        places, wide = data.fiber_places(rows.stop - rows.start, FIBERS[which], side, n, np.random.default_rng(seed)), side
        places = np.insert(places, 0, 0, axis=1)
    apart = np.abs(places[:, None] - places[None])
    return (apart[..., 0] == 0) & (apart[..., 1:] < wide).all(2)


def held_out(options, card, material, look, n):
    """Crops that no model was trained on, [n,side,side] in [0,1]."""
    return reference(options, card, material, look, n, 'heldout')


def seen(options, card, material, look, n):
    """The second set, which gives the floor: crops of the training slices, or again simulated slices of other seeds."""
    return reference(options, card, material, look, n, 'training')


def photographs(options, side, n, seed=1):
    """Crops of root photographs that no model saw: luminance, reduced 3x, contrast per photograph, not empty."""
    rng = np.random.default_rng(seed)
    pictures = []
    for path in sorted(glob.glob(os.path.join(options.data, 'measure-only', 'roots', 'TILLMore*.jpg'))):
        grey = np.asarray(Image.open(path).convert('L').reduce(3), np.float32)
        low, high = np.percentile(grey, [1, 99])
        pictures.append(np.clip((grey - low) / max(high - low, 1), 0, 1))
    crops = []
    while len(crops) < n:
        image = pictures[rng.integers(len(pictures))]
        row, column = rng.integers(0, image.shape[0] - side), rng.integers(0, image.shape[1] - side)
        crop = image[row:row + side, column:column + side]
        if crop.std() > 0.08:
            crops.append(crop)
    return np.stack(crops)


def attributes_of(material, images):
    """Attributes [n,3] of images by the page's own code."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = os.path.join(folder, 'images.npy'), os.path.join(folder, 'attributes.json')
        np.save(source, images.astype(np.float32))
        subprocess.run(['npm', 'run', '-s', 'specimen', '--', 'attributes', '--material', material, '--in', source, '--out', out], check=True)
        with open(out) as f:
            return np.array([[row[name] for name in ATTRIBUTES] for row in json.load(f)])


class Features:
    """Features of sets by two extractors, stored by the content of the set and of our extractor."""

    extractors = {'SqueezeNet': 'SqueezeNet 1.1, fire9, mean over positions, 512-D, input enlarged to 128 px',
                  'Specimen': 'extractor-64, 101-D, standardised'}

    def __init__(self, options, *references):
        self.folder, self.references = options.work, references
        self.tool = load_tool(options.tools, 'fd')
        self.readers = {'Specimen': reader('features', options.threads)}
        with open(EXTRACTOR, 'rb') as f:
            self.own = hashlib.sha256(f.read()).digest()

    def read(self, name, images):
        if name not in self.readers:
            squeeze = self.tool.Net()
            self.readers[name] = lambda pictures: self.tool.feats(pictures, squeeze)
        return self.readers[name](images)

    def of(self, name, images):
        images = np.ascontiguousarray(images, dtype=np.float32)
        network = self.own if name == 'Specimen' else b''  # the other one never changes
        digest = hashlib.sha256(network + images.tobytes()).hexdigest()[:16]
        return kept(os.path.join(self.folder, f'features-{name}-{digest}.npy'), lambda: self.read(name, images))
