/** PNG files that carry how they were made. */
import { encode } from 'fast-png';
import type { Slice } from './slice.ts';

/** The keyword of the text chunk that holds the request as JSON. */
export const METADATA_KEY = 'specimen';

/**
 * Encode one grey image.
 * @param image `data` row-major `[height, width]`, values in [0, 1]; values outside are clipped.
 * @param metadata stored as ASCII JSON in a `tEXt` chunk, with characters beyond ASCII escaped as the chunk demands.
 */
export function encodePng(
  image: { data: Float32Array; width: number; height: number },
  bitDepth: 8 | 16,
  metadata: object,
): Uint8Array {
  return encodePixels({ ...image, bitDepth, pixels: quantize(image.data, bitDepth) }, metadata);
}

/** Encode a slice's own integers: what is read back is bit for bit what was given. `metadata` as for `encodePng`. */
export function encodePixels({ width, height, bitDepth, pixels }: Slice, metadata: object): Uint8Array {
  const text = { [METADATA_KEY]: asciiJson(metadata) };
  return encode({ width, height, data: pixels, depth: bitDepth, channels: 1, text });
}

/** Grey values in [0, 1] as 8- or 16-bit integers, rounded to nearest and clipped. */
export function quantize(grey: Float32Array, bitDepth: 8 | 16): Uint8Array | Uint16Array {
  const max = bitDepth === 8 ? 255 : 65535;
  const out = bitDepth === 8 ? new Uint8Array(grey.length) : new Uint16Array(grey.length);
  for (let i = 0; i < grey.length; i++) out[i] = Math.round(Math.min(1, Math.max(0, grey[i]!)) * max);
  return out;
}

function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
