import { describe, expect, test } from 'vitest';
import type { Denoiser } from '../../src/engine/diffusion/denoiser.ts';
import { tileLayout, tiledDenoiser } from '../../src/engine/diffusion/tiles.ts';
import { normals } from '../../src/lib/rng.ts';
import { exactDenoiser, gaussianPicture } from '../support/gaussianField.ts';

describe('tileLayout', () => {
  test.each([
    [64, 64, 64, 16],
    [65, 64, 64, 16],
    [200, 130, 64, 16],
    [512, 512, 64, 24],
    [100, 90, 64, 0],
  ])('%i × %i px with windows of %i px: covers all, flush, no overlap below %i px', (width, height, side, overlap) => {
    const layout = tileLayout(width, height, side, overlap);
    expect(layout.tiles).toBe(layout.lefts.length * layout.tops.length);
    for (const [starts, length] of [
      [layout.lefts, width],
      [layout.tops, height],
    ] as const) {
      expect(starts[0]).toBe(0);
      expect(starts.at(-1)).toBe(length - side);
      for (let i = 1; i < starts.length; i++) {
        expect(starts[i]!).toBeGreaterThan(starts[i - 1]!);
        expect(starts[i - 1]! + side - starts[i]!).toBeGreaterThanOrEqual(overlap);
      }
    }
  });

  test('takes no more windows than needed', () => {
    expect(tileLayout(112, 64, 64, 16).tiles).toBe(2);
    expect(tileLayout(113, 64, 64, 16).tiles).toBe(3);
  });

  test('refuses a region smaller than a window', () => {
    expect(() => tileLayout(63, 64, 64, 16)).toThrow(RangeError);
  });
});

const copy: Denoiser<Float32Array> = (x, _, out) => {
  out.set(x);
  return Promise.resolve();
};

describe('tiledDenoiser', () => {
  test('puts every pixel back where it was: shares add up to 1', async () => {
    const layout = tileLayout(21, 13, 8, 3);
    const x = normals(1, 0, 2 * 21 * 13);
    const out = new Float32Array(x.length).fill(NaN);
    await tiledDenoiser(copy, layout, 2)(x, 1, out);
    out.forEach((value, k) => expect(value).toBeCloseTo(x[k]!, 6));
  });

  test('with one window is that window’s denoiser', async () => {
    const x = normals(1, 0, 3 * 36);
    const { denoise } = exactDenoiser(gaussianPicture(6, 6, 2, 0.25));
    const [alone, tiled] = [new Float32Array(x.length), new Float32Array(x.length)];
    await denoise(x, 0.4, alone);
    await tiledDenoiser(denoise, tileLayout(6, 6, 6, 2), 3)(x, 0.4, tiled);
    expect(tiled).toEqual(alone);
  });

  test('hands over the windows of the first image row by row, then those of the second', async () => {
    const layout = tileLayout(5, 4, 3, 1);
    const x = Float32Array.from({ length: 2 * 20 }, (_, k) => k);
    const corners: number[] = [];
    const watch: Denoiser<Float32Array> = (windows, sigma, out) => {
      for (let k = 0; k < windows.length; k += 9) corners.push(windows[k]!);
      expect(windows.slice(0, 9)).toEqual(Float32Array.of(0, 1, 2, 5, 6, 7, 10, 11, 12));
      return copy(windows, sigma, out);
    };
    await tiledDenoiser(watch, layout, 2)(x, 1, new Float32Array(x.length));
    expect(corners).toEqual([0, 2, 5, 7, 20, 22, 25, 27]);
  });

  test('an image comes out alone as in a batch', async () => {
    const layout = tileLayout(9, 9, 6, 2);
    const { denoise } = exactDenoiser(gaussianPicture(6, 6, 2, 0.25));
    const x = normals(2, 0, 2 * 81);
    const [both, second] = [new Float32Array(162), new Float32Array(81)];
    await tiledDenoiser(denoise, layout, 2)(x, 0.4, both);
    await tiledDenoiser(denoise, layout, 1)(x.slice(81), 0.4, second);
    expect(second).toEqual(both.slice(81));
  });

  /** Root mean square of what windows miss of the exact denoiser of the whole, over that of the estimate itself. */
  async function missed(overlap: number): Promise<number> {
    const [width, height, side, length, sigma] = [18, 12, 6, 1.5, 0.5];
    const x = normals(3, 0, 4 * width * height).map((z) => z * Math.sqrt(0.25 + sigma ** 2));
    const [whole, tiled] = [new Float32Array(x.length), new Float32Array(x.length)];
    await exactDenoiser(gaussianPicture(width, height, length, 0.25)).denoise(x, sigma, whole);
    const { denoise } = exactDenoiser(gaussianPicture(side, side, length, 0.25));
    await tiledDenoiser(denoise, tileLayout(width, height, side, overlap), 4)(x, sigma, tiled);
    const power = (values: Float32Array) => values.reduce((sum, value) => sum + value ** 2, 0);
    return Math.sqrt(power(tiled.map((value, k) => value - whole[k]!)) / power(whole));
  }

  test('comes close to the denoiser of the whole where correlation is short, closer with overlap', async () => {
    const [apart, overlapping] = [await missed(0), await missed(3)];
    expect(overlapping).toBeLessThan(0.1);
    expect(overlapping).toBeLessThan(apart / 2);
  });
});
