/**
 * Data for which everything about a diffusion model is known: Gaussian pixels with covariance
 * v e^(−|i − j| / ℓ), the two-point correlation of a random two-phase medium (Debye et al. 1957).
 */
import { Matrix, inverse } from 'ml-matrix';
import type { Denoiser } from '../../src/engine/diffusion/denoiser.ts';
import { normals } from '../../src/lib/rng.ts';

export interface GaussianField {
  pixels: number;
  mean: number[];
  covariance: Matrix;
}

/** Rows of pixels. @param length ℓ, px @param variance v */
export function gaussianField(pixels: number, length: number, variance: number, mean: number[]): GaussianField {
  return { pixels, mean, covariance: exponential(pixels, length).mul(variance) };
}

/** Pictures of mean 0, row-major, with covariance v e^(−(|Δx| + |Δy|) / ℓ). */
export function gaussianPicture(width: number, height: number, length: number, variance: number): GaussianField {
  const covariance = exponential(height, length).kroneckerProduct(exponential(width, length)).mul(variance);
  return { pixels: width * height, mean: Array<number>(width * height).fill(0), covariance };
}

function exponential(pixels: number, length: number): Matrix {
  const out = new Matrix(pixels, pixels);
  for (let i = 0; i < pixels; i++) for (let j = 0; j < pixels; j++) out.set(i, j, Math.exp(-Math.abs(i - j) / length));
  return out;
}

/** E[x0 | x] = μ + C (C + σ² I)⁻¹ (x − μ), and the number of calls made of it. */
export function exactDenoiser({ pixels, mean, covariance }: GaussianField): {
  denoise: Denoiser<Float32Array>;
  calls: () => number;
} {
  const gains = new Map<number, Float64Array>();
  let calls = 0;
  const gainAt = (sigma: number) => {
    const noisy = Matrix.add(covariance, Matrix.eye(pixels).mul(sigma ** 2));
    const gain = gains.get(sigma) ?? Float64Array.from(covariance.mmul(inverse(noisy)).to1DArray());
    gains.set(sigma, gain);
    return gain;
  };
  const denoise: Denoiser<Float32Array> = (x, sigma, out) => {
    calls++;
    const gain = gainAt(sigma);
    for (let first = 0; first < x.length; first += pixels) {
      for (let i = 0; i < pixels; i++) {
        let sum = mean[i]!;
        for (let j = 0; j < pixels; j++) sum += gain[i * pixels + j]! * (x[first + j]! - mean[j]!);
        out[first + i] = sum;
      }
    }
    return Promise.resolve();
  };
  return { denoise, calls: () => calls };
}

/** Mean and covariance of the pixels in `unknown` given those in `known` of one image. */
export function conditional(field: GaussianField, unknown: number[], known: number[], image: Float32Array) {
  const block = (rows: number[], columns: number[]) => field.covariance.selection(rows, columns);
  const weights = block(unknown, known).mmul(inverse(block(known, known)));
  const apart = known.map((k) => image[k]! - field.mean[k]!);
  const mean = unknown.map((u, i) => weights.getRow(i).reduce((sum, w, j) => sum + w * apart[j]!, field.mean[u]!));
  return { mean, covariance: Matrix.sub(block(unknown, unknown), weights.mmul(block(known, unknown))) };
}

/** One draw of rows: along the row, each pixel given the one before (the covariance is that of a Markov chain). */
export function drawField({ pixels, mean, covariance }: GaussianField, seed: number): Float32Array {
  const z = normals(seed, 0, pixels);
  const deviation = Math.sqrt(covariance.get(0, 0));
  const along = covariance.get(0, 1) / covariance.get(0, 0);
  let apart = 0;
  return z.map((value, i) => {
    apart = i === 0 ? deviation * value : along * apart + deviation * Math.sqrt(1 - along ** 2) * value;
    return mean[i]! + apart;
  });
}

/** Sample mean and covariance of some pixels of a batch. */
export function momentsOf(x: Float32Array, pixels: number, chosen: number[]) {
  const count = x.length / pixels;
  const rows = new Matrix(Array.from({ length: count }, (_, k) => chosen.map((i) => x[k * pixels + i]!)));
  const mean = rows.mean('column');
  const centred = rows.clone().subRowVector(mean);
  return { mean, covariance: centred.transpose().mmul(centred).div(count) };
}

/** How far sample moments are from exact ones. */
export function errorsOf(
  sample: { mean: number[]; covariance: Matrix },
  exact: { mean: number[]; covariance: Matrix },
): { mean: number; covariance: number } {
  const square = sample.mean.reduce((sum, value, i) => sum + (value - exact.mean[i]!) ** 2, 0);
  return {
    mean: Math.sqrt(square / exact.covariance.trace()), // root mean square, in the exact standard deviation
    covariance: Matrix.sub(sample.covariance, exact.covariance).norm() / exact.covariance.norm(), // Frobenius
  };
}
