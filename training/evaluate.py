"""Measure an exported model against held-out real crops and write the numbers into its card.

    python evaluate.py --model public/models/ddpm-64 --run training/runs/ddpm --data DIR --tools DIR

--tools holds fd.py (Fréchet distance and KID with SqueezeNet features) and crops.py. It is not FID, and it depends on
N: compare at equal N only.
"""
import argparse
import glob
import importlib.util
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image
from skimage.metrics import structural_similarity

from data import ROCKS_HELDOUT, ROCKS_TRAIN
from export import write_json
from sample import open_network, read_card, sample, sample_many

PORE_BELOW = 0.334
EXTRACTOR = 'SqueezeNet 1.1, fire9, mean over positions, 512-D, input enlarged to 128 px'


def load_tool(folder, name):
    spec = importlib.util.spec_from_file_location(name, os.path.join(folder, name + '.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rock_crops(tools, data, slices, side, n, seed):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'crops.npy')
        files = [os.path.join(data, 'rocks', f'Sandstone_Versa{name}.tif') for name in slices]
        subprocess.run([sys.executable, os.path.join(tools, 'crops.py'), out, str(n), str(side), '2', str(seed), *files], check=True)
        return np.load(out)


def root_crops(data, side, n, seed):
    """Crops of root photographs that no model saw: luminance, reduced 3x, contrast per photograph, not empty."""
    rng = np.random.default_rng(seed)
    photographs = []
    for path in sorted(glob.glob(os.path.join(data, 'measure-only', 'roots', 'TILLMore*.jpg'))):
        image = Image.open(path).convert('L')
        grey = np.asarray(image.reduce(3), np.float32)
        low, high = np.percentile(grey, [1, 99])
        photographs.append(np.clip((grey - low) / max(high - low, 1), 0, 1))
    crops = []
    while len(crops) < n:
        image = photographs[rng.integers(len(photographs))]
        row, column = rng.integers(0, image.shape[0] - side), rng.integers(0, image.shape[1] - side)
        crop = image[row:row + side, column:column + side]
        if crop.std() > 0.08:
            crops.append(crop)
    return np.stack(crops)


def two_point(images, reach=20):
    """S2(r) of the dark phase for r = 0..reach-1, both axes, mean over images: probability that both ends are dark."""
    dark = (images < PORE_BELOW).astype(np.float32)
    curve = [(dark ** 2).mean()]
    for r in range(1, reach):
        curve.append(((dark[:, r:] * dark[:, :-r]).mean() + (dark[:, :, r:] * dark[:, :, :-r]).mean()) / 2)
    return np.array(curve)


def coarse(images):
    """Images averaged 4x4 and flattened: [n,side²/16], so that a copy is found also when it is shifted by a pixel."""
    cells = images.shape[1] // 4
    return images.reshape(-1, cells, 4, cells, 4).mean((2, 4)).reshape(len(images), -1).astype(np.float32)


def distances(a, b):
    """Root mean square differences between all rows of a [n,d] and b [m,d]."""
    squared = (a ** 2).sum(1)[:, None] + (b ** 2).sum(1)[None] - 2 * a @ b.T
    return np.sqrt(np.maximum(squared, 0) / a.shape[1])


def turned(images):
    """All eight flips and rotations of every image."""
    quarter = [np.rot90(images, k, axes=(1, 2)) for k in range(4)]
    return np.concatenate(quarter + [q[:, :, ::-1] for q in quarter])


def nearest(images, training):
    """Distance of each image to its nearest training crop in any orientation, grey units after 4x4 averages: [n]."""
    best = np.full(len(images), np.inf, np.float32)
    for start in range(0, len(training), 2000):
        best = np.minimum(best, distances(coarse(images), coarse(turned(training[start:start + 2000] / 255))).min(1))
    return best


def closest_pair(images):
    between = distances(*[images.reshape(len(images), -1)] * 2)
    return float(between[np.triu_indices(len(images), 1)].min())


def measure(material, look, samples, heldout, training, extract, tool):
    """Rows for the card: `samples` against `heldout`; `floor` is the same number for real training crops where known."""
    n = len(samples)
    features = [extract(x) for x in (samples, heldout, training) if x is not None]
    floors = (tool.frechet(features[2], features[1]), tool.kid(features[2], features[1])) if training is not None else (None, None)

    def row(metric, value, floor=None, **more):
        entry = {'material': material, 'look': look, 'metric': metric, 'value': round(float(value), 5), 'n': n, **more}
        return entry if floor is None else {**entry, 'floor': round(float(floor), 5)}

    reference = {'rocks': 'held-out slices 0150, 0200, 0250, 0300', 'fibers': 'held-out right part of the fiber bed',
                 'roots': 'photographs of barley roots, never trained on'}[material]
    rows = [row('frechetSqueezeNet', tool.frechet(features[0], features[1]), floors[0], extractor=EXTRACTOR, reference=reference),
            row('kidSqueezeNet', tool.kid(features[0], features[1]), floors[1], extractor=EXTRACTOR, reference=reference)]
    if material == 'rocks':
        rows += [row('porosityMean', (samples < PORE_BELOW).mean(), reference=f'fraction of pixels with grey < {PORE_BELOW}'),
                 row('porosityReal', (heldout < PORE_BELOW).mean(), reference=reference),
                 row('twoPointRmsDifference', np.sqrt(((two_point(samples) - two_point(heldout)) ** 2).mean()),
                     np.sqrt(((two_point(training) - two_point(heldout)) ** 2).mean()), reference='S2(r) of the pores, r < 20 px')]
    return rows


def memory(material, look, samples, heldout, training):
    """How near samples come to training crops, as ratios to how near held-out crops come, and to one another."""
    ours, theirs = nearest(samples, training), nearest(heldout, training)
    rows = {'nearestTrainingRatio': np.median(ours) / np.median(theirs), 'nearestTrainingMinimumRatio': ours.min() / theirs.min(),
            'closestPair': closest_pair(samples), 'closestPairReal': closest_pair(heldout)}
    notes = ['median distance to the nearest training crop over the same for held-out crops', 'the same for the smallest distance',
             'smallest root mean square grey difference between two samples', 'the same between two held-out crops']
    return [{'material': material, 'look': look, 'metric': metric, 'value': round(float(value), 4), 'n': len(samples), 'reference': note}
            for (metric, value), note in zip(rows.items(), notes)]


def ssim_int8(card, int8, full, count, steps):
    """Mean SSIM between pictures of the int8 and the float network for the same noise, over all materials."""
    scores = []
    for material, looks in card['conditions']['looks'].items():
        a, b = (sample(card, network, material, looks[0], 7, 0, count, steps) for network in (int8, full))
        scores += [structural_similarity(x, y, data_range=1.0) for x, y in zip(a, b)]
    return {'metric': 'ssimInt8', 'value': round(float(np.mean(scores)), 5), 'n': len(scores),
            'reference': 'the same network with float32 weights, same noise'}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, help='folder with card.json')
    parser.add_argument('--run', required=True, help='training run; export.py left float.onnx there')
    parser.add_argument('--data', required=True)
    parser.add_argument('--tools', required=True)
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--n', type=int, default=600, help='pictures of rocks')
    parser.add_argument('--n-others', type=int, default=600, help='pictures of fibers and of roots')
    parser.add_argument('--steps', type=int, default=18)
    parser.add_argument('--ssim-count', type=int, default=8, help='pictures per material for the comparison with float32')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--materials', default='rocks,fibers,roots')
    parser.add_argument('--keep', help='folder for the samples, as .npy; those already there are used again')
    options = parser.parse_args()

    import torch
    torch.set_num_threads(options.threads)
    tool = load_tool(options.tools, 'fd')
    squeeze = tool.Net()
    extract = lambda x: tool.feats(x, squeeze)
    card = read_card(options.model)
    int8 = open_network(os.path.join(options.model, card['files'][0]['path']), options.threads)
    full = open_network(os.path.join(options.run, 'float.onnx'), options.threads)
    stored = lambda name: np.load(os.path.join(options.images, name, 'images.npy'))

    card['quality'] = [ssim_int8(card, int8, full, options.ssim_count, options.steps)]
    for material in options.materials.split(','):
        if material not in card['conditions']['materials']:
            continue
        look = card['conditions']['looks'][material][0]
        n = options.n if material == 'rocks' else options.n_others
        kept = options.keep and os.path.join(options.keep, f"{card['id']}-{material}.npy")
        if kept and os.path.exists(kept):
            samples = np.load(kept)
        else:
            samples = sample_many(card, int8, material, look, 1, n, options.steps)
            if kept:
                os.makedirs(options.keep, exist_ok=True)
                np.save(kept, samples)
        if material == 'rocks':
            heldout = rock_crops(options.tools, options.data, ROCKS_HELDOUT, card['resolution'], n, 2)
            training = rock_crops(options.tools, options.data, ROCKS_TRAIN, card['resolution'], n, 1)
        elif material == 'fibers':
            heldout = (stored('fibers-real-heldout')[:n] / 255).astype(np.float32)
            training = (stored('fibers-real')[:n] / 255).astype(np.float32)
        else:
            heldout, training = root_crops(options.data, card['resolution'], n, 1), None
        rows = measure(material, look, samples, heldout, training, extract, tool)
        if material != 'roots':
            rows += memory(material, look, samples, heldout, stored(f'{material}-real'))
        if card['family'] == 'diffusion':
            rows = [{**row, 'steps': options.steps} for row in rows]
        card['quality'] += rows
        write_json(os.path.join(options.model, 'card.json'), card)
        for row in rows:
            print(json.dumps({k: row[k] for k in ('material', 'metric', 'value', 'floor') if k in row}), flush=True)
    print(card['quality'][0])


if __name__ == '__main__':
    main()
