/** The weights of an exported network as float arrays, for a runtime that does not read ONNX. */
import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType, type TensorProto } from 'onnx-buf';

export interface Weight {
  data: Float32Array;
  dims: number[];
}

/** All weights of an ONNX file by name; int8 ones come back as the values they stand for. */
export function onnxWeights(bytes: Uint8Array): Map<string, Weight> {
  const { graph } = fromBinary(ModelProtoSchema, bytes);
  const stored = new Map(graph!.initializer.map((tensor) => [tensor.name, tensor]));
  const weights = new Map<string, Weight>();
  for (const tensor of stored.values()) {
    if (TensorProto_DataType[tensor.dataType] === 'FLOAT') weights.set(tensor.name, floats(tensor));
  }
  for (const { opType, input, output, attribute } of graph!.node) {
    if (opType !== 'DequantizeLinear') continue;
    const axis = Number(attribute.find(({ name }) => name === 'axis')!.i);
    const integers = stored.get(input[0]!)!;
    const { data: scale } = weights.get(input[1]!)!;
    const dims = integers.dims.map(Number);
    const inner = dims.slice(axis + 1).reduce((product, size) => product * size, 1);
    const data = Float32Array.from(
      new Int8Array(integers.rawData.slice().buffer),
      (value, i) => value * scale[Math.floor(i / inner) % dims[axis]!]!,
    );
    weights.set(output[0]!, { data, dims });
  }
  return weights;
}

function floats({ rawData, dims }: TensorProto): Weight {
  return { data: new Float32Array(rawData.slice().buffer), dims: dims.map(Number) };
}
