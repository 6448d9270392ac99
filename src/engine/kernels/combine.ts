/** The one kernel of the sampler: a linear combination of buffers and a constant, clamped. Its CPU twin is `ArraySpace.combine`. */
import type { Gpu } from '../gpu/device.ts';

const WORKGROUP_SIZE = 64;
const MAX_WORKGROUPS = 1024; // each thread then takes several values
const INPUTS = 4;
const MAX_FLOAT = 3.4e38; // a clamp that changes nothing

export interface CombineTerm {
  coefficient: number;
  buffer: GPUBuffer;
  offset?: number; // in floats; default 0
}

export interface CombineTask {
  out: GPUBuffer;
  outOffset?: number; // in floats; default 0
  count: number; // floats
  /** Coefficient of what `out` held before; default 0. `out` must not be among the terms. */
  keep?: number;
  terms: CombineTerm[]; // at most 4
  bias?: number; // added to the sum; default 0
  low?: number; // the result is clamped to [low, high]
  high?: number;
}

export class Combine {
  static readonly #known = new WeakMap<Gpu, Promise<Combine>>();

  readonly #gpu: Gpu;
  readonly #pipeline: GPUComputePipeline;
  readonly #parameters: GPUBuffer;
  readonly #words = new DataView(new ArrayBuffer(64));
  /** Bound where a task has fewer terms. */
  readonly #unused: GPUBuffer;

  private constructor(gpu: Gpu, source: string) {
    this.#gpu = gpu;
    this.#pipeline = gpu.pipeline('combine', source, { workgroupSize: WORKGROUP_SIZE });
    this.#parameters = gpu.device.createBuffer({
      label: 'combine parameters',
      size: this.#words.byteLength,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.#unused = gpu.allocate('combine unused', 1);
  }

  /** The one of a device. Loads the source here, because Node's runner cannot import WGSL. */
  static of(gpu: Gpu): Promise<Combine> {
    const known = this.#known.get(gpu) ?? this.#create(gpu);
    this.#known.set(gpu, known);
    return known;
  }

  static async #create(gpu: Gpu): Promise<Combine> {
    return new Combine(gpu, (await import('../../../shaders/combine.wgsl?raw')).default);
  }

  /** Encodes and submits one task: its parameters are written in the order of the queue, so each task is a submission. */
  run({ out, outOffset = 0, count, keep = 0, terms, bias = 0, low = -MAX_FLOAT, high = MAX_FLOAT }: CombineTask): void {
    const words = this.#words;
    words.setUint32(0, count, true);
    words.setUint32(4, outOffset, true);
    words.setFloat32(8, low, true);
    words.setFloat32(12, high, true);
    words.setFloat32(16, keep, true);
    const buffers: GPUBuffer[] = [];
    for (let i = 0; i < INPUTS; i++) {
      words.setFloat32(20 + 4 * i, terms[i]?.coefficient ?? 0, true);
      words.setUint32(36 + 4 * i, terms[i]?.offset ?? 0, true);
      buffers.push(terms[i]?.buffer ?? this.#unused);
    }
    words.setFloat32(52, bias, true);
    this.#gpu.device.queue.writeBuffer(this.#parameters, 0, words);
    const group = this.#gpu.bind(this.#pipeline, this.#parameters, out, ...buffers);
    this.#gpu.submit('combine', (encoder) => {
      const pass = encoder.beginComputePass({ label: 'combine' });
      pass.setPipeline(this.#pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(Math.min(MAX_WORKGROUPS, Math.ceil(count / WORKGROUP_SIZE)));
      pass.end();
    });
  }
}
