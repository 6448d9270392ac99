/** Pixels found by their grey value. */
import type { Region } from '../../lib/slice.ts';
import type { Flood, Line } from './operations.ts';
import { whole, type Size } from './region.ts';

/** One channel, row-major `[height, width]`, values in [0, 1]. */
export interface GreyPicture extends Size {
  grey: Float32Array;
}

export interface Selection {
  region: Region; // around what is selected
  /** Of the whole picture: 1 where it is selected. */
  inside: Uint8Array;
}

/** The seed and all pixels that are joined to it by their sides and differ from it by at most the tolerance. */
export function selectFlood({ grey, ...size }: GreyPicture, { x, y, tolerance }: Flood): Selection | null {
  if (!contains(size, x, y)) return null;
  const seed = grey[y * size.width + x]!;
  // Float32 differences of values that are written alike may miss the tolerance by rounding.
  const limit = tolerance + 1e-6;
  return spread(size, x, y, 0, (at) => Math.abs(grey[at]! - seed) <= limit);
}

/** How far beside a line its seed may lie, px. */
const SNAP = 4;
/** Steps between pixels of a line that still count as joined: noise breaks lines up. */
const BRIDGED = 1;

/**
 * Lines that differ from both of their sides: pixels whose mean over 3×3 is darker or brighter by more than the threshold than
 * the means one line's width and a pixel away on either side, in one of the four directions. An edge differs from one side only.
 */
export function selectLine(picture: GreyPicture, line: Line): Selection | null {
  const { grey, ...size } = picture;
  const near = boxMean(grey, size, 1);
  const hit = (at: number) => contrast(near, size, at % size.width, Math.floor(at / size.width), line) > line.threshold;
  if (!line.joined) {
    const inside = new Uint8Array(grey.length);
    for (let at = 0; at < inside.length; at++) inside[at] = hit(at) ? 1 : 0;
    return { region: whole(size), inside };
  }
  const seed = nearest(size, line, hit);
  return seed && spread(size, seed.x, seed.y, BRIDGED, hit);
}

const DIRECTIONS = [
  { dx: 1, dy: 0 },
  { dx: 0, dy: 1 },
  { dx: Math.SQRT1_2, dy: Math.SQRT1_2 },
  { dx: Math.SQRT1_2, dy: -Math.SQRT1_2 },
];

/** By how much a pixel differs from the more similar of its two sides, in the direction where that is most. */
function contrast(near: Float32Array, { width, height }: Size, x: number, y: number, { tone, width: widest }: Line) {
  const here = near[y * width + x]!;
  const sign = tone === 'bright' ? 1 : -1;
  let most = -Infinity;
  for (const { dx, dy } of DIRECTIONS) {
    const awayX = Math.round((widest + 1) * dx);
    const awayY = Math.round((widest + 1) * dy);
    const a = near[clamp(y + awayY, height) * width + clamp(x + awayX, width)]!;
    const b = near[clamp(y - awayY, height) * width + clamp(x - awayX, width)]!;
    most = Math.max(most, Math.min(sign * (here - a), sign * (here - b)));
  }
  return most;
}

const clamp = (value: number, side: number) => Math.min(side - 1, Math.max(0, value));

const contains = ({ width, height }: Size, x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height;

/** The pixel that fits and is nearest to a place, at most `SNAP` away. */
function nearest(size: Size, { x, y }: Line, fits: (at: number) => boolean): { x: number; y: number } | null {
  let best: { x: number; y: number } | null = null;
  let least = SNAP ** 2 + 1;
  for (let dy = -SNAP; dy <= SNAP; dy++) {
    for (let dx = -SNAP; dx <= SNAP; dx++) {
      const square = dx * dx + dy * dy;
      if (square >= least || !contains(size, x + dx, y + dy) || !fits((y + dy) * size.width + x + dx)) continue;
      best = { x: x + dx, y: y + dy };
      least = square;
    }
  }
  return best;
}

/**
 * All pixels that fit and are joined to the seed, run by run (Smith 1979, "Tint fill").
 * @param gap pixels that a step may leave out; 0 joins by sides only, more joins by corners as well
 */
function spread(size: Size, seedX: number, seedY: number, gap: number, fits: (at: number) => boolean): Selection {
  const { width, height } = size;
  const inside = new Uint8Array(width * height);
  const free = (at: number) => inside[at] === 0 && fits(at);
  const stack: number[] = [];
  let [left, right, top, bottom] = [seedX, seedX, seedY, seedY];
  const take = (x: number, y: number) => {
    const row = y * width;
    let [from, to] = [x, x];
    while (from > 0 && free(row + from - 1)) from--;
    while (to + 1 < width && free(row + to + 1)) to++;
    inside.fill(1, row + from, row + to + 1);
    stack.push(from, to, y);
    left = Math.min(left, from);
    right = Math.max(right, to);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    return to;
  };
  take(seedX, seedY);
  const rows = gap + 1;
  const sideways = gap === 0 ? 0 : gap + 1;
  while (stack.length > 0) {
    const y = stack.pop()!;
    const to = Math.min(width - 1, stack.pop()! + sideways);
    const from = Math.max(0, stack.pop()! - sideways);
    for (let line = Math.max(0, y - rows); line <= Math.min(height - 1, y + rows); line++) {
      if (line === y && gap === 0) continue;
      for (let x = from; x <= to; x++) if (free(line * width + x)) x = take(x, line);
    }
  }
  return { region: { left, top, width: right + 1 - left, height: bottom + 1 - top }, inside };
}

/** Means over squares of side 2 · reach + 1, which the border of the picture cuts off. */
function boxMean(grey: Float32Array, { width, height }: Size, reach: number): Float32Array {
  const rows = new Float32Array(grey.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let sum = 0;
    for (let x = -reach; x < width; x++) {
      if (x + reach < width) sum += grey[row + x + reach]!;
      if (x - reach > 0) sum -= grey[row + x - reach - 1]!;
      if (x >= 0) rows[row + x] = sum / (Math.min(width - 1, x + reach) - Math.max(0, x - reach) + 1);
    }
  }
  const means = new Float32Array(grey.length);
  // Row by row rather than down each column, which would miss the cache at every step.
  const sums = new Float64Array(width);
  for (let y = -reach; y < height; y++) {
    if (y + reach < height) for (let x = 0; x < width; x++) sums[x]! += rows[(y + reach) * width + x]!;
    if (y - reach > 0) for (let x = 0; x < width; x++) sums[x]! -= rows[(y - reach - 1) * width + x]!;
    if (y < 0) continue;
    const count = Math.min(height - 1, y + reach) - Math.max(0, y - reach) + 1;
    for (let x = 0; x < width; x++) means[y * width + x] = sums[x]! / count;
  }
  return means;
}
