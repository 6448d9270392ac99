/** The diffusion family: EDM preconditioning (Karras et al. 2022, table 1) around a raw network F. */
import type { ModelCard } from '../../contract/card.ts';
import { normals } from '../../lib/rng.ts';
import { CONDITION_LENGTH } from './condition.ts';
import { concatenate, type LatentCall } from './latent.ts';

/** Philox stream of the initial noise. */
const NOISE_STREAM = 0;

export type EdmParameters = Extract<ModelCard['parametrisation'], { type: 'edm' }>;

/** Noise at level σ for each seed, float32 `[seeds.length, pixels]`, flat. */
export function initialNoise(seeds: number[], pixels: number, sigma: number): Float32Array {
  return concatenate(seeds.map((seed) => normals(seed, NOISE_STREAM, pixels))).map((z) => sigma * z);
}

/**
 * D(x, σ) = c_skip x + c_out F(c_in x; c_noise, condition) for a batch of any size, called in chunks of at most `chunk`
 * images with `between` run after each call, so that a cancel does not wait for a whole batch.
 * @param conditions one condition row per image
 */
export function edmDenoiser(
  call: LatentCall,
  { sigmaData }: Pick<EdmParameters, 'sigmaData'>,
  side: number,
  conditions: Float32Array[],
  chunk: number,
  between: () => Promise<void>,
): (x: Float32Array, sigma: number) => Promise<Float32Array> {
  const pixels = side * side;
  return async (x, sigma) => {
    const variance = sigma ** 2 + sigmaData ** 2;
    const skip = sigmaData ** 2 / variance;
    const out = (sigma * sigmaData) / Math.sqrt(variance);
    const scale = 1 / Math.sqrt(variance);
    const cNoise = Math.log(sigma) / 4;
    const denoised = new Float32Array(x.length);
    for (let first = 0; first < conditions.length; first += chunk) {
      const rows = conditions.slice(first, first + chunk);
      const from = first * pixels;
      const noisy = x.subarray(from, from + rows.length * pixels);
      const f = await call({
        x: { data: noisy.map((value) => scale * value), dims: [rows.length, 1, side, side] },
        c_noise: { data: new Float32Array(rows.length).fill(cNoise), dims: [rows.length] },
        condition: { data: concatenate(rows), dims: [rows.length, CONDITION_LENGTH] },
      });
      for (let k = 0; k < f.length; k++) denoised[from + k] = skip * noisy[k]! + out * f[k]!;
      await between();
    }
    return denoised;
  };
}
