/** Quality against network calls: which runs are drawn, and what becomes of them. */
import { expect, test } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
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
