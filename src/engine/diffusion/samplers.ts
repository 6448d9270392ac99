/**
 * Samplers: each one plain function from noise to images over a denoiser D(x, σ), in the variable x = x0 + σ z.
 *
 * The variance-preserving processes of Ho et al. 2020 and Song et al. 2021 are the same in the scaled variable √ᾱ x with
 * ᾱ = 1/(1 + σ²); the samplers that step in it (`eulerMaruyamaVp`, `probabilityFlow`) scale on the way in and out. In this
 * variable the score of the noisy data is (D(x, σ) − x)/σ².
 *
 * Every sampler takes `x`, flat images at noise level `sigmas[0]`, which it overwrites and returns, and falling noise levels
 * of which the last is 0.
 */
import type { Denoiser } from './denoiser.ts';

export interface SamplerOptions {
  /** Fresh standard normal values for draw 0, 1, 2, … of this run, as long as `x`. Needed by stochastic samplers. */
  noise: (draw: number) => Float32Array;
  /** Called after each step with the current estimate x̂0 of the clean images; throws to cancel. */
  onStep?: (step: number, denoised: Float32Array) => Promise<void>;
  eta?: number; // share of fresh noise in DDIM: 0 none, 1 as DDPM; default 0
}

export type Sampler = (denoise: Denoiser, x: Float32Array, sigmas: Float64Array, options: SamplerOptions) => Promise<Float32Array>;

/** x ← a x + b y + c z, the one update that every sampler is made of; `z` may be left out. */
function update(x: Float32Array, a: number, y: Float32Array, b: number, z?: Float32Array, c = 0): void {
  if (z) for (let k = 0; k < x.length; k++) x[k] = a * x[k]! + b * y[k]! + c * z[k]!;
  else for (let k = 0; k < x.length; k++) x[k] = a * x[k]! + b * y[k]!;
}

/**
 * Euler's method on the probability-flow ODE dx/dσ = (x − D(x, σ))/σ (Karras et al. 2022, eq. 1 with σ(t) = t; first-order
 * part of their algorithm 1).
 */
export const euler: Sampler = async (denoise, x, sigmas, { onStep }) => {
  for (let i = 0; i < sigmas.length - 1; i++) {
    const ratio = sigmas[i + 1]! / sigmas[i]!;
    const denoised = await denoise(x, sigmas[i]!);
    update(x, ratio, denoised, 1 - ratio);
    await onStep?.(i, denoised);
  }
  return x;
};

/** Heun's second-order method on the same ODE (Karras et al. 2022, algorithm 1); the last step, to σ = 0, is Euler's. */
export const heun: Sampler = async (denoise, x, sigmas, { onStep }) => {
  const predicted = new Float32Array(x.length);
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    const denoised = await denoise(x, sigma);
    if (next === 0) {
      x.set(denoised);
    } else {
      const ratio = next / sigma;
      for (let k = 0; k < x.length; k++) predicted[k] = ratio * x[k]! + (1 - ratio) * denoised[k]!;
      const again = await denoise(predicted, next);
      const half = (next - sigma) / 2;
      for (let k = 0; k < x.length; k++) {
        x[k]! += half * ((x[k]! - denoised[k]!) / sigma + (predicted[k]! - again[k]!) / next);
      }
    }
    await onStep?.(i, denoised);
  }
  return x;
};

/**
 * DDIM (Song, Meng & Ermon 2021, eq. 12): x' = x̂0 + √(σ'² − s²) (x − x̂0)/σ + s z with s = η σ' √(1 − σ'²/σ²). With η = 0 it
 * is deterministic, with η = 1 it is DDPM.
 */
export const ddim: Sampler = async (denoise, x, sigmas, { noise, onStep, eta = 0 }) => {
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    const denoised = await denoise(x, sigma);
    const fresh = eta * next * Math.sqrt(1 - (next / sigma) ** 2);
    const keep = Math.sqrt(next ** 2 - fresh ** 2) / sigma;
    update(x, keep, denoised, 1 - keep, fresh === 0 ? undefined : noise(i), fresh);
    await onStep?.(i, denoised);
  }
  return x;
};

/** Ancestral sampling of DDPM (Ho et al. 2020, algorithm 2, posterior variance β̃): a draw from q(x_{t−1} | x_t, x̂0). */
export const ddpm: Sampler = (denoise, x, sigmas, options) => ddim(denoise, x, sigmas, { ...options, eta: 1 });

/**
 * Euler–Maruyama on the reverse variance-exploding SDE (Song et al. 2021, eq. 6 and 9):
 * x' = x + (σ² − σ'²) score + √(σ² − σ'²) z; the last step adds no noise.
 */
export const eulerMaruyamaVe: Sampler = async (denoise, x, sigmas, { noise, onStep }) => {
  for (let i = 0; i < sigmas.length - 1; i++) {
    const denoised = await denoise(x, sigmas[i]!);
    const variance = sigmas[i]! ** 2 - sigmas[i + 1]! ** 2;
    const pull = variance / sigmas[i]! ** 2;
    const last = sigmas[i + 1] === 0;
    update(x, 1 - pull, denoised, pull, last ? undefined : noise(i), Math.sqrt(variance));
    await onStep?.(i, denoised);
  }
  return x;
};

/**
 * Euler–Maruyama on the reverse variance-preserving SDE (Song et al. 2021, eq. 6 and 11), whose integrated rate between two
 * levels is b = ln(ᾱ'/ᾱ): y' = y + (½ y + score_y) b + √b z with y = √ᾱ x. The last step goes to the denoised image.
 */
export const eulerMaruyamaVp: Sampler = (denoise, x, sigmas, options) => vpSteps(denoise, x, sigmas, options, 1);

/** Euler's method on the variance-preserving probability-flow ODE (Song et al. 2021, eq. 13): the SDE's drift with half the score. */
export const probabilityFlow: Sampler = (denoise, x, sigmas, options) => vpSteps(denoise, x, sigmas, options, 0);

async function vpSteps(
  denoise: Denoiser,
  x: Float32Array,
  sigmas: Float64Array,
  { noise, onStep }: SamplerOptions,
  stochasticity: 0 | 1,
): Promise<Float32Array> {
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    const denoised = await denoise(x, sigma);
    if (next === 0) {
      x.set(denoised);
    } else {
      const alphaBar = 1 / (1 + sigma ** 2);
      const alphaBarNext = 1 / (1 + next ** 2);
      const rate = Math.log(alphaBarNext / alphaBar);
      const score = ((1 + stochasticity) / 2) * (rate / (1 - alphaBar)); // of y, times √ᾱ D − y
      const scale = Math.sqrt(alphaBar / alphaBarNext); // y = √ᾱ x on the way in, x' = y' / √ᾱ' on the way out
      const fresh = Math.sqrt(rate / alphaBarNext);
      update(x, scale * (1 + rate / 2 - score), denoised, scale * score, stochasticity ? noise(i) : undefined, fresh);
    }
    await onStep?.(i, denoised);
  }
  return x;
}

/** Langevin steps at each noise level, and their size in units of σ². */
const LANGEVIN = { steps: 5, size: 0.3 };

/**
 * Annealed Langevin dynamics (Song & Ermon 2019, algorithm 1): at each level, steps x ← x + (α/2) score + √α z with
 * α = ε σ², so that the ratio of pull to noise is the same at all levels; then one denoising step (Jolicoeur-Martineau et al.
 * 2021), without which the last level's noise would stay in the image.
 */
export const annealedLangevin: Sampler = async (denoise, x, sigmas, { noise, onStep }) => {
  let draw = 0;
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const pull = LANGEVIN.size / 2; // α/2 times the score is ε/2 (D − x)
    let denoised = x;
    for (let n = 0; n < LANGEVIN.steps; n++) {
      denoised = await denoise(x, sigma);
      update(x, 1 - pull, denoised, pull, noise(draw++), Math.sqrt(LANGEVIN.size) * sigma);
    }
    if (sigmas[i + 1] === 0) x.set(await denoise(x, sigma));
    await onStep?.(i, denoised);
  }
  return x;
};

/**
 * DPM-Solver++(2M) (Lu et al. 2022, algorithm 2) with λ = −ln σ and h = λ' − λ: x' = (σ'/σ) x + (1 − e^{−h}) D̃, where D̃
 * extrapolates the last two estimates, D̃ = (1 + 1/(2r)) D_i − 1/(2r) D_{i−1} with r = h_{i−1}/h. The first and the last step
 * are of first order.
 */
export const dpmpp2m: Sampler = async (denoise, x, sigmas, { onStep }) => {
  let before: Float32Array | null = null;
  for (let i = 0; i < sigmas.length - 1; i++) {
    const ratio = sigmas[i + 1]! / sigmas[i]!;
    const denoised = await denoise(x, sigmas[i]!);
    if (before === null || ratio === 0) {
      update(x, ratio, denoised, 1 - ratio);
    } else {
      const r = Math.log(sigmas[i - 1]! / sigmas[i]!) / Math.log(1 / ratio);
      const extra = 1 / (2 * r);
      update(x, ratio, denoised, (1 - ratio) * (1 + extra), before, -(1 - ratio) * extra);
    }
    before = denoised;
    await onStep?.(i, denoised);
  }
  return x;
};

/** By the names that requests and the command line use. */
export const SAMPLERS = {
  heun,
  euler,
  ddpm,
  ddim,
  dpmpp2m,
  'sde-ve': eulerMaruyamaVe,
  'sde-vp': eulerMaruyamaVp,
  'ode-vp': probabilityFlow,
  langevin: annealedLangevin,
} as const satisfies Record<string, Sampler>;
