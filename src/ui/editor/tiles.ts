/**
 * A mask is one array, but what is remembered of it goes by tiles: the state before an operation (so that undoing costs what
 * the operation touched), and where it is covered.
 */
import type { Region } from '../../lib/slice.ts';
import { clipped, union, type Size } from './region.ts';

export const TILE = 256; // px

/** A tile's values, row-major; one number when they are all the same. */
type Saved = Uint8Array | number;

/** The values of some tiles at some time. */
export class Patch {
  readonly #saved = new Map<number, Saved>();
  bytes = 0;

  /** Remembers the tiles that `region` touches, unless they are remembered already. */
  save(mask: Uint8Array, size: Size, region: Region): void {
    for (const tile of tilesOf(size, region)) {
      if (this.#saved.has(tile)) continue;
      const saved = read(mask, size, tileRegion(size, tile));
      this.#saved.set(tile, saved);
      this.bytes += typeof saved === 'number' ? 0 : saved.length;
    }
  }

  /** Exchanges what is remembered with what is there; a second time brings it back. The touched region, or null. */
  swap(mask: Uint8Array, size: Size): Region | null {
    let touched: Region | null = null;
    this.bytes = 0;
    for (const [tile, before] of this.#saved) {
      const region = tileRegion(size, tile);
      const now = read(mask, size, region);
      write(mask, size, region, before);
      this.#saved.set(tile, now);
      this.bytes += typeof now === 'number' ? 0 : now.length;
      touched = union(touched, region);
    }
    return touched;
  }
}

/** Sums and bounds of a mask, read again only for tiles that changed. */
export class Extent {
  readonly #stale = new Set<number>();
  readonly #sums: Float64Array;
  readonly #boxes: (Region | null)[];
  #sum = 0;
  #box: Region | null = null;
  #bound: Region | null = null;

  constructor(
    private readonly mask: Uint8Array,
    private readonly size: Size,
  ) {
    const count = columnsOf(size) * Math.ceil(size.height / TILE);
    this.#sums = new Float64Array(count);
    this.#boxes = new Array<Region | null>(count).fill(null);
  }

  touch(region: Region): void {
    this.#bound = union(this.#bound, region);
    for (const tile of tilesOf(this.size, region)) this.#stale.add(tile);
  }

  /** Of all values. */
  get sum(): number {
    this.#refresh();
    return this.#sum;
  }

  /** The smallest rectangle that holds all values above 0; null when there are none. */
  get box(): Region | null {
    this.#refresh();
    return this.#box;
  }

  /** A rectangle that holds all values above 0, at no cost; it may be too large until `box` is read. */
  get bound(): Region | null {
    return this.#bound;
  }

  #refresh(): void {
    if (this.#stale.size === 0) return;
    for (const tile of this.#stale) this.#measure(tile);
    this.#stale.clear();
    this.#sum = this.#sums.reduce((total, sum) => total + sum, 0);
    this.#box = this.#boxes.reduce((total, box) => union(total, box), null);
    this.#bound = this.#box;
  }

  #measure(tile: number): void {
    const region = tileRegion(this.size, tile);
    let [sum, left, right, top, bottom] = [0, Infinity, -Infinity, Infinity, -Infinity];
    for (let y = region.top; y < region.top + region.height; y++) {
      const row = y * this.size.width;
      for (let x = region.left; x < region.left + region.width; x++) {
        const value = this.mask[row + x]!;
        if (value === 0) continue;
        sum += value;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        bottom = y;
      }
    }
    this.#sums[tile] = sum;
    this.#boxes[tile] = sum === 0 ? null : { left, top, width: right + 1 - left, height: bottom + 1 - top };
  }
}

const columnsOf = ({ width }: Size) => Math.ceil(width / TILE);

function tilesOf(size: Size, { left, top, width, height }: Region): number[] {
  const tiles: number[] = [];
  for (let row = Math.floor(top / TILE); row * TILE < top + height; row++) {
    for (let column = Math.floor(left / TILE); column * TILE < left + width; column++) {
      tiles.push(row * columnsOf(size) + column);
    }
  }
  return tiles;
}

function tileRegion(size: Size, tile: number): Region {
  const left = (tile % columnsOf(size)) * TILE;
  const top = Math.floor(tile / columnsOf(size)) * TILE;
  return clipped(size, left, top, left + TILE, top + TILE)!;
}

function read(mask: Uint8Array, size: Size, { left, top, width, height }: Region): Saved {
  const values = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * size.width + left;
    values.set(mask.subarray(start, start + width), y * width);
  }
  const first = values[0]!;
  for (const value of values) if (value !== first) return values;
  return first;
}

function write(mask: Uint8Array, size: Size, { left, top, width, height }: Region, saved: Saved): void {
  for (let y = 0; y < height; y++) {
    const start = (top + y) * size.width + left;
    if (typeof saved === 'number') mask.fill(saved, start, start + width);
    else mask.set(saved.subarray(y * width, (y + 1) * width), start);
  }
}
