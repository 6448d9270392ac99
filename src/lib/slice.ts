/** A slice as it is opened and saved: integers, so that pixels that no edit touched stay bit for bit what they were. */
import { quantize } from './png.ts';

export interface Slice {
  width: number;
  height: number;
  bitDepth: 8 | 16;
  pixels: Uint8Array | Uint16Array; // row-major `[height, width]`
}

/** A rectangle of pixels. */
export interface Region {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** @param grey row-major, [0, 1] */
export function sliceOf(grey: Float32Array, width: number, height: number, bitDepth: 8 | 16): Slice {
  return { width, height, bitDepth, pixels: quantize(grey, bitDepth) };
}

/** Grey values in [0, 1] of a region, row-major. */
export function greyOf(
  slice: Slice,
  { left, top, width, height }: Region = { left: 0, top: 0, ...slice },
): Float32Array {
  const white = slice.bitDepth === 8 ? 255 : 65535;
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = (top + y) * slice.width + left;
    for (let x = 0; x < width; x++) out[y * width + x] = slice.pixels[row + x]! / white;
  }
  return out;
}

/**
 * A copy of `slice` with the values of `patch` mixed in where the mask is above 0.
 * @param patch grey in [0, 1], row-major, of the region's size
 * @param mask of the region's size, 0 keeps the slice's own integer, 1 takes the patch; null takes it everywhere
 */
export function composite(slice: Slice, region: Region, patch: Float32Array, mask: Float32Array | null): Slice {
  const white = slice.bitDepth === 8 ? 255 : 65535;
  const pixels = slice.pixels.slice();
  for (let y = 0, i = 0; y < region.height; y++) {
    const row = (region.top + y) * slice.width + region.left;
    for (let x = 0; x < region.width; x++, i++) {
      const share = mask ? mask[i]! : 1;
      if (share === 0) continue;
      const mixed = (1 - share) * pixels[row + x]! + share * white * Math.min(1, Math.max(0, patch[i]!));
      pixels[row + x] = Math.round(mixed);
    }
  }
  return { ...slice, pixels };
}
