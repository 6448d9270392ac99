/** What chance alone gives: known for normal numbers, whose means differ by a normal number of known variance. */
import { expect, test } from 'vitest';
import { compareDescriptors } from '../../src/engine/metrics/descriptors/compare.ts';
import type { ImageDescriptors } from '../../src/engine/metrics/descriptors/describe.ts';
import { Random } from '../../src/lib/rng.ts';

const SIGMA = 0.05;
const X = { twoPoint: [0, 1, 2], linealPath: [0], chordLength: [1], localThickness: [1], radialPower: [0] };

/** Images whose descriptors are normal numbers; chords are defined in the first `withChords` of them. */
function draw(count: number, seed: number, withChords = count): ImageDescriptors[] {
  const random = new Random(seed, 7);
  const number = () => 0.2 + SIGMA * random.normal();
  return Array.from({ length: count }, (_, k) => ({
    scalars: { areaFraction: number(), interfaceLength: number(), ringIndex: number() },
    curves: {
      twoPoint: Float64Array.of(number(), number(), number()),
      linealPath: Float64Array.of(number()),
      chordLength: k < withChords ? Float64Array.of(number()) : null,
      localThickness: null,
      radialPower: Float64Array.of(number()),
    },
  }));
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each([
  [64, 64],
  [400, 16],
  [15, 300],
  [7, 4],
])('of %i reference and %i synthetic images is the mean distance of sets that large', (n, m) => {
  const rounds = Array.from({ length: 120 }, (_, k) =>
    compareDescriptors(draw(n, 2 * k + 1), draw(m, 2 * k + 2), X, k),
  );
  const expected = Math.sqrt(2 / Math.PI) * SIGMA * Math.sqrt(1 / n + 1 / m);
  const floors = rounds.flatMap(({ areaFraction, ringIndex, linealPath }) =>
    [areaFraction, ringIndex, linealPath].map(({ floor }) => floor!),
  );
  const values = rounds.flatMap(({ areaFraction, ringIndex, linealPath }) =>
    [areaFraction, ringIndex, linealPath].map(({ value }) => value!),
  );
  expect(Math.abs(mean(floors) / expected - 1)).toBeLessThan(0.08);
  expect(Math.abs(mean(values) / expected - 1)).toBeLessThan(0.15); // 360 half-normal numbers
  const curves = rounds.map(({ twoPoint }) => twoPoint);
  const ratio = mean(curves.map(({ value }) => value!)) / mean(curves.map(({ floor }) => floor!));
  expect(Math.abs(ratio - 1)).toBeLessThan(0.15);
});

test('counts only the images in which a descriptor is defined', () => {
  const { chordLength, localThickness } = compareDescriptors(draw(100, 1, 40), draw(100, 2, 5), X, 3);
  const few = compareDescriptors(draw(100, 1, 40).slice(0, 40), draw(100, 2, 5).slice(0, 5), X, 3).chordLength;
  expect(chordLength.n).toEqual({ reference: 40, synthetic: 5 });
  expect(chordLength.floor).toBe(few.floor);
  expect(localThickness).toMatchObject({ value: null, floor: null });
  expect(compareDescriptors(draw(100, 1), draw(9, 2, 0), X, 3).chordLength.floor).toBeNull();
});
