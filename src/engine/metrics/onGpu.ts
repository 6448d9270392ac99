/**
 * The heavy measures on the GPU, with the results of their CPU twins. Images and features may be in memory already or in a
 * buffer of the runtime's device; only values, maps and matrices come back.
 */
import type { ImageBatch } from '../../contract/image.ts';
import { throwIfAborted } from '../../lib/abort.ts';
import type { Gpu } from '../gpu/device.ts';
import { onDevice, partOf, type GpuImages } from '../gpu/images.ts';
import { ColumnMeans } from '../kernels/columnMeans.ts';
import { Covariance } from '../kernels/covariance.ts';
import { Halve } from '../kernels/halve.ts';
import { SquaredDistances } from '../kernels/squaredDistances.ts';
import { Ssim } from '../kernels/ssim.ts';
import type { FeatureBatch, GpuFeatures } from './features.ts';
import type { SetDistances } from './manifold.ts';
import type { Moments } from './moments.ts';
import { type MsSsimResult, combineScales, scaleSizes } from './msssim.ts';
import { type BatchShape, requirePairs } from './pairs.ts';
import { type SsimOptions, type SsimResult, requireWindow } from './ssim.ts';

/** Sets are compared in parts of about this many pixels, 32 MiB, so that a large one does not fill the GPU. */
const PART = 2 ** 23;

/**
 * SSIM of each pair on the GPU; within 1e-4 of `ssim`. One read-back per part, and another for its maps.
 * @param a,b as many images of one size, at least 11 px wide and high
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
 * MS-SSIM of each pair on the GPU; within 1e-4 of `msssim`. One read-back per part.
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
    const perScale = 2 * count;
    const means = gpu.allocate('ms-ssim means', sizes.length * perScale);
    try {
      gpu.submit('ms-ssim', (encoder) => {
        halvings.forEach((halving, scale) => {
          for (const side of [0, 1] as const) halving.run(encoder, scales[scale]![side], scales[scale + 1]![side]);
        });
        kernels.forEach((kernel, scale) => {
          kernel.run(encoder, ...scales[scale]!);
          encoder.copyBufferToBuffer(kernel.means, 0, means, scale * perScale * 4, perScale * 4);
        });
      });
      const found = await gpu.read(means, sizes.length * perScale);
      for (let k = 0; k < count; k++) {
        const at = (scale: number) => scale * perScale + 2 * k;
        values[first + k] = combineScales(
          sizes.map((_, scale) => ({ ssim: found[at(scale)]!, contrast: found[at(scale) + 1]! })),
        );
      }
    } finally {
      for (const kernel of kernels) kernel.destroy();
      for (const buffer of [...scaled.flat(), means]) buffer.destroy();
    }
  });
  return { values, scales: sizes.length };
}

/**
 * Mean and covariance of at least two rows of features on the GPU, with one read-back. The covariance is symmetric;
 * `shaders/covariance.wgsl` states its error, which is that of float32.
 */
export async function momentsOnGpu(gpu: Gpu, features: FeatureBatch | GpuFeatures): Promise<Moments> {
  const { count, dimension } = features;
  const shape = { rows: count, columns: dimension };
  const meanKernel = await ColumnMeans.create(gpu, shape);
  const covarianceKernel = await Covariance.create(gpu, shape);
  const matrix = featuresOnGpu(gpu, features);
  const mean = gpu.allocate('mean', dimension);
  const covariance = gpu.allocate('covariance', dimension ** 2);
  const both = gpu.allocate('moments', dimension + dimension ** 2);
  try {
    gpu.submit('moments', (encoder) => {
      meanKernel.run(encoder, matrix.buffer, mean);
      covarianceKernel.run(encoder, matrix.buffer, mean, covariance);
      encoder.copyBufferToBuffer(mean, 0, both, 0, dimension * 4);
      encoder.copyBufferToBuffer(covariance, 0, both, dimension * 4, dimension ** 2 * 4);
    });
    const found = new Float64Array(await gpu.read(both, dimension + dimension ** 2));
    return { count, dimension, mean: found.slice(0, dimension), covariance: found.slice(dimension) };
  } finally {
    matrix.release();
    for (const buffer of [mean, covariance, both]) buffer.destroy();
  }
}

/** Whether the distances of sets so large fit into one binding of the device, beyond which a kernel would not run, without a word. */
export function distancesFit(gpu: Gpu, counts: readonly number[]): boolean {
  return 4 * Math.max(...counts) ** 2 <= gpu.device.limits.maxStorageBufferBindingSize;
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
 * Runs `work` on the pairs, part by part.
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
  const step = Math.max(1, Math.floor(PART / size));
  for (let first = 0; first < count; first += step) {
    throwIfAborted(signal);
    const part = Math.min(step, count - first);
    const x = onDevice(gpu, partOf(a, first, part));
    const y = onDevice(gpu, partOf(b, first, part));
    try {
      await work(x.buffer, y.buffer, { width, height, count: part }, first);
    } finally {
      for (const { release } of [x, y]) release();
    }
  }
}
