/** A slice as it is opened and saved: integers, so that pixels that no edit touched stay bit for bit what they were. */
import type { ImageBatch } from '../contract/image.ts';
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
 * A copy of `slice` with the values of `patch` where the mask is above 0.
 * @param patch grey in [0, 1], row-major, of the region's size; under a soft mask old and new are mixed in it already, as the
 *   engine does, so they are not mixed again
 * @param mask of the region's size, 0 keeps the slice's own integer; null takes the patch everywhere
 */
export function composite(slice: Slice, region: Region, patch: Float32Array, mask: Float32Array | null): Slice {
  const white = slice.bitDepth === 8 ? 255 : 65535;
  const pixels = slice.pixels.slice();
  for (let y = 0, i = 0; y < region.height; y++) {
    const row = (region.top + y) * slice.width + region.left;
    for (let x = 0; x < region.width; x++, i++) {
      if (mask?.[i] === 0) continue;
      pixels[row + x] = Math.round(white * Math.min(1, Math.max(0, patch[i]!)));
    }
  }
  return { ...slice, pixels };
}

/** The values of a region, as they are, row-major. */
export function crop<T extends Uint8Array | Uint16Array | Float32Array>(
  values: T,
  width: number,
  { left, top, width: columns, height: rows }: Region,
): T {
  const out = new (values.constructor as new (length: number) => T)(columns * rows);
  for (let y = 0; y < rows; y++) {
    const from = (top + y) * width + left;
    out.set(values.subarray(from, from + columns), y * columns);
  }
  return out;
}

/** A region as a batch of one image. */
export function imageOf(slice: Slice, region: Region): ImageBatch {
  return { data: greyOf(slice, region), count: 1, width: region.width, height: region.height };
}

/** A small picture of a slice, every so many pixels of it, its longer side at most `side` px. */
export function thumbnailOf(slice: Slice, side: number): ImageBatch {
  const step = Math.max(1, Math.max(slice.width, slice.height) / side);
  const [width, height] = [Math.max(1, Math.floor(slice.width / step)), Math.max(1, Math.floor(slice.height / step))];
  const white = slice.bitDepth === 8 ? 255 : 65535;
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [Math.floor((i % width) * step), Math.floor(Math.floor(i / width) * step)];
    return slice.pixels[y * slice.width + x]! / white;
  });
  return { data, count: 1, width, height };
}

/** How much the greys of a region changed, 1 where most, and the largest change in grey from 0 to 1. */
export function differenceOf(before: Slice, after: Slice, region: Region): { image: ImageBatch; largest: number } {
  const [image, other] = [imageOf(before, region), greyOf(after, region)];
  let largest = 0;
  for (let i = 0; i < other.length; i++) {
    image.data[i] = Math.abs(other[i]! - image.data[i]!);
    largest = Math.max(largest, image.data[i]!);
  }
  if (largest > 0) for (let i = 0; i < other.length; i++) image.data[i]! /= largest;
  return { image, largest };
}
