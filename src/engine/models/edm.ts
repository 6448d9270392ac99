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
 * images with `between` run after each call, so that a cancel does not wait for a whole batch. Its buffers are made once.
 * @param conditions one condition row per image
 */
export function edmDenoiser(
  call: LatentCall,
  { sigmaData }: Pick<EdmParameters, 'sigmaData'>,
  side: number,
  conditions: Float32Array[],
  chunk: number,
  between: () => Promise<void>,
): (x: Float32Array, sigma: number, out: Float32Array) => Promise<void> {
  const pixels = side * side;
  const scaled = new Float32Array(conditions.length * pixels);
  const cNoise = new Float32Array(conditions.length);
  const condition = concatenate(conditions);
  return async (x, sigma, out) => {
    const variance = sigma ** 2 + sigmaData ** 2;
    const skip = sigmaData ** 2 / variance;
    const gain = (sigma * sigmaData) / Math.sqrt(variance);
    const scale = 1 / Math.sqrt(variance);
    for (let k = 0; k < x.length; k++) scaled[k] = scale * x[k]!;
    cNoise.fill(Math.log(sigma) / 4);
    for (let first = 0; first < conditions.length; first += chunk) {
      const n = Math.min(chunk, conditions.length - first);
      const rows = (array: Float32Array, length: number) => array.subarray(first * length, (first + n) * length);
      const f = await call({
        x: { data: rows(scaled, pixels), dims: [n, 1, side, side] },
        c_noise: { data: rows(cNoise, 1), dims: [n] },
        condition: { data: rows(condition, CONDITION_LENGTH), dims: [n, CONDITION_LENGTH] },
      });
      for (let k = 0, i = first * pixels; k < f.length; k++, i++) out[i] = skip * x[i]! + gain * f[k]!;
      await between();
    }
  };
}
