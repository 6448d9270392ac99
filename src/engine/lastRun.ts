/**
 * The images of the last run on the GPU, kept there so that they can be measured where they were drawn. There is one at most,
 * so that this costs no more memory than a run does: 16 KiB per 64-px image.
 */
import type { ImageBatch } from '../contract/image.ts';
import type { Resident } from './drawTask.ts';
import type { Gpu } from './gpu/device.ts';
import type { GpuImages } from './gpu/images.ts';

export class LastRun {
  /** Starts anywhere, so that the number of a run of an engine that is gone names none of the next one's. */
  #id = crypto.getRandomValues(new Uint32Array(1))[0]!;
  #held: { id: number; gpu: Gpu; images: GpuImages } | null = null;

  /** Keeps these in place of those before. @returns their number, a uint32 */
  keep({ gpu, buffer }: Resident, { count, width, height }: ImageBatch): number {
    this.clear();
    const id = (this.#id = (this.#id + 1) >>> 0);
    this.#held = { id, gpu, images: { buffer, count, width, height } };
    void gpu.device.lost.then(() => {
      if (this.#held?.gpu === gpu) this.clear();
    });
    return id;
  }

  /** The images of run `id` where they are still there, on that device, and of the shape of `images`; otherwise null. */
  find(id: number | undefined, gpu: Gpu, { count, width, height }: ImageBatch): GpuImages | null {
    const held = this.#held;
    if (held?.id !== id || held?.gpu !== gpu) return null;
    const { images } = held;
    return images.count === count && images.width === width && images.height === height ? images : null;
  }

  clear(): void {
    this.#held?.images.buffer.destroy();
    this.#held = null;
  }
}
