/** What the GPU cannot hold is told, rather than read as zeros. */
import { expect, onTestFinished, test } from 'vitest';
import { Gpu } from '../../src/engine/gpu/device.ts';
import { momentsOnGpu } from '../../src/engine/metrics/onGpu.ts';
import { drawFeatures } from '../support/draw.ts';

/** A device of its own for each test. */
async function borrow(): Promise<Gpu> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('There is no WebGPU adapter.');
  const device = await adapter.requestDevice();
  // Writes to what is not there, and kernels over it, say so too; only what a reader hears is asked here.
  device.addEventListener('uncapturederror', (event) => event.preventDefault());
  onTestFinished(() => device.destroy());
  return Gpu.of(device);
}

/** Stands for one that the GPU has no memory for: the device then makes a buffer that nothing can be done with, in both cases. */
const tooLarge = (gpu: Gpu) => gpu.allocate('too large', gpu.device.limits.maxBufferSize / 4 + 16);
const FAILED = { name: 'RuntimeFailed', message: expect.stringMatching(/choose fewer images/) as string };

test('a buffer that was not to be had cannot be read', async () => {
  const gpu = await borrow();
  await expect(gpu.read(tooLarge(gpu), 8)).rejects.toMatchObject(FAILED);
});

test('nor can what may have been computed from one, for as long as it is in use', async () => {
  const gpu = await borrow();
  const features = drawFeatures(20, 8, 1, 0);
  const expected = await momentsOnGpu(gpu, features);
  const missing = tooLarge(gpu);
  await expect(momentsOnGpu(gpu, { buffer: missing, count: 20, dimension: 8 })).rejects.toMatchObject(FAILED);
  await expect(momentsOnGpu(gpu, features)).rejects.toMatchObject(FAILED);
  missing.destroy(); // told already
  expect(await momentsOnGpu(gpu, features)).toEqual(expected);
});

test('one that was given back before anybody read is told once, for it may be in what is read', async () => {
  const gpu = await borrow();
  const values = gpu.upload('values', Float32Array.of(1, 2));
  tooLarge(gpu).destroy();
  await expect(gpu.read(values, 2)).rejects.toMatchObject(FAILED);
  expect(await gpu.read(values, 2)).toEqual(Float32Array.of(1, 2));
});

test('a copy that fails for another reason is told too', async () => {
  const gpu = await borrow();
  await expect(gpu.read(gpu.allocate('small', 4), 8)).rejects.toMatchObject(FAILED);
});

test('a lost device is told as lost, whatever was allocated before and after', async () => {
  const gpu = await borrow();
  const before = gpu.allocate('before', 8);
  gpu.device.destroy();
  gpu.allocate('after', 8);
  await expect(gpu.read(before, 8)).rejects.toMatchObject({ name: 'DeviceLost' });
});
