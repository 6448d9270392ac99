/** The descriptors' kernels on WebGPU against their CPU twins. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ImageBatch } from '../../src/contract/image.ts';
import { Gpu } from '../../src/engine/gpu/device.ts';
import { measureDescriptors } from '../../src/engine/metrics/descriptors/index.ts';
import { GpuHistogram, pairCountsOnGpu } from '../../src/engine/metrics/descriptors/onGpu.ts';
import { GREY_LEVELS, addToHistogram, segment } from '../../src/engine/metrics/descriptors/phase.ts';
import { pairCounts } from '../../src/engine/metrics/descriptors/twoPoint.ts';
import { uniforms } from '../../src/lib/rng.ts';
import { smooth } from '../../src/materials/attributes.ts';

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

/** Images of `levels` grey levels. */
function drawImages(width: number, height: number, count: number, levels: number): ImageBatch {
  const data = Float32Array.from(uniforms(21, 0, width * height * count), (u) => Math.floor(u * levels) / levels);
  return { data, width, height, count };
}

async function histogramOnGpu(images: ImageBatch): Promise<Uint32Array> {
  const histogram = new GpuHistogram(gpu);
  await histogram.add(images);
  const counts = await histogram.read();
  histogram.destroy();
  return counts;
}

function histogramOnCpu({ data, width, height, count }: ImageBatch): Uint32Array {
  const counts = new Uint32Array(GREY_LEVELS);
  for (let k = 0; k < count; k++) {
    addToHistogram(smooth(data.subarray(k * width * height, (k + 1) * width * height), width, height), counts);
  }
  return counts;
}

// Sizes on, below and above the edges of words and workgroups.
const SIZES = [
  [16, 16],
  [32, 20],
  [33, 47],
  [65, 31],
] as const;

test.each(SIZES)('the histogram of %i×%i px is that of the CPU', async (width, height) => {
  // Sixteenths of sixteenths are exact in float32, so that no pixel is on another side of an edge.
  const images = drawImages(width, height, 3, 16);
  expect([...(await histogramOnGpu(images))]).toEqual([...histogramOnCpu(images)]);
});

test('values outside [0, 1] count in the first and last bin', async () => {
  const images: ImageBatch = { data: new Float32Array(2 * 256).fill(-3).fill(7, 256), width: 16, height: 16, count: 2 };
  const counts = await histogramOnGpu(images);
  expect([counts[0], counts[GREY_LEVELS - 1]]).toEqual([256, 256]);
});

test.each(SIZES)('the pairs of the phase in %i×%i px are those of the CPU, one by one', async (width, height) => {
  const maxLag = Math.min(width, height) >> 1;
  const images = drawImages(width, height, 2, 16);
  for (const phase of ['below', 'above'] as const) {
    const segmentation = { threshold: phase === 'below' ? 0.375 : 0.5, method: 'given', phase } as const;
    const found = await pairCountsOnGpu(gpu, images, segmentation, maxLag);
    found.forEach((counts, k) => {
      const grey = images.data.subarray(k * width * height, (k + 1) * width * height);
      const mask = segment(smooth(grey, width, height), segmentation);
      expect([...counts]).toEqual([...pairCounts(mask, width, height, maxLag)]);
      expect(counts.some((count) => count > 0)).toBe(true);
    });
  }
});

test('whole sets are described as on the CPU, uploaded in parts or where they lie', async () => {
  const reference = drawImages(24, 24, 11, 16);
  const synthetic = drawImages(24, 24, 3, 4);
  const request = {
    material: 'fibers',
    reference,
    synthetic,
    pairs: false,
    caption: null,
    bootstrap: 0,
    seed: 1,
  } as const;
  const quietly = () => Promise.resolve();
  const expected = await measureDescriptors(request, null, quietly);
  expect(await measureDescriptors(request, { gpu, resident: {} }, quietly)).toEqual(expected);
  const { data, ...shape } = reference;
  const resident = { reference: { ...shape, buffer: gpu.upload('test', data) } };
  const before = gpu.readbacks;
  expect(await measureDescriptors(request, { gpu, resident }, quietly)).toEqual(expected);
  expect(gpu.readbacks - before).toBe(1 + 2 + 1); // the histogram, and the counts of each part of both sets
  resident.reference.buffer.destroy();
});
