import { describe, expect, test } from 'vitest';
import { MATERIALS, type AttributeName, type Material } from '../../src/contract/materials.ts';
import { fineResidual, polarBins, ringIndex } from '../../src/engine/metrics/descriptors/rings.ts';
import { measureAttributes } from '../../src/materials/attributes.ts';
import { captionOf } from '../../src/materials/caption.ts';
import { FIBER_LABELS, drawFibers } from '../../src/materials/fibers.ts';
import { ROCK_LABELS } from '../../src/materials/rocks.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { Random } from '../../src/lib/rng.ts';

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(MATERIALS)('simulated %s', (material) => {
  test('are the same for the same seed and others for another', () => {
    const slice = simulate(material, { seed: 7, size: 64 });
    expect(simulate(material, { seed: 7, size: 64 })).toEqual(slice);
    expect(simulate(material, { seed: 8, size: 64 }).image).not.toEqual(slice.image);
  });

  test.each([32, 100])('of %d px have that size, grey values in [0, 1], and more than one class', (size) => {
    const { image, labels, truth, attributes } = simulate(material, { seed: 3, size });
    expect([image.length, labels.length]).toEqual([size * size, size * size]);
    expect(image.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(new Set(labels).size).toBeGreaterThan(1);
    expect(truth.diameters.length).toBeGreaterThan(0);
    expect(attributes).toEqual(measureAttributes(material, image, size, size));
  });

  test('know their area fraction: asked, true and measured agree', () => {
    const asked = material === 'fibers' ? 0.6 : 0.2;
    const slices = [1, 2, 3, 4, 5, 6].map((seed) =>
      simulate(material, { seed, size: 64, areaFraction: asked, noise: 0.01 }),
    );
    expect(Math.abs(mean(slices.map(({ truth }) => truth.areaFraction)) - asked)).toBeLessThan(0.03);
    for (const { truth, attributes } of slices) {
      expect(Math.abs(attributes.areaFraction - truth.areaFraction)).toBeLessThan(0.15);
    }
  });

  const ENDS: Record<Material, Record<AttributeName, [number, number]>> = {
    rocks: { areaFraction: [0.08, 0.3], featureSize: [25, 45], noise: [0.01, 0.03] },
    fibers: { areaFraction: [0.45, 0.7], featureSize: [8, 20], noise: [0.01, 0.03] },
    roots: { areaFraction: [0.06, 0.3], featureSize: [4, 12], noise: [0.01, 0.03] },
  };
  test.each(Object.entries(ENDS[material]) as [AttributeName, [number, number]][])(
    'follow the %s asked for',
    (name, ends) => {
      const base = { areaFraction: material === 'fibers' ? 0.6 : 0.16, noise: 0.012 };
      const [low, high] = ends.map((value) =>
        mean(
          [11, 12, 13, 14, 15, 16].map(
            (seed) => simulate(material, { seed, size: 64, ...base, [name]: value }).attributes[name],
          ),
        ),
      );
      // At least a third of the way that was asked for.
      expect(high! - low!).toBeGreaterThan((ends[1] - ends[0]) / 3);
    },
  );

  test.each([
    [{ size: 31 }, /size/],
    [{ size: 513 }, /size/],
    [{ size: 64.5 }, /size/],
    [{ size: 64, seed: -1 }, /seed/],
    [{ size: 64, areaFraction: 0.9 }, /area fraction/],
    [{ size: 64, featureSize: 65 }, /feature size/],
    [{ size: 64, noise: 0.5 }, /noise/],
  ])('refuse %j in one sentence', (request, sentence) => {
    expect(() => simulate(material, { seed: 1, ...request })).toThrow(sentence);
  });
});

test('what is seen of a rock’s grains is about seven tenths of the size they are laid out with', () => {
  const ratios = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
    const { truth, parameters } = simulate('rocks', { seed, size: 96 });
    return mean(truth.diameters) / parameters.grainSize!;
  });
  expect(Math.abs(mean(ratios) - 0.7)).toBeLessThan(0.05);
});

test('small pieces between few pores cannot be drawn, and the slice says what it has', () => {
  const sizes = [1, 2, 3, 4].map(
    (seed) => simulate('rocks', { seed, size: 96, areaFraction: 0.1, featureSize: 16 }).attributes.featureSize,
  );
  expect(mean(sizes)).toBeGreaterThan(2 * 16);
});

/** How far labels lie to the right of and below the image, px: the top of a parabola through three correlations. */
function labelShift(material: 'rocks' | 'fibers', size: number): [x: number, y: number] {
  const { image, labels } = simulate(material, { seed: 2, size, noise: 0.005 });
  const solid = material === 'rocks' ? (label: number) => label !== 0 : (label: number) => label === 1 || label === 2;
  const correlation = (dx: number, dy: number) => {
    const pairs: [number, number][] = [];
    for (let y = 2; y < size - 2; y++) {
      for (let x = 2; x < size - 2; x++) {
        pairs.push([image[y * size + x]!, solid(labels[(y + dy) * size + x + dx]!) ? 1 : 0]);
      }
    }
    const [a, b] = [mean(pairs.map(([grey]) => grey)), mean(pairs.map(([, label]) => label))];
    const moment = (of: (grey: number, label: number) => number) => mean(pairs.map(([g, l]) => of(g - a, l - b)));
    return moment((g, l) => g * l) / Math.sqrt(moment((g) => g * g) * moment((_, l) => l * l));
  };
  const top = (before: number, here: number, after: number) => (before - after) / (2 * (before - 2 * here + after));
  const here = correlation(0, 0);
  return [top(correlation(-1, 0), here, correlation(1, 0)), top(correlation(0, -1), here, correlation(0, 1))];
}

test.each([
  ['rocks', 64],
  ['rocks', 65],
  ['fibers', 64],
  ['fibers', 65],
] as const)('labels of %s of %i px lie a quarter of a pixel from the image, and no more', (material, size) => {
  for (const shift of labelShift(material, size)) expect(Math.abs(shift - 0.2)).toBeLessThan(0.15);
});

test.each([0.03, 0.06])('a scan has the noise that was asked for, %d', (noise) => {
  const slices = [1, 2, 3, 4, 5, 6].map((seed) => simulate('rocks', { seed, size: 64, areaFraction: 0.1, noise }));
  expect(Math.abs(mean(slices.map(({ attributes }) => attributes.noise)) / noise - 1)).toBeLessThan(0.1);
});

test('the porosity of a rock is exact within its pixels, whatever the structure', () => {
  for (const seed of [1, 2, 3]) {
    const { labels } = simulate('rocks', { seed, size: 64, areaFraction: 0.25 });
    const pores = labels.filter((label) => label === ROCK_LABELS.pore).length / labels.length;
    expect(Math.abs(pores - 0.25)).toBeLessThan(0.03);
  }
});

test('some scans have rings about the axis that they tell of, as strong as they say', () => {
  const [size, middle] = [64, 63 / 2];
  const found = Array.from({ length: 24 }, (_, seed) => {
    const { image, parameters } = simulate('rocks', { seed, size, noise: 0.004 });
    const axis = { x: middle + parameters.axisX!, y: middle + parameters.axisY! };
    return [parameters.gainError!, ringIndex(fineResidual(image, size, size), polarBins(size, size, axis))] as const;
  });
  const indices = (from: number, to: number) =>
    found.filter(([gain]) => gain >= from && gain <= to).map(([, index]) => index);
  expect(Math.abs(mean(indices(0, 0)))).toBeLessThan(0.02);
  expect(mean(indices(0.002, 1))).toBeGreaterThan(mean(indices(0, 0)) + 0.05);
});

test('fibers are packed beyond 70 %', () => {
  const side = 240;
  const { labels, diameters } = drawFibers(side, side, { fraction: 0.74, diameter: 16 }, new Random(5, 0));
  const covered = labels.filter((label) => label === FIBER_LABELS.fiber || label === FIBER_LABELS.coating).length;
  expect(covered / side ** 2).toBeGreaterThan(0.7);
  expect(Math.abs(mean(diameters) / 16 - 1)).toBeLessThan(0.07); // radii may change by 6 % to reach the fraction
});

test('captions say what the truth says', () => {
  expect(captionOf('rocks', { areaFraction: 0.05, diameter: 25, noise: 0.005 })).toBe(
    'microCT slice of a rock with large grains, low porosity, little noise',
  );
  expect(captionOf('roots', { areaFraction: 0.4, diameter: 2, noise: 0.1 })).toBe(
    'scan of many thin plant roots on paper, strong noise',
  );
  expect(captionOf('fibers', { areaFraction: 0.5, diameter: 9, noise: 0.02 })).toBe(
    'microCT slice of a fiber composite with medium-sized fibers, closely packed, some noise',
  );
});
