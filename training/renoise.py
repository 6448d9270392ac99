"""At which noise level a denoiser loses what real slices have: training crops, noised to a level and denoised again, against held-out ones.

    python training/renoise.py --model public/models/ddpm-64 --tools TOOLS --work WORK --data DIR

Prints Fréchet distance and KID by SqueezeNet features for the crops as they are and from some levels of the usual steps on. WORK
holds the references of evaluate.py.
"""
import argparse
import json
import os

import numpy as np

from conditions import LOOKS, MATERIALS, scaled, vectors
from references import Features, attributes_of, held_out, seen
from sample import bounds_of_card, denoiser, dpmpp2m, idle_inputs, karras_sigmas, open_network, open_projection, read_card, usual_steps

BATCH = 50


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, help='folder with card.json')
    parser.add_argument('--data', required=True)
    parser.add_argument('--tools', required=True)
    parser.add_argument('--work', required=True)
    parser.add_argument('--material', default='rocks', choices=('rocks', 'fibers'))
    parser.add_argument('--n', type=int, default=500)
    parser.add_argument('--steps', type=int, help='as usual for the model where left out')
    parser.add_argument('--levels', type=float, nargs='+', default=[0.03, 0.15, 0.5, 2, 30], help='σ to noise to; the nearest of the steps is taken')
    parser.add_argument('--threads', type=int, default=2)
    options = parser.parse_args()
    card = read_card(options.model)
    parametrisation = card['parametrisation']
    crops = seen(options, card, options.material, 'real', options.n)
    features = Features(options, held_out(options, card, options.material, 'real', options.n), crops)
    heldout = features.of('SqueezeNet', features.references[0])

    measured = attributes_of(options.material, crops)
    same = np.zeros(options.n, int)
    condition = vectors(same + MATERIALS.index(options.material), same + LOOKS.index('real'),
                        scaled(np.nan_to_num(measured), bounds_of_card(card, options.material)), np.isfinite(measured))
    network = open_network(os.path.join(options.model, card['files'][0]['path']), options.threads)
    project = open_projection(options.model, card, options.threads)
    sigmas = karras_sigmas(options.steps or usual_steps(card), *(parametrisation[k] for k in ('sigmaMin', 'sigmaMax', 'rho')))

    def denoised(start):
        rng, pictures = np.random.default_rng(1), []
        for k in range(0, options.n, BATCH):
            x = 2 * crops[k:k + BATCH, None] - 1
            x = x + sigmas[start] * rng.standard_normal(x.shape, dtype=np.float32)
            pictures.append(dpmpp2m(denoiser(network, parametrisation, condition[k:k + BATCH], idle_inputs(card, len(x)), project), x, sigmas[start:]))
        return np.clip((np.concatenate(pictures)[:, 0] + 1) / 2, 0, 1).astype(np.float32)

    def report(level, pictures):
        found = features.of('SqueezeNet', pictures)
        print(json.dumps({'from': level, 'frechet': round(float(features.tool.frechet(found, heldout)), 1),
                          'kid': round(float(features.tool.kid(found, heldout)), 1)}), flush=True)

    report(0, crops)
    for level in options.levels:
        start = int(abs(np.log(sigmas[:-1] / level)).argmin())
        report(round(float(sigmas[start]), 3), denoised(start))


if __name__ == '__main__':
    main()
