/** What of the descriptors is worth the way to the GPU, with the results of the CPU; only counts and sums come back. */
import type { ImageBatch } from '../../../contract/image.ts';
import type { Segmentation } from '../../../contract/measure.ts';
import type { Gpu } from '../../gpu/device.ts';
import { onDevice, type GpuImages } from '../../gpu/images.ts';
import { Autocorrelation } from '../../kernels/autocorrelation.ts';
import { Histogram } from '../../kernels/histogram.ts';
import { Segment } from '../../kernels/segment.ts';
import { MAX_POINTS, Spectrum } from '../../kernels/spectrum.ts';
import { GREY_LEVELS } from './phase.ts';
import { bandOf, logPower, type SpectralGrid } from './spectrum.ts';

/** The grey levels of smoothed images, part by part of a set, with one read-back at the end. */
export class GpuHistogram {
  readonly #gpu: Gpu;
  readonly #total: GPUBuffer;

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
    this.#total = gpu.allocate('histogram', GREY_LEVELS);
  }

  async add(images: ImageBatch | GpuImages): Promise<void> {
    const { width, height, count } = images;
    const kernel = await Histogram.create(this.#gpu, { width, height, count, bins: GREY_LEVELS });
    const grey = onDevice(this.#gpu, images);
    this.#gpu.submit('histogram', (encoder) => kernel.run(encoder, grey.buffer, this.#total));
    grey.release();
  }

  /** @returns `GREY_LEVELS` counts @throws SpecimenError `DeviceLost` */
  async read(): Promise<Uint32Array> {
    return new Uint32Array((await this.#gpu.read(this.#total, GREY_LEVELS)).buffer);
  }

  destroy(): void {
    this.#total.destroy();
  }
}

/**
 * The pairs of phase pixels of each image, as `pairCounts` counts them in its mask: smoothed, cut and counted on the device.
 * @param maxLag px, less than the shorter side
 * @throws SpecimenError `DeviceLost`
 */
export async function pairCountsOnGpu(
  gpu: Gpu,
  images: ImageBatch | GpuImages,
  { threshold, phase }: Segmentation,
  maxLag: number,
): Promise<Uint32Array[]> {
  const { width, height, count } = images;
  const cut = await Segment.create(gpu, { width, height, count, threshold, above: phase === 'above' ? 1 : 0 });
  const kernel = await Autocorrelation.create(gpu, { width, height, count, maxLag });
  const lags = (maxLag + 1) * (2 * maxLag + 1);
  const grey = onDevice(gpu, images);
  const masks = gpu.allocate('masks', count * height * Math.ceil(width / 32));
  const pairs = gpu.allocate('pairs', count * lags);
  try {
    gpu.submit('autocorrelation', (encoder) => {
      cut.run(encoder, grey.buffer, masks);
      kernel.run(encoder, masks, pairs);
    });
    const counts = new Uint32Array((await gpu.read(pairs, count * lags)).buffer);
    return Array.from({ length: count }, (_, k) => counts.subarray(k * lags, (k + 1) * lags));
  } finally {
    grey.release();
    for (const buffer of [masks, pairs]) buffer.destroy();
  }
}

/**
 * The radial power spectrum of each image, as `radialPower` gives it, with one read-back of the bands. The power of a band is
 * within 1e-3 of the CPU's, relative, unless it is less than 10⁻⁸ of the image's mean power (`shaders/spectrum.wgsl`).
 * @param grid from `spectralGrid` of the size of the images
 * @returns null where a side is longer than a workgroup's memory holds, 1024 px: the CPU is then the way
 * @throws SpecimenError `DeviceLost`
 */
export async function radialPowerOnGpu(
  gpu: Gpu,
  images: ImageBatch | GpuImages,
  grid: SpectralGrid,
): Promise<Float64Array[] | null> {
  const { columns, rows, bands, weight } = grid;
  if (Math.max(columns, rows) > MAX_POINTS) return null;
  const { width, height, count } = images;
  const shape = { width, height, count, columns, rows, bands, weight };
  const window = Float32Array.of(...grid.windowX, ...grid.windowY);
  const kernel = await Spectrum.create(gpu, shape, window, bandStarts(grid));
  const grey = onDevice(gpu, images);
  try {
    gpu.submit('spectrum', (encoder) => kernel.run(encoder, grey.buffer));
    const means = await gpu.read(kernel.means, count * bands);
    const transformed = columns / 2 + 1;
    return Array.from({ length: count }, (_, k) =>
      Float64Array.from({ length: bands }, (_, band) => logPower(grid, band, means[k * bands + band]! * transformed)),
    );
  } finally {
    grey.release();
    kernel.destroy();
  }
}

/**
 * Where each band begins in each column of the half spectrum.
 * @returns `[columns / 2 + 1, bands + 1]`: band b is the rows from entry b to before entry b + 1, and their mirror images
 */
function bandStarts(grid: SpectralGrid): Uint32Array {
  const { columns, rows, bands } = grid;
  const starts = new Uint32Array((columns / 2 + 1) * (bands + 1));
  for (let c = 0, i = 0; c <= columns / 2; c++) {
    let r = c === 0 ? 1 : 0; // the mean is in no band
    for (let band = 0; band <= bands; band++, i++) {
      while (r <= rows / 2 && bandOf(grid, c, r) < band) r++;
      starts[i] = r;
    }
  }
  return starts;
}
