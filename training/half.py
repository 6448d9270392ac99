"""The same int8 weights, computed with in float16: a graph beside a published one that holds no large weights of its own.

    python training/half.py --model public/models/ddpm-64      # after export.py, which does the same

Large weights are named by where their bytes lie in the int8 file (ONNX's external data), so the graph is small and goes with that
very file. Inputs and outputs stay float32. So do the sums that float16 could overflow or lose: normalisations, the softmax, and
everything that has not met a convolution yet, which is the embedding of noise level and condition.
"""
import argparse
import hashlib
import json
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data

from sample import read_card

TOLERANCE = 0.03  # of golden values, which are about 1; a software GPU differs by 0.002 (root mean square) and 0.013 (largest)
OPSET, IR_VERSION = 19, 9  # the first whose DequantizeLinear gives float16
CONVOLUTIONS = ('Conv', 'ConvTranspose')  # computed in float16 whatever comes in
SUMS = ('InstanceNormalization', 'Softmax')  # computed in float32, handed on in float16 where they came so
FOLLOW = ('Add', 'Concat', 'MatMul', 'Mul', 'Sigmoid')  # computed in float16 where an input is
MOVE = ('DepthToSpace', 'Reshape', 'Resize', 'Split', 'Transpose', 'Unsqueeze')  # the same, and only the first input is data


class Rewriter:
    """A graph with arithmetic in float16. Each node keeps the names of its outputs; `half` says which of them are float16."""

    def __init__(self, graph):
        self.constants = {node.output[0]: numpy_helper.to_array(node.attribute[0].t) for node in graph.node if node.op_type == 'Constant'}
        self.constants.update({tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer})
        self.weights = {node.output[0]: node for node in graph.node if node.op_type == 'DequantizeLinear'}
        self.half, self.made = set(), set()
        self.nodes, self.initializers = [], []
        for node in graph.node:
            if node.op_type not in ('Constant', 'DequantizeLinear'):
                self.add(node)
        for output in graph.output:
            if output.name in self.half:
                self.cast(output.name, f'{output.name}.half', TensorProto.FLOAT)

    def add(self, node):
        kind, met = node.op_type, any(name in self.half for name in node.input)
        after = kind in CONVOLUTIONS or (met and kind in (*SUMS, *FOLLOW, *MOVE))
        inside = after and kind not in SUMS
        rewritten = onnx.NodeProto()
        rewritten.CopyFrom(node)
        for i, name in enumerate(node.input):
            rewritten.input[i] = self.tensor(name, inside and (kind not in MOVE or i == 0))
        self.nodes.append(rewritten)
        if after and not inside:
            self.cast(node.output[0], f'{node.output[0]}.float', TensorProto.FLOAT16)
        self.half.update(node.output if after else ())

    def cast(self, name, other, to):
        """Rename what the node that gives `name` gives to `other`, for all who have asked so far, and cast that to `name`."""
        for node in self.nodes:
            for names in (node.input, node.output):
                for i, used in enumerate(names):
                    names[i] = other if used == name else used
        self.nodes.append(helper.make_node('Cast', [other], [name], to=to))

    def tensor(self, name, half):
        """The name under which tensor `name` exists in float16 or float32; made where it does not yet."""
        values = self.constants.get(name)
        if name == '' or (values is not None and values.dtype != np.float32):
            half = False
        stored = values is not None or name in self.weights
        if name == '' or (not stored and (name in self.half) == half):
            return name
        other = f'{name}.half' if half else name if stored else f'{name}.float'
        if other in self.made:
            return other
        self.made.add(other)
        if values is not None:
            self.initializers.append(numpy_helper.from_array(values.astype(np.float16) if half else values, other))
        elif name in self.weights:
            integers, scale = self.weights[name].input
            inputs = [self.tensor(integers, False), self.tensor(scale, half)]
            self.nodes.append(helper.make_node('DequantizeLinear', inputs, [other], axis=self.weights[name].attribute[0].i))
        else:
            self.nodes.append(helper.make_node('Cast', [name], [other], to=TensorProto.FLOAT16 if half else TensorProto.FLOAT))
        return other


def halved(content, location=None):
    """The int8 graph with the serialised form `content` in float16 arithmetic; its weights stay in the file called `location`, if any."""
    model = onnx.load_model_from_string(content)
    rewriter = Rewriter(model.graph)
    for tensor in rewriter.initializers:
        if location and tensor.data_type == TensorProto.INT8:
            raw = tensor.raw_data
            set_external_data(tensor, location, offset=content.index(raw), length=len(raw))
            tensor.ClearField('raw_data')
    graph = helper.make_graph(rewriter.nodes, model.graph.name, model.graph.input, model.graph.output, rewriter.initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', OPSET)], ir_version=IR_VERSION,
                             producer_name=model.producer_name).SerializeToString()


def add_half(folder, card):
    """Write the float16 graph of the network that draws beside it in `folder`, and say so in `card`."""
    file = card['files'][0]
    with open(os.path.join(folder, file['path']), 'rb') as f:
        content = halved(f.read(), file['path'])
    path = f'{file["role"]}.fp16.onnx'
    with open(os.path.join(folder, path), 'wb') as f:
        f.write(content)
    card['half'] = {'path': path, 'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest(), 'precision': 'fp16',
                    'tolerance': TOLERANCE}


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--model', required=True, help='folder with card.json and the network')
    options = parser.parse_args()
    card = read_card(options.model)
    add_half(options.model, card)
    with open(os.path.join(options.model, 'card.json'), 'w') as f:
        f.write(json.dumps(card, ensure_ascii=False) + '\n')
    print(f"{card['id']}: {card['half']['bytes']} bytes")
