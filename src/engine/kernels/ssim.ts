import { C1, C2, TAPS } from '../../lib/ssimWindow.ts';
import type { Gpu } from '../gpu/device.ts';
import { TileSums } from './tileSums.ts';

const TILE = 16; // px

export interface SsimShape {
  count: number;
  height: number;
  width: number; // px, each side at least 11
}

/** SSIM of pairs of images on the GPU (`shaders/ssim.wgsl`); its CPU twin is `SsimComparer` in `../metrics/ssim.ts`. */
export class Ssim {
  /** Means of SSIM and of its contrast-structure part, [count, 2]. */
  readonly means: GPUBuffer;
  /** SSIM of every pixel, [count, height, width]; holds nothing when it was not asked for. */
  readonly map: GPUBuffer;
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: [number, number, number];
  readonly #tiles: GPUBuffer;
  readonly #tileSums: TileSums;

  private constructor(gpu: Gpu, source: string, tileSums: TileSums, { count, height, width }: SsimShape, map: boolean) {
    const [t0, t1, t2, t3, t4, t5] = TAPS;
    const constants = { width, height, c1: C1, c2: C2, writeMap: Number(map), t0, t1, t2, t3, t4, t5 };
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('ssim', source, constants);
    this.#groups = [Math.ceil(width / TILE), Math.ceil(height / TILE), count];
    this.#tileSums = tileSums;
    this.#tiles = gpu.allocate('ssim tiles', 2 * count * this.#groups[0] * this.#groups[1]);
    this.means = gpu.allocate('ssim means', 2 * count);
    this.map = gpu.allocate('ssim map', map ? count * height * width : 1);
  }

  /** @param map also write `map` */
  static async create(gpu: Gpu, shape: SsimShape, map = false): Promise<Ssim> {
    const { default: source } = await import('../../../shaders/ssim.wgsl?raw');
    return new Ssim(gpu, source, await TileSums.create(gpu, shape.count), shape, map);
  }

  /** Encodes the comparison of `a` with `b`, both [count, height, width] with values in [0, 1]. */
  run(encoder: GPUCommandEncoder, a: GPUBuffer, b: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'ssim' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, a, b, this.#tiles, this.map));
    pass.dispatchWorkgroups(...this.#groups);
    pass.end();
    this.#tileSums.run(encoder, this.#tiles, this.means);
  }

  destroy(): void {
    for (const buffer of [this.#tiles, this.means, this.map]) buffer.destroy();
  }
}
