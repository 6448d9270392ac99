/** Batches as storage buffers on the runtime's device, so that a sampler's state never leaves the GPU. */
import type { Gpu } from '../gpu/device.ts';
import type { Combine } from '../kernels/combine.ts';
import type { Space, Term } from './space.ts';

export class GpuSpace implements Space<GPUBuffer> {
  readonly #gpu: Gpu;
  readonly #combine: Combine;
  readonly #length: number;
  readonly #buffers: GPUBuffer[] = [];

  /** @param length floats in a batch */
  constructor(gpu: Gpu, combine: Combine, length: number) {
    this.#gpu = gpu;
    this.#combine = combine;
    this.#length = length;
  }

  allocate(): GPUBuffer {
    const buffer = this.#gpu.allocate('batch', this.#length);
    this.#buffers.push(buffer);
    return buffer;
  }

  combine(out: GPUBuffer, ...terms: Term<GPUBuffer>[]): void {
    const keep = terms.find(([, batch]) => batch === out)?.[0] ?? 0;
    const others = terms.filter(([, batch]) => batch !== out).map(([coefficient, buffer]) => ({ coefficient, buffer }));
    this.#combine.run({ out, count: this.#length, keep, terms: others });
  }

  /** Frees every batch of this space. */
  destroy(): void {
    for (const buffer of this.#buffers) buffer.destroy();
  }
}
