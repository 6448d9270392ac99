/** What the Gallery tells of a kept run. */
import { expect, test } from 'vitest';
import { factsOf } from '../../src/ui/state/galleryFacts.ts';
import { keptOf } from '../support/keptRuns.ts';

const attributeGuidance = { areaFraction: 1.5 };

test('a sampler and a schedule have the names that the controls have', async () => {
  const { run } = await keptOf({ sampler: 'dpmpp2m', schedule: 'cosine', steps: 24 });
  const value = (label: string) => factsOf([run]).find((fact) => fact.label === label)?.values[0];
  expect([value('Sampler'), value('Noise schedule')]).toEqual(['DPM-Solver++ (2M)', 'Cosine']);
  expect(factsOf([(await keptOf()).run]).map(({ label }) => label)).not.toContain('Sampler');
});

test('guidance is told by the name that the attribute has in the material', async () => {
  const rocks = (await keptOf({ attributeGuidance })).run;
  const fibers = (await keptOf({ material: 'fibers', attributeGuidance })).run;
  const labels = (runs: (typeof rocks)[]) =>
    factsOf(runs)
      .map(({ label }) => label)
      .filter((label) => label.startsWith('Guidance: '));
  expect(labels([rocks])).toEqual(['Guidance: Porosity']);
  expect(labels([fibers])).toEqual(['Guidance: Fiber fraction']);
  expect(labels([fibers, rocks])).toEqual(['Guidance: Fiber fraction']);
  expect(factsOf([])).toEqual([]);
});
