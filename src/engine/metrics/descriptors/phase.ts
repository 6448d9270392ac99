/**
 * Which pixels belong to the phase that the descriptors look at. One threshold serves both sets: were each image given its
 * own, two sets of different porosity could come out alike, and an image of one phase would be cut in two.
 */
import type { Segmentation } from '../../../contract/measure.ts';
import type { Material } from '../../../contract/materials.ts';
import { THRESHOLDS } from '../../../materials/attributes.ts';

export const GREY_LEVELS = 256; // bins of the histogram over [0, 1]

/** Pores are darker than the grains around them; fibers and roots are lighter than their ground. */
const PHASE: Record<Material, Segmentation['phase']> = { rocks: 'below', fibers: 'above', roots: 'above' };

/**
 * Adds the grey levels of an image to a histogram; the CPU twin of `kernels/histogram.ts`.
 * @param grey values in [0, 1]; those outside count in the first or last bin
 * @param counts `GREY_LEVELS` counts
 */
export function addToHistogram(grey: Float32Array, counts: Uint32Array): void {
  for (const value of grey) counts[Math.min(GREY_LEVELS - 1, Math.max(0, Math.floor(value * GREY_LEVELS)))]!++;
}

/**
 * The threshold of Otsu 1979: it maximises the variance between the two classes it makes.
 * @returns a grey level, the edge between two bins; null when all values share one bin
 */
export function otsu(counts: Uint32Array): number | null {
  let total = 0;
  let sum = 0;
  counts.forEach((count, bin) => {
    total += count;
    sum += count * bin;
  });
  let best = 0;
  let threshold: number | null = null;
  let below = 0;
  let sumBelow = 0;
  for (let bin = 0; bin < counts.length - 1; bin++) {
    below += counts[bin]!;
    sumBelow += counts[bin]! * bin;
    if (below === 0 || below === total) continue;
    const between = below * (total - below) * (sumBelow / below - (sum - sumBelow) / (total - below)) ** 2;
    if (between <= best) continue;
    best = between;
    threshold = (bin + 1) / counts.length;
  }
  return threshold;
}

/**
 * @param histogram of all smoothed reference images
 * @param given the request's own threshold; it comes before Otsu's
 * @returns Otsu's threshold, or the material's usual one where the reference has one grey level only
 */
export function chooseSegmentation(material: Material, histogram: Uint32Array, given?: number): Segmentation {
  const phase = PHASE[material];
  if (given !== undefined) return { threshold: given, method: 'given', phase };
  const found = otsu(histogram);
  return found === null
    ? { threshold: THRESHOLDS[material], method: 'material', phase }
    : { threshold: found, method: 'otsu', phase };
}

/** @returns 1 where a pixel of the smoothed image is in the phase, else 0; row-major like the image */
export function segment(smoothed: Float32Array, { threshold, phase }: Segmentation): Uint8Array {
  const mask = new Uint8Array(smoothed.length);
  const above = phase === 'above' ? 1 : 0;
  for (let i = 0; i < mask.length; i++) mask[i] = smoothed[i]! >= threshold ? above : 1 - above;
  return mask;
}
