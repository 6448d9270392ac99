/**
 * Multi-scale structural similarity (Wang, Simoncelli & Bovik 2003, "Multiscale structural similarity for image quality
 * assessment", equation 7): the product of the contrast-structure means of the finer scales and of the SSIM mean of the
 * coarsest one, each raised to its weight. As in pytorch-msssim, means are clamped at 0 before the power, and a scale is the
 * mean of 2×2 px of the one before, where a side of odd length gets a line of zeros in front.
 *
 * Five scales need at least 161 px. Smaller images use as many scales as leave 11 px on the shorter side, and the weights of
 * these, divided by their sum; the value then is not comparable with one over five scales, so the number of scales is part of
 * the result.
 */
import type { ImageBatch } from '../../contract/image.ts';
import { WINDOW } from '../../lib/ssimWindow.ts';
import { overPairs } from './pairs.ts';
import { SsimComparer, requireWindow } from './ssim.ts';

/** Weights of the scales, finest first (Wang 2003, section 3.2). */
const SCALE_WEIGHTS: readonly number[] = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

export interface MsSsimResult {
  values: Float64Array; // [count], 0 to 1
  scales: number; // 5, or fewer for small images
}

/**
 * MS-SSIM of each pair of two batches.
 * @param a,b as many images of one size, at least 11 px wide and high, values in [0, 1]
 * @throws SpecimenError `BadRequest` when the batches do not pair up or the images are too small; Cancelled
 */
export async function msssim(
  a: ImageBatch,
  b: ImageBatch,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<MsSsimResult> {
  const sizes = scaleSizes(a.width, a.height);
  const comparers = sizes.map(({ width, height }) => new SsimComparer(width, height));
  const buffers = sizes.map(({ width, height }) => [
    new Float32Array(width * height),
    new Float32Array(width * height),
  ]);
  const values = await overPairs(a, b, options.signal, (first, second) => {
    let x = first;
    let y = second;
    const means = comparers.map((comparer, scale) => {
      if (scale > 0) {
        const { width, height } = sizes[scale - 1]!;
        const [halfX, halfY] = buffers[scale] as [Float32Array, Float32Array];
        halve(x, width, height, halfX);
        halve(y, width, height, halfY);
        x = halfX;
        y = halfY;
      }
      return comparer.compare(x, y);
    });
    return combineScales(means);
  });
  return { values, scales: sizes.length };
}

/**
 * Sizes of the scales, finest first, in px.
 * @throws SpecimenError `BadRequest` when not even one window fits
 */
export function scaleSizes(width: number, height: number): { width: number; height: number }[] {
  requireWindow(width, height);
  const sizes = [{ width, height }];
  while (sizes.length < SCALE_WEIGHTS.length) {
    const finer = sizes.at(-1)!;
    const coarser = { width: halfLength(finer.width), height: halfLength(finer.height) };
    if (Math.min(coarser.width, coarser.height) < WINDOW) break;
    sizes.push(coarser);
  }
  return sizes;
}

/** Length of a side one scale further. */
const halfLength = (length: number) => Math.floor(length / 2) + (length % 2);

/** The product over the scales, finest first, from the means of each. */
export function combineScales(means: readonly { ssim: number; contrast: number }[]): number {
  const weights = SCALE_WEIGHTS.slice(0, means.length);
  const total = weights.reduce((sum, weight) => sum + weight);
  return means.reduce((product, { ssim, contrast }, scale) => {
    const mean = scale === means.length - 1 ? ssim : contrast;
    return product * Math.max(0, mean) ** (weights[scale]! / total);
  }, 1);
}

/** Means of 2×2 px; `out` is [halfLength(height), halfLength(width)]. */
function halve(image: Float32Array, width: number, height: number, out: Float32Array): void {
  const shiftX = width % 2;
  const shiftY = height % 2;
  const columns = halfLength(width);
  const rows = halfLength(height);
  for (let r = 0; r < rows; r++) {
    // Of the two lines under this one, an odd side's first is the line of zeros.
    const lower = 2 * r + 1 - shiftY;
    const upper = lower - 1;
    for (let c = 0; c < columns; c++) {
      const right = 2 * c + 1 - shiftX;
      const left = right - 1;
      let sum = image[lower * width + right]!;
      if (left >= 0) sum += image[lower * width + left]!;
      if (upper >= 0) {
        sum += image[upper * width + right]!;
        if (left >= 0) sum += image[upper * width + left]!;
      }
      out[r * columns + c] = sum / 4;
    }
  }
}
