import { convertIndexedToRgb, decode } from 'fast-png';
import { checkPixels, Refused, toGrey, type Raster } from './picture.ts';

/** @throws Refused for files that are cut off or damaged */
export function decodePng(bytes: Uint8Array): Raster {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24) checkPixels(header.getUint32(16), header.getUint32(20));
  let png;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch {
    throw new Refused('The PNG is cut off or damaged; save or copy it again.');
  }
  const { width, height, depth, palette } = png;
  const white = palette ? 255 : 2 ** depth - 1;
  const channels = palette ? palette[0]!.length : png.channels;
  const samples = palette ? convertIndexedToRgb(png) : depth < 8 ? unpack(png.data, width, height, depth) : png.data;
  const { grey, note } = toGrey(samples, channels, white);
  return { width, height, grey, limits: [0, white], what: `PNG, ${depth} bit${palette ? ', palette' : ''}${note}` };
}

/** Grey values of fewer than 8 bits, which rows of whole bytes hold packed, highest bits first. */
function unpack(packed: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const stride = Math.ceil((width * depth) / 8);
  const mask = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      out[y * width + x] = (packed[y * stride + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return out;
}
