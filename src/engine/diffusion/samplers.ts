/** Samplers: each one plain function from noise to images over a denoiser. */
import type { Denoiser } from './denoiser.ts';

export interface SamplerOptions {
  /** Called after each step with the current estimate x̂0 of the clean images; throws to cancel. */
  onStep?: (step: number, denoised: Float32Array) => Promise<void>;
}

/**
 * Heun's second-order method on the probability-flow ODE dx/dσ = (x − D(x, σ))/σ (Karras et al. 2022, algorithm 1, with
 * σ(t) = t and s(t) = 1). The last step, to σ = 0, is Euler's.
 * @param x images at noise level `sigmas[0]`, flat; updated in place and returned
 * @param sigmas falling noise levels, the last one 0
 */
export async function heun(
  denoise: Denoiser,
  x: Float32Array,
  sigmas: Float64Array,
  { onStep }: SamplerOptions = {},
): Promise<Float32Array> {
  const predicted = new Float32Array(x.length);
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    const denoised = await denoise(x, sigma);
    if (next === 0) {
      // Euler to σ = 0: x + (0 − σ)(x − D)/σ = D.
      x.set(denoised);
    } else {
      const step = (next - sigma) / sigma;
      for (let k = 0; k < x.length; k++) predicted[k] = x[k]! + step * (x[k]! - denoised[k]!);
      const again = await denoise(predicted, next);
      for (let k = 0; k < x.length; k++) {
        const slope = (x[k]! - denoised[k]!) / sigma;
        const slopeNext = (predicted[k]! - again[k]!) / next;
        x[k]! += ((next - sigma) * (slope + slopeNext)) / 2;
      }
    }
    await onStep?.(i, denoised);
  }
  return x;
}
