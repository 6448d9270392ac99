"""Measure how much of a material's phase a denoiser leaves out when it fills holes, and write the remedy into its card.

    python training/calibrate_inpainting.py --model public/models/ddpm-64

Holes in *training* crops (held-out ones are for training/evaluate_inpainting.py) are filled by agreement, as
src/engine/diffusion/inpaint.ts does it with a trained network. Asked for the area fraction of the crop, the network draws less
of it: it prefers what goes on smoothly. `inpainting.areaFractionScale` of the card is the factor on what is asked at which the
mean fraction in the holes is that of what was there.
"""
import argparse
import os

import numpy as np

import philox
from conditions import LOOKS, MATERIALS, scaled, vectors
from data import load_attributes
from evaluate_inpainting import COUNT, HOLE, SIDE, hole, phase
from export import write_json
from sample import bounds_of_card, denoiser, karras_sigmas, open_network, read_card

STEPS = 14
ROUNDS = 4  # of the search: the fraction answers nearly linearly


def agreement(denoise, images, mask, sigmas, z):
    """images [n,1,h,w] in [-1,1] with the masked pixels filled (`posterior` with corrections of 1)."""
    known = mask == 0
    x = np.where(known, images, 0) + sigmas[0] * z
    before = None
    for i, (sigma, following) in enumerate(zip(sigmas, sigmas[1:])):
        clean = denoise(x, sigma)
        if following > 0:
            missed = np.where(known, images - clean, 0)
            x = x + missed
            clean = denoise(x, sigma)
        ratio = following / sigma
        extra = 0 if before is None or following == 0 else np.log(ratio) / np.log(sigma / sigmas[i - 1]) / 2
        ahead = clean + extra * (clean - (before if before is not None else clean))
        x = np.where(known, images + ratio * (x - images), ratio * x + (1 - ratio) * ahead)
        before = clean
    return x


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True)
    parser.add_argument('--images', default='training/data')
    parser.add_argument('--threads', type=int, default=2)
    options = parser.parse_args()
    card = read_card(options.model)
    network = open_network(os.path.join(options.model, card['files'][0]['path']), options.threads)
    parametrisation = card['parametrisation']
    sigmas = karras_sigmas(STEPS, *(parametrisation[k] for k in ('sigmaMin', 'sigmaMax', 'rho')))
    edge = (SIDE - HOLE) // 2
    inner = np.s_[:, edge:edge + HOLE, edge:edge + HOLE]
    z = philox.image_normals(1, 0, COUNT, SIDE * SIDE).reshape(COUNT, 1, SIDE, SIDE)
    scales = {}
    for material in ('rocks', 'fibers'):
        folder = os.path.join(options.images, f'{material}-real')
        rows = np.random.default_rng(12).choice(len(np.load(os.path.join(folder, 'images.npy'), mmap_mode='r')), COUNT, replace=False)
        crops = np.load(os.path.join(folder, 'images.npy'), mmap_mode='r')[rows] / 255.0
        attributes = load_attributes(folder)[rows]
        wanted = phase(crops[inner], material).mean()
        scale = 1.0
        for _ in range(ROUNDS):
            asked = attributes * [scale, 1, 1]
            n, same = len(asked), np.zeros(len(asked), int)
            condition = vectors(same + MATERIALS.index(material), same + LOOKS.index('real'),
                                scaled(asked, bounds_of_card(card, material)), np.ones((n, 3), bool))
            filled = agreement(denoiser(network, parametrisation, condition), crops[:, None] * 2 - 1, hole(), sigmas, z)
            found = phase((filled[:, 0][inner] + 1) / 2, material).mean()
            print(f'{material}: asked {scale:.3f} times, drawn {found:.4f}, real {wanted:.4f}', flush=True)
            scales[material] = round(scale, 3)
            if abs(found - wanted) < 0.003:
                break
            scale += (wanted - found) / attributes[:, 0].mean() * 1.2
    card['inpainting'] = {'areaFractionScale': scales}
    write_json(os.path.join(options.model, 'card.json'), card)


if __name__ == '__main__':
    main()
