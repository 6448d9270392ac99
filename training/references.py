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
from embeddings import reader

SEEDS = {'heldout': 900001, 'training': 1950001}  # of simulated slices that nothing was trained on


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
    if material == 'rocks':
        slices, seed = (data.ROCKS_HELDOUT, 2) if which == 'heldout' else (data.ROCKS_TRAIN, 1)
        return rock_crops(options, slices, side, n, seed, path)
    columns = data.FIBER_SPLIT[which == 'heldout']
    return kept(path, lambda: fiber_crops(options, columns, side, n, 2 if which == 'heldout' else 1))


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
    """Features of sets by two extractors, stored by the content of the set."""

    extractors = {'SqueezeNet': 'SqueezeNet 1.1, fire9, mean over positions, 512-D, input enlarged to 128 px',
                  'Specimen': 'extractor-64, 101-D, standardised'}

    def __init__(self, options, *references):
        self.folder, self.references = options.work, references
        self.tool = load_tool(options.tools, 'fd')
        self.readers = {'Specimen': reader('features', options.threads)}

    def read(self, name, images):
        if name not in self.readers:
            squeeze = self.tool.Net()
            self.readers[name] = lambda pictures: self.tool.feats(pictures, squeeze)
        return self.readers[name](images)

    def of(self, name, images):
        images = np.ascontiguousarray(images, dtype=np.float32)
        digest = hashlib.sha256(images.tobytes()).hexdigest()[:16]
        return kept(os.path.join(self.folder, f'features-{name}-{digest}.npy'), lambda: self.read(name, images))
