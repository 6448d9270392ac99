/** From an image back to the noise that a deterministic sampler would have made it from. */
import type { Denoiser } from './denoiser.ts';
import type { SamplerOptions } from './samplers.ts';

/**
 * DDIM inversion (Song, Meng & Ermon 2021, section 4.3): DDIM's deterministic step taken towards more noise,
 * x' = x̂0 + (σ'/σ)(x − x̂0), with x̂0 estimated at the level that is left.
 * @param x images at noise level `sigmas[0]`, overwritten
 * @param sigmas rising levels, the first above 0
 * @returns x at the last level
 */
export async function ddimInversion<T>(
  denoise: Denoiser<T>,
  x: T,
  sigmas: Float64Array,
  { space, onStep }: Pick<SamplerOptions<T>, 'space' | 'onStep'>,
): Promise<T> {
  const denoised = space.allocate();
  for (let i = 0; i < sigmas.length - 1; i++) {
    const ratio = sigmas[i + 1]! / sigmas[i]!;
    await denoise(x, sigmas[i]!, denoised);
    space.combine(x, [ratio, x], [1 - ratio, denoised]);
    await onStep?.(i, denoised, x);
  }
  return x;
}
