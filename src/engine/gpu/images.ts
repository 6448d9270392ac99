import type { ImageBatch } from '../../contract/image.ts';

/** Images on the device: float32 `[count, height, width]`, values in [0, 1]. */
export interface GpuImages extends Omit<ImageBatch, 'data'> {
  buffer: GPUBuffer;
}
