/** NumPy's .npy format, version 1.0, for the arrays that training exchanges with the simulators: uint8 and float32, C order. */
import { SpecimenError } from '../contract/errors.ts';

export interface NpyArray {
  shape: number[];
  data: Uint8Array | Float32Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const ALIGNMENT = 64;

export function encodeNpy({ shape, data }: NpyArray): Uint8Array {
  const type = data instanceof Uint8Array ? '|u1' : '<f4';
  const fields = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const before = MAGIC.length + 2;
  const header = fields.padEnd(Math.ceil((before + fields.length + 1) / ALIGNMENT) * ALIGNMENT - before - 1) + '\n';
  const out = new Uint8Array(before + header.length + data.byteLength);
  out.set(MAGIC);
  new DataView(out.buffer).setUint16(MAGIC.length, header.length, true);
  out.set(new TextEncoder().encode(header), before);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), before + header.length);
  return out;
}

/** @throws SpecimenError `BadRequest` for anything but a C-ordered array of uint8 or float32. */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const marked = bytes.length >= MAGIC.length + 2 && MAGIC.every((byte, i) => bytes[i] === byte);
  const length = marked ? view.getUint16(MAGIC.length, true) : 0;
  const header = new TextDecoder().decode(bytes.subarray(10, 10 + length));
  const type = /'descr': '(\|u1|<f4)', 'fortran_order': False/.exec(header)?.[1];
  const shape = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (type === undefined || shape === undefined) {
    throw new SpecimenError(
      'BadRequest',
      'The array must be a .npy file (version 1.0) of uint8 or float32 in C order.',
    );
  }
  const dimensions = shape
    .split(',')
    .filter((part) => part.trim())
    .map(Number);
  const expected = dimensions.reduce((product, n) => product * n, type === '|u1' ? 1 : 4);
  if (bytes.length - 10 - length !== expected) {
    throw new SpecimenError('BadRequest', 'The .npy file does not hold as many values as it says; write it again.');
  }
  // A copy, because a Buffer's slice would share its pool, and float32 wants alignment.
  const body = Uint8Array.from(bytes.subarray(10 + length)).buffer;
  return { shape: dimensions, data: type === '|u1' ? new Uint8Array(body) : new Float32Array(body) };
}
