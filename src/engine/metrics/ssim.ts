/**
 * Structural similarity (Wang, Bovik, Sheikh & Simoncelli 2004, "Image quality assessment: from error visibility to
 * structural similarity", equation 13), with their 11×11 Gaussian window of σ 1.5 px, K1 = 0.01, K2 = 0.03 and a data range
 * of 1. Agrees with scikit-image's `structural_similarity(…, gaussian_weights=True, sigma=1.5,
 * use_sample_covariance=False, data_range=1)`, its borders included: the map is mirrored at the edge, the mean leaves out
 * the 5 px that saw the mirror.
 *
 * SSIM needs the local means of x, y and xy, and those of x² and y² only as their sum, so four images are blurred rather than
 * five. The window is separable: each row is blurred along x once, kept in a ring of 11 rows that stays in the cache, and
 * blurred along y from there. Everything between the pixels and the result is float64, which is both more accurate and, because
 * JavaScript computes in it, faster than float32.
 */
import { SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { C1, C2, RADIUS, TAPS, WINDOW } from '../../lib/ssimWindow.ts';
import { overPairs } from './pairs.ts';

/** Images that are blurred: x, y, x² + y², xy. */
const FIELDS = 4;

const [T0, T1, T2, T3, T4, T5] = TAPS;

export interface SsimOptions {
  /** Also return the map of every pair. */
  maps?: boolean;
  signal?: AbortSignal | undefined;
}

export interface SsimResult {
  values: Float64Array; // [count], −1 to 1
  maps: Float32Array | null; // [count, height, width]
}

/**
 * SSIM of each pair of two batches.
 * @param a,b as many images of one size, at least 11 px wide and high, values in [0, 1]
 * @throws SpecimenError `BadRequest` when the batches do not pair up or the images are too small; Cancelled
 */
export async function ssim(a: ImageBatch, b: ImageBatch, options: SsimOptions = {}): Promise<SsimResult> {
  const { width, height, count } = a;
  requireWindow(width, height);
  const size = width * height;
  const maps = options.maps ? new Float32Array(count * size) : null;
  const comparer = new SsimComparer(width, height);
  const values = await overPairs(
    a,
    b,
    options.signal,
    (x, y, k) => comparer.compare(x, y, maps?.subarray(k * size, (k + 1) * size)).ssim,
  );
  return { values, maps };
}

/** @throws SpecimenError `BadRequest` when the window does not fit into the image. */
export function requireWindow(width: number, height: number): void {
  if (Math.min(width, height) >= WINDOW) return;
  throw new SpecimenError(
    'BadRequest',
    `SSIM looks through a window of ${WINDOW}×${WINDOW} px; these images have only ${width}×${height} px.`,
  );
}

/** Compares pairs of one size, one after another, in buffers made once. */
export class SsimComparer {
  readonly #width: number;
  readonly #height: number;
  readonly #rows: Float64Array[]; // the fields of one row of pixels, mirrored by RADIUS at both ends
  readonly #ring: Float64Array; // [WINDOW, FIELDS, width], blurred along x
  readonly #means: Float64Array[]; // the fields of one row, blurred along x and y

  /** @param width,height in px, each at least 11 */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#rows = Array.from({ length: FIELDS }, () => new Float64Array(width + 2 * RADIUS));
    this.#ring = new Float64Array(WINDOW * FIELDS * width);
    this.#means = Array.from({ length: FIELDS }, () => new Float64Array(width));
  }

  /**
   * @param x,y [height, width]
   * @param map receives the SSIM of every pixel, [height, width]
   * @returns the means of SSIM and of its contrast-structure part (Wang 2003, equations 2 and 3 with C3 = C2/2) over the
   *   pixels whose window lies inside the image
   */
  compare(x: Float32Array, y: Float32Array, map?: Float32Array): { ssim: number; contrast: number } {
    const width = this.#width;
    const height = this.#height;
    // Without a map only the pixels that count are computed.
    const margin = map ? 0 : RADIUS;
    const columns = width - 2 * margin;
    const inset = RADIUS - margin;
    let ssim = 0;
    let contrast = 0;
    const first = margin - RADIUS;
    const last = height - margin + RADIUS;
    for (let row = first; row < last; row++) {
      this.#blurRow(x, y, mirror(row, height) * width, margin, columns, row - first);
      const centre = row - RADIUS;
      if (centre < margin) continue;
      this.#blurColumns(row - first, columns);
      const inside = centre >= RADIUS && centre < height - RADIUS;
      if (map) this.#write(map.subarray(centre * width, (centre + 1) * width));
      if (!inside) continue;
      const sums = this.#sum(inset, columns - inset);
      ssim += sums.ssim;
      contrast += sums.contrast;
    }
    const pixels = (width - 2 * RADIUS) * (height - 2 * RADIUS);
    return { ssim: ssim / pixels, contrast: contrast / pixels };
  }

  /** Blurs the four fields of the pixels from `start` on along x, into slot `age` mod 11 of the ring. */
  #blurRow(x: Float32Array, y: Float32Array, start: number, margin: number, columns: number, age: number): void {
    const [means0, means1, squares, products] = this.#rows as [Float64Array, Float64Array, Float64Array, Float64Array];
    const padded = columns + 2 * RADIUS;
    const shift = margin - RADIUS; // column of the image at entry 0
    for (let c = 0; c < padded; c++) {
      const at = start + mirror(c + shift, this.#width);
      const a = x[at]!;
      const b = y[at]!;
      means0[c] = a;
      means1[c] = b;
      squares[c] = a * a + b * b;
      products[c] = a * b;
    }
    const slot = (age % WINDOW) * FIELDS * columns;
    for (let field = 0; field < FIELDS; field++)
      blurAlong(this.#rows[field]!, this.#ring, slot + field * columns, columns);
  }

  /** Blurs along y, from the 11 rows of the ring of which `age` is the youngest. */
  #blurColumns(age: number, columns: number): void {
    const stride = FIELDS * columns;
    const slot = (k: number) => ((age + 1 + k) % WINDOW) * stride; // k = 0 is the oldest row
    const s0 = slot(0);
    const s1 = slot(1);
    const s2 = slot(2);
    const s3 = slot(3);
    const s4 = slot(4);
    const s5 = slot(5);
    const s6 = slot(6);
    const s7 = slot(7);
    const s8 = slot(8);
    const s9 = slot(9);
    const s10 = slot(10);
    const ring = this.#ring;
    for (let field = 0; field < FIELDS; field++) {
      const out = this.#means[field]!;
      const from = field * columns;
      for (let c = 0, i = from; c < columns; c++, i++) {
        out[c] =
          T0 * ring[s5 + i]! +
          T1 * (ring[s4 + i]! + ring[s6 + i]!) +
          T2 * (ring[s3 + i]! + ring[s7 + i]!) +
          T3 * (ring[s2 + i]! + ring[s8 + i]!) +
          T4 * (ring[s1 + i]! + ring[s9 + i]!) +
          T5 * (ring[s0 + i]! + ring[s10 + i]!);
      }
    }
  }

  /** Sums over the blurred row from column `from` to before `to`. */
  #sum(from: number, to: number): { ssim: number; contrast: number } {
    const [mx, my, squares, products] = this.#means as [Float64Array, Float64Array, Float64Array, Float64Array];
    let ssim = 0;
    let contrast = 0;
    for (let c = from; c < to; c++) {
      const product = mx[c]! * my[c]!;
      const square = mx[c]! * mx[c]! + my[c]! * my[c]!;
      const structure = (2 * (products[c]! - product) + C2) / (squares[c]! - square + C2);
      contrast += structure;
      ssim += ((2 * product + C1) / (square + C1)) * structure;
    }
    return { ssim, contrast };
  }

  #write(out: Float32Array): void {
    const [mx, my, squares, products] = this.#means as [Float64Array, Float64Array, Float64Array, Float64Array];
    for (let c = 0; c < out.length; c++) {
      const product = mx[c]! * my[c]!;
      const square = mx[c]! * mx[c]! + my[c]! * my[c]!;
      const structure = (2 * (products[c]! - product) + C2) / (squares[c]! - square + C2);
      out[c] = ((2 * product + C1) / (square + C1)) * structure;
    }
  }
}

/** Blurs `columns` values along a row that is padded by RADIUS at both ends. */
function blurAlong(row: Float64Array, out: Float64Array, at: number, columns: number): void {
  for (let c = 0; c < columns; c++) {
    out[at + c] =
      T0 * row[c + 5]! +
      T1 * (row[c + 4]! + row[c + 6]!) +
      T2 * (row[c + 3]! + row[c + 7]!) +
      T3 * (row[c + 2]! + row[c + 8]!) +
      T4 * (row[c + 1]! + row[c + 9]!) +
      T5 * (row[c]! + row[c + 10]!);
  }
}

/** The index that a half-sample mirror (… b a | a b c …) shows at `i`, for one reflection at most. */
function mirror(i: number, length: number): number {
  if (i < 0) return -1 - i;
  return i < length ? i : 2 * length - 1 - i;
}
