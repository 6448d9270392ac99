/** Radial power spectrum: how strongly grey levels vary at each spatial frequency, averaged over directions. */
import { halfSpectrum, powerOfTwo } from './fourier.ts';

export const MAX_BANDS = 64;

/** Number of frequency bands of equal width between 0 and 0.5 cycles per px: each at least two samples wide. */
export const bandCount = (width: number, height: number) =>
  Math.min(MAX_BANDS, Math.floor(Math.min(width, height) / 4));

/**
 * Power density by bands of frequency, as log10 of grey² px². The image has its mean taken off, a Hann window put over it
 * and zeros around it up to powers of two (Welch 1967 for one segment); white noise of variance σ² gives σ² in every band.
 * @param grey row-major `[height, width]`, values in [0, 1]
 * @returns log10 of the mean power in each of `bandCount` bands, the lowest first; at least −12, which a flat image has
 */
export function radialPower(grey: Float32Array, width: number, height: number): Float64Array {
  const columns = powerOfTwo(width);
  const rows = powerOfTwo(height);
  const windowX = hann(width);
  const windowY = hann(height);
  let weight = 0;
  let sum = 0;
  let squares = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const w = windowX[x]! * windowY[y]!;
      weight += w;
      sum += w * grey[i]!;
      squares += w * w;
    }
  }
  const mean = sum / weight;

  const windowed = new Float64Array(grey.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) windowed[i] = windowX[x]! * windowY[y]! * (grey[i]! - mean);
  }
  const spectrum = halfSpectrum(windowed, width, height, columns, rows);
  const bands = bandCount(width, height);
  const power = new Float64Array(bands);
  const samples = new Float64Array(bands);
  for (let c = 0; c <= columns / 2; c++) {
    const share = c === 0 || c === columns / 2 ? 1 : 2; // the other columns stand for their mirror images too
    for (let r = 0, i = 2 * c * rows; r < rows; r++, i += 2) {
      const frequency = Math.sqrt((c / columns) ** 2 + (Math.min(r, rows - r) / rows) ** 2);
      const band = Math.floor(frequency * 2 * bands);
      if (band >= bands || (c === 0 && r === 0)) continue;
      power[band]! += share * (spectrum[i]! ** 2 + spectrum[i + 1]! ** 2);
      samples[band]! += share;
    }
  }
  return power.map((total, band) => Math.log10(Math.max(1e-12, total / samples[band]! / squares)));
}

const hann = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / n) ** 2);
