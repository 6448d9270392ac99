/** Growing, shrinking and feathering by exact Euclidean distances. */
import { squaredDistances } from '../../lib/distance.ts';
import type { Region } from '../../lib/slice.ts';
import { padded, type Size } from './region.ts';

/** From this coverage on a pixel counts as inside where an edge is needed. */
const EDGE = 128;
const inside = (value: number) => value >= EDGE;
const outside = (value: number) => value < EDGE;

/**
 * Everything at most `radius` away from the inside becomes whole; softer coverage farther out stays. Of a mask of 0 and 255 it
 * is the dilation by a disc.
 * @param region holds all that changes
 */
export function grow(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  const distances = distancesIn(mask, size, region, inside);
  change(mask, size, region, (value, i) => (distances[i]! <= radius * radius ? 255 : value));
}

/**
 * Everything at most `radius` away from the outside becomes empty. Of a mask of 0 and 255 it is the erosion by a disc; the edge
 * of the picture is not an outside.
 * @param region holds all that changes
 */
export function shrink(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  const around = padded(size, region, Math.ceil(radius));
  const distances = distancesIn(mask, size, around, outside);
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
  const toInside = distancesIn(mask, size, around, inside);
  const toOutside = distancesIn(mask, size, around, outside);
  const shift = (region.top - around.top) * around.width + region.left - around.left;
  change(mask, size, region, (_, i, x, y) => {
    const at = shift + y * around.width + x;
    const depth = toInside[at] === 0 ? Math.sqrt(toOutside[at]!) - 0.5 : 0.5 - Math.sqrt(toInside[at]!);
    const t = Math.min(1, Math.max(0, (depth + radius) / (2 * radius)));
    return Math.round(255 * t * t * (3 - 2 * t));
  });
}

/** Squared distances within a part of the mask alone. */
function distancesIn(
  mask: Uint8Array,
  size: Size,
  { left, top, width, height }: Region,
  isTarget: (value: number) => boolean,
): Float64Array {
  const part = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * size.width + left;
    part.set(mask.subarray(start, start + width), y * width);
  }
  return squaredDistances(part, width, height, isTarget);
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
