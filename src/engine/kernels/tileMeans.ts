import type { Gpu } from '../gpu/device.ts';

/** Means per image from pairs of sums per tile (`shaders/tileMeans.wgsl`). */
export class TileMeans {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #count: number;

  private constructor(gpu: Gpu, source: string, count: number, constants: { tiles: number; pixels: number }) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('tileMeans', source, constants);
    this.#count = count;
  }

  /** @param shape images, tiles of each, and pixels of each that the tiles' sums hold together */
  static async create(
    gpu: Gpu,
    { count, ...constants }: { count: number; tiles: number; pixels: number },
  ): Promise<TileMeans> {
    const { default: source } = await import('../../../shaders/tileMeans.wgsl?raw');
    return new TileMeans(gpu, source, count, constants);
  }

  /** Encodes `means` [count, 2] of `sums` [count, tiles, 2]. */
  run(encoder: GPUCommandEncoder, sums: GPUBuffer, means: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'tileMeans' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, sums, means));
    pass.dispatchWorkgroups(this.#count);
    pass.end();
  }
}
