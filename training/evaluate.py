"""Measure an exported model against held-out real crops and simulated slices, and write the numbers into its card.

    python training/evaluate.py --model public/models/ddpm-64 --run training/runs/ddpm-guided --data DIR --tools TOOLS --work WORK

TOOLS holds fd.py (Fréchet distance and KID with SqueezeNet features) and crops.py; WORK keeps samples, references and features, and
what is there is used again. None of the distances is FID, and all depend on N: compare at equal N only.
"""
import argparse
import hashlib
import json
import os

import numpy as np
from scipy import ndimage
from skimage.metrics import structural_similarity

import measures
from conditions import ATTRIBUTES, CONDITION_SIZE, LOOKS, MATERIALS
from control import labels_of
from export import write_catalog, write_json
from references import Features, attributes_of, held_out, overlapping, photographs, seen
from sample import bounds_of_card, open_network, open_projection, read_card, sample, sample_many, typical_conditions, usual_steps

BLUR = 0.3  # px, standard deviation: real crops blurred by it are what a model's KID has to beat
REFERENCES = {('rocks', 'real'): 'held-out slices 0150, 0200, 0250, 0300', ('fibers', 'real'): 'held-out right part of the fiber bed'}


def set_rows(look, samples, features, overlaps):
    """Distances between sets, their floor (the same between two sets of crops no model made), precision and recall.

    @param overlaps of `overlapping`, for the held-out set and the second one
    """
    rows = []
    for name, extractor in features.extractors.items():
        a, b, c = (features.of(name, images) for images in (samples, *features.references))
        for metric, distance in (('frechet', features.tool.frechet), ('kid', features.tool.kid)):
            rows.append({'metric': f'{metric}{name}', 'value': distance(a, b), 'floor': distance(c, b), 'extractor': extractor})
        if look == 'real':
            blurred = ndimage.gaussian_filter(features.references[1], (0, BLUR, BLUR))
            rows.append({'metric': f'kid{name}Blurred', 'value': features.tool.kid(features.of(name, blurred), b),
                         'extractor': extractor, 'reference': f'real crops blurred by {BLUR} px'})
        if name == 'Specimen':
            ours, floors = measures.precision_recall(b, a, overlaps[0]), measures.precision_recall(b, c, *overlaps)
            if ours and floors:
                rows += [{'metric': metric, 'value': value, 'floor': floor, 'extractor': extractor}
                         for metric, value, floor in zip(('precision', 'recall'), ours, floors)]
    return rows


def physical_rows(material, samples, heldout, training):
    """Area fraction and curves of the material's phase, and how far two sets of crops that no model made are apart in them."""
    masks = [measures.phase(images, material) for images in (samples, heldout, training)]
    rows = [{'metric': 'areaFractionMean', 'value': masks[0].mean(), 'real': float(masks[1].mean()), 'floor': abs(masks[2].mean() - masks[1].mean())}]
    for metric, curve in (('twoPointRmsDifference', measures.two_point), ('chordLengthRmsDifference', measures.chord_lengths)):
        ours, theirs, others = (curve(mask) for mask in masks)
        rows.append({'metric': metric, 'value': measures.rms(ours, theirs), 'floor': measures.rms(others, theirs)})
    return rows


def memory_rows(samples, heldout, training, overlap):
    """How near samples come to training crops, beside how near held-out crops come, and to one another."""
    ours, theirs = measures.nearest(samples, training), measures.nearest(heldout, training)
    return [{'metric': 'nearerThanHeldout', 'value': (ours < theirs.min()).mean(),
             'reference': 'share of samples nearer to a training crop than any held-out crop is'},
            {'metric': 'nearestTrainingRatio', 'value': np.median(ours) / np.median(theirs),
             'reference': 'median distance to the nearest training crop over the same for held-out crops'},
            {'metric': 'closestPair', 'value': measures.closest_pair(samples), 'floor': measures.closest_pair(heldout, overlap),
             'reference': 'smallest root mean square grey difference between two samples'}]


def following_rows(card, material, look, samples):
    """Slope and R² of measured against asked attributes, for attributes drawn as they occur."""
    condition = typical_conditions(card, material, look, 1, 0, len(samples))
    measured = attributes_of(material, samples)
    rows = []
    for i, (name, (low, high)) in enumerate(zip(ATTRIBUTES, bounds_of_card(card, material))):
        asked = (condition[:, 5 + 2 * i] + 1) / 2 * (high - low) + low
        if found := measures.following(asked, measured[:, i]):
            rows += [{'metric': f'{name}Slope', 'value': found[0]}, {'metric': f'{name}R2', 'value': found[1]}]
    return rows


def ssim_int8(card, int8, full, project, count, steps):
    """Mean SSIM between pictures of the int8 and the float network for the same noise, over all materials; after sketches of others
    where the model follows them, because a branch without a sketch says nothing.
    """
    scores = []
    for material, looks in card['conditions']['looks'].items():
        def draw(network, **more):
            return sample(card, network, material, looks[0], 7, 0, count, steps, project=project, **more)
        a = draw(int8)
        more = guided_by(material, looks[0], sketches_of(card, material, a[::-1]))
        a, b = draw(int8, **more) if more else a, draw(full, **more)
        scores += [structural_similarity(x, y, data_range=1.0) for x, y in zip(a, b)]
    return {'metric': 'ssimInt8', 'value': round(float(np.mean(scores)), 5), 'n': len(scores),
            'reference': 'the same network with float32 weights, same noise'}


def drawn(options, card, network, project, material, look, n, sketches):
    """Samples of seeds 1..n, from WORK where these files drew them before, asked and sampled alike; after `sketches` [n,h,w] where the model
    follows them.
    """
    made = json.dumps([[file['sha256'] for file in card['files']], card['parametrisation'], card['conditions'], options.steps or usual_steps(card)])
    mark = hashlib.sha256(made.encode()).hexdigest()[:8]
    path = os.path.join(options.work, f"{card['id']}-{mark}-{material}-{look}-{n}.npy")
    if not os.path.exists(path):
        more = guided_by(material, look, sketches)
        np.save(path, sample_many(card, network, material, look, 1, n, options.steps, project=project, **more))
    return np.load(path)


def sketches_of(card, material, pictures):
    """Labels [n,h,w] of pictures, as a hand would draw areas, for a model that follows them; None for others."""
    if not any(row['name'] == 'hint' for row in card['inputs']):
        return None
    return np.stack([labels_of(2 * picture - 1, MATERIALS.index(material)) for picture in pictures])


def guided_by(material, look, sketches):
    """What a network is fed to draw after `sketches` of `sketches_of`, which say what attributes would; {} without sketches."""
    if sketches is None:
        return {}
    condition = np.zeros((len(sketches), CONDITION_SIZE), np.float32)
    condition[:, [MATERIALS.index(material), len(MATERIALS) + LOOKS.index(look)]] = 1
    return {'condition': condition, 'hint': np.stack([np.zeros_like(sketches), sketches], axis=1), 'control': np.ones(len(sketches), np.float32)}


def sketch_rows(card, material, samples, sketches):
    """How many pixels are of the phase that was drawn, and of how many that is true of somebody else's sketch."""
    ours = sketches_of(card, material, samples)
    return [{'metric': 'sketchAgreement', 'value': (ours == sketches).mean(), 'floor': (ours == np.roll(sketches, 1, axis=0)).mean(),
             'reference': 'areas of held-out slices as sketches; floor: the same slices against the sketches of others'}]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, help='folder with card.json')
    parser.add_argument('--run', required=True, help='training run; export.py left float.onnx there')
    parser.add_argument('--data', required=True)
    parser.add_argument('--tools', required=True)
    parser.add_argument('--work', required=True)
    parser.add_argument('--images', default='training/data', help='crops the model was trained on')
    parser.add_argument('--n', type=int, default=2000, help='pictures of each material and look')
    parser.add_argument('--steps', type=int, help='of DPM-Solver++(2M), for models without levels of their own; as usual for the model where left out')
    parser.add_argument('--ssim-count', type=int, default=8, help='pictures per material for the comparison with float32')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--only', help='one material and look, e.g. rocks-real; rows of others stay')
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)

    import torch
    torch.set_num_threads(options.threads)
    card = read_card(options.model)
    int8 = open_network(os.path.join(options.model, card['files'][0]['path']), options.threads)
    project = open_projection(options.model, card, options.threads)
    if not any(row['metric'] == 'ssimInt8' for row in card['quality']):
        full = open_network(os.path.join(options.run, 'float.onnx'), options.threads)
        row = ssim_int8(card, int8, full, project, options.ssim_count, options.steps)
        card = read_card(options.model)  # another process may have measured slices in the meantime
        if not any(other['metric'] == 'ssimInt8' for other in card['quality']):
            card['quality'].append(row)
        write_json(os.path.join(options.model, 'card.json'), card)
    for material, looks in card['conditions']['looks'].items():
        for look in looks:
            if options.only and options.only != f'{material}-{look}':
                continue
            n = options.n
            heldout, training = held_out(options, card, material, look, n), seen(options, card, material, look, n)
            sketches = sketches_of(card, material, heldout)
            samples = drawn(options, card, int8, project, material, look, n, sketches)
            features = Features(options, heldout, training)
            overlaps = [overlapping(options, card, material, look, n, which) for which in ('heldout', 'training')]
            rows = [*set_rows(look, samples, features, overlaps), *physical_rows(material, samples, heldout, training),
                    *(following_rows(card, material, look, samples) if sketches is None else sketch_rows(card, material, samples, sketches))]
            if look == 'real':
                stored = np.load(os.path.join(options.images, f'{material}-real', 'images.npy'), mmap_mode='r')
                rows += memory_rows(samples, heldout, stored, overlaps[0])
            if material == 'roots':
                real = photographs(options, card['resolution'], n)
                rows.append({'metric': 'frechetSqueezeNetPhotographs', 'reference': 'photographs of barley roots, never trained on',
                             'value': features.tool.frechet(features.of('SqueezeNet', samples), features.of('SqueezeNet', real))})
            calls = {'steps': options.steps or usual_steps(card)} if card['family'] == 'diffusion' and 'levels' not in card['parametrisation'] else {}
            reference = REFERENCES.get((material, look), 'simulated slices of other seeds')
            rows = [{'material': material, 'look': look, 'n': n, 'reference': reference, **row, **calls,
                     **{k: round(float(row[k]), 5) for k in ('value', 'floor') if k in row}} for row in rows]
            card = read_card(options.model)  # another process may have measured other slices in the meantime
            card['quality'] = [row for row in card['quality'] if (row.get('material'), row.get('look')) != (material, look)] + rows
            write_json(os.path.join(options.model, 'card.json'), card)
            published = os.path.dirname(os.path.abspath(options.model))
            if os.path.exists(os.path.join(published, 'catalog.json')):
                write_catalog(published)  # the picker tells the Fréchet distance
            for row in rows:
                print(json.dumps({k: row[k] for k in ('material', 'look', 'metric', 'value', 'floor') if k in row}), flush=True)


if __name__ == '__main__':
    main()
