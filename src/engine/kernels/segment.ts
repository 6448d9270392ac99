import type { Gpu } from '../gpu/device.ts';

const MAX_GROUPS = 1024; // each thread then takes several words
const GROUP = 64;

export interface SegmentShape {
  width: number;
  height: number;
  count: number;
  threshold: number; // grey level in [0, 1]
  above: number; // 1: the phase is at the threshold and above it, 0: below it
}

/**
 * Packed masks of the phase in smoothed images, on the GPU (`shaders/segment.wgsl`); its CPU twin is `segment` of `smooth`ed
 * images in `../metrics/descriptors/phase.ts`.
 */
export class Segment {
  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #groups: number;

  private constructor(gpu: Gpu, source: string, shape: SegmentShape) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('segment', source, { ...shape });
    this.#groups = Math.min(MAX_GROUPS, Math.ceil((shape.count * shape.height * Math.ceil(shape.width / 32)) / GROUP));
  }

  static async create(gpu: Gpu, shape: SegmentShape): Promise<Segment> {
    const { default: source } = await import('../../../shaders/segment.wgsl?raw');
    return new Segment(gpu, source, shape);
  }

  /**
   * Encodes `masks` of `images` [count, height, width].
   * @param masks uint32 [count, height, ⌈width / 32⌉]: bit x mod 32 of word ⌊x / 32⌋ is pixel x
   */
  run(encoder: GPUCommandEncoder, images: GPUBuffer, masks: GPUBuffer): void {
    const pass = encoder.beginComputePass({ label: 'segment' });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, this.#gpu.bind(this.#pipeline, images, masks));
    pass.dispatchWorkgroups(this.#groups);
    pass.end();
  }
}
