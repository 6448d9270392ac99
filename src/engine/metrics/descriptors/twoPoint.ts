/**
 * Two-point correlation S2(r): the probability that two points r apart both lie in the phase (Torquato 2002, chapter 2).
 * As PoreSpy's `two_point_correlation` has it since 3.2: the image does not wrap around, because a crop of a material does
 * not, each lag is divided by the number of pairs that it has, and all directions are averaged.
 */
import { autocorrelation, halfSpectrum, powerOfTwo } from './fourier.ts';

/**
 * Pairs of pixels in the phase, for each lag in the half plane dy ≥ 0; the CPU twin of `kernels/autocorrelation.ts`. They
 * are computed by Fourier transform and rounded, so they are exact.
 * @param mask row-major `[height, width]`, 1 in the phase, else 0
 * @param maxLag px, less than the shorter side
 * @returns counts `[maxLag + 1, 2 · maxLag + 1]` of the lags dy = 0 … maxLag and dx = −maxLag … maxLag
 */
export function pairCounts(mask: Uint8Array, width: number, height: number, maxLag: number): Uint32Array {
  const columns = powerOfTwo(width + maxLag);
  const rows = powerOfTwo(height + maxLag);
  const correlated = autocorrelation(halfSpectrum(mask, width, height, columns, rows), columns, rows, maxLag);
  const side = 2 * maxLag + 1;
  const counts = new Uint32Array((maxLag + 1) * side);
  for (let dy = 0; dy <= maxLag; dy++) {
    for (let dx = -maxLag; dx <= maxLag; dx++) {
      counts[dy * side + dx + maxLag] = Math.round(correlated[dy * columns + ((dx + columns) % columns)]!);
    }
  }
  return counts;
}

/**
 * @param counts as `pairCounts` returns them
 * @returns S2(r) for r = 0 … maxLag px, each the mean over the lags whose length rounds to r; S2(0) is the area fraction
 */
export function twoPointCorrelation(counts: Uint32Array, width: number, height: number, maxLag: number): Float64Array {
  const sums = new Float64Array(maxLag + 1);
  const lags = new Float64Array(maxLag + 1);
  let i = 0;
  for (let dy = 0; dy <= maxLag; dy++) {
    for (let dx = -maxLag; dx <= maxLag; dx++, i++) {
      const r = Math.round(Math.sqrt(dx * dx + dy * dy));
      if (r > maxLag || (dy === 0 && dx < 0)) continue; // the lag (−dx, 0) is the lag (dx, 0)
      sums[r]! += counts[i]! / ((width - Math.abs(dx)) * (height - dy));
      lags[r]!++;
    }
  }
  return sums.map((sum, r) => sum / lags[r]!);
}
