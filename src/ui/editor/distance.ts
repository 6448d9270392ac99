/** Growing, shrinking and feathering by exact Euclidean distances. */
import { squaredDistances } from '../../lib/distance.ts';
import type { Region } from '../../lib/slice.ts';
import { clipped, padded, type Size } from './region.ts';

/** From this coverage on a pixel counts as inside where an edge is needed. */
const EDGE = 128;
const inside = (value: number) => value >= EDGE;
const outside = (value: number) => value < EDGE;

/** Distances are taken in squares of this side: it bounds their memory, and most squares hold no edge. */
const TILE = 256; // px

/**
 * Everything at most `radius` away from the inside becomes whole; softer coverage farther out stays. Of a mask of 0 and 255 it
 * is the dilation by a disc.
 * @param region holds all that changes
 */
export function grow(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  change(mask, size, region, Math.ceil(radius), (part) => {
    const squares = distancesTo(inside, part);
    return (value, at) => (squares[at]! <= radius * radius ? 255 : value);
  });
}

/**
 * Everything at most `radius` away from the outside becomes empty. Of a mask of 0 and 255 it is the erosion by a disc; the edge
 * of the picture is not an outside.
 * @param region holds all that changes
 */
export function shrink(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  change(mask, size, region, Math.ceil(radius), (part) => {
    const squares = distancesTo(outside, part);
    return (value, at) => (squares[at]! <= radius * radius ? 0 : value);
  });
}

/**
 * Coverage falls from 255 to 0 (smoothstep) over 2 · radius across the edge, half of it on either side, and is 0 beyond. The edge
 * lies halfway between pixels that are inside and pixels that are not.
 * @param region holds all that changes
 */
export function feather(mask: Uint8Array, size: Size, region: Region, radius: number): void {
  if (radius === 0) return;
  change(mask, size, region, Math.ceil(radius) + 1, (part) => {
    const toInside = distancesTo(inside, part);
    const toOutside = distancesTo(outside, part);
    return (value, at) => {
      const depth = inside(value) ? Math.sqrt(toOutside[at]!) - 0.5 : 0.5 - Math.sqrt(toInside[at]!);
      const t = Math.min(1, Math.max(0, (depth + radius) / (2 * radius)));
      return Math.round(255 * t * t * (3 - 2 * t));
    };
  });
}

/** A tile of the mask as it was, with some of what is around it; row-major. */
interface Part extends Size {
  values: Uint8Array;
}

/**
 * Gives every pixel of the region a new value.
 * @param reach how far beside a pixel its new value depends on, px
 * @param rule from a tile and what is around it to the new value at each place there
 */
function change(
  mask: Uint8Array,
  size: Size,
  { left, top, width, height }: Region,
  reach: number,
  rule: (part: Part) => (value: number, at: number) => number,
): void {
  const before = mask.slice();
  for (let y0 = top; y0 < top + height; y0 += TILE) {
    for (let x0 = left; x0 < left + width; x0 += TILE) {
      const right = Math.min(left + width, x0 + TILE);
      const bottom = Math.min(top + height, y0 + TILE);
      const tile = clipped(size, x0, y0, right, bottom)!;
      const around = padded(size, tile, reach);
      const value = rule(cut(before, size, around));
      for (let y = y0; y < bottom; y++) {
        const row = y * size.width;
        const place = (y - around.top) * around.width - around.left;
        for (let x = x0; x < right; x++) mask[row + x] = value(before[row + x]!, place + x);
      }
    }
  }
}

function cut(mask: Uint8Array, size: Size, { left, top, width, height }: Region): Part {
  const values = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * size.width + left;
    values.set(mask.subarray(start, start + width), y * width);
  }
  return { width, height, values };
}

function distancesTo(isTarget: (value: number) => boolean, { values, width, height }: Part): Float64Array {
  if (values.every(isTarget)) return new Float64Array(values.length);
  if (!values.some(isTarget)) return new Float64Array(values.length).fill(Infinity);
  return squaredDistances(values, width, height, isTarget);
}
