/** Samplers against a Gaussian, where the denoiser and the solution of the probability-flow ODE are known in closed form. */
import { describe, expect, test } from 'vitest';
import type { Denoiser } from '../../src/engine/diffusion/denoiser.ts';
import { heun } from '../../src/engine/diffusion/samplers.ts';
import { karrasSigmas } from '../../src/engine/diffusion/schedule.ts';
import { normals } from '../../src/lib/rng.ts';

const MEAN = 0.3;
const DEVIATION = 0.5;
const SIGMA_MAX = 80;
const SIGMA_MIN = 0.002;

/** E[x0 | x] for x0 ~ N(MEAN, DEVIATION²), x = x0 + σ z. */
const denoise: Denoiser = (x, sigma) =>
  Promise.resolve(x.map((value) => (DEVIATION ** 2 * value + sigma ** 2 * MEAN) / (DEVIATION ** 2 + sigma ** 2)));

/** The ODE's solution at σ = 0 from x at SIGMA_MAX. */
const exact = (x: number) => MEAN + (x - MEAN) * (DEVIATION / Math.sqrt(DEVIATION ** 2 + SIGMA_MAX ** 2));

describe('karrasSigmas', () => {
  test('falls from σ_max to σ_min and ends with 0', () => {
    const sigmas = karrasSigmas(18, SIGMA_MIN, SIGMA_MAX, 7);
    expect(sigmas).toHaveLength(19);
    expect(sigmas[0]).toBeCloseTo(SIGMA_MAX, 9);
    expect(sigmas[17]).toBeCloseTo(SIGMA_MIN, 9);
    expect(sigmas[18]).toBe(0);
    for (let i = 1; i < sigmas.length; i++) expect(sigmas[i]!).toBeLessThan(sigmas[i - 1]!);
  });

  test('one step starts at σ_max', () => {
    expect(Array.from(karrasSigmas(1, SIGMA_MIN, SIGMA_MAX, 7))).toEqual([SIGMA_MAX, 0]);
  });
});

describe('heun', () => {
  async function error(steps: number): Promise<number> {
    const start = normals(3, 0, 256).map((z) => SIGMA_MAX * z);
    const x = await heun(denoise, start.slice(), karrasSigmas(steps, SIGMA_MIN, SIGMA_MAX, 7));
    return Math.max(...x.map((value, i) => Math.abs(value - exact(start[i]!))));
  }

  test('converges with order 2', async () => {
    const slope = Math.log2((await error(16)) / (await error(32)));
    expect(slope).toBeGreaterThan(1.7);
    expect(slope).toBeLessThan(2.5);
  });

  test('reaches the mean and the standard deviation of the data', async () => {
    const n = 20_000;
    const x = await heun(
      denoise,
      normals(5, 0, n).map((z) => SIGMA_MAX * z),
      karrasSigmas(32, SIGMA_MIN, SIGMA_MAX, 7),
    );
    const mean = x.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    // Four standard errors of the sample mean and of the sample standard deviation, plus 1 % for the 32 steps.
    expect(Math.abs(mean - MEAN)).toBeLessThan((4 * DEVIATION) / Math.sqrt(n));
    expect(Math.abs(deviation - DEVIATION)).toBeLessThan((4 * DEVIATION) / Math.sqrt(2 * n) + 0.01 * DEVIATION);
  });

  test('makes 2·steps − 1 network calls and reports every step', async () => {
    let calls = 0;
    const steps: number[] = [];
    await heun((x, sigma) => (calls++, denoise(x, sigma)), normals(1, 0, 4), karrasSigmas(6, SIGMA_MIN, SIGMA_MAX, 7), {
      onStep: (step) => (steps.push(step), Promise.resolve()),
    });
    expect(calls).toBe(11);
    expect(steps).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
