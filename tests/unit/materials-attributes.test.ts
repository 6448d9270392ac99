import { describe, expect, test } from 'vitest';
import { normals } from '../../src/lib/rng.ts';
import { measureAttributes } from '../../src/materials/attributes.ts';

const SIDE = 96;
const draw = (grey: (x: number, y: number) => number) =>
  Float32Array.from({ length: SIDE * SIDE }, (_, i) => grey(i % SIDE, Math.floor(i / SIDE)));
const measure = (grey: Float32Array, material: 'rocks' | 'fibers' = 'fibers') =>
  measureAttributes(material, grey, SIDE, SIDE);

describe('area fraction', () => {
  test('counts the bright phase of fibers and the dark phase of rocks', () => {
    const quarter = draw((x, y) => (x < SIDE / 2 && y < SIDE / 2 ? 0.8 : 0.1));
    expect(measure(quarter).areaFraction).toBe(0.25);
    expect(measure(quarter, 'rocks').areaFraction).toBe(0.75);
  });
});

describe('mean intercept length', () => {
  test('of a disc is π/4 of its diameter, to the pixel', () => {
    const disc = draw((x, y) => (Math.hypot(x - 47.5, y - 47.5) < 30 ? 0.8 : 0.1));
    expect(Math.abs(measure(disc).featureSize - (60 * Math.PI) / 4)).toBeLessThan(1);
  });

  test('is not cut to pieces by noise', () => {
    const noise = normals(1, 0, SIDE * SIDE);
    const disc = draw((x, y) => (Math.hypot(x - 47.5, y - 47.5) < 30 ? 0.8 : 0.1) + 0.1 * noise[y * SIDE + x]!);
    expect(measure(disc).featureSize).toBeGreaterThan(42);
  });

  test('is the side of the crop for a full crop and 0 for an empty one', () => {
    expect(measure(draw(() => 0.9)).featureSize).toBe(SIDE);
    expect(measure(draw(() => 0.1)).featureSize).toBe(0);
  });
});

describe('noise', () => {
  test.each([0.005, 0.02, 0.08])('of standard deviation %d is found over edges and slopes', (sigma) => {
    const noise = normals(2, 0, SIDE * SIDE);
    const slice = draw((x, y) => 0.2 + 0.003 * x + (x + y > SIDE ? 0.3 : 0) + sigma * noise[y * SIDE + x]!);
    expect(Math.abs(measure(slice).noise / sigma - 1)).toBeLessThan(0.07);
  });

  test('is 0 for a smooth picture', () => {
    expect(measure(draw((x, y) => 0.2 + 0.001 * x + 0.002 * y)).noise).toBeLessThan(1e-6);
  });
});
