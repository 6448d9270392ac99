"""Export the averaged weights of a run to public/models/<id>: int8 ONNX, of a denoiser also its float16 graph, card and catalogue.

    python training/export.py --model ddpm-64 --run training/runs/ddpm

Measured quality is not kept from an older export: run evaluate.py afterwards.
"""
import argparse
import datetime
import glob
import hashlib
import json
import os

import numpy as np
import torch

import dcgan
import graph
import philox
import stylegan
import train_ddpm
from conditions import ATTRIBUTES, CONDITION_SIZE, LOOKS, MATERIALS, vectors
from control import Controlled
from data import EMBEDDING, Mixture, parse_mix
from half import add_half
from models import DATA, MODELS
from projection import add_projection
from sample import open_network, usual_steps
from train_gan import averaged_generator
from train_student import LEVELS
from unet import UNet
from vae import LATENT as VAE_LATENT
from vae import Decoder, Encoder

CONDITION = {'name': 'condition', 'shape': ['n', CONDITION_SIZE]}
TYPICAL_ROWS = 256
FIRST = 'stylegan-64'  # draws the page's first slices: less than 2 MB, one network call, and the best of those that take one


def random_latent(n, size):
    return torch.from_numpy(philox.image_normals(1, 0, n, size))


def image(side):
    return ['n', 1, side, side]


def denoiser_graph(state, _, facts):
    """The denoiser of a run of train_ddpm.py, train_student.py or train_control.py, as `facts` say."""
    side = facts['resolution']
    inputs = dict(x=torch.randn(2, 1, side, side), c_noise=torch.randn(2), condition=torch.zeros(2, CONDITION_SIZE))
    more = {}
    if facts.get('like'):
        network = UNet(like=EMBEDDING)
        more = {'like': (torch.zeros(2, EMBEDDING), ['n', EMBEDDING])}
    elif facts.get('control'):
        network = Controlled(UNet())
        more = {'hint': (torch.zeros(2, 2, side, side), ['n', 2, side, side]), 'control': (torch.ones(2), ['n'])}
    else:
        network = UNet()
    network.load_state_dict(state['average'])
    inputs.update({name: example for name, (example, _) in more.items()})
    card = {'inputs': [{'name': 'x', 'shape': image(side)}, {'name': 'c_noise', 'shape': ['n']}, CONDITION,
                       *({'name': name, 'shape': shape} for name, (_, shape) in more.items())],
            'outputs': [{'name': 'f', 'shape': image(side)}],
            'parametrisation': {'type': 'edm', 'sigmaData': train_ddpm.SIGMA_DATA, 'sigmaMin': train_ddpm.SIGMA_MIN,
                                'sigmaMax': train_ddpm.SIGMA_MAX, 'rho': 7,
                                **({'levels': list(LEVELS)} if facts.get('levels') else {}),
                                **({'steps': facts['steps']} if 'steps' in facts else {})}}
    return {facts['role']: graph.to_onnx(graph.for_export(network), inputs, 'f')}, card


def latent_card(side, dimensions, grain=0):
    return {'inputs': [{'name': 'z', 'shape': ['n', dimensions]}, CONDITION], 'outputs': [{'name': 'x', 'shape': image(side)}],
            'parametrisation': {'type': 'latent', 'dimensions': dimensions, **({'grain': grain} if grain else {})}}


def generator_graph(state, mixture, facts):
    side, condition = facts['resolution'], torch.zeros(2, CONDITION_SIZE)
    if facts.get('network') == 'stylegan':
        return style_graph(state, side, condition)
    generator = graph.fold_batch_norm(averaged_generator(state, mixture))
    dimensions = generator.dimensions
    inputs = dict(z=random_latent(2, dimensions), condition=condition)
    return {facts['role']: graph.to_onnx(generator, inputs, 'x')}, latent_card(side, dimensions, dimensions - dcgan.LATENT)


def style_graph(state, side, condition):
    generator = stylegan.Generator().eval()
    generator.load_state_dict(state['average'])
    generator.measure_mean()
    inputs = dict(z=random_latent(2, stylegan.LATENT + stylegan.GRAIN), condition=condition, z_mix=random_latent(2, stylegan.LATENT),
                  mix=torch.zeros(2, stylegan.LAYERS), psi=torch.ones(2))
    card = latent_card(side, stylegan.LATENT + stylegan.GRAIN)
    card['inputs'] += [{'name': 'z_mix', 'shape': ['n', stylegan.LATENT]}, {'name': 'mix', 'shape': ['n', stylegan.LAYERS]},
                       {'name': 'psi', 'shape': ['n']}]
    card['parametrisation'] = {'type': 'style', 'dimensions': stylegan.LATENT, 'grain': stylegan.GRAIN, 'layers': stylegan.LAYERS}
    return {'generator': graph.to_onnx(generator, inputs, 'x')}, card


@torch.no_grad()
def latent_activity(encoder, mixture, batches=20, size=64):
    """Per latent dimension: mean KL divergence from the prior in nats, and the spread of posterior means."""
    rng = np.random.default_rng(1)
    means, variances = [], []
    for _ in range(batches):
        pictures, condition = mixture.batch(rng, size)
        mean, log_variance = encoder(torch.from_numpy(pictures)[:, None], torch.from_numpy(condition))
        means.append(mean)
        variances.append(log_variance.exp())
    mean, variance = torch.cat(means), torch.cat(variances)
    kl = 0.5 * (mean ** 2 + variance - 1 - variance.log()).mean(0)
    order = kl.argsort(descending=True)[:12].tolist()
    spread = mean.std(0)
    return [{'dimension': i, 'kl': round(kl[i].item(), 4), 'standardDeviation': round(spread[i].item(), 4)} for i in order]


def decoder_graph(state, mixture, facts):
    side = facts['resolution']
    both = torch.nn.ModuleDict({'encoder': Encoder(side), 'decoder': Decoder(side)})
    both.load_state_dict(state['average'])
    active = latent_activity(both['encoder'].eval(), mixture)
    condition = torch.zeros(2, CONDITION_SIZE)
    graphs = {facts['role']: graph.to_onnx(graph.for_export(both['decoder']), dict(z=random_latent(2, VAE_LATENT), condition=condition), 'x')}
    if side > 64:
        graphs['encoder'] = graph.to_onnx(graph.for_export(both['encoder']), dict(x=torch.zeros(2, 1, side, side), condition=condition),
                                          'mean', 'log_variance')
    return graphs, {**latent_card(side, VAE_LATENT), 'latent': {'active': active}}


GRAPHS = {'diffusion': denoiser_graph, 'gan': generator_graph, 'vae': decoder_graph}


def conditions_of(mixture):
    """What the model can be asked for: looks and attribute ranges per material, and rows of typical attributes."""
    rng = np.random.default_rng(1)
    looks, ranges, typical = {}, {}, {}
    for material in MATERIALS:
        sources = sorted((s for s in mixture.sources if MATERIALS[s.material] == material), key=lambda s: s.look)
        if not sources:
            continue
        looks[material] = [LOOKS[s.look] for s in sources]
        if material in mixture.bounds:
            ranges[material] = {a: {'min': round(low, 5), 'max': round(high, 5)}
                                for a, (low, high) in zip(ATTRIBUTES, mixture.bounds[material])}
            typical[material] = {
                LOOKS[s.look]: [[round(area, 3), round(size, 2), round(noise, 4)] for area, size, noise
                                in s.attributes[rng.choice(len(s.attributes), TYPICAL_ROWS)].tolist()]
                for s in sources if s.attributes is not None}
    return {'materials': list(looks), 'looks': looks, 'attributes': ranges, 'typical': typical}


def golden(network, card, encoder=None):
    """One call with Philox noise of seed 1, and 16 values of its result; the inputs that not all networks take are those that
    the engine's golden.ts gives. Of the encoder, values of its mean of a picture that is 0 everywhere.
    """
    vector = vectors(np.array([0]), np.array([0]), np.zeros((1, 3)), np.zeros((1, 3), bool))
    parametrisation, side = card['parametrisation'], card['resolution']
    noise = lambda seed, size: philox.image_normals(seed, 0, 1, size)
    names = {tensor['name'] for tensor in card['inputs']}
    if parametrisation['type'] == 'edm':
        feeds = {'x': noise(1, side * side).reshape(1, 1, side, side), 'c_noise': np.zeros(1, np.float32)}
        if 'like' in names:
            feeds['like'] = np.zeros((1, 64), np.float32)
        if 'hint' in names:  # no outlines, the material's phase everywhere
            feeds['hint'] = np.stack([np.zeros((side, side)), np.ones((side, side))])[None].astype(np.float32)
            feeds['control'] = np.ones(1, np.float32)
    else:
        dimensions = parametrisation['dimensions']
        if parametrisation['type'] == 'latent':
            feeds = {'z': noise(1, dimensions)}
        else:
            feeds = {'z': noise(1, dimensions + parametrisation['grain']), 'z_mix': noise(2, dimensions),
                     'mix': (np.arange(parametrisation['layers'], dtype=np.float32) % 2)[None], 'psi': np.full(1, 0.7, np.float32)}
    pixels = min(4096, side * side)
    indices = [(i * 257 + 31) % pixels for i in range(16)]
    values = network(**feeds, condition=vector).reshape(-1)[indices]
    told = {'seed': 1, 'condition': vector[0].tolist(), **({'cNoise': 0.0} if 'c_noise' in feeds else {}), 'scale': 1,
            'indices': indices, 'values': [round(float(v), 6) for v in values], 'tolerance': 0.02}
    if encoder:
        mean = encoder(x=np.zeros((1, 1, side, side), np.float32), condition=vector)[0]
        chosen = sorted({i * len(mean) // 16 for i in range(16)})
        told['encoder'] = {'indices': chosen, 'values': [round(float(mean[i]), 6) for i in chosen]}
    return told


def write_json(path, value):
    with open(path, 'w') as f:
        f.write(json.dumps(value, ensure_ascii=False) + '\n')


def network_calls(card):
    """Network calls for a slice, with the model's usual steps where there is a sampler to choose."""
    if card['parametrisation']['type'] != 'edm':
        return 1
    levels = card['parametrisation'].get('levels')
    return len(levels) - 1 if levels else usual_steps(card)


def takes(card):
    """What a model can be given besides a condition, by the names that the page's contract has for it."""
    names = {tensor['name'] for tensor in card['inputs']}
    roles = {file['role'] for file in card['files']}
    known = {'like': 'like' in names, 'sketch': 'hint' in names, 'from': 'encoder' in roles,
             'mix': card['parametrisation']['type'] == 'style'}
    return [name for name, there in known.items() if there]


def frechet_ratio(card):
    """Fréchet distance (SqueezeNet) to held-out real rocks over that between two sets of real crops; None if not measured."""
    for row in card['quality']:
        if (row['metric'], row.get('material'), row.get('look')) == ('frechetSqueezeNet', 'rocks', 'real') and row.get('floor'):
            return round(row['value'] / row['floor'], 2)
    return None


def write_catalog(out):
    """catalog.json over the cards of all models that sample in `out`, smallest model first, with what models.py says of each."""
    rows = []
    for path in glob.glob(os.path.join(out, '*', 'card.json')):
        with open(path) as f:
            card = json.load(f)
        if card['task'] != 'sample':
            continue
        facts = MODELS.get(card['id'], {})
        ratio = frechet_ratio(card)
        rows.append({
            **{k: card[k] for k in ('id', 'name', 'family', 'resolution', 'beta') if k in card},
            'bytes': sum(f['bytes'] for f in card['files']), 'calls': network_calls(card), 'takes': takes(card),
            **({'frechetRatio': ratio} if ratio else {}),
            'description': card['description'], 'card': f"{card['id']}/card.json",
            **({'picker': {'good': facts['good'], 'bad': facts['bad']}} if 'good' in facts else {}),
            **({'teaching': facts['teaching']} if 'teaching' in facts else {})})
    rows.sort(key=lambda row: (row['bytes'], row['id']))
    first = {'first': FIRST} if any(row['id'] == FIRST for row in rows) else {}
    write_json(os.path.join(out, 'catalog.json'), {**first, 'models': rows})


def keep_classifier(folder, card):
    """The classifier beside a denoiser knows nothing of its weights and stays when they change."""
    path = os.path.join(folder, 'card.json')
    if not os.path.exists(path):
        return
    with open(path) as f:
        old = json.load(f)
    rows = [row for row in old['files'] if row['role'] == 'classifier']
    if rows:
        card['files'] += rows
        card['training']['classifier'] = old['training']['classifier']


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, choices=MODELS)
    parser.add_argument('--run', required=True)
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--out', default='public/models')
    parser.add_argument('--version', default='1.0.0')
    options = parser.parse_args()
    torch.set_num_threads(1)
    facts = MODELS[options.model]
    state = torch.load(os.path.join(options.run, 'checkpoint.pt'), weights_only=False)
    with open(os.path.join(options.run, 'options.jsonl')) as f:
        started = [json.loads(line) for line in f]
    mixture = Mixture(options.images, parse_mix(started[-1]['mix']), state['bounds'])

    graphs, interface = GRAPHS[facts['family']](state, mixture, facts)
    folder = os.path.join(options.out, options.model)
    os.makedirs(folder, exist_ok=True)
    files, contents = [], {}
    for role, model in graphs.items():
        with open(os.path.join(options.run, 'float.onnx' if role == facts['role'] else f'float-{role}.onnx'), 'wb') as f:
            f.write(model.SerializeToString())
        contents[role] = graph.quantised(model).SerializeToString()
        with open(os.path.join(folder, f'{role}.onnx'), 'wb') as f:
            f.write(contents[role])
        files.append({'role': role, 'path': f'{role}.onnx', 'bytes': len(contents[role]),
                      'sha256': hashlib.sha256(contents[role]).hexdigest(), 'precision': 'int8'})
    card = {
        'id': options.model, 'name': facts['name'], 'family': facts['family'], 'task': 'sample', 'version': options.version,
        'description': facts['description'],
        **({'teaching': facts['teaching']} if 'teaching' in facts else {}),
        **({'beta': started[-1]['beta']} if 'beta' in started[-1] else {}),
        'resolution': facts['resolution'], 'files': files,
        'licence': 'MIT', **interface, 'conditions': conditions_of(mixture),
        'training': {'command': started[-1]['command'], 'steps': state['step'], 'images': state['images'],
                     'hours': round(state['seconds'] / 3600, 2), 'hardware': '2 CPU cores',
                     'data': [dict(zip(('name', 'licence', 'note'), DATA[s.name])) for s in mixture.sources],
                     'finished': datetime.date.today().isoformat()},
        'quality': [], 'limitations': facts['limitations'], 'golden': {},
    }
    encoder = open_network(contents['encoder'], 1) if 'encoder' in contents else None
    card['golden'] = golden(open_network(contents[facts['role']], 1), card, encoder)
    if facts['family'] == 'diffusion':
        add_half(folder, card)
        if not facts.get('control'):  # a sketch says more than attributes
            add_projection(folder, card, mixture)
    keep_classifier(folder, card)
    write_json(os.path.join(folder, 'card.json'), card)
    write_catalog(options.out)
    print(f'{options.model}: step {state["step"]}, {sum(len(c) for c in contents.values())} bytes')


if __name__ == '__main__':
    main()
