import { describe, expect, test } from 'vitest';
import { latentOf, slerp, toGrey } from '../../src/engine/models/latent.ts';
import { initialNoise, edmDenoiser, type ArrayNetwork } from '../../src/engine/models/edm.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { normals } from '../../src/lib/rng.ts';

const REQUEST: SampleRequest = { model: 'vae-64', material: 'rocks', look: 'real', count: 5, seed: 7, attributes: {} };
const length = (z: Float32Array) => Math.sqrt(z.reduce((sum, value) => sum + value * value, 0));

describe('latentOf', () => {
  test('truncation scales the latent and leaves the grain', () => {
    const full = latentOf(REQUEST, 0, 32, 8);
    const half = latentOf({ ...REQUEST, truncation: 0.5 }, 0, 32, 8);
    expect(half.slice(0, 24)).toEqual(full.slice(0, 24).map((value) => value / 2));
    expect(half.slice(24)).toEqual(full.slice(24));
  });

  test('depends on the seed of the image, not on its place in a batch', () => {
    expect(latentOf(REQUEST, 3, 32)).toEqual(latentOf({ ...REQUEST, seed: 10, count: 1 }, 0, 32));
  });

  test('wraps seeds at 2^32', () => {
    expect(latentOf({ ...REQUEST, seed: 0xffffffff }, 1, 8)).toEqual(latentOf({ ...REQUEST, seed: 0 }, 0, 8));
  });

  test('scales with the truncation', () => {
    const full = latentOf(REQUEST, 0, 16);
    expect(latentOf({ ...REQUEST, truncation: 0.5 }, 0, 16)).toEqual(full.map((value) => value / 2));
  });

  test('takes the coordinates that are set', () => {
    const z = latentOf({ ...REQUEST, latent: [{ dimension: 4, value: -2 }] }, 0, 8);
    expect(z[4]).toBe(-2);
    expect(z[3]).toBe(latentOf(REQUEST, 0, 8)[3]);
  });

  test('interpolates from the first seed to the second', () => {
    const walk = (index: number) => latentOf({ ...REQUEST, interpolateTo: 99 }, index, 64);
    expect(walk(0)).toEqual(normals(7, 0, 64));
    const last = normals(99, 0, 64);
    walk(4).forEach((value, i) => expect(value).toBeCloseTo(last[i]!, 5));
  });
});

describe('slerp', () => {
  test('keeps the length between vectors of equal length', () => {
    const a = normals(1, 0, 128);
    const b = normals(2, 0, 128);
    const scaled = b.map((value) => (value * length(a)) / length(b));
    for (const t of [0.25, 0.5, 0.75]) expect(length(slerp(a, scaled, t))).toBeCloseTo(length(a), 3);
  });

  test('of a vector with itself is that vector', () => {
    const a = normals(1, 0, 16);
    slerp(a, a, 0.5).forEach((value, i) => expect(value).toBeCloseTo(a[i]!, 6));
  });
});

test('toGrey maps [-1, 1] to [0, 1], clips, and lets NaN show', () => {
  expect(Array.from(toGrey(Float32Array.from([-2, -1, 0, 1, 2, NaN])))).toEqual([0, 0, 0.5, 1, 1, NaN]);
});

describe('edmDenoiser', () => {
  /** For F = 0 the denoiser is c_skip x; for F = x_in it is c_skip x + c_out c_in x. */
  test('preconditions as in Karras et al. 2022, table 1, in chunks of any size', async () => {
    const sigmaData = 0.5;
    const seeds = [1, 2, 3, 4, 5];
    const conditions = seeds.map(() => new Float32Array(11));
    const x = initialNoise(seeds, 64, 2);
    for (const chunk of [1, 2, 5]) {
      const sizes: number[] = [];
      const network: ArrayNetwork = {
        prepare: (inputs) => () => {
          sizes.push(inputs.x!.dims[0]!);
          expect(inputs.c_noise!.data[0]).toBeCloseTo(Math.log(2) / 4, 6);
          return Promise.resolve(inputs.x!.data.slice());
        },
      };
      const denoise = edmDenoiser(network, {
        parameters: { sigmaData },
        side: 8,
        branches: [{ weight: 1, conditions, unconditional: false }],
        extras: [],
        classifier: null,
        chunk,
        between: () => Promise.resolve(),
      });
      const denoised = new Float32Array(x.length);
      await denoise(x, 2, denoised);
      const variance = 2 ** 2 + sigmaData ** 2;
      const expected = sigmaData ** 2 / variance + ((2 * sigmaData) / Math.sqrt(variance)) * (1 / Math.sqrt(variance));
      denoised.forEach((value, i) => expect(value).toBeCloseTo(expected * x[i]!, 5));
      expect(sizes.reduce((a, b) => a + b)).toBe(5);
      expect(Math.max(...sizes)).toBe(chunk);
    }
  });

  test('guidance mixes the branches by their weights', async () => {
    // F gives back the first entry of the condition everywhere.
    const network: ArrayNetwork = {
      prepare: (inputs) => () =>
        Promise.resolve(inputs.x!.data.map((_, i) => inputs.condition!.data[11 * Math.floor(i / 64)]!)),
    };
    const conditions = (value: number) => [1, 2].map((image) => new Float32Array(11).fill(value * image, 0, 1));
    const x = initialNoise([1, 2], 64, 2);
    const out = new Float32Array(x.length);
    const denoise = edmDenoiser(network, {
      parameters: { sigmaData: 0.5 },
      side: 8,
      branches: [
        { weight: 3, conditions: conditions(5), unconditional: false },
        { weight: -2, conditions: conditions(7), unconditional: true },
      ],
      extras: [],
      classifier: null,
      chunk: 2,
      between: () => Promise.resolve(),
    });
    await denoise(x, 2, out);
    const gain = (2 * 0.5) / Math.sqrt(4.25);
    out.forEach((value, i) => {
      const image = i < 64 ? 1 : 2;
      expect(value).toBeCloseTo((0.25 / 4.25) * x[i]! + gain * (3 * 5 - 2 * 7) * image, 4);
    });
  });

  test('classifier guidance adds s σ² times the gradient in x', async () => {
    const zero: ArrayNetwork = { prepare: (inputs) => () => Promise.resolve(new Float32Array(inputs.x!.data.length)) };
    // A gradient of 1 in the scaled input is 1/√(σ² + σ_data²) in x.
    const one = {
      prepare: (inputs: { x?: { data: Float32Array } }) => () => Promise.resolve(inputs.x!.data.map(() => 1)),
      runResident: () => Promise.reject(new Error('not on a GPU')),
    };
    const x = initialNoise([1], 64, 2);
    const out = new Float32Array(64);
    const denoise = edmDenoiser(zero, {
      parameters: { sigmaData: 0.5 },
      side: 8,
      branches: [{ weight: 1, conditions: [new Float32Array(11)], unconditional: false }],
      extras: [],
      classifier: { network: one, scale: 3, classes: Float32Array.of(1, 0, 0) },
      chunk: 1,
      between: () => Promise.resolve(),
    });
    await denoise(x, 2, out);
    out.forEach((value, i) => expect(value).toBeCloseTo((0.25 / 4.25) * x[i]! + (3 * 4) / Math.sqrt(4.25), 4));
  });
});
