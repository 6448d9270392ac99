/** Attributes of large slices, as a network with a small window was told them. */
import { describe, expect, test } from 'vitest';
import { measureAttributes } from '../../src/materials/attributes.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { measureInWindows } from '../../src/materials/windows.ts';

/** Stripes of solid and pore, both `wide` px, in the first `columns` columns; solid beyond. */
function stripes(width: number, height: number, wide: number, columns = width): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    return x < columns && Math.floor(x / wide) % 2 === 0 ? 0 : 1;
  });
}

describe('measureInWindows', () => {
  test('is measureAttributes itself where one window holds the slice', () => {
    const { image } = simulate('rocks', { seed: 3, size: 64 });
    expect(measureInWindows('rocks', image, 64, 64, 64)).toEqual(measureAttributes('rocks', image, 64, 64));
  });

  test('finds no grain larger than the window', () => {
    const solid = new Float32Array(160 * 100).fill(1);
    expect(measureAttributes('rocks', solid, 160, 100).featureSize).toBe(160);
    expect(measureInWindows('rocks', solid, 160, 100, 64).featureSize).toBe(64);
  });

  test('is the mean of the windows, and counts those without the phase in the fraction alone', () => {
    const left = stripes(64, 64, 8);
    const whole = stripes(128, 64, 8, 64);
    const size = measureAttributes('rocks', left, 64, 64).featureSize;
    expect(measureInWindows('rocks', whole, 128, 64, 64).featureSize).toBeCloseTo((size + 64) / 2, 6);
    const dark = whole.map((grey, i) => (i % 128 < 64 ? grey : 0));
    const found = measureInWindows('rocks', dark, 128, 64, 64);
    expect(found.featureSize).toBeCloseTo(size, 6);
    expect(found.areaFraction).toBe(0.75);
  });

  test('weighs windows by the pixels that count in them', () => {
    const grey = stripes(128, 64, 8).map((value, i) => (i % 128 < 64 ? value : Math.floor((i % 128) / 4) % 2));
    const part = Uint8Array.from(grey, (_, i) => (i % 128 >= 64 && i >= 16 * 128 ? 0 : 1)); // a quarter of the right half
    const half = (left: number, rows: number) => {
      const own = Float32Array.from({ length: 64 * 64 }, (_, i) => grey[Math.floor(i / 64) * 128 + left + (i % 64)]!);
      const counted = Uint8Array.from(own, (_, i) => (i < rows * 64 ? 1 : 0));
      return measureAttributes('rocks', own, 64, 64, counted).featureSize;
    };
    const [wide, narrow] = [half(0, 64), half(64, 16)];
    expect(wide).not.toBeCloseTo(narrow, 0);
    const found = measureInWindows('rocks', grey, 128, 64, 64, part).featureSize;
    expect(found).toBeCloseTo((4 * wide + narrow) / 5, 6);
  });

  test('counts each pixel once where windows overlap, and none that does not count', () => {
    const grey = stripes(96, 64, 8, 16); // one stripe of pore, 8 of 96 columns
    expect(measureInWindows('rocks', grey, 96, 64, 64).areaFraction).toBeCloseTo(8 / 96, 9);
    const part = Uint8Array.from(grey, (_, i) => (i % 96 < 8 ? 0 : 1));
    expect(measureInWindows('rocks', grey, 96, 64, 64, part).areaFraction).toBe(0);
    expect(measureInWindows('rocks', grey, 96, 64, 64, new Uint8Array(grey.length)).featureSize).toBe(0);
  });

  test('of one rock gives the same size whatever part of it is looked at', () => {
    const { image } = simulate('rocks', { seed: 11, size: 256 });
    const crop = Float32Array.from({ length: 128 * 128 }, (_, i) => image[(i >> 7) * 256 + (i % 128)]!);
    const [large, small] = [
      measureInWindows('rocks', image, 256, 256, 64).featureSize,
      measureInWindows('rocks', crop, 128, 128, 64).featureSize,
    ];
    expect(large).toBeLessThanOrEqual(64);
    expect(Math.abs(large - small) / large).toBeLessThan(0.2);
  });
});
