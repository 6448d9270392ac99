/**
 * The noise levels of Karras et al. 2022, equation 5: σ_i = (σ_max^(1/ρ) + i/(N−1) (σ_min^(1/ρ) − σ_max^(1/ρ)))^ρ for
 * i < N, and σ_N = 0.
 * @param steps N, at least 1
 * @returns N + 1 falling values, the last one 0
 */
export function karrasSigmas(steps: number, sigmaMin: number, sigmaMax: number, rho: number): Float64Array {
  const sigmas = new Float64Array(steps + 1);
  const from = sigmaMax ** (1 / rho);
  const to = sigmaMin ** (1 / rho);
  for (let i = 0; i < steps; i++) sigmas[i] = steps === 1 ? sigmaMax : (from + (i / (steps - 1)) * (to - from)) ** rho;
  return sigmas;
}
