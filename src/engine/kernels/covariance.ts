import type { Gpu } from '../gpu/device.ts';

const TILE = 32; // entries per side and workgroup

/** Covariance of features on the GPU (`shaders/covariance.wgsl`); its CPU twin is `moments` in `../metrics/moments.ts`. */
export class Covariance {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: number;

  private constructor(gpu: Gpu, source: string, shape: { rows: number; columns: number }) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('covariance', source, shape);
    this.#groups = Math.ceil(shape.columns / TILE);
  }

  /** @param shape at least two rows */
  static async create(gpu: Gpu, shape: { rows: number; columns: number }): Promise<Covariance> {
    const { default: source } = await import('../../../shaders/covariance.wgsl?raw');
    return new Covariance(gpu, source, shape);
  }

  /** Encodes `covariance` [columns, columns], divided by rows − 1, of `matrix` [rows, columns] with its `means` [columns]. */
  run(encoder: GPUCommandEncoder, matrix: GPUBuffer, means: GPUBuffer, covariance: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'covariance' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, matrix, means, covariance));
    pass.dispatchWorkgroups(this.#groups, this.#groups);
    pass.end();
  }
}
