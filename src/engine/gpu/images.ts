/** Images on the runtime's device, and how a part of a set comes into a buffer of its own. */
import type { ImageBatch } from '../../contract/image.ts';
import type { Gpu } from './device.ts';

/** Images on the device: float32 `[count, height, width]`, values in [0, 1]. */
export interface GpuImages extends Omit<ImageBatch, 'data'> {
  buffer: GPUBuffer;
  first?: number; // image of the buffer that is the first of these; default 0
}

/** A buffer that holds some images and nothing before them; `release` frees what was made for it. */
export interface PartBuffer {
  buffer: GPUBuffer;
  release: () => void;
}

/** Images `first` … `first + count − 1` of a set, not copied. */
export function partOf<T extends ImageBatch | GpuImages>(images: T, first: number, count: number): T {
  if ('buffer' in images) return { ...images, first: (images.first ?? 0) + first, count };
  const size = images.width * images.height;
  return { ...images, data: images.data.subarray(first * size, (first + count) * size), count };
}

/**
 * The images at the beginning of a buffer, as kernels and networks want them: copied on the device when they lie further on in
 * theirs, uploaded when they are in memory. Nothing is read back.
 */
export function onDevice(gpu: Gpu, images: ImageBatch | GpuImages): PartBuffer {
  if (!('buffer' in images)) {
    const uploaded = gpu.upload('images', images.data);
    return { buffer: uploaded, release: () => uploaded.destroy() };
  }
  const { buffer, first = 0, count, width, height } = images;
  const size = width * height * 4;
  if (first === 0 && buffer.size === count * size) return { buffer, release: () => undefined };
  const copy = gpu.allocate('images', (count * size) / 4);
  gpu.submit('part', (encoder) => encoder.copyBufferToBuffer(buffer, first * size, copy, 0, count * size));
  return { buffer: copy, release: () => copy.destroy() };
}
