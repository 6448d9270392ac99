import type { Gpu } from '../gpu/device.ts';

export interface AutocorrelationShape {
  width: number;
  height: number;
  count: number;
  maxLag: number; // px, less than the shorter side
}

/**
 * Pairs of phase pixels for each lag, on the GPU (`shaders/autocorrelation.wgsl`); its CPU twin is `pairCounts` in
 * `../metrics/descriptors/twoPoint.ts`.
 */
export class Autocorrelation {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: [number, number, number];

  private constructor(gpu: Gpu, source: string, { width, height, count, maxLag }: AutocorrelationShape) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('autocorrelation', source, { words: Math.ceil(width / 32), height, maxLag });
    this.#groups = [2 * maxLag + 1, maxLag + 1, count];
  }

  static async create(gpu: Gpu, shape: AutocorrelationShape): Promise<Autocorrelation> {
    const { default: source } = await import('../../../shaders/autocorrelation.wgsl?raw');
    return new Autocorrelation(gpu, source, shape);
  }

  /**
   * Encodes the counts of `masks` into `pairs`.
   * @param masks uint32 [count, height, ⌈width / 32⌉]: bit x mod 32 of word ⌊x / 32⌋ is pixel x
   * @param pairs uint32 [count, maxLag + 1, 2 · maxLag + 1], as `pairCounts` has them
   */
  run(encoder: GPUCommandEncoder, masks: GPUBuffer, pairs: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'autocorrelation' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, masks, pairs));
    pass.dispatchWorkgroups(...this.#groups);
    pass.end();
  }
}
