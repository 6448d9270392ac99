/** Noise schedules: which noise levels σ a sampler visits, from σ_max down to σ_min and then 0. */
import type { ScheduleName } from '../../contract/request.ts';

/** Ends of the DDPM's variances β_t (Ho et al. 2020), times their T = 1000 steps: the rate β(t) of the continuous process. */
const BETA = { first: 0.1, last: 20 };
/** The offset s that keeps σ from vanishing at t = 0 (Nichol & Dhariwal 2021, eq. 17). */
const COSINE_OFFSET = 0.008;

/**
 * The noise levels of Karras et al. 2022, equation 5: σ_i = (σ_max^(1/ρ) + i/(N−1) (σ_min^(1/ρ) − σ_max^(1/ρ)))^ρ for
 * i < N, and σ_N = 0.
 * @param steps N, at least 1
 * @returns N + 1 falling values, the last one 0
 */
export function karrasSigmas(steps: number, sigmaMin: number, sigmaMax: number, rho: number): Float64Array {
  const from = sigmaMax ** (1 / rho);
  const to = sigmaMin ** (1 / rho);
  return spaced(steps, (u) => (from + u * (to - from)) ** rho);
}

/**
 * The levels of a variance-preserving process at equally spaced times t, from the time of σ_max to that of σ_min. With
 * ᾱ = 1/(1 + σ²), `linear` has ln ᾱ(t) = −∫β = −(β₀ t + (β₁ − β₀) t²/2) (Song et al. 2021, eq. 33), `cosine` has
 * ᾱ(t) = cos²((t + s)/(1 + s) π/2) (Nichol & Dhariwal 2021, eq. 17).
 * @returns steps + 1 falling values, the last one 0
 */
export function vpSigmas(steps: number, sigmaMin: number, sigmaMax: number, shape: 'linear' | 'cosine'): Float64Array {
  const { sigmaOf, timeOf } = VP[shape];
  const from = timeOf(sigmaMax);
  const to = timeOf(sigmaMin);
  return spaced(steps, (u) => sigmaOf(from + u * (to - from)));
}

const VP = {
  linear: {
    sigmaOf: (t: number) => Math.sqrt(Math.expm1(BETA.first * t + ((BETA.last - BETA.first) * t * t) / 2)),
    timeOf: (sigma: number) => {
      const slope = BETA.last - BETA.first;
      return (Math.sqrt(BETA.first ** 2 + 2 * slope * Math.log1p(sigma ** 2)) - BETA.first) / slope;
    },
  },
  cosine: {
    // √(1/cos² − 1) = tan
    sigmaOf: (t: number) => Math.tan((((t + COSINE_OFFSET) / (1 + COSINE_OFFSET)) * Math.PI) / 2),
    timeOf: (sigma: number) => (Math.atan(sigma) * 2 * (1 + COSINE_OFFSET)) / Math.PI - COSINE_OFFSET,
  },
};

/** The levels of a named schedule. */
export function sigmasOf(
  schedule: ScheduleName,
  steps: number,
  { sigmaMin, sigmaMax, rho }: { sigmaMin: number; sigmaMax: number; rho: number },
): Float64Array {
  return schedule === 'karras'
    ? karrasSigmas(steps, sigmaMin, sigmaMax, rho)
    : vpSigmas(steps, sigmaMin, sigmaMax, schedule);
}

/** `level` at u = 0 … 1 in `steps` equal parts, then 0; one step is at u = 0. */
function spaced(steps: number, level: (u: number) => number): Float64Array {
  const sigmas = new Float64Array(steps + 1);
  for (let i = 0; i < steps; i++) sigmas[i] = level(steps === 1 ? 0 : i / (steps - 1));
  return sigmas;
}
