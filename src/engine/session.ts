/**
 * The only importer of onnxruntime-web: loads the build that this machine can use, and runs networks one at a time.
 *
 * Two builds exist in the page. `jspi` holds the native WebGPU provider and the WASM one, and needs JavaScript Promise
 * Integration; `wasm` is smaller and runs everywhere. Each is downloaded only when a model is about to run on it.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { SpecimenError } from '../contract/errors.ts';
import { deviceLost } from './gpu/device.ts';

export type Provider = 'webgpu' | 'wasm';

/** A network's input, or one of its outputs: row-major float32 data and its shape. */
export interface NetworkInput {
  data: Float32Array;
  dims: number[];
}

export type NetworkOutput = NetworkInput;

/** An input, or the output, that lies on the runtime's own GPU. */
export interface ResidentTensor {
  buffer: GPUBuffer;
  dims: number[];
}

/** Outputs that stay on the GPU, all of them valid until `release`. */
export interface ResidentOutputs {
  buffer: GPUBuffer; // the first output
  outputs: Record<string, ResidentTensor>;
  release: () => void;
}

/** What a graph says about one of its inputs; sizes it leaves open are names. */
export interface InputShape {
  name: string;
  type: string;
  shape: readonly (number | string)[];
}

type Ort = typeof import('onnxruntime-web');

/** True where the WebGPU build can run at all. */
export function supportsWebGpuRuntime(): boolean {
  return 'Suspending' in WebAssembly && (globalThis.navigator as Navigator | undefined)?.gpu !== undefined;
}

export class Runtime {
  readonly #ort: Ort;
  /** The tail of the serial queue: the runtime cannot run two networks at once. */
  #tail: Promise<unknown> = Promise.resolve();
  #deviceLost = false;
  #device: GPUDevice | null = null;

  private constructor(ort: Ort) {
    this.#ort = ort;
  }

  /**
   * @param webgpu load the build with the WebGPU provider
   * @param fetchBinary brings the WebAssembly binary; null lets the runtime find its own (Node)
   * @throws SpecimenError `RuntimeFailed`
   */
  static async load(webgpu: boolean, fetchBinary: (() => Promise<ArrayBuffer>) | null): Promise<Runtime> {
    try {
      const binary = await fetchBinary?.();
      const ort = (await (webgpu ? import('onnxruntime-web/jspi') : import('onnxruntime-web/wasm'))) as Ort;
      ort.env.logLevel = 'error';
      ort.env.wasm.proxy = false;
      ort.env.wasm.numThreads = threadCount();
      if (binary) ort.env.wasm.wasmBinary = binary;
      return new Runtime(ort);
    } catch (cause) {
      throw new SpecimenError(
        'RuntimeFailed',
        'The runtime that draws the slices could not be loaded; check the connection and reload the page.',
        cause,
      );
    }
  }

  get threads(): number {
    return this.#ort.env.wasm.numThreads ?? 1;
  }

  /** True once the GPU went away; this runtime is then of no further use. */
  get deviceLost(): boolean {
    return this.#deviceLost;
  }

  /** The runtime's own GPUDevice, null before the first WebGPU session. Never destroy it, except to test its loss. */
  get device(): GPUDevice | null {
    return this.#device;
  }

  /**
   * @param beside the file in which the graph's weights lie, by the path that the graph has for it
   * @throws SpecimenError `RuntimeFailed` when the provider refuses the model.
   */
  async open(bytes: Uint8Array, provider: Provider, beside?: { path: string; data: Uint8Array }): Promise<Network> {
    const session = await this.#serial(() =>
      this.#ort.InferenceSession.create(bytes, {
        executionProviders: [provider],
        graphOptimizationLevel: 'all',
        // Outputs stay where they were computed until somebody asks for their numbers.
        ...(provider === 'webgpu' && { preferredOutputLocation: 'gpu-buffer' as const }),
        ...(beside && { externalData: [beside] }),
        logSeverityLevel: 3,
      }),
    );
    if (provider === 'webgpu' && !this.#device) await this.#borrowDevice();
    return new Network(this.#ort, session, (work) => this.#serial(work));
  }

  async #borrowDevice(): Promise<void> {
    const device = (await (this.#ort.env.webgpu as { device: Promise<GPUDevice> | undefined }).device) ?? null;
    this.#device = device;
    void device?.lost.then(() => {
      this.#deviceLost = true;
    });
  }

  /** Waits for whatever runs now, whether or not it fails, then runs `work` and gives its result or failure to the caller. */
  #serial<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(async () => {
      try {
        return await work();
      } catch (cause) {
        // A lost device first shows as some failed call; give its promise a moment to say so.
        await new Promise((resolve) => setTimeout(resolve, this.#device ? 50 : 0));
        if (this.#deviceLost) {
          throw deviceLost(cause);
        }
        throw new SpecimenError(
          'RuntimeFailed',
          'The model could not run on this machine; choose another model, or WASM in Settings.',
          cause,
        );
      }
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

/** One loaded graph. */
export class Network {
  readonly #ort: Ort;
  readonly #session: InferenceSession;
  readonly #serial: <T>(work: () => Promise<T>) => Promise<T>;

  constructor(ort: Ort, session: InferenceSession, serial: <T>(work: () => Promise<T>) => Promise<T>) {
    this.#ort = ort;
    this.#session = session;
    this.#serial = serial;
  }

  get inputs(): InputShape[] {
    return this.#session.inputMetadata.map((input) =>
      input.isTensor ? input : { name: input.name, type: 'not a tensor', shape: [] },
    );
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  /** One network call. @returns the first output, row-major. @throws SpecimenError `RuntimeFailed`, `DeviceLost` */
  run(inputs: Record<string, NetworkInput>): Promise<Float32Array> {
    return this.prepare(inputs)();
  }

  /** One network call of a graph with several outputs. @returns each by its name. @throws SpecimenError as `run` */
  runAll(inputs: Record<string, NetworkInput>): Promise<Record<string, NetworkOutput>> {
    return this.#serial(async () => {
      const outputs = await this.#session.run(this.#feeds(inputs));
      const named: Record<string, NetworkOutput> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        named[name] = { data: (await tensor.getData(true)) as Float32Array, dims: [...tensor.dims] };
      }
      return named;
    });
  }

  /**
   * A call on inputs that are wrapped once: their arrays may be refilled between calls, which then allocate nothing of ours.
   * @returns runs the network and gives its first output
   */
  prepare(inputs: Record<string, NetworkInput>): () => Promise<Float32Array> {
    const feeds = this.#feeds(inputs);
    return () => this.#serial(() => this.#first(feeds));
  }

  /** One network call whose outputs stay on the GPU. WebGPU sessions only. @throws SpecimenError as `run` */
  runResident(inputs: Record<string, NetworkInput | ResidentTensor>): Promise<ResidentOutputs> {
    return this.#serial(async () => {
      const feeds: Record<string, Tensor> = {};
      for (const [name, input] of Object.entries(inputs)) {
        feeds[name] =
          'buffer' in input
            ? this.#ort.Tensor.fromGpuBuffer(input.buffer, { dataType: 'float32', dims: input.dims })
            : new this.#ort.Tensor('float32', input.data, input.dims);
      }
      const tensors = Object.entries(await this.#session.run(feeds));
      const outputs = Object.fromEntries(
        tensors.map(([name, tensor]) => [name, { buffer: tensor.gpuBuffer, dims: [...tensor.dims] }]),
      );
      const release = () => {
        for (const [, tensor] of tensors) tensor.dispose();
      };
      return { buffer: outputs[this.#session.outputNames[0]!]!.buffer, outputs, release };
    });
  }

  /** Gives its memory back, once what runs has ended; it runs no more. */
  release(): Promise<void> {
    return this.#serial(() => this.#session.release());
  }

  /** A call of the runtime with nothing of ours around it, on tensors made beforehand: what benchmarks compare with. */
  bare(inputs: Record<string, NetworkInput>): () => Promise<unknown> {
    const feeds = this.#feeds(inputs);
    return () => this.#session.run(feeds);
  }

  async #first(feeds: Record<string, Tensor>): Promise<Float32Array> {
    const output = (await this.#session.run(feeds))[this.#session.outputNames[0]!]!;
    return (await output.getData(true)) as Float32Array;
  }

  #feeds(inputs: Record<string, NetworkInput>): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = {};
    for (const [name, { data, dims }] of Object.entries(inputs))
      feeds[name] = new this.#ort.Tensor('float32', data, dims);
    return feeds;
  }
}

/** Threads need cross-origin isolation, which the page never requires; more than four bring little at 64 px. */
function threadCount(): number {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true;
  return isolated ? Math.min(4, navigator.hardwareConcurrency || 1) : 1;
}
