/** SSIM, MS-SSIM and PSNR against scikit-image and pytorch-msssim (`training/golden_metrics.py`), and their properties. */
import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../src/contract/errors.ts';
import type { ImageBatch } from '../../src/contract/image.ts';
import { combineScales, msssim } from '../../src/engine/metrics/msssim.ts';
import { psnr } from '../../src/engine/metrics/psnr.ts';
import { ssim } from '../../src/engine/metrics/ssim.ts';
import { TAPS } from '../../src/lib/ssimWindow.ts';
import golden from '../golden/metrics/pairs.json' with { type: 'json' };
import { drawPair, join } from '../support/draw.ts';

/** Both sides compute in float64 from the same float32 pixels, so much less is seen. */
const TOLERANCE = 1e-6;

describe.each(golden.cases)('$width×$height px', (expected) => {
  const [a, b] = drawPair(expected.width, expected.height, expected.seed);

  test('SSIM and its map are those of scikit-image', async () => {
    const { values, maps } = await ssim(a, b, { maps: true });
    expect(Math.abs(values[0]! - expected.ssim)).toBeLessThan(TOLERANCE);
    for (const [row, column, value] of expected.map as [number, number, number][]) {
      expect(Math.abs(maps![row * expected.width + column]! - value)).toBeLessThan(TOLERANCE);
    }
    // Without a map fewer pixels are computed; the mean must not notice.
    expect((await ssim(a, b)).values[0]).toBeCloseTo(values[0]!, 12);
  });

  test('MS-SSIM is that of pytorch-msssim', async () => {
    const { values, scales } = await msssim(a, b);
    expect(scales).toBe(expected.scales);
    // pytorch-msssim rounds its window to float32.
    expect(Math.abs(values[0]! - expected.msssim)).toBeLessThan(10 * TOLERANCE);
  });

  test('PSNR is that of scikit-image', async () => {
    expect((await psnr(a, b))[0]).toBeCloseTo(expected.psnr, 6);
  });
});

test('the window sums to 1', () => {
  expect(TAPS[0] + 2 * TAPS.slice(1).reduce((sum, tap) => sum + tap)).toBeCloseTo(1, 14);
});

test('an image is its own perfect copy, and the order of a pair does not matter', async () => {
  const [a, b] = drawPair(40, 30, 7);
  const same = await ssim(a, a, { maps: true });
  expect(same.values[0]).toBeCloseTo(1, 12);
  expect(Math.min(...same.maps!)).toBeGreaterThan(1 - 1e-6);
  expect((await msssim(a, a)).values[0]).toBeCloseTo(1, 12);
  expect((await psnr(a, a))[0]).toBe(Infinity);
  expect((await ssim(a, b)).values[0]).toBeCloseTo((await ssim(b, a)).values[0]!, 12);
  expect((await msssim(a, b)).values[0]).toBeCloseTo((await msssim(b, a)).values[0]!, 12);
});

test('a negative scores below 0, and black images are the same', async () => {
  const [a] = drawPair(32, 32, 8);
  const negative = { ...a, data: a.data.map((value) => 1 - value) };
  expect((await ssim(a, negative)).values[0]).toBeLessThan(0);
  expect(
    combineScales([
      { ssim: 1, contrast: -0.1 },
      { ssim: 1, contrast: 1 },
    ]),
  ).toBe(0);
  const black = { ...a, data: new Float32Array(a.data.length) };
  expect((await ssim(black, black)).values[0]).toBe(1);
});

test('each pair of a batch has the value it has alone', async () => {
  const pairs = [1, 2, 3].map((seed) => drawPair(33, 47, seed));
  const a = join(pairs.map(([first]) => first));
  const b = join(pairs.map(([, second]) => second));
  const batch = { ssim: await ssim(a, b), msssim: await msssim(a, b), psnr: await psnr(a, b) };
  for (const [k, [x, y]] of pairs.entries()) {
    expect(batch.ssim.values[k]).toBe((await ssim(x, y)).values[0]);
    expect(batch.msssim.values[k]).toBe((await msssim(x, y)).values[0]);
    expect(batch.psnr[k]).toBe((await psnr(x, y))[0]);
  }
});

describe('refusals', () => {
  const image = (count: number, width: number, height: number): ImageBatch => ({
    data: new Float32Array(count * width * height),
    count,
    width,
    height,
  });

  test.each([
    ['sets of unequal length', image(2, 12, 12), image(3, 12, 12), /equally long.*2 and 3/],
    ['unequal sizes', image(1, 12, 12), image(1, 12, 13), /12×12 and 12×13/],
    ['no images', image(0, 12, 12), image(0, 12, 12), /at least one pair/],
    ['images smaller than the window', image(1, 10, 40), image(1, 10, 40), /11×11.*10×40/],
  ])('%s', async (_, a, b, sentence) => {
    await expect(ssim(a, b)).rejects.toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(sentence) as string,
    });
  });

  test('a cancelled measurement stops', async () => {
    const controller = new AbortController();
    const batch = image(40, 256, 256);
    const running = ssim(batch, batch, { signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    await expect(running).rejects.toBeInstanceOf(Cancelled);
  });
});
