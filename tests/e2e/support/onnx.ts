/** Just enough of the ONNX format to write small graphs by hand (onnx.proto, field numbers in the comments). */

type Field = [number: number, value: number | string | Buffer | number[]];

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value)); // negative int64 values take ten bytes
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A protobuf message: numbers as varints, everything else length-delimited, number arrays packed. */
function message(...fields: Field[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)]);
      const bytes = Array.isArray(value) ? Buffer.concat(value.map(varint)) : Buffer.from(value);
      return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
    }),
  );
}

const FLOAT = 1;
const INT64 = 7;

/** ValueInfoProto of a float tensor; the text in a shape names a free dimension. */
function tensorInfo(name: string, shape: (number | string)[]): Buffer {
  // TensorShapeProto.dim = 1; Dimension.dim_value = 1, dim_param = 2
  const dims = shape.map((size): Field => [1, message(typeof size === 'number' ? [1, size] : [2, size])]);
  // TypeProto.tensor_type = 1; Tensor.elem_type = 1, shape = 2
  return message([1, name], [2, message([1, message([1, FLOAT], [2, message(...dims)])])]);
}

/** TensorProto with int64 values: dims = 1, data_type = 2, int64_data = 7, name = 8. */
const constant = (name: string, values: number[]) => message([1, [values.length]], [2, INT64], [7, values], [8, name]);

/** NodeProto: input = 1, output = 2, op_type = 4. */
const node = (type: string, inputs: string[], output: string) =>
  message(...inputs.map((input): Field => [1, input]), [2, output], [4, type]);

/**
 * A decoder with the inputs and output of a latent model whose every pixel is √(−Σ condition): 0 for a condition of
 * zeros, NaN for any that a request makes.
 * @param dimensions length of `z`
 * @param side of the output image, in pixels
 */
export function nanDecoder(dimensions: number, side: number): Buffer {
  const nodes = [
    node('ReduceSum', ['condition', 'axes'], 'sum'),
    node('Neg', ['sum'], 'negative'),
    node('Sqrt', ['negative'], 'root'),
    node('Reshape', ['root', 'column'], 'pixel'),
    node('Expand', ['pixel', 'image'], 'x'),
  ];
  const constants = [constant('axes', [1]), constant('column', [-1, 1, 1, 1]), constant('image', [1, 1, side, side])];
  // GraphProto: node = 1, name = 2, initializer = 5, input = 11, output = 12
  const graph = message(
    ...nodes.map((value): Field => [1, value]),
    [2, 'nan'],
    ...constants.map((value): Field => [5, value]),
    [11, tensorInfo('z', ['n', dimensions])],
    [11, tensorInfo('condition', ['n', 11])],
    [12, tensorInfo('x', ['n', 1, side, side])],
  );
  // ModelProto: ir_version = 1, graph = 7, opset_import = 8 (OperatorSetIdProto.version = 2)
  return message([1, 8], [7, graph], [8, message([2, 13])]);
}
