import type { Gpu } from '../gpu/device.ts';

const TILE = 16; // distances per side and workgroup

export interface DistancesShape {
  rowsA: number;
  rowsB: number;
  dimension: number;
}

/**
 * Squared distances between features on the GPU (`shaders/squaredDistances.wgsl`); its CPU twin is the function of the same
 * name in `../metrics/distances.ts`.
 */
export class SquaredDistances {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: [number, number];

  private constructor(gpu: Gpu, source: string, shape: DistancesShape) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('squaredDistances', source, { ...shape });
    this.#groups = [Math.ceil(shape.rowsB / TILE), Math.ceil(shape.rowsA / TILE)];
  }

  static async create(gpu: Gpu, shape: DistancesShape): Promise<SquaredDistances> {
    const { default: source } = await import('../../../shaders/squaredDistances.wgsl?raw');
    return new SquaredDistances(gpu, source, shape);
  }

  /** Encodes `squared` [rowsA, rowsB] of `a` [rowsA, dimension] and `b` [rowsB, dimension]. */
  run(encoder: GPUCommandEncoder, a: GPUBuffer, b: GPUBuffer, squared: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'squaredDistances' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, a, b, squared));
    pass.dispatchWorkgroups(...this.#groups);
    pass.end();
  }
}
