/** Set measures of sets that are large: what is left out and why, progress, and cancelling. */
import { describe, expect, test } from 'vitest';
import type { MeasureRequest } from '../../src/contract/measure.ts';
import type { Progress } from '../../src/contract/request.ts';
import { comparingAll } from '../../src/engine/metrics/distances.ts';
import type { Extractor } from '../../src/engine/metrics/extractor.ts';
import { Job } from '../../src/engine/metrics/job.ts';
import { setMeasures } from '../../src/engine/metrics/sets.ts';
import { drawFeatures } from '../support/draw.ts';

const none = () => Promise.reject(new Error('not asked for'));

/** Features of a size of their own: set measures look at the counts of the images only. */
function measured(references: number, synthetics: number, bootstrap: number, dimension = 3) {
  const images = (count: number) => ({ data: new Float32Array(), count, width: 16, height: 16 });
  const request: MeasureRequest = {
    material: 'rocks',
    reference: images(references),
    synthetic: images(synthetics),
    pairs: false,
    caption: null,
    bootstrap,
    seed: 1,
  };
  const extractor: Extractor = {
    name: 'by count',
    dimension,
    features: ({ count }) => Promise.resolve(drawFeatures(count, dimension, count).data),
    perceptual: none,
    captionScore: none,
  };
  const told: Progress[] = [];
  const options = { load: () => none(), onProgress: (p: Progress) => told.push(p) };
  const job = new Job(request, { extractor, gpu: null }, options);
  return { job, told, result: setMeasures(job) };
}

describe('sets too large to compare every image with every other', () => {
  test('have a Fréchet distance, and a note in place of the rest', async () => {
    const { job, result } = measured(10_001, 12, 0);
    const { frechet, kid, precision, coverage, twins } = await result;
    expect(frechet).toMatchObject({ n: 12 });
    expect([kid, precision, coverage, twins]).toEqual([null, null, null, []]);
    expect(job.notes).toEqual([
      expect.stringMatching(/up to 10000 images in a set; these hold 10001 and 12\. Measure/),
    ]);
  });

  test('are refused in a sentence where the machine has no memory for them', async () => {
    const set = { count: 10 };
    await expect(comparingAll(set, set, () => new Float32Array(2 ** 60))).rejects.toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(/^There is not enough memory/) as string,
    });
    const other = new TypeError('something else');
    await expect(comparingAll(set, set, () => Promise.reject(other))).rejects.toBe(other);
  });
});

test('progress goes on with the resamples', async () => {
  const { told, result } = measured(300, 300, 60);
  await result;
  const sets = told.flatMap((p) => (p.stage === 'measure' && p.what === 'Sets' ? [p] : []));
  expect(new Set(sets.map(({ total }) => total))).toEqual(new Set([3 + 2 * 60]));
  const done = sets.map((p) => p.done);
  expect(done.toSorted((a, b) => a - b)).toEqual(done);
  expect([done[0], done.at(-1)]).toEqual([0, 123]);
  expect(done.length).toBeGreaterThan(4); // the ends of the parts alone
});
