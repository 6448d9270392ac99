import type { Gpu } from '../gpu/device.ts';

const MAX_GROUPS = 1024; // each thread then takes several pixels
const GROUP = 256;

/**
 * Grey levels of smoothed images on the GPU (`shaders/histogram.wgsl`); its CPU twin is `addToHistogram` of `smooth`ed images
 * in `../metrics/descriptors/phase.ts`.
 */
export class Histogram {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: number;

  private constructor(gpu: Gpu, source: string, shape: HistogramShape) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('histogram', source, { ...shape });
    this.#groups = Math.min(MAX_GROUPS, Math.ceil((shape.count * shape.width * shape.height) / GROUP));
  }

  static async create(gpu: Gpu, shape: HistogramShape): Promise<Histogram> {
    const { default: source } = await import('../../../shaders/histogram.wgsl?raw');
    return new Histogram(gpu, source, shape);
  }

  /** Encodes adding the counts of `images` [count, height, width] to `total` [bins], uint32. */
  run(encoder: GPUCommandEncoder, images: GPUBuffer, total: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'histogram' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, images, total));
    pass.dispatchWorkgroups(this.#groups);
    pass.end();
  }
}

export interface HistogramShape {
  width: number;
  height: number;
  count: number;
  bins: number; // of equal width over [0, 1]
}
