/** Peak signal-to-noise ratio in dB, 10 log10(1 / MSE), for a data range of 1. */
import type { ImageBatch } from '../../contract/image.ts';
import { overPairs } from './pairs.ts';

/**
 * PSNR of each pair of two batches.
 * @param a,b as many images of one size, values in [0, 1]
 * @returns [count] in dB; Infinity where both images are the same
 * @throws SpecimenError `BadRequest` when the batches do not pair up; Cancelled
 */
export function psnr(
  a: ImageBatch,
  b: ImageBatch,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Float64Array> {
  return overPairs(a, b, options.signal, (x, y) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += (x[i]! - y[i]!) ** 2;
    return 10 * Math.log10(x.length / sum);
  });
}
