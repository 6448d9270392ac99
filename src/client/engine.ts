/** The page's end of the engine: a worker that is started when needed, and started again after a loss. */
import * as Comlink from 'comlink';
import type { EngineApi } from '../../workers/engine.worker.ts';
import { Calls, valueOf } from './calls.ts';
import { readEmbedded } from './embedded.ts';
import type { Catalog, ModelCard } from '../contract/card.ts';
import type { EditRequest, EditResult, MaterialGuess, RegionReport } from '../contract/edit.ts';
import { Cancelled, SpecimenError, type Outcome } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { Material } from '../contract/materials.ts';
import type { MeasureRequest, MeasureResult } from '../contract/measure.ts';
import type {
  BackendPreference,
  BackendReport,
  DenoiseRequest,
  KeptBytes,
  Progress,
  SampleRequest,
  SampleResult,
  SimulateRequest,
  SimulateResult,
} from '../contract/request.ts';

/** True in the page as one file only. */
declare const __FILE__: boolean;

export interface CallOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface SampleCallOptions extends CallOptions {
  watch?: number; // diffusion: how many of the first slices the result's trace follows; default 0
}

/** What the screens need of the engine. Every method rejects with `SpecimenError` or `Cancelled` only. */
export interface Engine {
  catalog(): Promise<Catalog>;
  card(id: string): Promise<ModelCard>;
  sample(request: SampleRequest, options?: SampleCallOptions): Promise<SampleResult>;
  /** What a diffusion model sees in a noisy picture, one network call; grey in [0, 1]. */
  denoise(request: DenoiseRequest, options?: CallOptions): Promise<ImageBatch>;
  simulate(request: SimulateRequest, options?: CallOptions): Promise<SimulateResult>;
  /** Compares two sets of images, which are copied to the worker. Progress has the stage `measure`. */
  measure(request: MeasureRequest, options?: CallOptions): Promise<MeasureResult>;
  /** SSIM of every pixel of each pair, `[count, height, width]`, −1 to 1. */
  ssimMap(a: ImageBatch, b: ImageBatch, options?: CallOptions): Promise<Float32Array>;
  /** Repaints or changes a region; previews are of its size. */
  edit(request: EditRequest, options?: CallOptions): Promise<EditResult>;
  /** Where DiffEdit would change the picture: a mask of 0 and 1, of the size of the request's image. */
  findMask(request: EditRequest, options?: CallOptions): Promise<Float32Array>;
  /**
   * How a picture that was made elsewhere fits into the one before, one report per picture of `after`.
   * @param edited `[height, width]`, above 0 where pixels were edited; null for all of them
   */
  judge(
    before: ImageBatch,
    after: ImageBatch,
    edited: Float32Array | null,
    material: Material,
    options?: CallOptions,
  ): Promise<RegionReport[]>;
  /** What a picture seems to show, by how well captions fit its middle. */
  guessMaterial(image: ImageBatch, options?: CallOptions): Promise<MaterialGuess>;
  /** What the extractor makes of pictures of at least 64 px each way: a vector of length 1 for each, `[count, 64]`. */
  embed(images: ImageBatch, options?: CallOptions): Promise<Float32Array>;
  /** Takes effect at the next run. */
  prefer(preference: BackendPreference): void;
  /** How much working without a network takes, and how much of it is on this computer. */
  keptBytes(): Promise<KeptBytes>;
  /** Brings what is missing of it. Progress has the stage `download`; what came before a failure or a cancel stays. */
  keepEverything(options?: CallOptions): Promise<void>;
  /** Deletes the cached weights on this computer. */
  clearCache(): Promise<void>;
}

export interface EngineSettings {
  /** Starts a worker that exposes `EngineApi`. */
  spawn?: () => Worker;
  /** Hears where slices were drawn or edited, each time. */
  onBackend?: (report: BackendReport) => void;
}

/** @param modelsUrl the folder of models, relative to the page or absolute, ending in a slash */
export function createEngine(modelsUrl: string, settings: EngineSettings = {}): Engine {
  return new WorkerEngine(new URL(modelsUrl, document.baseURI).href, settings);
}

function spawnWorker(): Worker {
  return new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

type Remote = Comlink.Remote<EngineApi>;
interface EngineWorker {
  remote: Remote;
  calls: Calls;
  stop: (error: SpecimenError) => void;
}
type Call<T> = (remote: Remote, job: number, onProgress: (progress: Progress) => void) => Promise<Outcome<T>>;

/** After this many lost devices the GPU is not tried again until the page is reloaded. */
const MAX_LOSSES = 2;
/** How long a cancelled call may take to come back before its worker counts as hung, in ms. */
const HUNG_AFTER = 10_000;

class WorkerEngine implements Engine {
  readonly #modelsUrl: string;
  readonly #spawn: () => Worker;
  readonly #onBackend: (report: BackendReport) => void;
  #worker: EngineWorker | null = null;
  #preference: BackendPreference = 'auto';
  #jobs = 0;
  #losses = 0;

  constructor(modelsUrl: string, { spawn = spawnWorker, onBackend = () => undefined }: EngineSettings) {
    this.#modelsUrl = modelsUrl;
    this.#spawn = spawn;
    this.#onBackend = onBackend;
    // A page in the back-forward cache would hold on to GPU memory.
    addEventListener('pagehide', () => this.#worker?.stop(new SpecimenError('WorkerCrashed', 'The page was left.')));
  }

  catalog(): Promise<Catalog> {
    return this.#call({}, (remote, job, p) => remote.catalog(job, p));
  }

  card(id: string): Promise<ModelCard> {
    return this.#call({}, (remote, job, p) => remote.card(job, p, id));
  }

  async sample(request: SampleRequest, { watch = 0, ...options }: SampleCallOptions = {}): Promise<SampleResult> {
    const result = await this.#call(options, (remote, job, p) => remote.sample(job, p, request, watch));
    this.#onBackend(result.backend);
    return result;
  }

  denoise(request: DenoiseRequest, options: CallOptions = {}): Promise<ImageBatch> {
    return this.#call(options, (remote, job, p) => remote.denoise(job, p, request));
  }

  simulate(request: SimulateRequest, options: CallOptions = {}): Promise<SimulateResult> {
    return this.#call(options, (remote, job, p) => remote.simulate(job, p, request));
  }

  measure(request: MeasureRequest, options: CallOptions = {}): Promise<MeasureResult> {
    return this.#call(options, (remote, job, p) => remote.measure(job, p, request));
  }

  ssimMap(a: ImageBatch, b: ImageBatch, options: CallOptions = {}): Promise<Float32Array> {
    return this.#call(options, (remote, job, p) => remote.ssimMap(job, p, a, b));
  }

  async edit(request: EditRequest, options: CallOptions = {}): Promise<EditResult> {
    const result = await this.#call(options, (remote, job, p) => remote.edit(job, p, request));
    this.#onBackend(result.backend);
    return result;
  }

  findMask(request: EditRequest, options: CallOptions = {}): Promise<Float32Array> {
    return this.#call(options, (remote, job, p) => remote.findMask(job, p, request));
  }

  judge(
    before: ImageBatch,
    after: ImageBatch,
    edited: Float32Array | null,
    material: Material,
    options: CallOptions = {},
  ): Promise<RegionReport[]> {
    return this.#call(options, (remote, job, p) => remote.judge(job, p, [before, after], edited, material));
  }

  guessMaterial(image: ImageBatch, options: CallOptions = {}): Promise<MaterialGuess> {
    return this.#call(options, (remote, job, p) => remote.guessMaterial(job, p, image));
  }

  embed(images: ImageBatch, options: CallOptions = {}): Promise<Float32Array> {
    return this.#call(options, (remote, job, p) => remote.embed(job, p, images));
  }

  prefer(preference: BackendPreference): void {
    this.#preference = preference;
    this.#losses = 0;
    void this.#worker?.remote.prefer(preference);
  }

  keptBytes(): Promise<KeptBytes> {
    return this.#call({}, (remote, job, p) => remote.keptBytes(job, p));
  }

  keepEverything(options: CallOptions = {}): Promise<void> {
    return this.#call(options, (remote, job, p) => remote.keepEverything(job, p));
  }

  clearCache(): Promise<void> {
    return this.#call({}, (remote, job, p) => remote.clearCache(job, p));
  }

  /** Runs a call; after a lost device, once more in a new worker. */
  async #call<T>(options: CallOptions, call: Call<T>): Promise<T> {
    const worker = this.#running();
    try {
      return await this.#attempt(worker, options, call);
    } catch (error) {
      if (!(error instanceof SpecimenError && error.name === 'DeviceLost')) throw error;
      // All calls that were under way hear of one loss.
      if (this.#worker === worker) {
        this.#losses++;
        worker.stop(error);
      }
      return this.#attempt(this.#running(), options, call);
    }
  }

  async #attempt<T>(worker: EngineWorker, { signal, onProgress }: CallOptions, call: Call<T>): Promise<T> {
    if (signal?.aborted) throw new Cancelled();
    const job = ++this.#jobs;
    const report = Comlink.proxy((progress: Progress) => {
      if (!signal?.aborted) onProgress?.(progress);
    });
    const reply = call(worker.remote, job, report);
    const cancel = () => {
      void worker.remote.cancel(job);
      const hung = setTimeout(
        () => worker.stop(new SpecimenError('WorkerCrashed', 'The engine did not answer and was started again.')),
        HUNG_AFTER,
      );
      reply.finally(() => clearTimeout(hung)).catch(() => undefined);
    };
    return valueOf(await worker.calls.wait(reply, signal, cancel));
  }

  /** The worker, started if there is none. */
  #running(): EngineWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#spawn();
    const remote = Comlink.wrap<EngineApi>(worker);
    const calls = new Calls();
    const stop = (error: SpecimenError) => {
      if (this.#worker?.remote === remote) this.#worker = null;
      worker.terminate();
      calls.end(error);
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      stop(
        new SpecimenError(
          'WorkerCrashed',
          'The engine stopped unexpectedly; try again to start it anew.',
          event.message,
        ),
      );
    });
    this.#worker = { remote, calls, stop };
    void remote.start(this.#modelsUrl, __FILE__ ? Comlink.proxy(readEmbedded) : undefined);
    void remote.prefer(this.#losses >= MAX_LOSSES ? 'lost' : this.#preference);
    return this.#worker;
  }
}
