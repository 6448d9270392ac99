"""Weights of an exported model back into its network, so that training can go on from what was published.

int8 weights come back as the float values that they stand for; the exported first layer (6x6, stride 2) is folded back.
"""
import json
import os

import onnx
import torch
from onnx import numpy_helper

from conditions import ATTRIBUTES
from vae import Decoder


def tensors_of(model):
    """All weights of an exported graph, {name: float tensor}; normalisations, which it holds as constants, by their module's name."""
    tensors = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}
    weights = {name: value for name, value in tensors.items() if not name.endswith(('.int8', '.scale'))}
    constants = {}
    for node in model.graph.node:
        if node.op_type == 'DequantizeLinear':
            axis = next(a.i for a in node.attribute if a.name == 'axis')
            integers, scale = (tensors[name] for name in node.input)
            weights[node.output[0]] = integers * scale.reshape([-1 if i == axis else 1 for i in range(integers.ndim)])
        elif node.op_type == 'Constant':
            constants[node.output[0]] = torch.from_numpy(numpy_helper.to_array(node.attribute[0].t).copy())
        elif node.op_type in ('Mul', 'Add') and node.input[1] in constants and 'norm' in node.name.split('/')[-2]:
            module = '.'.join(node.name.split('/')[1:-1])
            weights[f'{module}.{"weight" if node.op_type == "Mul" else "bias"}'] = constants[node.input[1]].flatten()
    return weights


def folded(weight):
    """The inverse of graph.strided on its weight: [out, c, 6, 6] to [out, 4c, 3, 3]."""
    out, c = weight.shape[:2]
    return weight.reshape(out, c, 3, 2, 3, 2).permute(0, 1, 3, 5, 2, 4).reshape(out, 4 * c, 3, 3)


def exported(folder):
    """(weights of the first graph in `folder`, its card)."""
    with open(os.path.join(folder, 'card.json')) as f:
        card = json.load(f)
    return tensors_of(onnx.load(os.path.join(folder, card['files'][0]['path']))), card


def decoder_of(folder):
    """A VAE's decoder with the weights in `folder`; its encoder is not exported."""
    weights, card = exported(folder)
    decoder = Decoder(card['resolution'])
    decoder.load_state_dict(weights)
    return decoder


def denoiser_weights(folder):
    """(state dict of the UNet in `folder`, attribute bounds of its card as data.Mixture wants them)."""
    weights, card = exported(folder)
    weights['first.weight'] = folded(weights['first.weight'])
    bounds = {material: [[ranges[a]['min'], ranges[a]['max']] for a in ATTRIBUTES]
              for material, ranges in card['conditions']['attributes'].items()}
    return {k: v for k, v in weights.items() if not k.startswith('onnx::')}, bounds


def denoiser_at(folder):
    """(state dict, attribute bounds) of a denoiser: averaged weights of a training run, or those of an exported model."""
    checkpoint = os.path.join(folder, 'checkpoint.pt')
    if not os.path.exists(checkpoint):
        return denoiser_weights(folder)
    state = torch.load(checkpoint, weights_only=False)
    return state['average'], state['bounds']


def controlled_at(folder):
    """State dict of a control.Controlled: averaged weights of a training run, or those of an exported model."""
    checkpoint = os.path.join(folder, 'checkpoint.pt')
    if os.path.exists(checkpoint):
        return torch.load(checkpoint, weights_only=False)['average']
    weights = {}
    for name, value in exported(folder)[0].items():
        # Normalisations are named after the way down that they are on, of which there are two: the base's and then the branch's.
        if not name.startswith(('base.', 'branch.', 'look.', 'zeros.')):
            name = f'branch.{name.replace("_1.", ".")}' if '_1.' in name else f'base.{name}'
        weights[name] = folded(value) if value.shape[2:] == (6, 6) else value
    return weights


def fill(network, weights):
    """Puts the weights of a denoiser into `network`, which may take embeddings where `weights` do not, or the other way round.

    Nothing else may be missing but the constant frequencies, which exports leave out. Raises ValueError otherwise.
    """
    own = network.state_dict()
    unlike = [name for name in own.keys() ^ weights.keys() if name != 'frequencies' and not name.startswith('embed_like.')]
    if unlike:
        raise ValueError(f'These weights are of another network: {", ".join(sorted(unlike))}.')
    network.load_state_dict({name: weights.get(name, value) for name, value in own.items()})
    return network
