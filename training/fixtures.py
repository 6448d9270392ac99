"""Write the small networks of tests/fixtures/models: one of each interface, in closed form, with its card and golden values.

    python training/fixtures.py

All but one are linear, so that a test can say what must come out: a denoiser's raw output is 0.4 x + 0.1 c_noise + w·condition and
what its other inputs add; the generator adds one pattern per style and layer; the VAE is a cosine basis and its inverse.
"""
import hashlib
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from conditions import ATTRIBUTES, CONDITION_SIZE
from export import golden, write_catalog, write_json
from graph import quantised
from half import add_half
from sample import open_network

OUT = 'tests/fixtures/models'
SIDE = 16
LATENT, LAYERS = 8, 5
EDM = {'type': 'edm', 'sigmaData': 0.35, 'sigmaMin': 0.02, 'sigmaMax': 30, 'rho': 7}
CONDITION = ('condition', [CONDITION_SIZE])
IMAGE = [1, SIDE, SIDE]
WEIGHTS = np.linspace(-0.1, 0.1, CONDITION_SIZE)[:, None]


class Graph:
    """ONNX nodes in the order they are added; every method returns the name of its result."""

    def __init__(self, inputs):
        self.inputs, self.nodes, self.constants = inputs, [], []

    def constant(self, value):
        name = f'c{len(self.constants)}'
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def floats(self, value):
        return self.constant(np.asarray(value, np.float32))

    def add(self, operator, *inputs, **attributes):
        name = f'{operator.lower()}{len(self.nodes)}'
        self.nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name

    def scaled(self, x, factor):
        return self.add('Mul', x, self.floats(factor))

    def shaped(self, x, *shape):
        return self.add('Reshape', x, self.constant(np.array([-1, *shape], np.int64)))

    def sum(self, first, *others):
        for other in others:
            first = self.add('Add', first, other)
        return first

    def part(self, x, start, end):
        return self.add('Slice', x, *(self.constant(np.array([i], np.int64)) for i in (start, end, 1)))

    def said(self):
        """What the condition adds, the same for all pixels."""
        return self.shaped(self.add('MatMul', 'condition', self.floats(WEIGHTS)), 1, 1, 1)

    def serialised(self, outputs):
        """`outputs`: {name: (name of the result, shape of one)}."""
        value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, ['n', *shape])
        nodes = [*self.nodes, *(helper.make_node('Identity', [result], [name]) for name, (result, _) in outputs.items())]
        graph = helper.make_graph(nodes, 'fixture', [value(*i) for i in self.inputs],
                                  [value(name, shape) for name, (_, shape) in outputs.items()], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=8)
        onnx.checker.check_model(model)
        return model.SerializeToString()


def denoiser(*more):
    """F and its inputs; `like` adds the sum of its first half, a sketch control (0.3 edges + 0.2 labels)."""
    inputs = [('x', IMAGE), ('c_noise', []), CONDITION, *more]
    graph = Graph(inputs)
    f = graph.sum(graph.scaled('x', 0.4), graph.shaped(graph.scaled('c_noise', 0.1), 1, 1, 1), graph.said())
    names = [name for name, _ in more]
    if 'like' in names:
        half = np.r_[np.ones(32), np.zeros(32)][:, None]
        f = graph.sum(f, graph.shaped(graph.add('MatMul', 'like', graph.floats(half)), 1, 1, 1))
    if 'hint' in names:
        channels = graph.scaled('hint', np.array([0.3, 0.2])[:, None, None])
        branch = graph.add('ReduceSum', channels, graph.constant(np.array([1], np.int64)), keepdims=1)
        f = graph.sum(f, graph.add('Mul', branch, graph.shaped('control', 1, 1, 1)))
    return graph.serialised({'f': (f, IMAGE)}), inputs, [('f', IMAGE)]


def convolutions(channels=16):
    """The operators of a published denoiser in one each: int8 convolutions, group normalisation, attention, resizing; F is small."""
    inputs = [('x', IMAGE), ('c_noise', []), CONDITION]
    graph = Graph(inputs)
    kernel = lambda out, into: graph.floats(np.random.default_rng(out * into).standard_normal((out, into, 3, 3)) / np.sqrt(9 * into))
    convolved = lambda x, out, into: graph.add('Conv', x, kernel(out, into), kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    h = graph.sum(convolved('x', channels, 1), graph.shaped(graph.scaled('c_noise', 0.1), 1, 1, 1), graph.said())
    groups = graph.add('InstanceNormalization', graph.shaped(h, 4, channels // 4 * SIDE * SIDE), graph.floats(np.ones(4)),
                       graph.floats(np.zeros(4)))
    h = graph.shaped(groups, channels, SIDE, SIDE)
    h = graph.sum(h, convolved(graph.add('Mul', h, graph.add('Sigmoid', h)), channels, channels))
    values = graph.shaped(h, channels, SIDE * SIDE)
    weights = graph.add('Softmax', graph.add('MatMul', graph.add('Transpose', values, perm=[0, 2, 1]), graph.scaled(values, 0.05)), axis=2)
    h = graph.sum(h, graph.shaped(graph.add('MatMul', values, weights), channels, SIDE, SIDE))
    f = graph.scaled(convolved(h, 1, channels), 0.2)
    return quantised(onnx.load_model_from_string(graph.serialised({'f': (f, IMAGE)}))).SerializeToString(), inputs, [('f', IMAGE)]


def generator():
    """x = 0.2 sum over layers l of the rows psi s(l) A(l) + 0.1 grain + condition, with s(l) of z or of z_mix; the mean w is 0."""
    inputs = [('z', [LATENT + SIDE * SIDE]), ('z_mix', [LATENT]), ('mix', [LAYERS]), ('psi', []), CONDITION]
    graph = Graph(inputs)
    own, second = graph.part('z', 0, LATENT), 'z_mix'
    psi = graph.shaped('psi', 1)
    layers = []
    i, row = np.arange(1, LATENT + 1)[:, None], np.arange(1, SIDE + 1)
    for layer in range(LAYERS):
        mix = graph.part('mix', layer, layer + 1)
        difference = graph.add('Mul', mix, graph.add('Sub', second, own))
        style = graph.add('Mul', psi, graph.sum(own, difference))
        layers.append(graph.add('MatMul', style, graph.floats(0.2 * np.cos((layer + 1) * i * row / 10))))
    grain = graph.shaped(graph.scaled(graph.part('z', LATENT, LATENT + SIDE * SIDE), 0.1), *IMAGE)
    x = graph.sum(graph.shaped(graph.sum(*layers), 1, SIDE, 1), grain, graph.said())
    return graph.serialised({'x': (x, IMAGE)}), inputs, [('x', IMAGE)]


def basis():
    """Orthonormal cosines of the pixels, [LATENT, SIDE * SIDE]; the first is constant."""
    pixel = (np.arange(SIDE * SIDE) + 0.5) / (SIDE * SIDE)
    rows = np.cos(np.pi * np.arange(LATENT)[:, None] * pixel)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def decoder():
    inputs = [('z', [LATENT]), CONDITION]
    graph = Graph(inputs)
    x = graph.shaped(graph.add('MatMul', 'z', graph.floats(basis())), *IMAGE)
    return graph.serialised({'x': (graph.sum(x, graph.said()), IMAGE)}), inputs, [('x', IMAGE)]


def encoder():
    """The decoder's inverse on what it can draw; the log variance is -2 for all."""
    inputs = [('x', IMAGE), CONDITION]
    graph = Graph(inputs)
    picture = graph.add('Sub', 'x', graph.said())
    mean = graph.add('MatMul', graph.shaped(picture, SIDE * SIDE), graph.floats(basis().T))
    variance = graph.sum(graph.scaled(mean, 0), graph.floats(-2))
    outputs = {'mean': (mean, [LATENT]), 'log_variance': (variance, [LATENT])}
    return graph.serialised(outputs)


def write(name, family, role, network, parametrisation, beside=(), precision='fp32'):
    content, inputs, outputs = network
    folder = os.path.join(OUT, name)
    os.makedirs(folder, exist_ok=True)
    files = []
    for file_role, file in ((role, content), *beside):
        with open(os.path.join(folder, file_role + '.onnx'), 'wb') as f:
            f.write(file)
        files.append({'role': file_role, 'path': file_role + '.onnx', 'bytes': len(file),
                      'sha256': hashlib.sha256(file).hexdigest(), 'precision': precision})
    tensors = lambda rows: [{'name': n, 'shape': ['n', *shape]} for n, shape in rows]
    ranges = [(0.05, 0.4), (2, 12), (0, 0.1)]
    card = {
        'id': name, 'name': name, 'family': family, 'task': 'sample', 'version': '1.0.0', 'description': 'For tests only.',
        'resolution': SIDE, 'files': files, 'licence': 'MIT', 'inputs': tensors(inputs), 'outputs': tensors(outputs),
        'parametrisation': parametrisation,
        'conditions': {'materials': ['rocks'], 'looks': {'rocks': ['simulated']},
                       'attributes': {'rocks': {a: {'min': low, 'max': high} for a, (low, high) in zip(ATTRIBUTES, ranges)}},
                       'typical': {'rocks': {'simulated': [[0.1, 4, 0.02], [0.2, 6, 0.03], [0.3, 8, 0.05]]}}},
        'training': {'command': 'python training/fixtures.py', 'steps': 0, 'hardware': 'none', 'data': []},
        'quality': [], 'limitations': ['Draws nothing that means anything.'], 'golden': {},
    }
    if family == 'vae':
        card['latent'] = {'active': [{'dimension': i, 'kl': 1, 'standardDeviation': 1} for i in range(LATENT)]}
    encoders = [file for file_role, file in beside if file_role == 'encoder']
    card['golden'] = golden(open_network(content, 1), card, *(open_network(file, 1) for file in encoders))
    if precision == 'int8':
        add_half(folder, card)
    write_json(os.path.join(folder, 'card.json'), card)


if __name__ == '__main__':
    write('student', 'diffusion', 'denoiser', denoiser(), {**EDM, 'levels': [30, 1.5, 0.4, 0.12, 0]})
    write('half', 'diffusion', 'denoiser', convolutions(), {**EDM, 'levels': [30, 1.5, 0.4, 0.12, 0]}, precision='int8')
    write('like', 'diffusion', 'denoiser', denoiser(('like', [64])), EDM)
    write('sketch', 'diffusion', 'denoiser', denoiser(('hint', [2, SIDE, SIDE]), ('control', [])), EDM)
    write('style', 'gan', 'generator', generator(),
          {'type': 'style', 'dimensions': LATENT, 'grain': SIDE * SIDE, 'layers': LAYERS})
    write('vae', 'vae', 'decoder', decoder(), {'type': 'latent', 'dimensions': LATENT}, [('encoder', encoder())])
    write_catalog(OUT)
