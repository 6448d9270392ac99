"""Show that extractor-64 orders degradations and ranks captions, and write the figures into its card and docs/extractor.md.

    python training/evaluate_extractor.py --data DIR --tools TOOLS --heldout HELDOUT

HELDOUT holds simulated slices that no training saw, made by the command line: `rocks-large` (160 px) and, at 64 px,
`rocks-simulated`, `fibers-simulated` and `roots-simulated`. TOOLS holds fd.py, for SqueezeNet's features.
Simulated reference and degraded sets are different slices; their row "none" is what chance alone gives at this N. Windows of real rocks
come from the same four slices and overlap, so that their row "none" is less than chance.
"""
import argparse
import glob
import json
import os

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

import captions
import degradations
from conditions import MATERIALS
from data import PLUG_RADIUS, ROCKS_HELDOUT, inside
from references import load_tool
from export import write_json
from export_extractor import session

MARKS = ('<!-- measured: written by training/evaluate_extractor.py -->\n', '<!-- end -->\n')
STRENGTHS = {'blur': (0.5, 1.0, 2.0), 'noise': (0.02, 0.05, 0.2), 'shrink': (1.25, 1.5, 2.0), 'shuffle': (0.25, 0.5, 1.0),
             'mixed': (0.1, 0.5, 1.0)}
OTHERS_N = 100  # images for the independent extractor, which is slow; real slices only
WORDS = {'blur': 'Gaussian blur, σ in px', 'noise': 'white noise, σ in grey units', 'shrink': 'grains this many times smaller',
         'shuffle': 'share of 8-px patches shuffled', 'mixed': 'share of slices of another material (fibers)'}


def scaled_window(image, factor):
    """The top left of `image` reduced `factor` times by area, [64,64]."""
    side = round(64 * factor)
    tensor = torch.from_numpy(np.ascontiguousarray(image[:side, :side], np.float32))[None, None]
    return F.interpolate(tensor, size=(64, 64), mode='bilinear', antialias=True)[0, 0].numpy()


def real_rocks(data, count, seed):
    """Held-out windows [count,160,160] in [0,1] of the plug at the scale of the training crops."""
    paths = [os.path.join(data, 'rocks', f'Sandstone_Versa{name}.tif') for name in ROCKS_HELDOUT]
    slices = [np.asarray(Image.open(path).convert('L'), np.float32) / 255 for path in paths]
    rng, found = np.random.default_rng(seed), []
    while len(found) < count:
        image = slices[rng.integers(len(slices))]
        row, column = rng.integers(0, image.shape[0] - 320), rng.integers(0, image.shape[1] - 320)
        if inside(row, column, 320, (image.shape[0] / 2, image.shape[1] / 2), PLUG_RADIUS + 30):
            found.append(image[row:row + 320, column:column + 320].reshape(160, 2, 160, 2).mean((1, 3)))
    return np.stack(found)


def spoiled(kind, strength, large, other):
    """The slices `large` [n,160,160], cut to 64 px, with one degradation; `other` [n,64,64] are of another material."""
    rng = np.random.default_rng(7)
    small = np.ascontiguousarray(large[:, :64, :64], np.float32)
    if kind == 'shrink':
        return np.stack([scaled_window(image, strength) for image in large])
    if kind == 'mixed':
        return np.concatenate([other[:round(strength * len(small))], small[round(strength * len(small)):]])
    change = {'blur': degradations.blur, 'noise': lambda image, s: degradations.add_noise(image, s, rng),
              'shuffle': lambda image, s: degradations.shuffle(image, s, 8, rng)}[kind]
    return np.stack([change(image, strength) for image in small]).astype(np.float32)


def frechet(a, b):
    """Fréchet distance of two sets of features [n,d] and [m,d].

    The trace of the square root of the product of covariances X^T X and Y^T Y is the nuclear norm of X Y^T, which
    stays exact where fewer images than dimensions make the covariances singular.
    """
    x, y = ((f - f.mean(0)) / np.sqrt(len(f) - 1) for f in (a.astype(np.float64), b.astype(np.float64)))
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + (x ** 2).sum() + (y ** 2).sum() - 2 * np.linalg.norm(x @ y.T, 'nuc'))


def frechet_rows(subject, reference, large, other, ours, theirs):
    """Rows of Fréchet distances: no degradation, then every kind at growing strength."""
    sets = [('none', 0.0, np.ascontiguousarray(large[:, :64, :64]))]
    sets += [(kind, s, spoiled(kind, s, large, other)) for kind, strengths in STRENGTHS.items() for s in strengths]
    known, known_others = ours(reference), theirs and theirs(reference[:OTHERS_N])
    for kind, strength, images in sets:
        print(f'{subject}: {kind} {strength}', flush=True)
        row = {'metric': 'frechetOrder', 'subject': subject, 'degradation': kind, 'strength': strength, 'n': len(images),
               'value': round(frechet(known, ours(images)), 4)}
        if theirs:
            shuffled = np.random.default_rng(1).permutation(len(images))[:OTHERS_N]
            row.update(squeezeNet=round(frechet(known_others, theirs(images[shuffled])), 3), squeezeNetN=OTHERS_N)
        yield row


def perceptual_rows(subject, large, distance):
    """Rows of the mean perceptual distance between slices and their degraded copies, and between different slices."""
    small = np.ascontiguousarray(large[:, :64, :64], np.float32)
    row = lambda kind, strength, other: {'metric': 'perceptualOrder', 'subject': subject, 'degradation': kind, 'strength': strength,
                                         'n': len(small), 'value': round(float(distance(small, other).mean()), 5)}
    yield row('another slice', 1.0, np.roll(small, 1, 0))
    for kind in ('blur', 'noise', 'shuffle'):
        for strength in STRENGTHS[kind]:
            yield row(kind, strength, spoiled(kind, strength, large, None))


def caption_rows(heldout, embed, embed_text):
    """How often the right caption of a held-out simulated slice scores above wrong ones."""
    classes = [(m, (a, d, n)) for m in MATERIALS for a in range(3) for d in range(3) for n in range(3)]
    texts = embed_text([captions.caption_of(*c) for c in classes])
    for material in MATERIALS:
        folder = os.path.join(heldout, material + '-simulated')
        with open(os.path.join(folder, 'samples.json')) as f:
            levels = np.array([captions.levels_of(material, row['caption']) for row in json.load(f)])
        scores = embed(np.load(os.path.join(folder, 'images.npy')) / np.float32(255)) @ texts.T
        right = np.array([classes.index((material, tuple(level))) for level in levels])
        own = scores[np.arange(len(right)), right]
        beats = own[:, None] > scores
        codes = np.array([level for _, level in classes])
        near = (codes[None] != levels[:, None]).sum(2) == 1
        same = np.array([m == material for m, _ in classes])
        rank = (scores > own[:, None]).sum(1)
        among = ((scores > own[:, None]) & same).sum(1)
        row = lambda metric, value: {'metric': metric, 'material': material, 'n': len(right), 'value': round(float(value), 4)}
        yield row('captionPairs', beats.sum() / (beats.size - len(right)))
        yield row('captionPairsOtherMaterial', beats[:, ~same].mean())
        yield row('captionPairsOneWord', beats[near & same].mean())
        yield row('captionTop1of27', (among == 0).mean())
        yield row('captionTop1of81', (rank == 0).mean())
        yield row('captionTop5of81', (rank < 5).mean())


def others(row, form):
    """The independent extractor's figure, where it was measured."""
    return form.format(row['squeezeNet']) if 'squeezeNet' in row else ''


def table(rows):
    """The figures as Markdown."""
    out = []
    subjects = list(dict.fromkeys(r['subject'] for r in rows if r['metric'] == 'frechetOrder'))
    for subject in subjects:
        ours = [r for r in rows if r.get('subject') == subject]
        n = next(r['n'] for r in ours if r['metric'] == 'frechetOrder')
        out.append(f'\n**{subject}**, N = {n} against {n} others; undegraded: Fréchet {ours[0]["value"]:.2f}'
                   f'{others(ours[0], ", SqueezeNet {:.0f} (N = 100)")}.\n\n')
        out.append('| degradation | strength | Fréchet | SqueezeNet | perceptual |\n| --- | --- | --- | --- | --- |\n')
        seen = {(r['degradation'], r['strength']): r['value'] for r in ours if r['metric'] == 'perceptualOrder'}
        for r in ours[1:]:
            if r['metric'] == 'frechetOrder':
                near = seen.get((r['degradation'], r['strength']))
                out.append(f"| {WORDS[r['degradation']]} | {r['strength']} | {r['value']:.2f} | {others(r, '{:.0f}')} | "
                           f"{'' if near is None else f'{near:.3f}'} |\n")
        out.append(f"\nPerceptual distance between two different slices: {seen[('another slice', 1.0)]:.3f}.\n")
    names = {'captionPairs': 'any of the 80 wrong captions', 'captionPairsOtherMaterial': 'those of another material',
             'captionPairsOneWord': 'those with one wrong word', 'captionTop1of27': 'first among the 27 of its material',
             'captionTop1of81': 'first among all 81', 'captionTop5of81': 'among the first five of 81'}
    out.append('\n**The right caption** of a held-out simulated slice, share of comparisons (or slices) in which it wins:\n\n')
    out.append('| against | ' + ' | '.join(MATERIALS) + ' |\n| --- | --- | --- | --- |\n')
    for metric, name in names.items():
        values = [next(r['value'] for r in rows if r['metric'] == metric and r['material'] == m) for m in MATERIALS]
        out.append(f'| {name} | ' + ' | '.join(f'{100 * v:.1f} %' for v in values) + ' |\n')
    return ''.join(out)


def write_table(path, text):
    """Replace what stands between the marks of a document."""
    with open(path) as f:
        before, rest = f.read().split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    with open(path, 'w') as f:
        f.write(before + MARKS[0] + text + MARKS[1] + after)


def batched(call, size=100):
    """`call` over arrays of images [n,64,64], `size` at a time."""
    def run(*arrays):
        return np.concatenate([call(*(np.ascontiguousarray(a[i:i + size, None], np.float32) for a in arrays))
                               for i in range(0, len(arrays[0]), size)])
    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', default='public/models/extractor-64')
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--data', required=True)
    parser.add_argument('--tools', required=True)
    parser.add_argument('--heldout', required=True)
    parser.add_argument('--document', default='docs/extractor.md')
    parser.add_argument('--n', type=int, default=500)
    parser.add_argument('--threads', type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with open(os.path.join(options.model, 'card.json')) as f:
        card = json.load(f)
    graphs = {os.path.basename(path)[:-5]: session(path, options.threads) for path in glob.glob(os.path.join(options.model, '*.onnx'))}
    ours = batched(lambda x: graphs['features'](x=x)[0].astype(np.float64))
    embed = batched(lambda x: graphs['features'](x=x)[1])
    distance = batched(lambda a, b: graphs['perceptual'](a=a, b=b)[0])
    counter = captions.Counter(card['text']['vocabulary'])
    tool = load_tool(options.tools, 'fd')
    squeeze = tool.Net()
    theirs = lambda images: tool.feats(images, squeeze)

    n = options.n
    windows = real_rocks(options.data, 2 * n, 3)
    simulated = np.load(os.path.join(options.heldout, 'rocks-large', 'images.npy'))[:2 * n] / np.float32(255)
    fibers = {'real': os.path.join(options.images, 'fibers-real-heldout'), 'simulated': os.path.join(options.heldout, 'fibers-simulated')}
    fibers = {look: np.load(os.path.join(path, 'images.npy'))[:n] / np.float32(255) for look, path in fibers.items()}
    card['quality'] = list(caption_rows(options.heldout, embed, lambda texts: graphs['text'](counts=counter(texts))[0]))
    for subject, large, other, extract in (('Held-out simulated rocks', simulated, fibers['simulated'], None),
                                           ('Held-out real rocks', windows, fibers['real'], theirs)):
        half = len(large) // 2
        reference, test = np.ascontiguousarray(large[half:, :64, :64], np.float32), large[:half]
        card['quality'] += frechet_rows(subject, reference, test, other[:half], ours, extract)
        card['quality'] += perceptual_rows(subject, test[:100], distance)
    for row in card['quality']:
        print(json.dumps(row), flush=True)
    write_json(os.path.join(options.model, 'card.json'), card)
    write_table(options.document, table(card['quality']))


if __name__ == '__main__':
    main()
