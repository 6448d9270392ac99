/** Local thickness (Hildebrand & Rüegsegger 1997): at each point of the phase, the largest disc in it that covers the point. */

import { squaredDistances } from '../../../lib/distance.ts';

/**
 * Radius of the largest disc in the phase that covers each pixel, px: max { d(c) : |p − c| < d(c) } with d the distance of a
 * centre c to the nearest pixel outside. Zero outside the phase, and everywhere when all is phase.
 */
export function localRadius(mask: Uint8Array, width: number, height: number): Float64Array {
  // The border of the image is no edge of the phase.
  const squared = squaredDistances(mask, width, height, (value) => value === 0);
  if (squared[0] === Infinity) return new Float64Array(mask.length);
  const distance = squared.map(Math.sqrt);
  // Squared distance and place in one whole number, because numbers sort faster than places by something else.
  const centres = new Float64Array(mask.length);
  let found = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (mask[i] === 1 && !covered(distance, width, height, x, y)) centres[found++] = squared[i]! * mask.length + i;
    }
  }
  const rising = centres.subarray(0, found).sort();
  const canvas = new Canvas(mask, width, height);
  for (let k = found - 1; k >= 0; k--) {
    const centre = rising[k]! % mask.length;
    canvas.paint(centre % width, Math.floor(centre / width), squared[centre]!, distance[centre]!);
  }
  return canvas.radius;
}

/** Discs up to this radius, px, have so few pixels that looking at each of them is quicker than being led past. */
const SMALL = 16;

/** Blocks of pixels, each 2 × 2 of the finer level. */
interface Level {
  open: Uint32Array; // how many pixels of each block no disc has reached yet, [height, width]
  width: number;
  height: number;
}

/**
 * Takes discs, largest first, so that the first to reach a pixel is its largest and each pixel is painted once. Where the phase is
 * wide, nearly as many large discs as pixels lie over one another; counts of open pixels in blocks of 2, 4, 8 … px lead a disc past
 * all that is painted already.
 */
class Canvas {
  /** Of the disc that each pixel was painted with, px; 0 where there is none. [height, width] */
  readonly radius: Float64Array;
  readonly #mask: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  /** Pixels, then ever larger blocks up to the whole image; made for the first large disc. */
  #levels: Level[] | null = null;
  /** The level whose blocks are just larger than the disc. It only falls, so that the coarser counts need not be kept. */
  #level = Infinity;

  constructor(mask: Uint8Array, width: number, height: number) {
    this.radius = new Float64Array(mask.length);
    this.#mask = mask;
    this.#width = width;
    this.#height = height;
  }

  /** @param square of the radius r, px²; neither may be larger than in the call before */
  paint(cx: number, cy: number, square: number, r: number): void {
    if (r > SMALL) this.#paintLarge(cx, cy, square, r);
    else this.#paintSmall(cx, cy, square, r);
  }

  #paintSmall(cx: number, cy: number, square: number, r: number): void {
    const { radius } = this;
    const reach = Math.ceil(r) - 1;
    for (let y = Math.max(0, cy - reach); y <= Math.min(this.#height - 1, cy + reach); y++) {
      const half = Math.ceil(Math.sqrt(square - (y - cy) ** 2)) - 1;
      const to = y * this.#width + Math.min(this.#width - 1, cx + half);
      for (let i = y * this.#width + Math.max(0, cx - half); i <= to; i++) if (radius[i] === 0) radius[i] = r;
    }
  }

  #paintLarge(cx: number, cy: number, square: number, r: number): void {
    const levels = (this.#levels ??= levelsOf(this.#mask, this.#width, this.#height));
    const reach = Math.ceil(r) - 1;
    this.#level = Math.min(this.#level, levels.length - 1);
    while (2 ** (this.#level - 1) > 2 * reach) this.#level--;
    const { width, height } = levels[this.#level]!;
    const block = 2 ** this.#level;
    const right = Math.min(width - 1, Math.floor((cx + reach) / block));
    const bottom = Math.min(height - 1, Math.floor((cy + reach) / block));
    for (let y = Math.max(0, Math.floor((cy - reach) / block)); y <= bottom; y++) {
      for (let x = Math.max(0, Math.floor((cx - reach) / block)); x <= right; x++) {
        this.#paintBlock(levels, this.#level, x, y, cx, cy, square, r);
      }
    }
  }

  /** Paints what the disc has of block (x, y) of a level. @returns how many pixels that were */
  #paintBlock(
    levels: Level[],
    level: number,
    x: number,
    y: number,
    cx: number,
    cy: number,
    square: number,
    r: number,
  ): number {
    const { open, width } = levels[level]!;
    const i = y * width + x;
    if (open[i] === 0) return 0;
    const dx = Math.max(0, (x << level) - cx, cx - ((x + 1) << level) + 1);
    const dy = Math.max(0, (y << level) - cy, cy - ((y + 1) << level) + 1);
    if (dx * dx + dy * dy >= square) return 0;
    if (level === 0) {
      this.radius[i] = r;
      open[i] = 0;
      return 1;
    }
    const finer = levels[level - 1]!;
    let painted = 0;
    for (let fy = 2 * y; fy < Math.min(2 * y + 2, finer.height); fy++) {
      for (let fx = 2 * x; fx < Math.min(2 * x + 2, finer.width); fx++) {
        painted += this.#paintBlock(levels, level - 1, fx, fy, cx, cy, square, r);
      }
    }
    open[i]! -= painted;
    return painted;
  }
}

function levelsOf(mask: Uint8Array, width: number, height: number): Level[] {
  const levels: Level[] = [{ open: Uint32Array.from(mask), width, height }];
  for (let finer = levels[0]!; Math.max(finer.width, finer.height) > 1; finer = levels.at(-1)!) {
    const level = { width: Math.ceil(finer.width / 2), height: Math.ceil(finer.height / 2) };
    const open = new Uint32Array(level.width * level.height);
    for (let y = 0, i = 0; y < finer.height; y++) {
      for (let x = 0; x < finer.width; x++, i++) open[(y >> 1) * level.width + (x >> 1)]! += finer.open[i]!;
    }
    levels.push({ open, ...level });
  }
  return levels;
}

/** Whether the disc of a neighbour covers the whole disc around (x, y). */
function covered(distance: Float64Array, width: number, height: number, x: number, y: number): boolean {
  const own = distance[y * width + x]!;
  for (let dy = -1; dy <= 1; dy++) {
    if (y + dy < 0 || y + dy >= height) continue;
    for (let dx = -1; dx <= 1; dx++) {
      if ((dx === 0 && dy === 0) || x + dx < 0 || x + dx >= width) continue;
      const apart = dx !== 0 && dy !== 0 ? Math.SQRT2 : 1;
      if (distance[(y + dy) * width + x + dx]! >= own + apart - 1e-9) return true;
    }
  }
  return false;
}

/**
 * Distribution of the local thickness: the share of the phase's area whose thickness 2 r − 1, rounded, is t px. With the − 1 a
 * band of t pixels is t thick, since distances run from pixel centre to pixel centre.
 * @returns shares of t = 1 … maxThickness, the last of them with all above; null when the phase is absent or everything
 */
export function localThickness(
  mask: Uint8Array,
  width: number,
  height: number,
  maxThickness: number,
): Float64Array | null {
  const shares = new Float64Array(maxThickness);
  let area = 0;
  for (const r of localRadius(mask, width, height)) {
    if (r === 0) continue;
    area++;
    shares[Math.min(maxThickness, Math.round(2 * r - 1)) - 1]!++;
  }
  return area === 0 ? null : shares.map((count) => count / area);
}
