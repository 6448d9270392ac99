/** Estimates that are moved towards asked attributes: when, which, and how far with the models that ship. */
import { describe, expect, test } from 'vitest';
import { FileSource } from '../../src/cli/source.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { Engine } from '../../src/engine/engine.ts';
import { projecting } from '../../src/engine/models/projection.ts';
import type { NetworkInput } from '../../src/engine/session.ts';
import { MemoryCache } from '../../src/store/cache.ts';

describe('projecting', () => {
  const conditions = [1, 2, 3].map((value) => new Float32Array(11).fill(value));
  const estimate = (_: Float32Array, __: number, out: Float32Array) => Promise.resolve(void out.fill(0.5));
  /** Adds the image's condition and σ to its pixels. */
  const network = {
    prepare:
      ({ x, sigma, condition }: Record<string, NetworkInput>) =>
      () =>
        Promise.resolve(
          x!.data.map((value, i) => {
            const image = Math.floor(i / 16);
            return value + condition!.data[11 * image]! + sigma!.data[image]!;
          }),
        ),
    runResident: () => Promise.reject(new Error('not on a GPU')),
  };

  test.each([1, 2, 3])('moves each image by its own condition, %i at a time', async (chunk) => {
    const denoise = projecting(estimate, { network, from: 1, conditions, side: 4, chunk });
    const out = new Float32Array(48);
    await denoise(new Float32Array(48), 0.25, out);
    out.forEach((value, i) => expect(value).toBe(0.75 + conditions[Math.floor(i / 16)]![0]!));
  });

  test('leaves estimates above its noise level as they are', async () => {
    const denoise = projecting(estimate, { network, from: 1, conditions, side: 4, chunk: 2 });
    const out = new Float32Array(48);
    await denoise(new Float32Array(48), 1.5, out);
    expect(out).toEqual(new Float32Array(48).fill(0.5));
  });
});

describe('the model’s own projection', () => {
  type Changed = {
    parametrisation: { projectedFrom?: number };
    golden: { projection: { values: number[] } };
  };

  /** The shipped models with their cards changed. */
  function engineOf(change: (card: Changed) => void = () => undefined): Engine {
    const files = new FileSource();
    const read = async (path: string) => {
      const bytes = await files.read(path);
      if (!path.startsWith('student-64/card')) return bytes;
      const card = JSON.parse(new TextDecoder().decode(bytes)) as Changed;
      change(card);
      return new TextEncoder().encode(JSON.stringify(card));
    };
    return new Engine({ source: { read }, cache: new MemoryCache(), binaries: null });
  }
  const request: SampleRequest = {
    model: 'student-64',
    material: 'rocks',
    look: 'real',
    count: 8,
    seed: 1,
    attributes: { areaFraction: 0.2, noise: 0.018 },
  };
  /** Largest error of what was asked for. */
  const errors = async (engine: Engine) => {
    const { slices } = await engine.sample(request);
    const worst = (name: 'areaFraction' | 'noise') =>
      Math.max(...slices.map(({ measured, asked }) => Math.abs(measured[name] - asked[name]!)));
    return { areaFraction: worst('areaFraction'), noise: worst('noise') };
  };

  test('brings slices to what was asked for, from farther away', async () => {
    const without = await errors(engineOf((card) => delete card.parametrisation.projectedFrom));
    const projected = await errors(engineOf());
    expect(projected.areaFraction).toBeLessThan(0.01);
    expect(projected.areaFraction).toBeLessThan(without.areaFraction / 2);
    expect(projected.noise).toBeLessThan(0.001);
    expect(projected.noise).toBeLessThan(without.noise / 2);
  });

  test('is proved before it is used', async () => {
    const engine = engineOf((card) => (card.golden.projection.values[3]! += 0.01));
    await expect(engine.sample(request)).rejects.toMatchObject({ name: 'SelfTestFailed' });
  });
});
