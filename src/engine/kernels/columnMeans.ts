import type { Gpu } from '../gpu/device.ts';

const COLUMNS = 64; // per workgroup

/** Mean of each feature on the GPU (`shaders/columnMeans.wgsl`); its CPU twin is `meanOf` in `../metrics/moments.ts`. */
export class ColumnMeans {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: number;

  private constructor(gpu: Gpu, source: string, shape: { rows: number; columns: number }) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('columnMeans', source, shape);
    this.#groups = Math.ceil(shape.columns / COLUMNS);
  }

  static async create(gpu: Gpu, shape: { rows: number; columns: number }): Promise<ColumnMeans> {
    const { default: source } = await import('../../../shaders/columnMeans.wgsl?raw');
    return new ColumnMeans(gpu, source, shape);
  }

  /** Encodes `means` [columns] of `matrix` [rows, columns]. */
  run(encoder: GPUCommandEncoder, matrix: GPUBuffer, means: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'columnMeans' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, matrix, means));
    pass.dispatchWorkgroups(this.#groups);
    pass.end();
  }
}
