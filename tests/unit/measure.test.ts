/** One measurement of two sets: what it computes, what it leaves out and says so, progress and cancelling. */
import { describe, expect, test } from 'vitest';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import type { ImageBatch } from '../../src/contract/image.ts';
import type { MeasureRequest } from '../../src/contract/measure.ts';
import type { Progress } from '../../src/contract/request.ts';
import { frechetDistance } from '../../src/engine/metrics/frechet.ts';
import type { Extractor } from '../../src/engine/metrics/extractor.ts';
import type { Instruments } from '../../src/engine/metrics/job.ts';
import { kid } from '../../src/engine/metrics/kid.ts';
import { manifold } from '../../src/engine/metrics/manifold.ts';
import { measure } from '../../src/engine/metrics/measure.ts';
import { msssim } from '../../src/engine/metrics/msssim.ts';
import { psnr } from '../../src/engine/metrics/psnr.ts';
import { ssim } from '../../src/engine/metrics/ssim.ts';
import { uniforms } from '../../src/lib/rng.ts';

const SIDE = 24;
const PIXELS = SIDE * SIDE;

const draw = (seed: number, count: number, level = 0.5): ImageBatch => ({
  data: Float32Array.from(uniforms(seed, 0, count * PIXELS), (u, i) => level * u + ((i >> 3) % 2) * 0.3),
  count,
  width: SIDE,
  height: SIDE,
});

/** Three features that can be checked by hand: mean, mean square, and the first pixel. */
const byHand: Extractor = {
  name: 'by hand',
  dimension: 3,
  features: (images, _signal, onProgress) => {
    const rows = new Float32Array(images.count * 3);
    for (let k = 0; k < images.count; k++) {
      const image = images.data.subarray(k * PIXELS, (k + 1) * PIXELS);
      rows.set([mean(image), mean(image.map((v) => v * v)), image[0]!], 3 * k);
    }
    onProgress?.(images.count);
    return Promise.resolve(rows);
  },
  perceptual: (a, b) =>
    Promise.resolve(
      Float32Array.from({ length: a.count }, (_, k) => Math.abs(a.data[k * PIXELS]! - b.data[k * PIXELS]!)),
    ),
  captionScore: (images, caption) => Promise.resolve(new Float32Array(images.count).fill(caption.length / 100)),
};
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

const request = (change: Partial<MeasureRequest> = {}): MeasureRequest => ({
  material: 'rocks',
  reference: draw(1, 8),
  synthetic: draw(2, 8),
  pairs: true,
  caption: 'ten chars.',
  bootstrap: 50,
  seed: 3,
  ...change,
});
const run = (
  asked: MeasureRequest,
  extractor: Instruments['extractor'] = byHand,
  options: { signal?: AbortSignal; onProgress?: (p: Progress) => void } = {},
) => measure(asked, { load: () => Promise.resolve({ extractor, gpu: null }), ...options });
const sentence = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SpecimenError);
  expect((error as SpecimenError).name).toBe('BadRequest');
  return (error as SpecimenError).message;
};

describe('of paired sets', () => {
  test('has every measure, each with its N and what it was computed from', async () => {
    const asked = request();
    const result = await run(asked);
    expect(result.notes).toEqual([]);
    const { values } = await ssim(asked.reference, asked.synthetic);
    expect(result.ssim!.value).toBeCloseTo(values.reduce((a, b) => a + b) / 8, 12);
    expect(result.ssim).toMatchObject({ n: 8 });
    expect(result.ssim!.ci![0]).toBeLessThan(result.ssim!.value);
    expect(result.ssim!.ci![1]).toBeGreaterThan(result.ssim!.value);
    const first = (images: ImageBatch, k: number) => images.data[k * PIXELS]!;
    const distance = [0, 1, 2, 3, 4, 5, 6, 7].reduce(
      (sum, k) => sum + Math.abs(first(asked.reference, k) - first(asked.synthetic, k)) / 8,
      0,
    );
    expect(result.perceptual!.value).toBeCloseTo(distance, 6);
    expect(result.captionScore).toMatchObject({ n: 8, std: 0, extractor: 'by hand, 3 features' });
    expect(result.captionScore!.value).toBeCloseTo(0.1, 6);
    const features = async (images: ImageBatch) => ({ data: await byHand.features(images), count: 8, dimension: 3 });
    expect(result.frechet!.value).toBeCloseTo(
      frechetDistance(await features(asked.reference), await features(asked.synthetic)),
      12,
    );
    for (const key of ['msssim', 'psnr', 'kid', 'precision', 'recall', 'density', 'coverage'] as const) {
      expect(result[key]).toMatchObject({ n: 8, value: expect.any(Number) as number });
    }
    expect(result.msssim).toMatchObject({ scales: 2 }); // 24 px and 12 px
    expect(result.frechet).not.toHaveProperty('fid');
    expect(result.twins).toHaveLength(8);
    expect(result.descriptors.areaFraction.n).toEqual({ reference: 8, synthetic: 8 });
  });

  test('is the same again with the same seed, and has other intervals with another', async () => {
    const first = await run(request());
    expect(await run(request())).toEqual(first);
    const other = await run(request({ seed: 4 }));
    for (const key of ['ssim', 'frechet'] as const) expect(other[key]!.ci, key).not.toEqual(first[key]!.ci);
  });

  test('compares every pair of long sets, and calls each measure by its name', async () => {
    const count = 37; // no multiple of what is compared at a time
    const [reference, synthetic] = [draw(1, count), draw(1, count)];
    // Copies of a few: each lies where the reference is, and they are not where all of it is.
    for (let k = 0; k < count; k++)
      synthetic.data.set(reference.data.subarray(((k % 9) + 1) * PIXELS, ((k % 9) + 2) * PIXELS), k * PIXELS);
    const result = await run(request({ reference, synthetic, bootstrap: 0 }));
    const average = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b) / count;
    expect(result.ssim!.value).toBeCloseTo(average((await ssim(reference, synthetic)).values), 12);
    expect(result.msssim!.value).toBeCloseTo(average((await msssim(reference, synthetic)).values), 12);
    expect(result.psnr!.value).toBeCloseTo(average(await psnr(reference, synthetic)), 10);
    const features = async (images: ImageBatch) => ({ data: await byHand.features(images), count, dimension: 3 });
    const [a, b] = [await features(reference), await features(synthetic)];
    const overlap = await manifold(a, b);
    expect(overlap.precision.value).not.toBe(overlap.recall.value);
    for (const key of ['precision', 'recall', 'density', 'coverage'] as const)
      expect(result[key]!.value, key).toBe(overlap[key].value);
    expect(result.kid!.value).toBe((await kid(a, b)).value);
  });

  test('finds copies: a set beside itself has SSIM 1, twins at distance 0, and says that PSNR is infinite', async () => {
    const result = await run(request({ synthetic: draw(1, 8) }));
    expect(result.ssim!.value).toBeCloseTo(1, 12);
    expect(result.twins.map(([nearest]) => nearest)).toEqual(
      Array.from({ length: 8 }, (_, index) => ({ index, distance: 0 })),
    );
    expect(result.psnr).toBeNull();
    expect(result.notes.join()).toMatch(/PSNR is infinite/);

    const half = draw(1, 8);
    half.data.set(draw(2, 4).data);
    const { psnr } = await run(request({ synthetic: half }));
    expect(psnr).toMatchObject({ n: 4, warning: expect.stringMatching(/4 of 8 pairs are equal/) as string });
  });
});

test('only of features that were declared to be Inception’s is the Fréchet distance an FID', async () => {
  expect((await run(request(), { ...byHand, inception: true })).frechet).toMatchObject({ fid: true });
  expect((await run(request(), { ...byHand, name: 'Inception' })).frechet).not.toHaveProperty('fid');
});

describe('leaves out, and says why,', () => {
  test('pair measures without pairs, and the caption score without a caption', async () => {
    const result = await run(request({ pairs: false, caption: null, synthetic: draw(2, 7) }));
    expect([result.ssim, result.msssim, result.psnr, result.perceptual, result.captionScore]).toEqual(
      Array(5).fill(null),
    );
    expect(result.notes).toEqual([expect.stringMatching(/not paired/)]);
    expect(result.frechet).toMatchObject({ n: 7 });
  });

  test('what needs an extractor where there is none', async () => {
    const result = await run(request(), 'There is no extractor today.');
    expect(result.notes).toEqual(['There is no extractor today.']);
    expect([result.frechet, result.kid, result.recall, result.perceptual, result.captionScore]).toEqual(
      Array(5).fill(null),
    );
    expect(result.twins).toEqual([]);
    expect(result.ssim).not.toBeNull();
    expect(result.descriptors.twoPoint.value).toBeGreaterThan(0);
  });

  test('set measures of one image, which still has twins and structure', async () => {
    const result = await run(request({ pairs: false, synthetic: draw(2, 1) }));
    expect([result.frechet, result.kid, result.precision]).toEqual([null, null, null]);
    expect(result.notes.filter((note) => /at least 6 images/.test(note)).length).toBeGreaterThan(0);
    expect(result.twins).toHaveLength(1);
    expect(result.captionScore).toMatchObject({ n: 1 });
    expect(result.captionScore!.std).toBeUndefined();
  });

  test('what follows from features that are not numbers, and keeps everything else', async () => {
    for (const wrong of [NaN, Infinity]) {
      const features: Extractor['features'] = async (...inputs) => {
        const rows = await byHand.features(...inputs);
        rows[4] = wrong;
        return rows;
      };
      const result = await run(request({ bootstrap: 0 }), { ...byHand, features });
      expect([result.frechet, result.kid, result.recall]).toEqual([null, null, null]);
      expect(result.notes).toEqual([expect.stringMatching(/by hand gives values that are not finite/)]);
      expect(result.ssim).not.toBeNull();
      expect(result.descriptors.twoPoint.value).toBeGreaterThan(0);
    }
  });

  test('what an extractor of one’s own cannot do', async () => {
    const none = () => Promise.reject(new SpecimenError('BadRequest', 'It has no caption score.'));
    const result = await run(request(), { ...byHand, captionScore: none });
    expect(result.captionScore).toBeNull();
    expect(result.notes).toEqual(['It has no caption score.']);
  });
});

describe('refuses in one sentence', () => {
  test.each<[string, Partial<MeasureRequest>, RegExp]>([
    ['an empty set', { synthetic: draw(2, 0) }, /synthetic set is empty/],
    ['sets of two sizes', { synthetic: { ...draw(2, 4), width: 12, height: 48, count: 4 } }, /24×24 and 12×48/],
    ['pairs of unequal numbers', { synthetic: draw(2, 5) }, /8 and 5/],
    ['small images', smallSets(), /at least 16×16/],
  ])('%s', async (_, change, message) => {
    expect(await sentence(run(request(change)))).toMatch(message);
  });

  test('values that are not numbers, and says in which image', async () => {
    const synthetic = draw(2, 8);
    synthetic.data[3 * PIXELS + 5] = NaN;
    expect(await sentence(run(request({ synthetic })))).toMatch(/Image 4 of the synthetic set/);
  });

  test('before the extractor is loaded', async () => {
    let loads = 0;
    const load = () => Promise.resolve({ extractor: byHand, gpu: null, loads: ++loads });
    await sentence(measure(request({ synthetic: draw(2, 0) }), { load }));
    expect(loads).toBe(0);
  });
});

function smallSets(): Partial<MeasureRequest> {
  const small = { data: new Float32Array(8 * 64), count: 8, width: 8, height: 8 };
  return { reference: small, synthetic: small };
}

test('tells how far it is, each part from its beginning to its end', async () => {
  const seen = new Map<string, [number, number]>();
  await run(request(), byHand, {
    onProgress: (p) => {
      if (p.stage !== 'measure') return;
      expect(p.done).toBeGreaterThanOrEqual(seen.get(p.what)?.[0] ?? 0);
      seen.set(p.what, [p.done, p.total]);
    },
  });
  expect([...seen.keys()]).toEqual([
    'SSIM',
    'MS-SSIM',
    'PSNR',
    'Perceptual distance',
    'Features',
    'Sets',
    'Caption score',
    'Threshold',
    'Structure',
  ]);
  for (const [done, total] of seen.values()) expect(done).toBe(total);
});

test.each(['SSIM', 'Features', 'Caption score', 'Structure'])('is cancelled during %s', async (part) => {
  const controller = new AbortController();
  const running = run(request(), byHand, {
    signal: controller.signal,
    onProgress: (p) => p.stage === 'measure' && p.what === part && controller.abort(),
  });
  await expect(running).rejects.toBeInstanceOf(Cancelled);
});

test('what was loaded for a measurement alone is given back at its end, whatever that is, and never costs the numbers', async () => {
  let released = 0;
  const release = () => {
    released++;
    return Promise.reject(new Error('the device is gone'));
  };
  const load = () => Promise.resolve({ extractor: byHand, gpu: null, release });
  expect((await measure(request(), { load })).frechet).not.toBeNull();
  await expect(measure(request(), { load, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
  expect(released).toBe(2);
});
