"""Export the averaged weights of a run of train_extractor.py to public/models/extractor-64: three int8 graphs and a card.

    python training/export_extractor.py --run training/runs/extractor

The extractor is no generative model, so the catalogue does not list it. Measured quality is not kept from an older
export: run evaluate_extractor.py afterwards.
"""
import argparse
import datetime
import hashlib
import json
import os

import numpy as np
import onnxruntime
import torch

import captions
import graph
import philox
from data import parse_mix
from export import DATA, write_json
from extractor import COMPARED, DIMENSION, EMBEDDING, SMALLEST, Features, ImageNetwork, Perceptual, TextNetwork
from train_extractor import Views

ID = 'extractor-64'
SIDE = 64
SENTENCE = 'microCT slice of a rock with large grains, low porosity, little noise'
TOLERANCE = 0.02
LIMITATIONS = [
    'Knows rocks from one sandstone plug, fibers from one figure, and simulated slices; how far apart it puts other materials means little.',
    'The Fréchet distance with these features is not FID, the perceptual distance is not published LPIPS, and neither compares with figures from another extractor.',
    'Trained to order blur, noise, shrinking and shuffled patches; other defects, such as rings, it was not shown on purpose.',
    'Understands only words of its vocabulary, in English, and only material, amount, size and noise; negations it does not.',
    'Captions were learnt from simulated slices; on real slices the score has not been checked against people.',
]


def averaged(state):
    """The image and the text network with the weights that ship."""
    of = lambda part: {k[len(part) + 1:]: v for k, v in state['average'].items() if k.startswith(part + '.')}
    image, text = ImageNetwork(), TextNetwork(len(state['vocabulary']))
    image.load_state_dict(of('image'))
    text.load_state_dict(of('text'))
    return image.eval(), text.eval()


def drawn(source, count, seed):
    """Random slices [count,1,64,64] of a source, in [0,1]."""
    rows = np.random.default_rng(seed).choice(len(source.images), count, replace=False)
    return torch.from_numpy(source.images[np.sort(rows)].astype(np.float32) / 255)[:, None]


@torch.no_grad()
def without_silent(network, sources, count=200):
    """Remove the last layer's channels that never answer: as features they would only make covariances singular."""
    pooled = torch.cat([network.pooled(network.maps(drawn(source, count, 1))) for source in sources])
    kept = pooled.std(0) > 1e-6
    last = network.layers[-1]
    channels = kept[-last.out_channels:]
    pruned = torch.nn.Conv2d(last.in_channels, int(channels.sum()), last.kernel_size, last.stride)
    pruned.weight.data, pruned.bias.data = last.weight[channels].clone(), last.bias[channels].clone()
    network.layers[-1] = pruned
    read = torch.cat([torch.ones(DIMENSION - len(channels), dtype=torch.bool), channels])
    first = network.embed[0]
    # A silent channel's constant answer goes into the bias.
    first.bias.data += first.weight[:, ~read] @ pooled.mean(0)[~read]
    first.weight.data = first.weight[:, read].clone()
    return int(read.sum())


@torch.no_grad()
def set_distance_unit(network, sources, shares, count=60):
    """Scale the perceptual weights so that two different slices of one source are on average 1 apart."""
    own = []
    for source in sources:
        a, b = (network.maps(drawn(source, count, seed), COMPARED[-1]) for seed in (1, 2))
        own.append(network.distance(a, b).mean())
    unit = (torch.stack(own) * torch.from_numpy(shares).float()).sum().sqrt()
    for root in network.importance:
        root /= unit


@torch.no_grad()
def standardisation(network, sources, shares, count=400):
    """Mean of the pooled features over the mixture, and their standard deviation within its sources (root mean square).

    Within, because the step from one material to another would otherwise set the unit, and hide what differs inside one.
    """
    means, variances = [], []
    for source in sources:
        pooled = torch.cat([network.pooled(network.maps(part)) for part in drawn(source, count, 1).split(100)])
        means.append(pooled.mean(0))
        variances.append(pooled.var(0))
    weights = torch.from_numpy(shares).float()[:, None]
    mean, variance = ((torch.stack(rows) * weights).sum(0) for rows in (means, variances))
    # A channel that is nearly silent must not become loud.
    return mean, variance.sqrt().clamp(min=0.1 * variance.sqrt().median().item())


def session(content, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    opened = onnxruntime.InferenceSession(content, options, providers=['CPUExecutionProvider'])
    return lambda **inputs: opened.run(None, inputs)


def golden_image(seed):
    """Grey noise [1,1,64,64] between 0.4 and 0.6, about as strong as a noisy slice's."""
    return (0.4 + 0.2 * philox.uniforms(seed, 0, SIDE * SIDE)).astype(np.float32).reshape(1, 1, SIDE, SIDE)


def golden(graphs, vocabulary):
    """One call of each graph: images from Philox uniforms (stream 0) of two seeds, and a sentence."""
    rounded = lambda values: [round(float(v), 6) for v in np.ravel(values)]
    picked = lambda values: {'indices': list(range(0, len(values), 6)), 'values': rounded(values[::6])}
    features, embedding = graphs['features'](x=golden_image(1))
    (text,) = graphs['text'](counts=captions.Counter(vocabulary)([SENTENCE]))
    (distance,) = graphs['perceptual'](a=golden_image(1), b=golden_image(2))
    return {'seed': 1, 'side': SIDE, 'features': {**picked(features[0]), 'tolerance': TOLERANCE},
            'embedding': {**picked(embedding[0]), 'tolerance': TOLERANCE},
            'perceptual': {'otherSeed': 2, 'value': rounded(distance)[0], 'tolerance': round(TOLERANCE * float(distance[0]), 6)},
            'text': {'caption': SENTENCE, **picked(text[0]), 'tolerance': TOLERANCE}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--run', required=True)
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--out', default='public/models')
    parser.add_argument('--version', default='1.0.0')
    options = parser.parse_args()
    torch.set_num_threads(1)
    state = torch.load(os.path.join(options.run, 'checkpoint.pt'), weights_only=False)
    with open(os.path.join(options.run, 'options.jsonl')) as f:
        started = [json.loads(line) for line in f]
    views = Views(options.images, parse_mix(state['mix']), state['bounds'])
    image, text = averaged(state)
    dimension = without_silent(image, views.sources)
    set_distance_unit(image, views.sources, views.shares)
    example = torch.rand(2, 1, SIDE, SIDE)
    models = {
        'features': graph.to_onnx(Features(image, *standardisation(image, views.sources, views.shares)), {'x': example},
                                  'features', 'embedding', images=('x',)),
        'perceptual': graph.to_onnx(Perceptual(image), {'a': example, 'b': example.flip(0)}, 'distance', images=('a', 'b')),
        'text': graph.to_onnx(text, {'counts': torch.ones(2, len(state['vocabulary']))}, 'embedding'),
    }
    folder = os.path.join(options.out, ID)
    os.makedirs(folder, exist_ok=True)
    files, graphs = [], {}
    for role, model in models.items():
        content = graph.quantised(model).SerializeToString()
        with open(os.path.join(folder, role + '.onnx'), 'wb') as f:
            f.write(content)
        files.append({'role': role, 'path': role + '.onnx', 'bytes': len(content),
                      'sha256': hashlib.sha256(content).hexdigest(), 'precision': 'int8'})
        graphs[role] = session(content)
    card = {
        'id': ID, 'name': 'Specimen extractor', 'task': 'measure', 'version': options.version,
        'description': 'Features for the Fréchet distance and its kin, a perceptual distance, and how well a sentence fits a slice.',
        'files': files, 'licence': 'MIT',
        'images': {'channels': 1, 'range': [0, 1], 'smallest': SMALLEST},
        'features': {'dimension': dimension, 'unit': 'standard deviations within the sources of the training mixture'},
        'embedding': {'dimension': EMBEDDING},
        'perceptual': {'layers': [f'conv{i + 1}' for i in COMPARED], 'weights': 'learnt from the order of degradations',
                       'unit': 'mean distance of two different slices of one source'},
        'text': {'rule': captions.RULE, 'vocabulary': state['vocabulary']},
        'training': {'command': started[-1]['command'], 'steps': state['step'], 'images': state['images'],
                     'hours': round(state['seconds'] / 3600, 2), 'hardware': '1 CPU core',
                     'data': [dict(zip(('name', 'licence', 'note'), DATA[s.name])) for s in views.sources],
                     'finished': datetime.date.today().isoformat()},
        'quality': [], 'limitations': LIMITATIONS, 'golden': golden(graphs, state['vocabulary']),
    }
    write_json(os.path.join(folder, 'card.json'), card)
    print(f'{ID}: step {state["step"]}, {sum(f["bytes"] for f in files)} bytes')


if __name__ == '__main__':
    main()
