/**
 * The heavy measures on the GPU, with the results of their CPU twins. Images and features may be in memory already or in a
 * buffer of the runtime's device; only values, maps and matrices come back.
 */
import type { ImageBatch } from '../../contract/image.ts';
import { throwIfAborted } from '../../lib/abort.ts';
import type { Gpu } from '../gpu/device.ts';
import { ColumnMeans } from '../kernels/columnMeans.ts';
import { Covariance } from '../kernels/covariance.ts';
import { Halve } from '../kernels/halve.ts';
import { SquaredDistances } from '../kernels/squaredDistances.ts';
import { Ssim } from '../kernels/ssim.ts';
import type { FeatureBatch } from './features.ts';
import type { SetDistances } from './manifold.ts';
import type { Moments } from './moments.ts';
import { type MsSsimResult, combineScales, scaleSizes } from './msssim.ts';
import { type BatchShape, requirePairs } from './pairs.ts';
import { type SsimOptions, type SsimResult, requireWindow } from './ssim.ts';

/** Images on the device: float32 `[count, height, width]`, values in [0, 1]. */
export interface GpuImages extends BatchShape {
  buffer: GPUBuffer;
}

/** Features on the device: float32 `[count, dimension]`. */
export interface GpuFeatures {
  buffer: GPUBuffer;
  count: number;
  dimension: number;
}

/** Images in memory go up in parts of about this many pixels, 32 MiB, so that a large set does not fill the GPU. */
const PART = 2 ** 23;

/**
 * SSIM of each pair on the GPU; within 1e-4 of `ssim`.
 * @param a,b as many images of one size, at least 11 px wide and high, each within the device's `maxStorageBufferBindingSize`
 * @throws SpecimenError `BadRequest` as `ssim`; Cancelled
 */
export async function ssimOnGpu(
  gpu: Gpu,
  a: ImageBatch | GpuImages,
  b: ImageBatch | GpuImages,
  { maps = false, signal }: SsimOptions = {},
): Promise<SsimResult> {
  requirePairs(a, b);
  requireWindow(a.width, a.height);
  const size = a.width * a.height;
  const result: SsimResult = {
    values: new Float64Array(a.count),
    maps: maps ? new Float32Array(a.count * size) : null,
  };
  await inParts(gpu, a, b, signal, async (x, y, shape, first) => {
    const kernel = await Ssim.create(gpu, shape, maps);
    try {
      gpu.submit('ssim', (encoder) => kernel.run(encoder, x, y));
      const means = await gpu.read(kernel.means, 2 * shape.count);
      for (let k = 0; k < shape.count; k++) result.values[first + k] = means[2 * k]!;
      result.maps?.set(await gpu.read(kernel.map, shape.count * size), first * size);
    } finally {
      kernel.destroy();
    }
  });
  return result;
}

/**
 * MS-SSIM of each pair on the GPU; within 1e-4 of `msssim`.
 * @param a,b as for `ssimOnGpu`
 * @throws SpecimenError `BadRequest` as `msssim`; Cancelled
 */
export async function msssimOnGpu(
  gpu: Gpu,
  a: ImageBatch | GpuImages,
  b: ImageBatch | GpuImages,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<MsSsimResult> {
  requirePairs(a, b);
  const sizes = scaleSizes(a.width, a.height);
  const values = new Float64Array(a.count);
  await inParts(gpu, a, b, signal, async (x, y, { count }, first) => {
    const kernels = await Promise.all(sizes.map((size) => Ssim.create(gpu, { ...size, count })));
    const halvings = await Promise.all(sizes.slice(1).map((_, i) => Halve.create(gpu, { ...sizes[i]!, count })));
    // Of both images, from the second scale on.
    const scaled = sizes.slice(1).map(({ width, height }) => {
      const length = count * width * height;
      return [gpu.allocate('ms-ssim scale', length), gpu.allocate('ms-ssim scale', length)] as const;
    });
    const scales = [[x, y] as const, ...scaled];
    try {
      gpu.submit('ms-ssim', (encoder) => {
        halvings.forEach((halving, scale) => {
          for (const side of [0, 1] as const) halving.run(encoder, scales[scale]![side], scales[scale + 1]![side]);
        });
        kernels.forEach((kernel, scale) => kernel.run(encoder, ...scales[scale]!));
      });
      const means = await Promise.all(kernels.map((kernel) => gpu.read(kernel.means, 2 * count)));
      for (let k = 0; k < count; k++) {
        values[first + k] = combineScales(means.map((scale) => ({ ssim: scale[2 * k]!, contrast: scale[2 * k + 1]! })));
      }
    } finally {
      for (const kernel of kernels) kernel.destroy();
      for (const buffer of scaled.flat()) buffer.destroy();
    }
  });
  return { values, scales: sizes.length };
}

/**
 * Mean and covariance of at least two rows of features on the GPU. The covariance is symmetric; `shaders/covariance.wgsl`
 * states its error, which is that of float32: meant for sets well above the feature dimension.
 */
export async function momentsOnGpu(gpu: Gpu, features: FeatureBatch | GpuFeatures): Promise<Moments> {
  const { count, dimension } = features;
  const shape = { rows: count, columns: dimension };
  const meanKernel = await ColumnMeans.create(gpu, shape);
  const covarianceKernel = await Covariance.create(gpu, shape);
  const matrix = featuresOnGpu(gpu, features);
  const mean = gpu.allocate('mean', dimension);
  const covariance = gpu.allocate('covariance', dimension ** 2);
  try {
    gpu.submit('moments', (encoder) => {
      meanKernel.run(encoder, matrix.buffer, mean);
      covarianceKernel.run(encoder, matrix.buffer, mean, covariance);
    });
    const [means, products] = await Promise.all([gpu.read(mean, dimension), gpu.read(covariance, dimension ** 2)]);
    return { count, dimension, mean: new Float64Array(means), covariance: new Float64Array(products) };
  } finally {
    matrix.release();
    for (const buffer of [mean, covariance]) buffer.destroy();
  }
}

/** What `manifold` and `twins` need, from the GPU; relative error as `shaders/squaredDistances.wgsl` states. */
export async function setDistancesOnGpu(
  gpu: Gpu,
  reference: FeatureBatch | GpuFeatures,
  synthetic: FeatureBatch | GpuFeatures,
): Promise<SetDistances> {
  const r = featuresOnGpu(gpu, reference);
  const s = featuresOnGpu(gpu, synthetic);
  const distances = async (a: GpuFeatures, b: GpuFeatures) => {
    const kernel = await SquaredDistances.create(gpu, { rowsA: a.count, rowsB: b.count, dimension: a.dimension });
    const squared = gpu.allocate('squared distances', a.count * b.count);
    try {
      gpu.submit('squared distances', (encoder) => kernel.run(encoder, a.buffer, b.buffer, squared));
      return await gpu.read(squared, a.count * b.count);
    } finally {
      squared.destroy();
    }
  };
  try {
    return { reference: await distances(r, r), synthetic: await distances(s, s), between: await distances(r, s) };
  } finally {
    r.release();
    s.release();
  }
}

/** Features on the device; `release` destroys the buffer if it was made here. */
function featuresOnGpu(gpu: Gpu, features: FeatureBatch | GpuFeatures): GpuFeatures & { release: () => void } {
  if ('buffer' in features) return { ...features, release: () => undefined };
  const buffer = gpu.upload('features', features.data);
  return { buffer, count: features.count, dimension: features.dimension, release: () => buffer.destroy() };
}

/**
 * Runs `work` on the pairs, part by part when both sets are in memory.
 * @param work gets buffers, their shape, and which pair of the set is their first
 */
async function inParts(
  gpu: Gpu,
  a: ImageBatch | GpuImages,
  b: ImageBatch | GpuImages,
  signal: AbortSignal | undefined,
  work: (x: GPUBuffer, y: GPUBuffer, shape: BatchShape, first: number) => Promise<void>,
): Promise<void> {
  const { width, height, count } = a;
  const size = width * height;
  const step = 'buffer' in a || 'buffer' in b ? count : Math.max(1, Math.floor(PART / size));
  for (let first = 0; first < count; first += step) {
    throwIfAborted(signal);
    const part = Math.min(step, count - first);
    const uploaded: GPUBuffer[] = [];
    const [x, y] = [a, b].map((images) => {
      if ('buffer' in images) return images.buffer;
      const buffer = gpu.upload('images', images.data.subarray(first * size, (first + part) * size));
      uploaded.push(buffer);
      return buffer;
    }) as [GPUBuffer, GPUBuffer];
    try {
      await work(x, y, { width, height, count: part }, first);
    } finally {
      for (const buffer of uploaded) buffer.destroy();
    }
  }
}
