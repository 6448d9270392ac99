/**
 * The rotation axis of a scan, found from its rings. It is the same for all slices of a stack, so all images vote together:
 * each small block of an image looks like a piece of a ring along some directions, and the axis lies on their normals.
 */
import { polarBins, ringIndex, type Axis } from './rings.ts';

const ORIENTATIONS = 24;
const BLOCK = 16; // px; pieces of rings are straight at this length
const STRIDE = 8; // px
const GAP = 1.5; // px around a block's middle line that neither half uses, since noise reaches from pixel to pixel
/** The axis is sought as far from the middle as twice the longer side, because a crop need not hold it. */
const REACH = 2;
const STEPS = 40; // of the first search, on either side of the middle
const PRECISION = 0.5; // px

/** Collects what the blocks of equally large images say. */
export class AxisVotes {
  readonly #width: number;
  readonly #height: number;
  readonly #across: number;
  readonly #down: number;
  /** Covariance of the two halves of lines, by block and orientation. */
  readonly #votes: Float64Array;

  /** @param width px, at least 16; @param height px, at least 16 */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#across = Math.floor((width - BLOCK) / STRIDE) + 1;
    this.#down = Math.floor((height - BLOCK) / STRIDE) + 1;
    this.#votes = new Float64Array(this.#across * this.#down * ORIENTATIONS);
  }

  /** @param residual of one image, as `fineResidual` returns it */
  add(residual: Float32Array): void {
    const power = residual.reduce((sum, value) => sum + value * value, 0);
    if (power === 0) return;
    HALF_LINES.forEach(({ cell, pixels }, orientation) => {
      const sums = new Float64Array(pixels.length);
      for (let block = 0; block < this.#across * this.#down; block++) {
        sums.fill(0);
        const { x, y } = this.#corner(block);
        for (let row = 0, k = 0; row < BLOCK; row++) {
          for (let i = (y + row) * this.#width + x, end = i + BLOCK; i < end; i++, k++) sums[cell[k]!]! += residual[i]!;
        }
        let covariance = 0;
        for (let half = 2; half < sums.length; half += 2) {
          const weight = Math.sqrt(pixels[half]! * pixels[half + 1]!);
          if (weight > 0) covariance += (sums[half]! * sums[half + 1]!) / weight;
        }
        this.#votes[block * ORIENTATIONS + orientation]! += covariance / power;
      }
    });
  }

  /**
   * @param residuals a few of the images, on which the place is refined
   * @param between called between steps of the search, to let a cancel through
   * @throws what `between` throws
   */
  async find(residuals: Float32Array[], between: () => Promise<void>): Promise<Axis> {
    const middle = { x: (this.#width - 1) / 2, y: (this.#height - 1) / 2 };
    const step = (REACH * Math.max(this.#width, this.#height)) / STEPS;
    let best = middle;
    let bestScore = -Infinity;
    for (let j = -STEPS; j <= STEPS; j++) {
      await between();
      for (let i = -STEPS; i <= STEPS; i++) {
        const axis = { x: middle.x + i * step, y: middle.y + j * step };
        const score = this.#score(axis);
        if (score > bestScore) [best, bestScore] = [axis, score];
      }
    }
    return this.#refine([best, middle], step / 2, residuals, between);
  }

  /** From the better start, steps to whichever neighbour has the larger mean index, by ever smaller steps. */
  async #refine(
    starts: Axis[],
    firstStep: number,
    residuals: Float32Array[],
    between: () => Promise<void>,
  ): Promise<Axis> {
    const index = async (axis: Axis) => {
      await between();
      const bins = polarBins(this.#width, this.#height, axis);
      return residuals.reduce((sum, residual) => sum + ringIndex(residual, bins), 0);
    };
    let axis = starts[0]!;
    let value = await index(axis);
    for (const start of starts.slice(1)) {
      const found = await index(start);
      if (found > value) [axis, value] = [start, found];
    }
    for (let step = firstStep; step >= PRECISION; step /= 2) {
      for (let k = 0; k < 8; k++) {
        const turn = (k * Math.PI) / 4;
        const tried = { x: axis.x + Math.round(Math.cos(turn)) * step, y: axis.y + Math.round(Math.sin(turn)) * step };
        const found = await index(tried);
        if (found > value) [axis, value] = [tried, found];
      }
    }
    return axis;
  }

  /** How far the blocks' lines agree with rings about an axis. */
  #score(axis: Axis): number {
    let score = 0;
    for (let block = 0; block < this.#across * this.#down; block++) {
      const corner = this.#corner(block);
      const dx = axis.x - corner.x - (BLOCK - 1) / 2;
      const dy = axis.y - corner.y - (BLOCK - 1) / 2;
      if (dx * dx + dy * dy < (BLOCK * BLOCK) / 2) continue;
      const turn = ((Math.atan2(dy, dx) / Math.PI + 1) * ORIENTATIONS) % ORIENTATIONS;
      const k = Math.floor(turn);
      const own = block * ORIENTATIONS;
      score += this.#votes[own + k]! * (k + 1 - turn) + this.#votes[own + ((k + 1) % ORIENTATIONS)]! * (turn - k);
    }
    return score;
  }

  #corner(block: number): { x: number; y: number } {
    return { x: (block % this.#across) * STRIDE, y: Math.floor(block / this.#across) * STRIDE };
  }
}

/**
 * For each orientation of the normal, in which half line (line, side of the middle) each pixel of a block lies; cell 0 takes
 * the pixels that no half uses.
 */
const HALF_LINES = Array.from({ length: ORIENTATIONS }, (_, orientation) => {
  const cos = Math.cos((Math.PI * orientation) / ORIENTATIONS);
  const sin = Math.sin((Math.PI * orientation) / ORIENTATIONS);
  const cell = new Uint8Array(BLOCK * BLOCK);
  const pixels = new Uint8Array(2 * (BLOCK + 2));
  for (let k = 0; k < cell.length; k++) {
    const dx = (k % BLOCK) - (BLOCK - 1) / 2;
    const dy = Math.floor(k / BLOCK) - (BLOCK - 1) / 2;
    const along = dy * cos - dx * sin;
    if (Math.hypot(dx, dy) <= BLOCK / 2 && Math.abs(along) >= GAP) {
      cell[k] = 2 * (Math.round(dx * cos + dy * sin) + BLOCK / 2 + 1) + (along > 0 ? 1 : 0);
    }
    pixels[cell[k]!]!++;
  }
  return { cell, pixels };
});
