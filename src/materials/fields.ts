/** Random fields and small helpers that the simulators share. */
import type { Random } from '../lib/rng.ts';

/**
 * Smooth random field: normal values on a lattice, interpolated with a cubic ease, so that features are about `scale` wide.
 * @returns a function of position in pixels, about standard normal in the lattice points
 */
export function smoothField(random: Random, extent: number, scale: number): (x: number, y: number) => number {
  const n = Math.ceil(extent / scale) + 3;
  const lattice = Float32Array.from({ length: n * n }, () => random.normal());
  const ease = (t: number) => t * t * (3 - 2 * t);
  return (x, y) => {
    const u = Math.min(n - 2, Math.max(0, x / scale + 1));
    const v = Math.min(n - 2, Math.max(0, y / scale + 1));
    const i = Math.floor(u);
    const j = Math.floor(v);
    const a = ease(u - i);
    const b = ease(v - j);
    const top = lattice[j * n + i]! * (1 - a) + lattice[j * n + i + 1]! * a;
    const bottom = lattice[(j + 1) * n + i]! * (1 - a) + lattice[(j + 1) * n + i + 1]! * a;
    return top * (1 - b) + bottom * b;
  };
}

/** The value below which the fraction `p` of the values lies. */
export function quantile(values: Float32Array, p: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.floor(p * sorted.length)))]!;
}

/** Averages `factor × factor` blocks of a square image of side `side · factor`. */
export function shrink(image: Float32Array, side: number, factor: number): Float32Array {
  const out = new Float32Array(side * side);
  const wide = side * factor;
  for (let y = 0; y < wide; y++) {
    const row = Math.floor(y / factor) * side;
    for (let x = 0; x < wide; x++) out[row + Math.floor(x / factor)]! += image[y * wide + x]!;
  }
  return out.map((value) => value / (factor * factor));
}

/** The central `size × size` pixels of a square image. */
export function centre<T extends Float32Array | Uint8Array | Uint16Array>(image: T, side: number, size: number): T {
  const from = (side - size) >> 1;
  const out = image.slice(0, size * size) as T;
  for (let y = 0; y < size; y++) {
    const start = (from + y) * side + from;
    out.set(image.subarray(start, start + size), y * size);
  }
  return out;
}

/** A random point, uniform in a square of the given side. */
export interface Point {
  x: number;
  y: number;
}

/** Points in square buckets, for finding neighbours in a time that does not grow with their number. */
export class Buckets<T extends Point> {
  readonly #width: number;
  readonly #cells = new Map<number, T[]>();
  /** The neighbourhoods asked for so far, as they were then: pixels ask for the same one many times. */
  readonly #near = new Map<number, T[]>();

  constructor(points: readonly T[], width: number) {
    this.#width = width;
    for (const point of points) this.add(point);
  }

  /** Neighbourhoods that were asked for before do not see the point; `placeGrains` in rocks.ts draws as it does because of that. */
  add(point: T): void {
    const key = this.#key(Math.floor(point.x / this.#width), Math.floor(point.y / this.#width));
    const cell = this.#cells.get(key);
    if (cell) cell.push(point);
    else this.#cells.set(key, [point]);
  }

  /** Every point whose bucket is at most one away from that of the position, of those that were there when it was first asked. */
  near(x: number, y: number): readonly T[] {
    const column = Math.floor(x / this.#width);
    const row = Math.floor(y / this.#width);
    const key = this.#key(column, row);
    let found = this.#near.get(key);
    if (!found) {
      found = [];
      for (let j = row - 1; j <= row + 1; j++) {
        for (let i = column - 1; i <= column + 1; i++) found.push(...(this.#cells.get(this.#key(i, j)) ?? []));
      }
      this.#near.set(key, found);
    }
    return found;
  }

  #key(column: number, row: number): number {
    return (row + 1000) * 4000 + column + 1000;
  }
}
