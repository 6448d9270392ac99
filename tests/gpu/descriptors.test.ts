/** The descriptors' kernels on WebGPU against their CPU twins. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ImageBatch } from '../../src/contract/image.ts';
import { Gpu } from '../../src/engine/gpu/device.ts';
import { measureDescriptors } from '../../src/engine/metrics/descriptors/index.ts';
import { histogramOnGpu, pairCountsOnGpu } from '../../src/engine/metrics/descriptors/onGpu.ts';
import { GREY_LEVELS, addToHistogram } from '../../src/engine/metrics/descriptors/phase.ts';
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
  expect([...(await histogramOnGpu(gpu, images))]).toEqual([...histogramOnCpu(images)]);
});

test('values outside [0, 1] count in the first and last bin', async () => {
  const images: ImageBatch = { data: new Float32Array(2 * 256).fill(-3).fill(7, 256), width: 16, height: 16, count: 2 };
  const counts = await histogramOnGpu(gpu, images);
  expect([counts[0], counts[GREY_LEVELS - 1]]).toEqual([256, 256]);
});

test.each(SIZES)('the pairs of %i×%i px are those of the CPU, one by one', async (width, height) => {
  const maxLag = Math.min(width, height) >> 1;
  const masks = [0.2, 0.5, 0.9].map((level, k) =>
    Uint8Array.from(uniforms(22 + k, 0, width * height), (u) => (u < level ? 1 : 0)),
  );
  const found = await pairCountsOnGpu(gpu, masks, width, height, maxLag);
  masks.forEach((mask, k) => expect([...found[k]!]).toEqual([...pairCounts(mask, width, height, maxLag)]));
});

test('whole sets are described as on the CPU', async () => {
  const reference = drawImages(24, 24, 5, 16);
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
  expect(await measureDescriptors(request, gpu, quietly)).toEqual(await measureDescriptors(request, null, quietly));
});
