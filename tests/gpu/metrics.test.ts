/** The kernels of Measure on WebGPU against their CPU twins. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Gpu } from '../../src/engine/gpu/device.ts';
import type { FeatureBatch } from '../../src/engine/metrics/features.ts';
import { frechetDistance, frechetOfMoments } from '../../src/engine/metrics/frechet.ts';
import { setDistances } from '../../src/engine/metrics/manifold.ts';
import { moments } from '../../src/engine/metrics/moments.ts';
import { msssim } from '../../src/engine/metrics/msssim.ts';
import { momentsOnGpu, msssimOnGpu, setDistancesOnGpu, ssimOnGpu } from '../../src/engine/metrics/onGpu.ts';
import { ssim } from '../../src/engine/metrics/ssim.ts';
import golden from '../golden/metrics/pairs.json' with { type: 'json' };
import { drawFeatures, drawPair, join } from '../support/draw.ts';

let device: GPUDevice;
let gpu: Gpu;
const errors: string[] = [];

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('There is no WebGPU adapter.');
  device = await adapter.requestDevice();
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  gpu = Gpu.of(device);
});
beforeEach(() => {
  errors.length = 0;
  return async () => {
    await device.queue.onSubmittedWorkDone();
    expect(errors).toEqual([]);
  };
});
afterAll(() => device.destroy());

/** The largest difference between two arrays. */
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((most, each) => Math.max(most, each), 0);

/** Three pairs of one size, the last of them black against white. */
function batch(width: number, height: number) {
  const pairs = [1, 2, 3].map((seed) => drawPair(width, height, seed));
  const a = join(pairs.map(([first]) => first));
  const b = join(pairs.map(([, second]) => second));
  a.data.fill(0, 2 * width * height);
  b.data.fill(1, 2 * width * height);
  return [a, b] as const;
}

describe('SSIM', () => {
  // Sides on, below and above the edges of the 16-px tiles, and the smallest there is. Few sizes, because the software adapter
  // takes long to compile a kernel for each.
  test.each([
    [11, 11],
    [33, 20],
    [47, 48],
  ])('of %i×%i px is that of the CPU, and its map too', async (width, height) => {
    const [a, b] = batch(width, height);
    const [cpu, onGpu] = [await ssim(a, b, { maps: true }), await ssimOnGpu(gpu, a, b, { maps: true })];
    expect(worst(onGpu.values, cpu.values)).toBeLessThan(1e-5);
    expect(worst(onGpu.maps!, cpu.maps!)).toBeLessThan(1e-4);
  });

  test.each(golden.cases.filter(({ width }) => width === 64))(
    'of $width×$height px is that of scikit-image',
    async (expected) => {
      const [a, b] = drawPair(expected.width, expected.height, expected.seed);
      expect(Math.abs((await ssimOnGpu(gpu, a, b)).values[0]! - expected.ssim)).toBeLessThan(1e-4);
      const { values, scales } = await msssimOnGpu(gpu, a, b);
      expect(Math.abs(values[0]! - expected.msssim)).toBeLessThan(1e-4);
      expect(scales).toBe(expected.scales);
    },
  );

  test('over five scales with odd sides is that of the CPU', async () => {
    const [a, b] = batch(161, 163);
    const [cpu, onGpu] = [await msssim(a, b), await msssimOnGpu(gpu, a, b)];
    expect(onGpu.scales).toBe(5);
    expect(worst(onGpu.values, cpu.values)).toBeLessThan(1e-4);
  });

  test('works on buffers that are on the device already, with one read-back of the values', async () => {
    const [a, b] = batch(64, 64);
    const [x, y] = [a, b].map(({ data, ...shape }) => ({ ...shape, buffer: gpu.upload('test', data) }));
    const before = gpu.readbacks;
    const { values } = await ssimOnGpu(gpu, x!, y!);
    expect(gpu.readbacks - before).toBe(1);
    expect(worst(values, (await ssim(a, b)).values)).toBeLessThan(1e-5);
    // The buffers are the caller's, so they still hold the images.
    expect(await gpu.read(x!.buffer, a.data.length)).toEqual(a.data);
    for (const { buffer } of [x!, y!]) buffer.destroy();
  });

  test('refuses what the CPU refuses', async () => {
    const [a, b] = [drawPair(12, 12, 1)[0], drawPair(12, 13, 1)[0]];
    await expect(ssimOnGpu(gpu, a, b)).rejects.toMatchObject({ name: 'BadRequest' });
    await expect(msssimOnGpu(gpu, drawPair(12, 9, 1)[0], drawPair(12, 9, 1)[0])).rejects.toMatchObject({
      name: 'BadRequest',
    });
  });
});

describe('features', () => {
  // Rows on both sides of a block of 64, columns on both sides of the tiles.
  test.each([
    [2, 3],
    [70, 33],
    [300, 64],
  ])('mean and covariance of %i rows of %i are those of the CPU', async (count, dimension) => {
    // A large common part shows whether anything cancels.
    const features = drawFeatures(count, dimension, 5, 100, 1);
    const [cpu, onGpu] = [moments(features), await momentsOnGpu(gpu, features)];
    expect(worst(onGpu.mean, cpu.mean)).toBeLessThan(100 * 1e-6);
    const scale = Math.max(...cpu.covariance);
    expect(worst(onGpu.covariance, cpu.covariance)).toBeLessThan(1e-5 * scale);
  });

  test('the Fréchet distance of moments from the GPU is that of the CPU', async () => {
    const [a, b] = [drawFeatures(200, 24, 6, 1), drawFeatures(150, 24, 7, 1.3, 0.5)];
    const value = frechetOfMoments(await momentsOnGpu(gpu, a), await momentsOnGpu(gpu, b));
    expect(value / frechetDistance(a, b)).toBeCloseTo(1, 4);
  });

  test('distances are those of the CPU, a copy at 0', async () => {
    const reference = drawFeatures(37, 21, 8, 50);
    const synthetic: FeatureBatch = drawFeatures(18, 21, 9, 50);
    synthetic.data.set(reference.data.subarray(0, 21));
    const [cpu, onGpu] = [await setDistances(reference, synthetic), await setDistancesOnGpu(gpu, reference, synthetic)];
    for (const name of ['reference', 'synthetic', 'between'] as const) {
      const relative = Array.from(
        onGpu[name],
        (value, i) => Math.abs(value - cpu[name][i]!) / Math.max(cpu[name][i]!, 1e-3),
      );
      expect(Math.max(...relative), name).toBeLessThan(1e-5);
    }
    expect(onGpu.between[0]).toBe(0);
  });
});
