import { describe, expect, test } from 'vitest';
import { coarse, contrast, correlation, fine, imageOf, meanPairCorrelation } from '../../src/lib/alike.ts';
import { normals } from '../../src/lib/rng.ts';

const SIDE = 16;
const noise = (seed: number) => normals(seed, 0, SIDE * SIDE);
const batch = (...images: Float32Array[]) => ({
  data: Float32Array.from(images.flatMap((image) => Array.from(image))),
  count: images.length,
  width: SIDE,
  height: SIDE,
});

describe('correlation', () => {
  test('does not see brightness or contrast, and sees an inversion', () => {
    const a = noise(1);
    expect(
      correlation(
        a,
        a.map((value) => 3 * value + 2),
      ),
    ).toBeCloseTo(1, 5);
    expect(
      correlation(
        a,
        a.map((value) => -value),
      ),
    ).toBeCloseTo(-1, 5);
  });
  test('is near 0 between noises, and 0 with an even grey', () => {
    expect(Math.abs(correlation(noise(1), noise(2)))).toBeLessThan(0.2); // 3 / √256
    expect(correlation(noise(1), new Float32Array(SIDE * SIDE).fill(0.5))).toBe(0);
  });
  test('of a mixture is what the shares give', () => {
    const [a, b] = [noise(1), noise(2)];
    const mixed = a.map((value, i) => value + b[i]!);
    expect(correlation(a, mixed)).toBeCloseTo(Math.SQRT1_2, 1);
  });
});

test('the mean of all pairs tells a collapsed batch from a varied one', () => {
  const [a, b] = [noise(1), noise(2)];
  expect(meanPairCorrelation(batch(a, a, a))).toBeCloseTo(1, 5);
  // Of the three pairs one is the same picture twice.
  expect(meanPairCorrelation(batch(a, a, b))).toBeCloseTo((1 + 2 * correlation(a, b)) / 3, 5);
  expect(meanPairCorrelation(batch(a))).toBeNull();
});

test('contrast is the standard deviation', () => {
  expect(contrast(Float32Array.of(0, 1, 0, 1))).toBeCloseTo(0.5);
});

test('coarse and fine are two parts that do not correlate and add up', () => {
  const a = noise(3);
  const blocks = coarse(a, SIDE, 4);
  expect(blocks).toHaveLength(16);
  const rest = fine(a, SIDE, 4);
  const spread = a.map((value, i) => value - rest[i]!);
  expect(correlation(spread, rest)).toBeCloseTo(0, 4);
  expect(spread[0]).toBeCloseTo(blocks[0]!, 5);
  expect(contrast(a) ** 2).toBeCloseTo(contrast(spread) ** 2 + contrast(rest) ** 2, 4);
});

test('an image of a batch is a view of it', () => {
  const [a, b] = [noise(1), noise(2)];
  expect(imageOf(batch(a, b), 1)).toEqual(b);
});
