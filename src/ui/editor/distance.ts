/** Growing, shrinking and feathering by exact Euclidean distances. */
import type { Region } from '../../lib/slice.ts';
import { padded, type Size } from './region.ts';

/** From this coverage on a pixel counts as inside where an edge is needed. */
export const EDGE = 128;

/** A region's values, row-major. */
interface Part {
  width: number;
  height: number;
  data: Uint8Array;
}

/**
 * Everything at most `radius` away from the inside becomes whole; softer coverage farther out stays. Of a mask of 0 and 255 it
 * is the dilation by a disc.
 * @param region holds all that changes
 */
export function grow(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  const distances = squaredDistances(part(mask, size, region), (value) => value >= EDGE);
  change(mask, size, region, (value, i) => (distances[i]! <= radius * radius ? 255 : value));
}

/**
 * Everything at most `radius` away from the outside becomes empty. Of a mask of 0 and 255 it is the erosion by a disc; the edge
 * of the picture is not an outside.
 * @param region holds all that changes
 */
export function shrink(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  const around = padded(size, region, Math.ceil(radius));
  const distances = squaredDistances(part(mask, size, around), (value) => value < EDGE);
  const shift = (region.top - around.top) * around.width + region.left - around.left;
  change(mask, size, region, (value, i, x, y) =>
    distances[shift + y * around.width + x]! <= radius * radius ? 0 : value,
  );
}

/**
 * Coverage falls from 255 to 0 (smoothstep) over 2 · radius across the edge, half of it on either side, and is 0 beyond. The edge
 * lies halfway between pixels that are inside and pixels that are not.
 * @param region holds all that changes
 */
export function feather(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  if (radius === 0) return;
  const around = padded(size, region, Math.ceil(radius) + 1);
  const before = part(mask, size, around);
  const toInside = squaredDistances(before, (value) => value >= EDGE);
  const toOutside = squaredDistances(before, (value) => value < EDGE);
  const shift = (region.top - around.top) * around.width + region.left - around.left;
  change(mask, size, region, (_, i, x, y) => {
    const at = shift + y * around.width + x;
    const depth = toInside[at] === 0 ? Math.sqrt(toOutside[at]!) - 0.5 : 0.5 - Math.sqrt(toInside[at]!);
    const t = Math.min(1, Math.max(0, (depth + radius) / (2 * radius)));
    return Math.round(255 * t * t * (3 - 2 * t));
  });
}

function part(mask: Uint8Array, size: Size, { left, top, width, height }: Region): Part {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * size.width + left;
    data.set(mask.subarray(start, start + width), y * width);
  }
  return { width, height, data };
}

function change(
  mask: Uint8Array,
  size: Size,
  { left, top, width, height }: Region,
  value: (before: number, i: number, x: number, y: number) => number,
): void {
  for (let y = 0, i = 0; y < height; y++) {
    const row = (top + y) * size.width + left;
    for (let x = 0; x < width; x++, i++) mask[row + x] = value(mask[row + x]!, i, x, y);
  }
}

/**
 * Squared distance of every pixel's centre to the nearest centre of a pixel that fits, Infinity when none does: exact distances
 * down the columns, then along each row the lower envelope of parabolas (Felzenszwalb and Huttenlocher 2012, "Distance
 * transforms of sampled functions").
 */
export function squaredDistances({ width, height, data }: Part, fits: (value: number) => boolean): Float64Array {
  const squares = new Float64Array(width * height).fill(Infinity);
  const nearest = new Float64Array(width).fill(Infinity);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      nearest[x] = fits(data[y * width + x]!) ? 0 : nearest[x]! + 1;
      squares[y * width + x] = nearest[x]! ** 2;
    }
  }
  nearest.fill(Infinity);
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0; x < width; x++) {
      nearest[x] = squares[y * width + x] === 0 ? 0 : nearest[x]! + 1;
      squares[y * width + x] = Math.min(squares[y * width + x]!, nearest[x]! ** 2);
    }
  }
  const centres = new Int32Array(width);
  const starts = new Float64Array(width + 1);
  const row = new Float64Array(width);
  for (let y = 0; y < height; y++) envelope(squares.subarray(y * width, (y + 1) * width), row, centres, starts);
  return squares;
}

/** Replaces f(x) by the minimum over q of f(q) + (x − q)². */
function envelope(f: Float64Array, out: Float64Array, centres: Int32Array, starts: Float64Array): void {
  let last = -1;
  for (let q = 0; q < f.length; q++) {
    if (f[q] === Infinity) continue;
    let start = -Infinity;
    while (last >= 0) {
      const p = centres[last]!;
      start = (f[q]! + q * q - (f[p]! + p * p)) / (2 * (q - p));
      if (start > starts[last]!) break;
      start = -Infinity;
      last--;
    }
    last++;
    centres[last] = q;
    starts[last] = start;
  }
  if (last < 0) return;
  for (let x = 0, k = 0; x < f.length; x++) {
    while (k < last && starts[k + 1]! <= x) k++;
    out[x] = f[centres[k]!]! + (x - centres[k]!) ** 2;
  }
  f.set(out);
}
