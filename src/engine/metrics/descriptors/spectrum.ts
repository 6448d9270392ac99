/** Radial power spectrum: how strongly grey levels vary at each spatial frequency, averaged over directions. */
import { halfSpectrum, powerOfTwo } from './fourier.ts';

const MAX_BANDS = 64;
/** What the power of a flat image is given as, grey² px². */
const LEAST_POWER = 1e-12;

/** Number of frequency bands of equal width between 0 and 0.5 cycles per px: each at least two samples wide. */
export const bandCount = (width: number, height: number) =>
  Math.min(MAX_BANDS, Math.floor(Math.min(width, height) / 4));

/** What the spectra of all images of one size have in common. */
export interface SpectralGrid {
  width: number; // px
  height: number;
  columns: number; // of the transform, a power of two
  rows: number;
  bands: number;
  windowX: Float64Array; // [width]
  windowY: Float64Array; // [height]
  weight: number; // sum of the window over all pixels
  squares: number; // of its squares
  samples: Float64Array; // [bands], coefficients of the whole transform that fall in each
}

/** Hann window, transform and bands for images of `width` × `height` px. */
export function spectralGrid(width: number, height: number): SpectralGrid {
  const [windowX, windowY] = [hann(width), hann(height)];
  const [columns, rows] = [powerOfTwo(width), powerOfTwo(height)];
  const bands = bandCount(width, height);
  let weight = 0;
  let squares = 0;
  for (const wy of windowY) {
    for (const wx of windowX) {
      weight += wx * wy;
      squares += (wx * wy) ** 2;
    }
  }
  const grid = { width, height, columns, rows, bands, windowX, windowY, weight, squares };
  const samples = new Float64Array(bands);
  for (let c = 0; c <= columns / 2; c++) {
    for (let r = c === 0 ? 1 : 0; r < rows; r++) {
      const band = bandOf(grid, c, r);
      if (band < bands) samples[band]! += shareOf(grid, c);
    }
  }
  return { ...grid, samples };
}

/** The band of coefficient (c, r), the lowest 0; `bands` or more beyond 0.5 cycles per px. */
export function bandOf({ columns, rows, bands }: Omit<SpectralGrid, 'samples'>, c: number, r: number): number {
  const frequency = Math.sqrt((c / columns) ** 2 + (Math.min(r, rows - r) / rows) ** 2);
  return Math.floor(frequency * 2 * bands);
}

/** Columns of the half spectrum stand for their mirror images too, but for the first and the last. */
export const shareOf = ({ columns }: Pick<SpectralGrid, 'columns'>, c: number) =>
  c === 0 || c === columns / 2 ? 1 : 2;

/** @param total sum of |F|² over the samples of a band @returns log10 of the mean power density, at least −12 */
export const logPower = ({ samples, squares }: SpectralGrid, band: number, total: number) =>
  Math.log10(Math.max(LEAST_POWER, total / samples[band]! / squares));

/**
 * Power density by bands of frequency, as log10 of grey² px². The image has its mean taken off, a Hann window put over it
 * and zeros around it up to powers of two (Welch 1967 for one segment); white noise of variance σ² gives σ² in every band.
 * @param grey row-major `[height, width]`, values in [0, 1]
 * @param grid from `spectralGrid` of that size
 * @returns log10 of the mean power in each of `bandCount` bands, the lowest first; at least −12, which a flat image has
 */
export function radialPower(grey: Float32Array, grid: SpectralGrid): Float64Array {
  const { width, height, columns, rows, bands, windowX, windowY } = grid;
  let sum = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) sum += windowX[x]! * windowY[y]! * grey[i]!;
  }
  const mean = sum / grid.weight;

  const windowed = new Float64Array(grey.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) windowed[i] = windowX[x]! * windowY[y]! * (grey[i]! - mean);
  }
  const spectrum = halfSpectrum(windowed, width, height, columns, rows);
  const power = new Float64Array(bands);
  for (let c = 0; c <= columns / 2; c++) {
    const share = shareOf(grid, c);
    for (let r = c === 0 ? 1 : 0; r < rows; r++) {
      const band = bandOf(grid, c, r);
      const i = 2 * (c * rows + r);
      if (band < bands) power[band]! += share * (spectrum[i]! ** 2 + spectrum[i + 1]! ** 2);
    }
  }
  return power.map((total, band) => logPower(grid, band, total));
}

const hann = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / n) ** 2);
