import type { Gpu } from '../gpu/device.ts';
import type { SsimShape } from './ssim.ts';

const GROUP = 16; // px

/** The next scale of MS-SSIM on the GPU (`shaders/halve.wgsl`); its CPU twin is `halve` in `../metrics/msssim.ts`. */
export class Halve {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: [number, number, number];

  private constructor(gpu: Gpu, source: string, { count, height, width }: SsimShape) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('halve', source, { width, height });
    this.#groups = [Math.ceil(width / 2 / GROUP), Math.ceil(height / 2 / GROUP), count];
  }

  /** @param shape of the images that are halved */
  static async create(gpu: Gpu, shape: SsimShape): Promise<Halve> {
    const { default: source } = await import('../../../shaders/halve.wgsl?raw');
    return new Halve(gpu, source, shape);
  }

  /** Encodes `halved` [count, ⌈height / 2⌉, ⌈width / 2⌉] of `images` [count, height, width]. */
  run(encoder: GPUCommandEncoder, images: GPUBuffer, halved: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'halve' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, images, halved));
    pass.dispatchWorkgroups(...this.#groups);
    pass.end();
  }
}
