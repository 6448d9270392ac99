/** What of the descriptors is worth the way to the GPU and back, with the results of the CPU. */
import type { ImageBatch } from '../../../contract/image.ts';
import type { Gpu } from '../../gpu/device.ts';
import { Autocorrelation } from '../../kernels/autocorrelation.ts';
import { Histogram } from '../../kernels/histogram.ts';
import { GREY_LEVELS } from './phase.ts';
import { packRows } from './lines.ts';

/** The grey levels of smoothed images. @returns `GREY_LEVELS` counts */
export async function histogramOnGpu(gpu: Gpu, images: ImageBatch): Promise<Uint32Array> {
  const { width, height, count } = images;
  const kernel = await Histogram.create(gpu, { width, height, count, bins: GREY_LEVELS });
  const grey = gpu.upload('images', images.data);
  const total = gpu.allocate('histogram', GREY_LEVELS);
  try {
    gpu.submit('histogram', (encoder) => kernel.run(encoder, grey, total));
    return new Uint32Array((await gpu.read(total, GREY_LEVELS)).buffer);
  } finally {
    grey.destroy();
    total.destroy();
  }
}

/** The pairs of phase pixels of each mask, as `pairCounts` counts them. */
export async function pairCountsOnGpu(
  gpu: Gpu,
  masks: Uint8Array[],
  width: number,
  height: number,
  maxLag: number,
): Promise<Uint32Array[]> {
  const kernel = await Autocorrelation.create(gpu, { width, height, count: masks.length, maxLag });
  const words = height * Math.ceil(width / 32);
  const packed = new Uint32Array(masks.length * words);
  masks.forEach((mask, k) => packed.set(packRows(mask, width, height), k * words));
  const lags = (maxLag + 1) * (2 * maxLag + 1);
  const input = gpu.upload('masks', packed);
  const pairs = gpu.allocate('pairs', masks.length * lags);
  try {
    gpu.submit('autocorrelation', (encoder) => kernel.run(encoder, input, pairs));
    const counts = new Uint32Array((await gpu.read(pairs, masks.length * lags)).buffer);
    return masks.map((_, k) => counts.subarray(k * lags, (k + 1) * lags));
  } finally {
    input.destroy();
    pairs.destroy();
  }
}
