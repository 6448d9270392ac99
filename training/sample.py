"""Sample an exported model in Python, with the noise that the page draws for the same seed.

    python training/sample.py --model public/models/ddpm-64 --material rocks --count 64 --seed 1 --out samples.npy
"""
import argparse
import json
import os

import numpy as np
import onnxruntime

import philox
from conditions import ATTRIBUTES, LOOKS, MATERIALS, scaled, vectors

USUAL_STEPS = 24  # of a denoiser whose card names no other number


def read_card(folder):
    with open(os.path.join(folder, 'card.json')) as f:
        return json.load(f)


def open_network(source, threads):
    """A function {input name: array} -> array over an ONNX file or serialised model."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(source, options, providers=['CPUExecutionProvider'])
    return lambda **inputs: session.run(None, inputs)[0]


def open_projection(folder, card, threads):
    """The graph beside a denoiser that moves its estimates towards what is asked (projection.py); None where there is none."""
    paths = [file['path'] for file in card['files'] if file['role'] == 'projection']
    return open_network(os.path.join(folder, paths[0]), threads) if paths else None


def bounds_of_card(card, material):
    ranges = card['conditions']['attributes'].get(material)
    return None if ranges is None else [[ranges[a]['min'], ranges[a]['max']] for a in ATTRIBUTES]


def typical_conditions(card, material, look, seed, first, count):
    """Condition vectors [count,11]: each image's attributes are a row of the card's typical ones, drawn by its seed."""
    rows = card['conditions']['typical'].get(material, {}).get(look)
    values, known = np.zeros((count, 3)), np.full((count, 3), rows is not None)
    if rows is not None:
        draws = [philox.uniforms((seed + k) % 2 ** 32, 1, 1)[0] for k in range(first, first + count)]
        values = scaled(np.array(rows)[(np.array(draws) * len(rows)).astype(int)], bounds_of_card(card, material))
    same = np.full(count, 0)
    return vectors(same + MATERIALS.index(material), same + LOOKS.index(look), values, known)


def karras_sigmas(steps, sigma_min, sigma_max, rho):
    """Noise levels of `steps` steps, descending, with a final 0 (Karras et al. 2022, eq. 5)."""
    ramp = np.arange(steps) / max(1, steps - 1)
    levels = (sigma_max ** (1 / rho) + ramp * (sigma_min ** (1 / rho) - sigma_max ** (1 / rho))) ** rho
    return np.append(levels, 0.0)


def dpmpp2m(denoise, x, sigmas):
    """Deterministic second-order multistep sampler, one call a step: DPM-Solver++(2M) of Lu et al. 2022."""
    before = None
    for i, (sigma, following) in enumerate(zip(sigmas, sigmas[1:])):
        denoised, ratio = denoise(x, sigma), following / sigma
        blend = denoised
        if before is not None and following > 0:
            extra = np.log(sigma / following) / (2 * np.log(sigmas[i - 1] / sigma))
            blend = (1 + extra) * denoised - extra * before
        x, before = ratio * x + (1 - ratio) * blend, denoised
    return x


def usual_steps(card):
    """Steps of DPM-Solver++(2M) that the page samples a denoiser with where nobody chose."""
    return card['parametrisation'].get('steps', USUAL_STEPS)


def few_steps(denoise, x, levels):
    """One call of a distilled denoiser from each level to the next."""
    for sigma, following in zip(levels, levels[1:]):
        x = following / sigma * x + (1 - following / sigma) * denoise(x, sigma)
    return x


def denoiser(network, parametrisation, condition, more=(), project=None):
    """D(x, sigma) over the raw network output F (Karras et al. 2022, eq. 7); `more` are inputs that no step changes.

    `project` moves what comes out towards the condition, from the card's noise level `projectedFrom` on.
    """
    data = parametrisation['sigmaData']

    def denoise(x, sigma):
        total = np.hypot(sigma, data)
        c_noise = np.full(len(x), np.log(sigma) / 4, np.float32)
        f = network(x=(x / total).astype(np.float32), c_noise=c_noise, condition=condition, **dict(more))
        estimate = data ** 2 / total ** 2 * x + sigma * data / total * f
        if project is None or sigma > parametrisation['projectedFrom']:
            return estimate
        return project(x=estimate.astype(np.float32), sigma=np.full(len(x), sigma, np.float32), condition=condition)

    return denoise


def idle_inputs(card, n):
    """What a network is fed where nobody mixes styles, sketches or shows a picture to resemble: {name: array [n, ...]}."""
    sizes = {row['name']: row['shape'][1:] for row in card['inputs']}
    ones = ('psi',)
    return {name: np.full((n, *sizes[name]), float(name in ones), np.float32)
            for name in ('like', 'hint', 'control', 'z_mix', 'mix', 'psi') if name in sizes}


def sample(card, network, material, look, seed, first, count, steps=None, condition=None, project=None, **inputs):
    """Images [count,side,side] float32 in [0,1]; image k of a request depends on seed + k alone.

    When left out, `steps` are the model's usual ones and `condition` [count,11] is drawn from the card's typical attributes;
    `project` is what open_projection gives; `inputs` are fed as they are.
    """
    if condition is None:
        condition = typical_conditions(card, material, look, seed, first, count)
    parametrisation = card['parametrisation']
    more = {**idle_inputs(card, count), **inputs}
    if parametrisation['type'] != 'edm':
        size = parametrisation['dimensions'] + (parametrisation['grain'] if parametrisation['type'] == 'style' else 0)
        x = network(z=philox.image_normals(seed, first, count, size), condition=condition, **more)
    else:
        levels = parametrisation.get('levels')
        sigmas = levels or karras_sigmas(steps or usual_steps(card), *(parametrisation[k] for k in ('sigmaMin', 'sigmaMax', 'rho')))
        side = card['resolution']
        noise = philox.image_normals(seed, first, count, side * side).reshape(count, 1, side, side)
        x = (few_steps if levels else dpmpp2m)(denoiser(network, parametrisation, condition, more, project), noise * sigmas[0], sigmas)
    return np.clip((x[:, 0] + 1) / 2, 0, 1).astype(np.float32)


def sample_many(card, network, material, look, seed, count, steps=None, batch=50, project=None, **inputs):
    """The images of `sample`, a batch at a time; `inputs` [count, ...] are split likewise."""
    return np.concatenate([sample(card, network, material, look, seed, first, min(batch, count - first), steps, project=project,
                                  **{name: rows[first:first + batch] for name, rows in inputs.items()})
                           for first in range(0, count, batch)])


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, help='folder with card.json and the network')
    parser.add_argument('--material', default='rocks', choices=MATERIALS)
    parser.add_argument('--look', choices=LOOKS, help='default: real where the model has it')
    parser.add_argument('--count', type=int, default=64)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--steps', type=int, help='as usual for the model where left out')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--out', required=True, help='.npy file, float32 [count,side,side] in 0..1')
    options = parser.parse_args()
    card = read_card(options.model)
    network = open_network(os.path.join(options.model, card['files'][0]['path']), options.threads)
    look = options.look or card['conditions']['looks'][options.material][0]
    np.save(options.out, sample_many(card, network, options.material, look, options.seed, options.count, options.steps,
                                     project=open_projection(options.model, card, options.threads)))
