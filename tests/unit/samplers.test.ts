/**
 * Samplers against Gaussian and Gaussian-mixture data, where the denoiser and the probability-flow ODE are known in closed
 * form. Statistical limits are four standard errors (one false alarm in 16,000 for each comparison) plus a stated share for
 * the steps, which are finite.
 */
import { describe, expect, test } from 'vitest';
import type { Denoiser } from '../../src/engine/diffusion/denoiser.ts';
import { SAMPLERS, ddim, euler, heun, dpmpp2m, type Sampler } from '../../src/engine/diffusion/samplers.ts';
import { ddimInversion } from '../../src/engine/diffusion/inversion.ts';
import { ArraySpace, type Term } from '../../src/engine/diffusion/space.ts';
import { karrasSigmas, vpSigmas } from '../../src/engine/diffusion/schedule.ts';
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

test('Langevin’s tells the noise level that its images are at after each step, which is not the next one', async () => {
  const levels = Float64Array.from({ length: 12 }, (_, i) => (i < 11 ? 8 / 1.25 ** i : 0));
  const n = 4096;
  const told: (number | undefined)[] = [];
  const onStep = (_: number, __: Float32Array, x: Float32Array, sigma?: number) => {
    told.push(sigma);
    // Of data that are all 0, what is left is the noise; five steps of finite size come that near to their level.
    if (sigma !== 0) expect(Math.abs(moments(x).deviation / sigma! - 1)).toBeLessThan(0.15);
    return Promise.resolve();
  };
  const nothing: Denoiser<Float32Array> = (_, __, out) => Promise.resolve(void out.fill(0));
  const x = normals(5, 0, n).map((z) => levels[0]! * z);
  await SAMPLERS.langevin(nothing, x, levels, { ...options(n), onStep });
  expect(told).toEqual([...levels.subarray(0, 10), 0]);
});

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

/** Pairs (x, y) one after another, correlated: data N(0, C) with variances 1 and 0.25 along the diagonals of the plane. */
const CORRELATED = { along: 1, across: 0.25 };
const COVARIANCE = {
  xx: (CORRELATED.along + CORRELATED.across) / 2,
  xy: (CORRELATED.along - CORRELATED.across) / 2,
};
const correlated: Denoiser<Float32Array> = (x, sigma, out) => {
  const along = CORRELATED.along / (CORRELATED.along + sigma ** 2);
  const across = CORRELATED.across / (CORRELATED.across + sigma ** 2);
  for (let i = 0; i < x.length; i += 2) {
    const sum = (along * (x[i]! + x[i + 1]!)) / 2;
    const difference = (across * (x[i]! - x[i + 1]!)) / 2;
    out[i] = sum + difference;
    out[i + 1] = sum - difference;
  }
  return Promise.resolve();
};

function covariance(x: Float32Array): { xx: number; xy: number } {
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i += 2) {
    xx += x[i]! ** 2;
    xy += x[i]! * x[i + 1]!;
  }
  return { xx: (2 * xx) / x.length, xy: (2 * xy) / x.length };
}

/** Farther than four standard errors and the steps' own error from the data's covariance. */
function wrongCovariance(name: keyof typeof SAMPLERS, x: Float32Array): boolean {
  const { xx, xy } = covariance(x);
  const pairs = x.length / 2;
  const limit = (variance: number) => 4 * Math.sqrt(variance / pairs) + 2 * STEP_ERROR[name] * COVARIANCE.xx;
  return (
    Math.abs(xx - COVARIANCE.xx) > limit(2 * COVARIANCE.xx ** 2) ||
    Math.abs(xy - COVARIANCE.xy) > limit(COVARIANCE.xx ** 2 + COVARIANCE.xy ** 2)
  );
}

/** Computes like its parent, but with the coefficient of one term in every combination of `terms` terms off by a tenth. */
class MutatedSpace extends ArraySpace {
  readonly #terms: number;
  readonly #mutated: number;
  constructor(length: number, terms: number, mutated: number) {
    super(length);
    this.#terms = terms;
    this.#mutated = mutated;
  }

  override combine(out: Float32Array, ...terms: Term<Float32Array>[]): void {
    const changed = terms.map(([coefficient, batch], k): Term<Float32Array> =>
      terms.length === this.#terms && k === this.#mutated ? [coefficient * 1.1, batch] : [coefficient, batch],
    );
    super.combine(out, ...changed);
  }
}

/** The combination that makes a sampler's step, by its number of terms. */
const STEP_TERMS: Record<keyof typeof SAMPLERS, number> = {
  heun: 4,
  euler: 2,
  ddpm: 3,
  ddim: 2,
  dpmpp2m: 3,
  'sde-ve': 3,
  'sde-vp': 3,
  'ode-vp': 2,
  langevin: 3,
};

describe.each(Object.entries(SAMPLERS) as [keyof typeof SAMPLERS, Sampler][])(
  '%s on correlated data',
  (name, sampler) => {
    const n = 8000;
    const levels = sigmas(name === 'langevin' ? 120 : 200);

    test('reaches the covariance', async () => {
      expect(wrongCovariance(name, await sampler(correlated, start(9, n), levels, options(n)))).toBe(false);
    });

    test.each(Array.from({ length: STEP_TERMS[name] }, (_, k) => k))(
      'misses it when coefficient %i is wrong',
      async (k) => {
        const space = new MutatedSpace(n, STEP_TERMS[name], k);
        expect(wrongCovariance(name, await sampler(correlated, start(9, n), levels, { ...options(n), space }))).toBe(
          true,
        );
      },
    );
  },
);

test('the probability-flow ODE and the reverse SDEs agree in distribution', async () => {
  // Two-sample Kolmogorov–Smirnov at α = 0.001: critical value 1.95 √(2/n).
  const n = 3000;
  const sorted = async (sampler: Sampler, seed: number) =>
    (await sampler(mixture, start(seed, n), sigmas(400), options(n))).toSorted();
  const ode = await sorted(heun, 21);
  for (const sde of [SAMPLERS['sde-ve'], SAMPLERS['sde-vp'], SAMPLERS.ddpm]) {
    const other = await sorted(sde, 22);
    let largest = 0;
    for (let i = 0, j = 0; i < n && j < n;) {
      if (ode[i]! <= other[j]!) i++;
      else j++;
      largest = Math.max(largest, Math.abs(i - j) / n);
    }
    expect(largest).toBeLessThan(1.95 * Math.sqrt(2 / n));
  }
});

test('heun with churn reaches the deviation too, and other pictures than without', async () => {
  const n = 4000;
  const still = await heun(gaussian, start(5, n), sigmas(100), options(n));
  const churned = await heun(gaussian, start(5, n), sigmas(100), { ...options(n), churn: 0.5 });
  expect(Math.abs(moments(churned).deviation - DEVIATION)).toBeLessThan((4 * DEVIATION) / Math.sqrt(2 * n) + 0.01);
  expect(churned).not.toEqual(still);
});

describe('vpSigmas', () => {
  test.each(['linear', 'cosine'] as const)('%s falls from σ_max to σ_min and ends with 0', (shape) => {
    const levels = vpSigmas(20, 0.02, 30, shape);
    expect(levels).toHaveLength(21);
    expect(levels[0]).toBeCloseTo(30, 6);
    expect(levels[19]).toBeCloseTo(0.02, 9);
    expect(levels[20]).toBe(0);
    for (let i = 1; i < levels.length; i++) expect(levels[i]!).toBeLessThan(levels[i - 1]!);
  });

  test('cosine is ᾱ = cos² at equal times', () => {
    // ᾱ of three levels from t = 0.9 to t = 0.1: the middle one is at t = 0.5.
    const sigma = (t: number) => Math.sqrt(1 / Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2 - 1);
    expect(vpSigmas(3, sigma(0.1), sigma(0.9), 'cosine')[1]).toBeCloseTo(sigma(0.5), 9);
  });

  test('linear is the product of the DDPM’s 1 − β_t', () => {
    // Ho et al. 2020: β from 1e-4 to 0.02 in 1000 steps.
    let alphaBar = 1;
    const sigmaAt: number[] = [];
    for (let t = 0; t < 1000; t++) {
      alphaBar *= 1 - (1e-4 + (t / 999) * (0.02 - 1e-4));
      sigmaAt.push(Math.sqrt(1 / alphaBar - 1));
    }
    const levels = vpSigmas(3, sigmaAt[199]!, sigmaAt[799]!, 'linear');
    expect(levels[1]! / sigmaAt[499]!).toBeCloseTo(1, 1);
  });
});

describe('ddim', () => {
  test('with η = 0 takes the same steps as Euler on the ODE', async () => {
    const a = await ddim(gaussian, start(2, 64), sigmas(20), options(64));
    const b = await euler(gaussian, start(2, 64), sigmas(20), options(64));
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 4));
  });

  test('with η = 0 is deterministic, and its inversion finds the noise again', async () => {
    const levels = sigmas(1000).subarray(0, 1000); // down to σ_min
    const from = start(2, 64);
    const image = await ddim(mixture, from.slice(), levels, options(64));
    expect(await ddim(mixture, from.slice(), levels, options(64))).toEqual(image);
    const back = await ddimInversion(mixture, image.slice(), levels.toReversed(), options(64));
    // First order: the error falls with the number of steps.
    back.forEach((value, i) => expect(Math.abs(value - from[i]!) / SIGMA_MAX).toBeLessThan(0.02));
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
