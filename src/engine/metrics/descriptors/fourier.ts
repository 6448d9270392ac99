/** Two-dimensional transforms of real images, zero-padded to powers of two. */
import FFT from 'fft.js';

const plans = new Map<number, FFT>();

/** A transform of `size` points, a power of two; made once. */
function plan(size: number): FFT {
  let known = plans.get(size);
  if (!known) plans.set(size, (known = new FFT(size)));
  return known;
}

/** The smallest power of two at or above n, at least 2. */
export const powerOfTwo = (n: number) => Math.max(2, 2 ** Math.ceil(Math.log2(n)));

/**
 * The non-negative half of the spectrum of a real image, column after column.
 * @param image row-major `[height, width]`
 * @param columns, rows powers of two, at least the width and the height; zeros fill the rest
 * @returns complex `[columns / 2 + 1, rows]`, interleaved: column c is the frequency c / columns along x
 */
export function halfSpectrum(
  image: ArrayLike<number>,
  width: number,
  height: number,
  columns: number,
  rows: number,
): Float64Array {
  const half = columns / 2 + 1;
  const lines = new Float64Array(half * rows * 2);
  const line = new Float64Array(columns);
  const transformed = new Float64Array(columns * 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) line[x] = image[y * width + x]!;
    plan(columns).realTransform(transformed, line);
    for (let c = 0; c < half; c++) {
      lines[2 * (c * rows + y)] = transformed[2 * c]!;
      lines[2 * (c * rows + y) + 1] = transformed[2 * c + 1]!;
    }
  }
  const column = new Float64Array(rows * 2);
  for (let c = 0; c < half; c++) {
    const own = lines.subarray(2 * c * rows, 2 * (c + 1) * rows);
    plan(rows).transform(column, own);
    own.set(column);
  }
  return lines;
}

/**
 * Circular autocorrelation from a half spectrum, Σ f(x, y) f(x + dx, y + dy) (Wiener–Khinchin).
 * @param spectrum as `halfSpectrum` returns it; overwritten
 * @param maxLag px; rows dy = 0 … maxLag are computed
 * @returns row-major `[maxLag + 1, columns]`; column dx mod columns
 */
export function autocorrelation(spectrum: Float64Array, columns: number, rows: number, maxLag: number): Float64Array {
  const half = columns / 2 + 1;
  const column = new Float64Array(rows * 2);
  for (let c = 0; c < half; c++) {
    const own = spectrum.subarray(2 * c * rows, 2 * (c + 1) * rows);
    for (let i = 0; i < own.length; i += 2) {
      own[i] = own[i]! ** 2 + own[i + 1]! ** 2;
      own[i + 1] = 0;
    }
    plan(rows).inverseTransform(column, own);
    own.set(column);
  }
  const out = new Float64Array((maxLag + 1) * columns);
  const line = new Float64Array(columns * 2);
  const transformed = new Float64Array(columns * 2);
  for (let dy = 0; dy <= maxLag; dy++) {
    for (let c = 0; c < half; c++) {
      line[2 * c] = spectrum[2 * (c * rows + dy)]!;
      line[2 * c + 1] = spectrum[2 * (c * rows + dy) + 1]!;
    }
    plan(columns).completeSpectrum(line);
    plan(columns).inverseTransform(transformed, line);
    for (let x = 0; x < columns; x++) out[dy * columns + x] = transformed[2 * x]!;
  }
  return out;
}
