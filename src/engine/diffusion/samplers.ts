/**
 * Samplers: each one plain function from noise to images over a denoiser D(x, σ), in the variable x = x0 + σ z.
 *
 * The variance-preserving processes of Ho et al. 2020 and Song et al. 2021 are the same in the scaled variable √ᾱ x with
 * ᾱ = 1/(1 + σ²); the samplers that step in it (`eulerMaruyamaVp`, `probabilityFlow`) scale on the way in and out. In this
 * variable the score of the noisy data is (D(x, σ) − x)/σ².
 *
 * Every sampler takes `x`, images at noise level `sigmas[0]`, which it overwrites and returns, and falling noise levels
 * of which the last is 0.
 */
import type { Denoiser } from './denoiser.ts';
import type { Space } from './space.ts';

export interface SamplerOptions<T> {
  space: Space<T>;
  /** Fresh standard normal values for draw 0, 1, 2, … of this run. Only stochastic samplers ask. */
  noise: (draw: number) => T;
  /**
   * Called after each step with the estimate x̂0 it was made with and the images x it led to; throws to cancel. Both are the
   * sampler's own: copy what must last. `sigma` is the noise level of x where that is not `sigmas[step + 1]`.
   */
  onStep?: (step: number, denoised: T, x: T, sigma?: number) => Promise<void>;
  eta?: number; // share of fresh noise in DDIM: 0 none, 1 as DDPM; default 0
  churn?: number; // Heun: noise added and removed again at each step, 0 none, 1 the most that EDM allows; default 0
}

export type Sampler = <T>(denoise: Denoiser<T>, x: T, sigmas: Float64Array, options: SamplerOptions<T>) => Promise<T>;

/**
 * Euler's method on the probability-flow ODE dx/dσ = (x − D(x, σ))/σ (Karras et al. 2022, eq. 1 with σ(t) = t; first-order
 * part of their algorithm 1).
 */
export const euler: Sampler = async (denoise, x, sigmas, { space, onStep }) => {
  const denoised = space.allocate();
  for (let i = 0; i < sigmas.length - 1; i++) {
    const ratio = sigmas[i + 1]! / sigmas[i]!;
    await denoise(x, sigmas[i]!, denoised);
    space.combine(x, [ratio, x], [1 - ratio, denoised]);
    await onStep?.(i, denoised, x);
  }
  return x;
};

/** Largest share by which a step may raise σ (Karras et al. 2022, algorithm 2). */
const MOST_CHURN = Math.SQRT2 - 1;

/**
 * Heun's second-order method on the same ODE (Karras et al. 2022, algorithm 1); the last step, to σ = 0, is Euler's. With
 * churn, each step first raises the noise to σ̂ = (1 + γ) σ, γ = churn (√2 − 1), with fresh noise (their algorithm 2, S_noise 1).
 */
export const heun: Sampler = async (denoise, x, sigmas, { space, noise, onStep, churn = 0 }) => {
  const [denoised, predicted, again] = [space.allocate(), space.allocate(), space.allocate()];
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]! * (1 + churn * MOST_CHURN);
    const next = sigmas[i + 1]!;
    const ratio = next / sigma;
    if (churn > 0) space.combine(x, [1, x], [Math.sqrt(sigma ** 2 - sigmas[i]! ** 2), noise(i)]);
    await denoise(x, sigma, denoised);
    if (next === 0) {
      space.combine(x, [1, denoised]);
    } else {
      space.combine(predicted, [ratio, x], [1 - ratio, denoised]);
      await denoise(predicted, next, again);
      // x + ½ (σ' − σ) (slope + slope'), with slope = (x − D)/σ and slope' = (predicted − D')/σ'.
      const half = (next - sigma) / (2 * sigma);
      const halfNext = (next - sigma) / (2 * next);
      space.combine(x, [1 + half, x], [-half, denoised], [halfNext, predicted], [-halfNext, again]);
    }
    await onStep?.(i, denoised, x);
  }
  return x;
};

/**
 * DDIM (Song, Meng & Ermon 2021, eq. 12): x' = x̂0 + √(σ'² − s²) (x − x̂0)/σ + s z with s = η σ' √(1 − σ'²/σ²). With η = 0 it
 * is deterministic, with η = 1 it is DDPM.
 */
export const ddim: Sampler = async (denoise, x, sigmas, { space, noise, onStep, eta = 0 }) => {
  const denoised = space.allocate();
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    await denoise(x, sigma, denoised);
    const fresh = eta * next * Math.sqrt(1 - (next / sigma) ** 2);
    const keep = Math.sqrt(next ** 2 - fresh ** 2) / sigma;
    if (fresh === 0) space.combine(x, [keep, x], [1 - keep, denoised]);
    else space.combine(x, [keep, x], [1 - keep, denoised], [fresh, noise(i)]);
    await onStep?.(i, denoised, x);
  }
  return x;
};

/** Ancestral sampling of DDPM (Ho et al. 2020, algorithm 2, posterior variance β̃): a draw from q(x_{t−1} | x_t, x̂0). */
export const ddpm: Sampler = (denoise, x, sigmas, options) => ddim(denoise, x, sigmas, { ...options, eta: 1 });

/**
 * Euler–Maruyama on the reverse variance-exploding SDE (Song et al. 2021, eq. 6 and 9):
 * x' = x + (σ² − σ'²) score + √(σ² − σ'²) z; the last step adds no noise.
 */
export const eulerMaruyamaVe: Sampler = async (denoise, x, sigmas, { space, noise, onStep }) => {
  const denoised = space.allocate();
  for (let i = 0; i < sigmas.length - 1; i++) {
    await denoise(x, sigmas[i]!, denoised);
    const variance = sigmas[i]! ** 2 - sigmas[i + 1]! ** 2;
    const pull = variance / sigmas[i]! ** 2;
    if (sigmas[i + 1] === 0) space.combine(x, [1 - pull, x], [pull, denoised]);
    else space.combine(x, [1 - pull, x], [pull, denoised], [Math.sqrt(variance), noise(i)]);
    await onStep?.(i, denoised, x);
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

async function vpSteps<T>(
  denoise: Denoiser<T>,
  x: T,
  sigmas: Float64Array,
  { space, noise, onStep }: SamplerOptions<T>,
  stochasticity: 0 | 1,
): Promise<T> {
  const denoised = space.allocate();
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    const next = sigmas[i + 1]!;
    await denoise(x, sigma, denoised);
    if (next === 0) {
      space.combine(x, [1, denoised]);
    } else {
      const alphaBar = 1 / (1 + sigma ** 2);
      const alphaBarNext = 1 / (1 + next ** 2);
      const rate = Math.log(alphaBarNext / alphaBar);
      const score = ((1 + stochasticity) / 2) * (rate / (1 - alphaBar)); // of y, times √ᾱ D − y
      const scale = Math.sqrt(alphaBar / alphaBarNext); // y = √ᾱ x on the way in, x' = y' / √ᾱ' on the way out
      const keep = scale * (1 + rate / 2 - score);
      if (stochasticity === 0) space.combine(x, [keep, x], [scale * score, denoised]);
      else space.combine(x, [keep, x], [scale * score, denoised], [Math.sqrt(rate / alphaBarNext), noise(i)]);
    }
    await onStep?.(i, denoised, x);
  }
  return x;
}

/** Langevin steps at each noise level, and their size in units of σ². */
const LANGEVIN = { steps: 5, size: 0.3 };

/**
 * Annealed Langevin dynamics (Song & Ermon 2019, algorithm 1): at each level, steps x ← x + (α/2) score + √α z with
 * α = ε σ², so that the ratio of pull to noise is the same at all levels; then one denoising step (Jolicoeur-Martineau et al.
 * 2021), without which the last level's noise would stay in the image. So after each level x is at that level, not at the next.
 */
export const annealedLangevin: Sampler = async (denoise, x, sigmas, { space, noise, onStep }) => {
  const denoised = space.allocate();
  const pull = LANGEVIN.size / 2; // α/2 times the score is ε/2 (D − x)
  let draw = 0;
  for (let i = 0; i < sigmas.length - 1; i++) {
    const sigma = sigmas[i]!;
    for (let n = 0; n < LANGEVIN.steps; n++) {
      await denoise(x, sigma, denoised);
      space.combine(x, [1 - pull, x], [pull, denoised], [Math.sqrt(LANGEVIN.size) * sigma, noise(draw++)]);
    }
    const last = sigmas[i + 1] === 0;
    if (last) {
      await denoise(x, sigma, denoised);
      space.combine(x, [1, denoised]);
    }
    await onStep?.(i, denoised, x, last ? 0 : sigma);
  }
  return x;
};

/**
 * DPM-Solver++(2M) (Lu et al. 2022, algorithm 2) with λ = −ln σ and h = λ' − λ: x' = (σ'/σ) x + (1 − e^{−h}) D̃, where D̃
 * extrapolates the last two estimates, D̃ = (1 + 1/(2r)) D_i − 1/(2r) D_{i−1} with r = h_{i−1}/h. The first and the last step
 * are of first order.
 */
export const dpmpp2m: Sampler = async (denoise, x, sigmas, { space, onStep }) => {
  let [denoised, before] = [space.allocate(), space.allocate()];
  for (let i = 0; i < sigmas.length - 1; i++) {
    const ratio = sigmas[i + 1]! / sigmas[i]!;
    await denoise(x, sigmas[i]!, denoised);
    if (i === 0 || ratio === 0) {
      space.combine(x, [ratio, x], [1 - ratio, denoised]);
    } else {
      const r = Math.log(sigmas[i - 1]! / sigmas[i]!) / Math.log(1 / ratio);
      const extra = 1 / (2 * r);
      space.combine(x, [ratio, x], [(1 - ratio) * (1 + extra), denoised], [-(1 - ratio) * extra, before]);
    }
    await onStep?.(i, denoised, x);
    [denoised, before] = [before, denoised];
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
