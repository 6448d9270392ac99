/** What of the descriptors is worth the way to the GPU, with the results of the CPU; only counts come back. */
import type { ImageBatch } from '../../../contract/image.ts';
import type { Segmentation } from '../../../contract/measure.ts';
import type { Gpu } from '../../gpu/device.ts';
import { onDevice, type GpuImages } from '../../gpu/images.ts';
import { Autocorrelation } from '../../kernels/autocorrelation.ts';
import { Histogram } from '../../kernels/histogram.ts';
import { Segment } from '../../kernels/segment.ts';
import { GREY_LEVELS } from './phase.ts';

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
