import type { Gpu } from '../gpu/device.ts';

/** Sums per image of pairs of values per tile (`shaders/tileSums.wgsl`). */
export class TileSums {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #count: number;

  private constructor(gpu: Gpu, source: string, count: number) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('tileSums', source);
    this.#count = count;
  }

  /** @param count images */
  static async create(gpu: Gpu, count: number): Promise<TileSums> {
    const { default: source } = await import('../../../shaders/tileSums.wgsl?raw');
    return new TileSums(gpu, source, count);
  }

  /** Encodes `sums` [count, 2] of `tiles` [count, tiles of an image, 2]; both buffers hold nothing else. */
  run(encoder: GPUCommandEncoder, tiles: GPUBuffer, sums: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'tileSums' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, tiles, sums));
    pass.dispatchWorkgroups(this.#count);
    pass.end();
  }
}
