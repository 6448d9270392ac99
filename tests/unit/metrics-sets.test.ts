/** Fréchet distance, KID, precision, recall, density and coverage against SciPy and NumPy (`training/golden_metrics.py`). */
import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../src/contract/errors.ts';
import { type FeatureBatch, pick } from '../../src/engine/metrics/features.ts';
import { frechet, frechetDistance, frechetOfMoments } from '../../src/engine/metrics/frechet.ts';
import { kid } from '../../src/engine/metrics/kid.ts';
import { manifold, setDistances, twins } from '../../src/engine/metrics/manifold.ts';
import { moments } from '../../src/engine/metrics/moments.ts';
import { bootstrap, bootstrapMean, summarize } from '../../src/engine/metrics/statistics.ts';
import { Random, normals } from '../../src/lib/rng.ts';
import golden from '../golden/metrics/sets.json' with { type: 'json' };
import { drawFeatures } from '../support/draw.ts';

const relative = (value: number, expected: number) => Math.abs(value - expected) / Math.abs(expected);
const range = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);

describe.each(golden.cases)('$name', (expected) => {
  const { counts, dimension, shift, tilt } = expected;
  const reference = drawFeatures(counts[0]!, dimension, 11);
  const synthetic = drawFeatures(counts[1]!, dimension, 12, shift, tilt);

  test('the Fréchet distance is that of SciPy, by either route', async () => {
    // SciPy's root of a singular matrix is itself good to about 1e-4.
    const { value, n, warning } = await frechet(reference, synthetic);
    expect(relative(value, expected.frechet)).toBeLessThan(1e-3);
    expect(n).toBe(Math.min(...counts));
    expect(warning !== undefined).toBe(n <= dimension);
    expect(relative(frechetOfMoments(moments(reference), moments(synthetic)), value)).toBeLessThan(1e-6);
  });

  test('KID is the unbiased estimate', async () => {
    expect(Math.abs((await kid(reference, synthetic)).value - expected.kid)).toBeLessThan(1e-5);
  });

  test.each([
    [3, expected.k3],
    [5, expected.k5],
  ])('precision, recall, density, coverage and twins at k = %i', async (k, values) => {
    const distances = await setDistances(reference, synthetic);
    const measured = await manifold(reference, synthetic, { k }, distances);
    for (const name of ['precision', 'recall', 'density', 'coverage'] as const) {
      expect(measured[name].value, name).toBeCloseTo(values[name], 10);
    }
    const nearest = await twins(distances.between, reference.count, synthetic.count);
    expect(nearest.slice(0, 4).map((row) => row.map(({ index }) => index))).toEqual(values.nearest);
  });
});

test('moments and distances of odd numbers of images and dimensions are those of their definitions', async () => {
  const a = drawFeatures(67, 5, 41);
  const b = drawFeatures(35, 5, 42, 1);
  const row = ({ data }: FeatureBatch, i: number) => [...data.subarray(i * 5, i * 5 + 5)];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const column = (j: number) => Array.from({ length: 67 }, (_, i) => a.data[i * 5 + j]!);
  const { covariance } = moments(a);
  for (let i = 0; i < 5; i++) {
    for (let j = 0; j < 5; j++) {
      const [x, y] = [column(i), column(j)];
      const products = x.map((value, k) => (value - mean(x)) * (y[k]! - mean(y)));
      expect(covariance[i * 5 + j]).toBeCloseTo((mean(products) * 67) / 66, 10);
    }
  }
  const { reference, between } = await setDistances(a, b);
  const squared = (x: number[], y: number[]) => x.reduce((sum, value, k) => sum + (value - y[k]!) ** 2, 0);
  for (let i = 0; i < 67; i++) {
    for (let j = 0; j < 67; j++) expect(reference[i * 67 + j]).toBeCloseTo(squared(row(a, i), row(a, j)), 4);
    for (let j = 0; j < 35; j++) expect(between[i * 35 + j]).toBeCloseTo(squared(row(a, i), row(b, j)), 4);
  }
});

describe('twins', () => {
  test.each([
    [40, 7, 3],
    [2, 5, 3],
  ])('of %i references and %i synthetics are the first %i of all, sorted', async (references, synthetics, count) => {
    const random = new Random(61, 0);
    // Few values, so that many are equal, and one overflow.
    const between = Float32Array.from({ length: references * synthetics }, () => random.integer(6));
    between[3] = Infinity;
    const all = (s: number) =>
      Array.from({ length: references }, (_, index) => ({
        index,
        distance: Math.sqrt(between[index * synthetics + s]!),
      }));
    const sorted = (s: number) =>
      all(s)
        .sort((a, b) => a.distance - b.distance || a.index - b.index)
        .slice(0, count);
    expect(await twins(between, references, synthetics, { count })).toEqual(
      Array.from({ length: synthetics }, (_, s) => sorted(s)),
    );
  });

  test('of large sets look at the signal', async () => {
    const n = 3000;
    const falling = Float32Array.from({ length: n * n }, (_, i) => n * n - i); // every value is nearer than those before
    const controller = new AbortController();
    const running = twins(falling, n, n, { signal: controller.signal });
    setTimeout(() => controller.abort());
    await expect(running).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('Fréchet distance', () => {
  test('of a set to itself is 0, and does not depend on the order of the sets', () => {
    const [a, b] = [drawFeatures(40, 12, 1), drawFeatures(30, 12, 2, 0.5)];
    expect(frechetDistance(a, a)).toBeLessThan(1e-9);
    expect(frechetDistance(drawFeatures(8, 12, 1), drawFeatures(8, 12, 1))).toBeLessThan(1e-6);
    expect(relative(frechetDistance(a, b), frechetDistance(b, a))).toBeLessThan(1e-10);
  });

  test('of moved Gaussians is the squared shift', () => {
    const a = drawFeatures(50, 6, 3);
    const b = { ...a, data: a.data.map((value) => value + 2) };
    expect(frechetDistance(a, b)).toBeCloseTo(6 * 4, 4);
  });

  test('of two halves of one set falls as N grows', () => {
    const values = [16, 64, 256, 1024].map((n) => {
      const all = drawFeatures(2 * n, 24, 5);
      return frechetDistance(pick(all, range(0, n)), pick(all, range(n, 2 * n)));
    });
    expect(values.toSorted((x, y) => y - x)).toEqual(values);
    expect(values[3]! / values[0]!).toBeLessThan(0.05);
  });

  test.each([
    [8, 6],
    [24, 16],
    [40, 200],
  ])('of float32 moments of %i and %i images of 24 features is that of the features', (n, m) => {
    const [a, b] = [drawFeatures(n, 24, 7), drawFeatures(m, 24, 8, 0.1)];
    const rounded = (features: FeatureBatch) => {
      const { mean, covariance, ...shape } = moments(features);
      return { ...shape, mean: mean.map(Math.fround), covariance: covariance.map(Math.fround) };
    };
    expect(relative(frechetOfMoments(rounded(a), rounded(b)), frechetDistance(a, b))).toBeLessThan(1e-6);
  });

  test('survives a dimension that never varies', () => {
    const still = drawFeatures(50, 4, 6);
    for (let row = 0; row < 50; row++) still.data[row * 4 + 2] = 1;
    const moved = { ...still, data: still.data.map((value, i) => (i % 4 === 2 ? 3 : value)) };
    expect(frechetDistance(still, moved)).toBeCloseTo(4, 6);
  });
});

describe('KID', () => {
  test('is unbiased around 0 for sets of one distribution, unlike the estimate that counts images with themselves', async () => {
    const values = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const [a, b] = [drawFeatures(12, 5, 1000 + i), drawFeatures(12, 5, 3000 + i)];
        return (await kid(a, b, { subsets: 2 })).value;
      }),
    );
    const { value, std, n } = summarize(values);
    expect(Math.abs(value)).toBeLessThan((3 * std!) / Math.sqrt(n));
    expect(values.some((each) => each < 0)).toBe(true);
    // The biased one would lie at E[k(x, x) − k(x, y)] · 2/12, here above 1.
    expect(std! / Math.sqrt(n)).toBeLessThan(0.1);
  });

  test('has an interval in numbers where a resample holds one image alone', async () => {
    const six = drawFeatures(6, 8, 21);
    for (const seed of [2, 7, 12]) {
      const { ci } = await kid(six, six, { bootstrap: 1000, seed });
      expect(ci!.every(Number.isFinite)).toBe(true);
    }
  });

  test('of subsets spreads around the value of all images', async () => {
    const [a, b] = [drawFeatures(120, 8, 21), drawFeatures(100, 8, 22, 0.4)];
    const few = await kid(a, b, { subsetSize: 20, seed: 1 });
    const many = await kid(a, b, { subsetSize: 80, seed: 1 });
    expect(few.value).toBe(many.value);
    expect(few.std!).toBeGreaterThan(1.5 * many.std!);
    const random = new Random(3, 0);
    const some = (features: FeatureBatch) => {
      const all = Array.from({ length: features.count }, (_, i) => i);
      return pick(
        features,
        Uint32Array.from({ length: 20 }, () => all.splice(random.integer(all.length), 1)[0]!),
      );
    };
    const values: number[] = [];
    for (let i = 0; i < 100; i++) values.push((await kid(some(a), some(b))).value);
    // Two deviations of a hundred subsets each, of which either is known to 1 in √200.
    expect(Math.abs(few.std! / summarize(values).std! - 1)).toBeLessThan(4 * Math.sqrt(2 / 200));
  });
});

describe('intervals', () => {
  test('a resampled mean has the interval that theory gives', async () => {
    const values = Float64Array.from(normals(9, 0, 400));
    const { value, std } = summarize(values);
    const [low, high] = (await bootstrapMean(values, { resamples: 2000, seed: 4 }))!;
    expect((low + high) / 2).toBeCloseTo(value, 2);
    expect((high - low) / ((2 * 1.96 * std!) / 20)).toBeCloseTo(1, 1);
  });

  test('of a share never leaves 0 to 1', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const [low, high] = (await bootstrapMean(Float64Array.of(1, 1, 1, 0, 1, 1), { resamples: 200, seed }))!;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
    }
  });

  test('one seed gives one interval; another seed, nearly the same', async () => {
    const [a, b] = [drawFeatures(60, 4, 31), drawFeatures(50, 4, 32, 0.5)];
    const first = await frechet(a, b, { bootstrap: 100, seed: 1 });
    expect((await frechet(a, b, { bootstrap: 100, seed: 1 })).ci).toEqual(first.ci);
    const other = (await frechet(a, b, { bootstrap: 100, seed: 2 })).ci!;
    expect(other).not.toEqual(first.ci);
    expect(other[1] / first.ci![1]).toBeCloseTo(1, 0);
  });

  test('every set measure lies within its own', async () => {
    const [a, b] = [drawFeatures(60, 4, 33), drawFeatures(50, 4, 34, 1.5)];
    const options = { bootstrap: 200, seed: 3 };
    const measures = [
      await frechet(a, b, options),
      await kid(a, b, options),
      ...Object.values(await manifold(a, b, options)),
    ];
    for (const { value, ci } of measures) {
      expect(ci![0]).toBeLessThanOrEqual(value);
      expect(ci![1]).toBeGreaterThanOrEqual(value);
      expect(ci![1]).toBeGreaterThan(ci![0]);
    }
  });

  test('of few images, whose resamples are all further apart, holds the value still', async () => {
    const [a, b] = [drawFeatures(14, 8, 35), drawFeatures(14, 8, 36)];
    const { value, ci } = await frechet(a, b, { bootstrap: 100 });
    expect(ci![0]).toBeLessThan(value);
    expect(ci![1]).toBeGreaterThan(value);
  });

  test('tell while they are resampled how many are done', async () => {
    const slow = () => {
      const until = performance.now() + 40;
      while (performance.now() < until);
      return 0;
    };
    const done: number[] = [];
    await bootstrap(0, [3], slow, { resamples: 4, seed: 1, onResample: (r) => done.push(r) });
    expect(done).toEqual([1, 2, 3, 4]);
  });

  test('can be cancelled', async () => {
    const controller = new AbortController();
    const slow = () => {
      const until = performance.now() + 10;
      while (performance.now() < until);
      return 0;
    };
    const running = bootstrap(0, [3], slow, { resamples: 1000, seed: 1, signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    await expect(running).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('refusals', () => {
  const measures: [string, (a: FeatureBatch, b: FeatureBatch) => Promise<unknown>][] = [
    ['The Fréchet distance', frechet],
    ['KID', kid],
    ['Precision, recall, density and coverage', manifold],
  ];

  test.each(measures)('%s says how many images it needs', async (name, measure) => {
    await expect(measure(drawFeatures(8, 3, 1), drawFeatures(5, 3, 2))).rejects.toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(new RegExp(`^${name}.*at least 6 images.*synthetic set has 5 images`)) as string,
    });
    await expect(measure(drawFeatures(8, 3, 1), drawFeatures(8, 4, 2))).rejects.toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(/3 and 4 dimensions/) as string,
    });
  });

  test('more neighbours need more images', async () => {
    await expect(manifold(drawFeatures(9, 3, 1), drawFeatures(9, 3, 2), { k: 9 })).rejects.toThrow(
      /k = 9 needs at least 10/,
    );
  });
});
