/** Quality against network calls: which runs are drawn, and what becomes of them. */
import { expect, test } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import { Cancelled } from '../../src/contract/errors.ts';
import { SAMPLER_NAMES, type SampleRequest } from '../../src/contract/request.ts';
import { BUDGETS, LabQuality } from '../../src/ui/state/labQuality.svelte.ts';

test('every sampler is measured once at each number of calls, none of them above its budget', async () => {
  const sampled: SampleRequest[] = [];
  const engine = {
    sample: (request: SampleRequest) => {
      sampled.push(request);
      return Promise.resolve({ request, images: null });
    },
    measure: () => Promise.resolve({ frechet: { value: 1, extractor: 'E' } }),
  };
  const quality = new LabQuality(engine as unknown as Engine);
  quality.chosen = [...SAMPLER_NAMES];
  await quality.measure({ model: 'm', material: 'rocks', look: 'real', attributes: {}, seed: 1, count: 1 });
  const places = quality.points.map(({ sampler, calls }) => `${sampler} ${calls}`);
  expect(new Set(places).size).toBe(places.length); // the chart and the table tell points by these
  expect([quality.done, quality.running]).toEqual([quality.total, false]);
  expect(sampled).toHaveLength(places.length + 2);
  for (const sampler of SAMPLER_NAMES) {
    const calls = quality.points.filter((point) => point.sampler === sampler).map((point) => point.calls);
    expect(Math.max(...calls)).toBeLessThanOrEqual(Math.max(...BUDGETS));
  }
});

test('each is drawn with its own sampler from one noise, and compared with converged slices of another', async () => {
  const images = new WeakMap<object, SampleRequest>();
  const compared: [SampleRequest, SampleRequest][] = [];
  const engine = {
    sample: (request: SampleRequest) => {
      const own = {};
      images.set(own, request);
      return Promise.resolve({ request, images: own });
    },
    measure: ({ reference, synthetic }: { reference: object; synthetic: object }) => {
      compared.push([images.get(reference)!, images.get(synthetic)!]);
      return Promise.resolve({ frechet: { value: compared.length, extractor: 'E' } });
    },
  };
  const quality = new LabQuality(engine as unknown as Engine);
  quality.chosen = ['euler', 'heun'];
  await quality.measure({ model: 'm', material: 'rocks', look: 'real', attributes: {}, seed: 7, count: 1 });
  const [[reference, floor], ...points] = compared as [(typeof compared)[number], ...typeof compared];
  expect(floor).toEqual({ ...reference, seed: 7 });
  expect(reference.seed).not.toBe(7);
  expect(quality.floor).toBe(1);
  expect(points.every(([other, own]) => other === reference && own.seed === 7)).toBe(true);
  expect(points.map(([, { sampler, steps }]) => [sampler, steps])).toEqual([
    ...[4, 8, 16, 32].map((steps) => ['euler', steps]),
    ...[2, 4, 8, 16].map((steps) => ['heun', steps]),
  ]);
  expect(quality.points.map(({ sampler, value }) => [sampler, value])).toEqual(
    points.map(([, { sampler }], k) => [sampler, k + 2]),
  );
});

test('is cancelled in the engine too', async () => {
  const engine = {
    sample: (_: SampleRequest, { signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Cancelled()))),
  };
  const quality = new LabQuality(engine as unknown as Engine);
  const measuring = quality.measure({ model: 'm', material: 'rocks', look: 'real', attributes: {}, seed: 1, count: 1 });
  quality.cancel();
  await measuring;
  expect([quality.running, quality.error, quality.points]).toEqual([false, null, []]);
});
