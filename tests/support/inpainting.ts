/** Holes in rows of a Gaussian field, filled by inpainting, and how far what comes out is from what is known exactly. */
import { posterior, repaint, type Inpainter } from '../../src/engine/diffusion/inpaint.ts';
import { karrasSigmas } from '../../src/engine/diffusion/schedule.ts';
import { normals } from '../../src/lib/rng.ts';
import { conditional, drawField, errorsOf, exactDenoiser, gaussianField, momentsOf } from './gaussianField.ts';

export const PIXELS = 24;
export const UNKNOWN = [8, 9, 10, 11, 12, 13, 14, 15];
export const KNOWN = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
export const FIELD = gaussianField(PIXELS, 4, 0.25, Array<number>(PIXELS).fill(0.1));
export const MASK = Float32Array.from({ length: PIXELS }, (_, i) => (UNKNOWN.includes(i) ? 1 : 0));
export const SIGMA = { min: 0.02, max: 30 };
export const levels = (steps: number) => karrasSigmas(steps, SIGMA.min, SIGMA.max, 7);

export const repaintTimes =
  (resampling: number): Inpainter =>
  (...inputs) =>
    repaint(...inputs, resampling);

/** With the large corrections that suit exact denoisers, as those of Gaussian fields are. */
export const agreement: Inpainter = (...inputs) => posterior(...inputs, 10);

/** Errors of two images filled `count` times each: of the mean in exact deviations, of the covariance in its norm. */
export async function measure(inpaint: Inpainter, steps: number, count: number) {
  const sum = { calls: 0, mean: 0, covariance: 0 };
  const images = [1, 2];
  for (const seed of images) {
    const one = drawField(FIELD, seed);
    const image = new Float32Array(count * PIXELS).map((_, k) => one[k % PIXELS]!);
    const x = normals(seed, 1, image.length).map((z) => SIGMA.max * z);
    const noise = (draw: number) => normals(seed, 2 + draw, image.length);
    const { denoise, calls } = exactDenoiser(FIELD);
    const filled = await inpaint(denoise, x, { image, mask: MASK }, levels(steps), { noise });
    const errors = errorsOf(momentsOf(filled, PIXELS, UNKNOWN), conditional(FIELD, UNKNOWN, KNOWN, one));
    sum.calls += calls() / images.length;
    sum.mean += errors.mean / images.length;
    sum.covariance += errors.covariance / images.length;
  }
  return sum;
}
