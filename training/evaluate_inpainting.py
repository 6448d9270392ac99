"""Compare ways to fill holes in real crops that no model was trained on, and write docs/inpainting.json.

    python training/evaluate_inpainting.py --tools TOOLS --work WORK [--methods repaint posterior]

Cuts a 32x32 hole into the middle of 64 held-out crops each of rocks and fibers (training/data), fills it with Specimen's
methods (`npm run repairs`) and with three that know no material (OpenCV's Telea and Navier-Stokes, scikit-image's
biharmonic; `pip install opencv-python-headless==5.0.0.93`), and measures what came out against what was there. TOOLS holds
fd.py, whose SqueezeNet features nobody here trained. Rows of methods that are not named again are kept.
"""
import argparse
import json
import os
import subprocess

import numpy as np
from PIL import Image

from references import load_tool

COUNT, SIDE, HOLE = 64, 64, 32
MATERIALS = ('rocks', 'fibers')
OURS = ('posterior', 'repaint', 'replacement')
BASELINES = ('telea', 'navier-stokes', 'biharmonic')
BRIGHT_FROM = dict(rocks=0.334, fibers=0.5)  # src/materials/attributes.ts
REACH = 16  # px, of S2
OUT = os.path.join(os.path.dirname(__file__), '..', 'docs', 'inpainting.json')


def hole():
    mask = np.zeros((SIDE, SIDE), np.uint8)
    edge = (SIDE - HOLE) // 2
    mask[edge:edge + HOLE, edge:edge + HOLE] = 255
    return mask


def baseline(name, crop, mask):
    """One crop [64,64] uint8 filled by a method without a model, uint8."""
    if name == 'biharmonic':
        from skimage.restoration import inpaint_biharmonic
        return np.rint(np.clip(inpaint_biharmonic(np.where(mask, 0, crop) / 255.0, mask > 0), 0, 1) * 255).astype(np.uint8)
    import cv2
    flag = cv2.INPAINT_TELEA if name == 'telea' else cv2.INPAINT_NS
    return cv2.inpaint(np.where(mask, 0, crop).astype(np.uint8), mask, 3, flag)


def phase(images, material):
    bright = images >= BRIGHT_FROM[material]
    return ~bright if material == 'rocks' else bright


def two_point(inside):
    """S2(r), r = 0..REACH-1, of holes [n,32,32] of bool, along both axes, mean over all of them."""
    p = inside.astype(np.float32)
    curve = [p.mean()]
    for r in range(1, REACH):
        curve.append(((p[:, r:] * p[:, :-r]).mean() + (p[:, :, r:] * p[:, :, :-r]).mean()) / 2)
    return np.array(curve)


def seam(images, mask):
    """As src/engine/metrics/region.ts: mean step across the hole's border over the mean step next to it. [n]"""
    across, beside = [], []
    for turned, part in ((images, mask > 0), (images.transpose(0, 2, 1), mask.T > 0)):
        step = np.abs(np.diff(turned, axis=2))
        crossing = part[:, 1:] != part[:, :-1]
        across.append(step[:, crossing])
        before = np.zeros_like(crossing)
        after = np.zeros_like(crossing)
        before[:, :-1] = crossing[:, 1:]
        after[:, 1:] = crossing[:, :-1]
        beside += [step[:, before], step[:, after]]
    return np.concatenate(across, 1).mean(1) / np.concatenate(beside, 1).mean(1)


def save_pngs(images, folder):
    os.makedirs(folder, exist_ok=True)
    for k, image in enumerate(images):
        Image.fromarray(image).save(os.path.join(folder, f'{k:04d}.png'))


def measured(material, reference, folder):
    command = ['npm', 'run', '-s', 'specimen', '--', 'measure', '--reference', reference, '--synthetic', folder, '--pairs',
               '--material', material, '--bootstrap', '200', '--json']
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def row_of(material, method, crops, filled, work, fd, net):
    mask = hole()
    edge = (SIDE - HOLE) // 2
    inner = np.s_[:, edge:edge + HOLE, edge:edge + HOLE]
    true, made = crops / 255.0, filled / 255.0
    reference, folder = (os.path.join(work, material, name) for name in ('real', method))
    save_pngs(crops, reference)
    save_pngs(filled, folder)
    found = measured(material, reference, folder)
    area_true, area_made = (phase(x[inner], material).mean((1, 2)) for x in (true, made))
    curves = [two_point(phase(x[inner], material)) for x in (true, made)]
    features = [fd.feats(x.astype(np.float32), net) for x in (true, made)]
    pick = lambda key: {k: found[key][k] for k in ('value', 'std', 'ci') if k in found[key]}
    return dict(
        material=material, method=method, n=len(crops),
        perceptual=pick('perceptual'), frechet=pick('frechet'), extractor=found['frechet']['extractor'],
        frechetSqueezeNet=float(fd.frechet(*features)), ssim=pick('ssim'),
        areaFraction=float(area_made.mean()), areaFractionReal=float(area_true.mean()),
        areaFractionError=float(np.abs(area_made - area_true).mean()),
        twoPointRms=float(np.sqrt(((curves[0] - curves[1]) ** 2).mean())),
        noise=float(np.std(np.diff(made[inner], axis=2)) / np.std(np.diff(true[inner], axis=2))),
        seam=float(np.median(seam(made, mask))), seamReal=float(np.median(seam(true, mask))))


def picture(work):
    """docs/images/inpainting.png: simulated slices, their hole, and what each method makes of it, one slice per row."""
    rows = []
    for material in ('rocks', 'fibers', 'roots'):
        folder = os.path.join(work, f'{material}-simulated')
        simulate = ['npm', 'run', '-s', 'specimen', '--', 'simulate', '--material', material, '--count', '2', '--size', str(SIDE),
                    '--seed', '720001', '--format', 'npy', '--out', folder]
        if not os.path.exists(os.path.join(folder, 'images.npy')):
            subprocess.run(simulate, check=True)
        slices, mask = np.load(os.path.join(folder, 'images.npy')), hole()
        paths = [os.path.join(folder, name) for name in ('images.npy', 'mask.npy')]
        np.save(paths[1], mask)
        subprocess.run(['npm', 'run', '-s', 'repairs', '--', *paths, f'{material}-simulated', folder, *OURS], check=True)
        ours = [np.rint(np.load(os.path.join(folder, f'{method}.npy')) * 255).astype(np.uint8) for method in OURS]
        for k, image in enumerate(slices):
            filled = [x[k] for x in ours] + [baseline(method, image, mask) for method in BASELINES]
            rows.append(np.hstack([np.pad(x, 2, constant_values=255) for x in (image, np.where(mask, 0, image), *filled)]))
    sheet = Image.fromarray(np.vstack(rows).astype(np.uint8))
    sheet.resize((sheet.width * 2, sheet.height * 2), Image.NEAREST).save(os.path.join(os.path.dirname(OUT), 'images', 'inpainting.png'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tools', required=True)
    parser.add_argument('--work', required=True, help='folder for what is made on the way; real crops land there')
    parser.add_argument('--methods', nargs='+', default=[*OURS, *BASELINES], choices=[*OURS, *BASELINES])
    parser.add_argument('--materials', nargs='+', default=MATERIALS, choices=MATERIALS)
    parser.add_argument('--picture', action='store_true', help='draw docs/images/inpainting.png from simulated slices instead')
    options = parser.parse_args()
    if options.picture:
        picture(options.work)
        return
    fd = load_tool(options.tools, 'fd')
    net = fd.Net()

    rows = {}
    if os.path.exists(OUT):
        with open(OUT) as f:
            rows = {(row['material'], row['method']): row for row in json.load(f)}
    for material in options.materials:
        folder = os.path.join(options.work, material)
        os.makedirs(folder, exist_ok=True)
        held = np.load(os.path.join('training', 'data', f'{material}-real-heldout', 'images.npy'))
        crops = held[np.random.default_rng(11).choice(len(held), COUNT, replace=False)]
        paths = [os.path.join(folder, name) for name in ('crops.npy', 'mask.npy')]
        np.save(paths[0], crops)
        np.save(paths[1], hole())
        ours = [m for m in options.methods if m in OURS]
        if ours:
            subprocess.run(['npm', 'run', '-s', 'repairs', '--', *paths, f'{material}-real', folder, *ours], check=True)
        for method in options.methods:
            extra = {}
            if method in OURS:
                filled = np.rint(np.load(os.path.join(folder, f'{method}.npy')) * 255).astype(np.uint8)
                with open(os.path.join(folder, f'{method}.json')) as f:
                    extra = json.load(f)
            else:
                filled = np.stack([baseline(method, crop, hole()) for crop in crops])
            assert (filled[:, hole() == 0] == crops[:, hole() == 0]).all(), 'known pixels moved'
            rows[material, method] = row_of(material, method, crops, filled, options.work, fd, net) | extra
            print({k: rows[material, method][k] for k in ('material', 'method', 'frechetSqueezeNet', 'twoPointRms', 'seam')})
            with open(OUT, 'w') as f:
                json.dump(list(rows.values()), f, indent=1)


if __name__ == '__main__':
    main()
