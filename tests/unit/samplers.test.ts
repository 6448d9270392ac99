/**
 * Samplers against Gaussian and Gaussian-mixture data, where the denoiser and the probability-flow ODE are known in closed
 * form. Statistical limits are four standard errors (one false alarm in 16,000 for each comparison) plus a stated share for
 * the steps, which are finite.
 */
import { describe, expect, test } from 'vitest';
import type { Denoiser } from '../../src/engine/diffusion/denoiser.ts';
import { SAMPLERS, ddim, euler, heun, dpmpp2m, type Sampler } from '../../src/engine/diffusion/samplers.ts';
import { ArraySpace } from '../../src/engine/diffusion/space.ts';
import { karrasSigmas } from '../../src/engine/diffusion/schedule.ts';
import { normals } from '../../src/lib/rng.ts';

const SIGMA_MAX = 80;
const SIGMA_MIN = 0.002;
const sigmas = (steps: number) => karrasSigmas(steps, SIGMA_MIN, SIGMA_MAX, 7);
const start = (seed: number, n: number) => normals(seed, 0, n).map((z) => SIGMA_MAX * z);
const options = (length: number) => ({
  space: new ArraySpace(length),
  noise: (draw: number) => normals(77, 2 + draw, length),
});

const MEAN = 0.3;
const DEVIATION = 0.5;
/** E[x0 | x] for x0 ~ N(MEAN, DEVIATION²), x = x0 + σ z. */
const gaussian: Denoiser<Float32Array> = (x, sigma, out) => {
  x.forEach((value, i) => (out[i] = (DEVIATION ** 2 * value + sigma ** 2 * MEAN) / (DEVIATION ** 2 + sigma ** 2)));
  return Promise.resolve();
};

/** Two peaks of equal width at −1 and 1, the second with weight WEIGHT. */
const WIDTH = 0.2;
const WEIGHT = 0.7;
const mixture: Denoiser<Float32Array> = (x, sigma, out) => {
  const variance = WIDTH ** 2 + sigma ** 2;
  x.forEach((value, i) => {
    const odds = (WEIGHT / (1 - WEIGHT)) * Math.exp((2 * value) / variance);
    const right = odds === Infinity ? 1 : odds / (1 + odds);
    const peak = 2 * right - 1;
    out[i] = (WIDTH ** 2 * value + sigma ** 2 * peak) / variance;
  });
  return Promise.resolve();
};

function moments(x: Float32Array): { mean: number; deviation: number } {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  return { mean, deviation: Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length) };
}

describe('karrasSigmas', () => {
  test('falls from σ_max to σ_min and ends with 0', () => {
    const levels = sigmas(18);
    expect(levels).toHaveLength(19);
    expect(levels[0]).toBeCloseTo(SIGMA_MAX, 9);
    expect(levels[17]).toBeCloseTo(SIGMA_MIN, 9);
    expect(levels[18]).toBe(0);
    for (let i = 1; i < levels.length; i++) expect(levels[i]!).toBeLessThan(levels[i - 1]!);
  });

  test('one step starts at σ_max', () => {
    expect(Array.from(sigmas(1))).toEqual([SIGMA_MAX, 0]);
  });
});

/** Share of the standard deviation that 200 steps may be off by: the error of first order, and Langevin's ε/8. */
const STEP_ERROR: Record<keyof typeof SAMPLERS, number> = {
  heun: 0.005,
  euler: 0.03,
  ddpm: 0.03,
  ddim: 0.03,
  dpmpp2m: 0.005,
  'sde-ve': 0.05,
  'sde-vp': 0.05,
  'ode-vp': 0.05,
  langevin: 0.05,
};

describe.each(Object.entries(SAMPLERS) as [keyof typeof SAMPLERS, Sampler][])('%s', (name, sampler) => {
  const n = 4000;
  // Langevin takes five steps at each level and needs fewer levels.
  const levels = sigmas(name === 'langevin' ? 120 : 200);

  test('reaches the mean and the standard deviation of a Gaussian', async () => {
    const { mean, deviation } = moments(await sampler(gaussian, start(5, n), levels, options(n)));
    const error = STEP_ERROR[name] * DEVIATION;
    expect(Math.abs(mean - MEAN)).toBeLessThan((4 * DEVIATION) / Math.sqrt(n) + error);
    expect(Math.abs(deviation - DEVIATION)).toBeLessThan((4 * DEVIATION) / Math.sqrt(2 * n) + error);
  });

  test('reaches the weights and the width of a mixture', async () => {
    const x = await sampler(mixture, start(6, n), levels, options(n));
    const right = x.filter((value) => value > 0);
    expect(Math.abs(right.length / n - WEIGHT)).toBeLessThan(4 * Math.sqrt((WEIGHT * (1 - WEIGHT)) / n) + 0.01);
    const { mean, deviation } = moments(right);
    expect(Math.abs(mean - 1)).toBeLessThan(0.02);
    expect(Math.abs(deviation - WIDTH)).toBeLessThan(
      (4 * WIDTH) / Math.sqrt(2 * right.length) + 2 * STEP_ERROR[name] * WIDTH,
    );
  });

  test('reports every step', async () => {
    const steps: number[] = [];
    const onStep = (step: number) => (steps.push(step), Promise.resolve());
    await sampler(gaussian, start(1, 4), sigmas(6), { ...options(4), onStep });
    expect(steps).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('order of convergence on the probability-flow ODE', () => {
  /** The ODE's solution at σ = 0 from x at SIGMA_MAX, for Gaussian data. */
  const exact = (x: number) => MEAN + (x - MEAN) * (DEVIATION / Math.sqrt(DEVIATION ** 2 + SIGMA_MAX ** 2));

  async function slope(sampler: Sampler): Promise<number> {
    const error = async (steps: number) => {
      const from = start(3, 256);
      const x = await sampler(gaussian, from.slice(), sigmas(steps), options(256));
      return Math.max(...x.map((value, i) => Math.abs(value - exact(from[i]!))));
    };
    return Math.log2((await error(40)) / (await error(80)));
  }

  test.each([
    ['euler', euler, 1],
    ['heun', heun, 2],
    ['dpmpp2m', dpmpp2m, 2],
  ] as const)('%s', async (_, sampler, order) => {
    const measured = await slope(sampler);
    expect(measured).toBeGreaterThan(order - 0.25);
    expect(measured).toBeLessThan(order + 0.5);
  });
});

describe('ddim', () => {
  test('with η = 0 takes the same steps as Euler on the ODE', async () => {
    const a = await ddim(gaussian, start(2, 64), sigmas(20), options(64));
    const b = await euler(gaussian, start(2, 64), sigmas(20), options(64));
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 4));
  });

  test('with η = 0 draws no noise', async () => {
    const noise = () => {
      throw new Error('no noise is needed');
    };
    await expect(ddim(gaussian, start(2, 8), sigmas(5), { ...options(8), noise })).resolves.toHaveLength(8);
  });
});

test('heun makes 2·steps − 1 network calls, the one-call methods make one a step', async () => {
  const count = async (sampler: Sampler) => {
    let calls = 0;
    await sampler(
      (x: Float32Array, sigma, out) => (calls++, gaussian(x, sigma, out)),
      start(1, 4),
      sigmas(6),
      options(4),
    );
    return calls;
  };
  expect(await count(heun)).toBe(11);
  for (const sampler of [euler, ddim, dpmpp2m]) expect(await count(sampler)).toBe(6);
});
