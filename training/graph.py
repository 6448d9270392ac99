"""From a trained PyTorch network to an ONNX graph with int8 weights and float arithmetic."""
import io

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn
from torch.nn import functional as F

OPSET = 17
SMALLEST = 1024  # elements; smaller tensors stay float, they would save nothing


class InstanceNormalization(torch.autograd.Function):
    """ONNX's operator of that name on [n, groups, values]; the exporter's own rule asks for a known group count."""

    @staticmethod
    def forward(_, x, scale, bias, eps):
        return F.instance_norm(x, weight=scale, bias=bias, eps=eps)

    @staticmethod
    def symbolic(g, x, scale, bias, eps):
        return g.op('InstanceNormalization', x, scale, bias, epsilon_f=eps)


class StaticGroupNorm(nn.Module):
    """Group normalisation as reshape and instance normalisation with constant shapes, which every provider runs."""

    def __init__(self, norm):
        super().__init__()
        self.groups, self.eps = norm.num_groups, norm.eps
        self.one, self.zero = torch.ones(norm.num_groups), torch.zeros(norm.num_groups)
        self.weight, self.bias = norm.weight.detach()[:, None, None], norm.bias.detach()[:, None, None]

    def forward(self, x):
        c, h, w = (int(size) for size in x.shape[1:])
        values = x.reshape(-1, self.groups, c // self.groups * h * w)
        groups = InstanceNormalization.apply(values, self.one, self.zero, self.eps)
        return groups.reshape(-1, c, h, w) * self.weight + self.bias


def strided(first):
    """Pixel-unshuffle by 2 and a 3x3 convolution as one 6x6 convolution of stride 2: the same sums, one operator."""
    out, folded = first.weight.shape[:2]
    conv = nn.Conv2d(folded // 4, out, 6, stride=2, padding=2)
    kernel = first.weight.reshape(out, folded // 4, 2, 2, 3, 3)
    conv.weight.data = kernel.permute(0, 1, 4, 2, 5, 3).reshape(out, folded // 4, 6, 6)
    conv.bias.data = first.bias
    return conv


def for_export(network):
    """A copy-free rewrite of `network` (pass a copy) into operators with constant shapes."""
    for module in list(network.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.GroupNorm):
                setattr(module, name, StaticGroupNorm(child))
    base = getattr(network, 'base', network)
    if hasattr(base, 'fold'):
        base.fold, base.first = nn.Identity(), strided(base.first)
    if base is not network:  # control.Controlled, whose branch sees folded pixels too
        network.branch['first'], network.look[0] = strided(network.branch['first']), strided(network.look[0])
    return network.eval()


def fold_batch_norm(generator):
    """Fold the generator's fixed normalisations into its transposed convolutions."""
    for i, (layer, norm) in enumerate(zip(generator.layers, generator.norms)):
        scale = torch.rsqrt(norm.running_var + norm.eps)
        layer.weight.data *= scale[None, :, None, None]
        layer.bias = nn.Parameter(-norm.running_mean * scale)
        generator.norms[i] = nn.Identity()
    return generator.eval()


def to_onnx(network, inputs, *outputs, images=()):
    """ONNX model of `network` called with `inputs` {name: example tensor [2, ...]}; the first axis of all is "n".

    Height and width of the inputs named in `images` are "h" and "w", for networks that take any size.
    """
    buffer = io.BytesIO()
    axes = {name: {0: 'n'} for name in (*inputs, *outputs)}
    for name in images:
        axes[name].update({2: 'h', 3: 'w'})
    with torch.no_grad():
        torch.onnx.export(network, tuple(inputs.values()), buffer, input_names=list(inputs), output_names=list(outputs),
                          dynamic_axes=axes, opset_version=OPSET, dynamo=False)
    return onnx.load_model_from_string(buffer.getvalue())


def output_axis(node):
    """Axis of the weight that counts output channels, or None when the node has no such weight."""
    if node.op_type == 'Conv':
        return 0
    if node.op_type in ('ConvTranspose', 'MatMul'):
        return 1
    if node.op_type == 'Gemm':
        transposed = any(a.name == 'transB' and a.i for a in node.attribute)
        return 0 if transposed else 1
    return None


def quantised(model, bits=8):
    """Weights only, of 8 or 4 bits: symmetric, one scale per output channel, DequantizeLinear in front of float operators."""
    largest = 2 ** (bits - 1) - 1
    graph = onnx.ModelProto()
    graph.CopyFrom(model)
    weights = {tensor.name: tensor for tensor in graph.graph.initializer}
    restored = []  # in front of all nodes, because more than one may use a weight
    for node in graph.graph.node:
        axis = output_axis(node)
        tensor = weights.get(node.input[1]) if axis is not None else None
        values = numpy_helper.to_array(tensor) if tensor is not None else np.empty(0)
        if values.size >= SMALLEST:
            others = tuple(i for i in range(values.ndim) if i != axis)
            scale = np.maximum(np.abs(values).max(axis=others) / largest, 1e-12).astype(np.float32)
            shape = [-1 if i == axis else 1 for i in range(values.ndim)]
            integers = np.clip(np.rint(values / scale.reshape(shape)), -largest, largest).astype(np.int8)
            name = tensor.name
            graph.graph.initializer.remove(tensor)
            stored = numpy_helper.from_array(integers, f'{name}.int8') if bits == 8 else helper.make_tensor(
                f'{name}.int4', onnx.TensorProto.INT4, integers.shape, integers.flatten().tolist())
            graph.graph.initializer.extend([stored, numpy_helper.from_array(scale, name + '.scale')])
            restored.append(helper.make_node('DequantizeLinear', [stored.name, name + '.scale'], [name], axis=axis))
            del weights[name]
    nodes = [*restored, *graph.graph.node]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    if bits == 4:
        graph.opset_import[0].version = 21  # the first that knows int4
    onnx.checker.check_model(graph)
    return graph
