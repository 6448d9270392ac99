import { convertIndexedToRgb, decode } from 'fast-png';
import { checkPixels, Refused, toGrey, TRANSPARENCY_NOTE, type Raster } from './picture.ts';
import { bounded } from './pngBounds.ts';

type Png = ReturnType<typeof decode>;

/** Colour type of pictures whose pixels are numbers of colours in a palette (PNG, chunk IHDR). */
const INDEXED = 3;
const ADAM7 = 1;

/** @throws Refused for files that are cut off or damaged, and for interlaced ones of fewer than 8 bits */
export function decodePng(bytes: Uint8Array): Raster {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24) checkPixels(header.getUint32(16), header.getUint32(20));
  if (bytes[28] === ADAM7 && bytes[24]! < 8) {
    // The library takes each pixel of such a picture for a byte.
    throw new Refused(
      'The PNG is interlaced and has fewer than 8 bits per pixel, which is not read; save it again without interlacing.',
    );
  }
  // True colour may carry a palette too, as a suggestion for screens with few colours.
  const indexed = bytes[25] === INDEXED;
  let png: Png;
  let samples: Png['data'];
  try {
    png = decode(bounded(bytes), { checkCrc: true });
    samples = indexed ? convertIndexedToRgb(png) : png.depth < 8 ? unpack(png) : png.data;
  } catch {
    throw new Refused('The PNG is cut off or damaged; save or copy it again.');
  }
  const { width, height, depth, transparency } = png;
  const white = indexed ? 255 : 2 ** depth - 1;
  const channels = samples.length / (width * height);
  const keyed = transparency?.length === channels && blacken(samples, channels, transparency, white);
  const { grey, note } = toGrey(samples, channels, white);
  const what = `PNG, ${depth} bit${indexed ? ', palette' : ''}${note}${keyed ? TRANSPARENCY_NOTE : ''}`;
  return { width, height, grey, limits: [0, white], what };
}

/**
 * Without an alpha channel, one grey or one colour can stand for transparent (PNG, chunk tRNS): lays it over black.
 * @returns whether any pixel had it
 */
function blacken(samples: Png['data'], channels: number, key: Uint16Array, white: number): boolean {
  let found = false;
  for (let k = 0; k < samples.length; k += channels) {
    let c = 0;
    while (c < channels && samples[k + c] === (key[c]! & white)) c++;
    if (c < channels) continue;
    samples.fill(0, k, k + channels);
    found = true;
  }
  return found;
}

/** Grey values of fewer than 8 bits, which rows of whole bytes hold packed, highest bits first. */
function unpack({ data: packed, width, height, depth }: Png): Uint8Array {
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
