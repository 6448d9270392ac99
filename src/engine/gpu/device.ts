import { SpecimenError } from '../../contract/errors.ts';

/** How long a lost device may take to say so after a call on it has failed, ms. */
const LOSS_FOLLOWS = 50;

/**
 * Work on the runtime's own GPUDevice: pipelines made once, buffers, and the only way back to the CPU.
 *
 * The device is borrowed (`Runtime.device`), so nothing here destroys it. Kernels live in `../kernels`; each encodes into a
 * command encoder that its caller submits.
 */
export class Gpu {
  static readonly #known = new WeakMap<GPUDevice, Gpu>();

  readonly device: GPUDevice;
  /** How many times buffers were read back to the CPU; tests assert on it. */
  readbacks = 0;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  /** Buffers of `allocate` that the GPU had no memory for, so that whatever is computed with them is zeros: all that are in use. */
  readonly #missing = new Map<GPUBuffer, { error: GPUError; inUse: boolean; told: boolean }>();
  /** Settles once it is known of all buffers so far whether they are among those. */
  #allocated: Promise<unknown> = Promise.resolve();

  private constructor(device: GPUDevice) {
    this.device = device;
  }

  /** The one `Gpu` of a device, so that its pipelines are shared by all who borrow it. */
  static of(device: GPUDevice): Gpu {
    const gpu = this.#known.get(device) ?? new Gpu(device);
    this.#known.set(device, gpu);
    return gpu;
  }

  /**
   * The compute pipeline of a WGSL source, compiled at the first call.
   * @param label names the pipeline in the browser's tools, and with `constants` in the cache: one label, one source
   * @param constants values of the source's `override` declarations
   * @param entryPoint where the source has several; they then have a label each
   */
  pipeline(
    label: string,
    source: string,
    constants: Record<string, number> = {},
    entryPoint?: string,
  ): GPUComputePipeline {
    const key = `${label} ${JSON.stringify(constants)}`;
    const known = this.#pipelines.get(key);
    if (known) return known;
    const pipeline = this.device.createComputePipeline({
      label: key,
      layout: 'auto',
      compute: {
        module: this.device.createShaderModule({ label, code: source }),
        constants,
        ...(entryPoint !== undefined && { entryPoint }),
      },
    });
    this.#pipelines.set(key, pipeline);
    return pipeline;
  }

  /** A storage buffer for `length` 32-bit values, zeroed, that can be copied from and to. Its maker destroys it. */
  allocate(label: string, length: number): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const { made: buffer, fault } = this.#watch(() =>
      this.device.createBuffer({ label, size: Math.max(4, length * 4), usage }),
    );
    let inUse = true;
    const known = fault.then((error) => {
      if (error) this.#missing.set(buffer, { error, inUse, told: false });
    });
    this.#allocated = this.#allocated.then(() => known);
    // Nothing in WebGPU tells whether a buffer was destroyed. What was computed with it may still be read, so the next read tells.
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      inUse = false;
      const missing = this.#missing.get(buffer);
      if (missing?.told) this.#missing.delete(buffer);
      else if (missing) missing.inUse = false;
      destroy();
    };
    return buffer;
  }

  /** The fault of a buffer that values may come from, over others that have memory; null where all have. */
  #tellMissing(): GPUError | null {
    const [first] = this.#missing.values();
    for (const [buffer, missing] of this.#missing) {
      if (missing.inUse) missing.told = true;
      else this.#missing.delete(buffer);
    }
    return first?.error ?? null;
  }

  /** Makes something and has the device tell, later, what was wrong with it: a buffer without memory is told in no other way. */
  #watch<T>(make: () => T): { made: T; fault: Promise<GPUError | null> } {
    const filters = ['validation', 'out-of-memory'] as const; // too large for the device; too large for what is free
    for (const filter of filters) this.device.pushErrorScope(filter);
    const made = make();
    // A lost device has no scopes. Its loss is told by `read`, and by the runtime.
    const faults = filters.map(() => this.device.popErrorScope().catch(() => null));
    return { made, fault: Promise.all(faults).then((found) => found.find((error) => error !== null) ?? null) };
  }

  /** A storage buffer that holds `data`. */
  upload(label: string, data: Float32Array | Uint32Array): GPUBuffer {
    const buffer = this.allocate(label, data.length);
    this.write(buffer, data);
    return buffer;
  }

  /** Overwrites the beginning of `buffer`; in the order of the queue, like every submitted command. */
  write(buffer: GPUBuffer, data: Float32Array | Uint32Array): void {
    this.device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>);
  }

  /** Binds buffers to the bindings 0, 1, 2, … of a pipeline's group 0. */
  bind(pipeline: GPUComputePipeline, ...buffers: GPUBuffer[]): GPUBindGroup {
    return this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  }

  /** Encodes with `encode` and submits. */
  submit(label: string, encode: (encoder: GPUCommandEncoder) => void): void {
    const encoder = this.device.createCommandEncoder({ label });
    encode(encoder);
    this.device.queue.submit([encoder.finish()]);
  }

  /**
   * The first `length` floats of a buffer, once all work submitted so far is done. Later work is not held up.
   * @throws SpecimenError `DeviceLost`; `RuntimeFailed` when the GPU has no memory for it, or for another buffer in use
   */
  async read(buffer: GPUBuffer, length: number): Promise<Float32Array> {
    this.readbacks++;
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const allocated = this.#allocated;
    const { made: staging, fault } = this.#watch(() => {
      const into = this.device.createBuffer({ label: 'read back', size: length * 4, usage });
      this.submit('read back', (encoder) => encoder.copyBufferToBuffer(buffer, 0, into, 0, length * 4));
      return into;
    });
    try {
      await staging.mapAsync(GPUMapMode.READ);
      await allocated;
      const wrong = this.#tellMissing() ?? (await fault);
      if (wrong) throw new Error(wrong.message);
      return new Float32Array(staging.getMappedRange().slice(0));
    } catch (cause) {
      const late = new Promise<null>((resolve) => setTimeout(resolve, LOSS_FOLLOWS, null));
      if (await Promise.race([this.device.lost, late])) throw deviceLost(cause);
      throw new SpecimenError(
        'RuntimeFailed',
        'The GPU could not give its results; choose fewer images, or WASM in Settings.',
        cause,
      );
    } finally {
      staging.destroy();
    }
  }
}

export const deviceLost = (cause: unknown) =>
  new SpecimenError('DeviceLost', 'The GPU went away; start again to go on.', cause);
