/** The one orchestrator: request → model → sampler → measures → result. Runs in the page's worker and in Node. */
import type { Catalog, ModelCard } from '../contract/card.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { MeasureRequest, MeasureResult } from '../contract/measure.ts';
import type {
  BackendPreference,
  BackendReport,
  Progress,
  SampleRequest,
  SampleResult,
  SimulateRequest,
  SimulateResult,
} from '../contract/request.ts';
import { throwIfAborted, yieldTask } from '../lib/abort.ts';
import { measureAttributes } from '../materials/attributes.ts';
import { simulate } from '../materials/simulate.ts';
import type { Cache } from '../store/cache.ts';
import { heun } from './diffusion/samplers.ts';
import { karrasSigmas } from './diffusion/schedule.ts';
import { ArraySpace } from './diffusion/space.ts';
import { Loader, type LoadedModel, type RuntimeBinaries } from './loader.ts';
import { conditionVector, drawAttributes } from './models/condition.ts';
import { edmDenoiser, initialNoise } from './models/edm.ts';
import { decode, latentOf, toGrey } from './models/latent.ts';
import { DEFAULT_STEPS, validateRequest } from './validate.ts';
import { Library, type ModelSource } from './weights.ts';

export interface EngineOptions {
  source: ModelSource;
  cache: Cache;
  /** The runtime's binaries with their sizes; null lets the runtime load itself. */
  binaries: RuntimeBinaries | null;
}

export interface JobOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/** Images per network call: small on WASM so that a cancel is heard soon, larger on the GPU, which wants to be filled. */
const CHUNK = { wasm: 2, webgpu: 16 } as const;

export class Engine {
  readonly #library: Library;
  readonly #cache: Cache;
  readonly #loader: Loader;
  #preference: BackendPreference = 'auto';
  #backend: BackendReport | null = null;
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ source, cache, binaries }: EngineOptions) {
    this.#cache = cache;
    this.#library = new Library(source, cache);
    this.#loader = new Loader(this.#library, cache, binaries);
  }

  catalog(): Promise<Catalog> {
    return this.#library.catalog();
  }

  card(id: string): Promise<ModelCard> {
    return this.#library.card(id);
  }

  /** The backend of the model that ran last. */
  get backend(): BackendReport | null {
    return this.#backend;
  }

  prefer(preference: BackendPreference): void {
    this.#preference = preference;
  }

  async clearCache(): Promise<void> {
    await this.#cache.clear();
  }

  /**
   * Draw slices. Jobs run one after another; a cancelled one makes way within a network call.
   * @throws SpecimenError of any kind; Cancelled.
   */
  sample(request: SampleRequest, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<SampleResult> {
    return this.#queue(async () => {
      throwIfAborted(signal);
      const start = performance.now();
      validateRequest(request, await this.#library.card(request.model));
      const model = await this.#loader.load(request.model, { preference: this.#preference, signal, onProgress });
      this.#backend = model.backend;
      const prepared = performance.now();

      const seeds = Array.from({ length: request.count }, (_, k) => (request.seed + k) >>> 0);
      const asked = seeds.map((seed) => drawAttributes(model.card, request.material, request.look, request.attributes, seed));
      const conditions = asked.map((a) => conditionVector(model.card, request.material, request.look, a));
      const { data, networkCalls } = await draw(model, request, seeds, conditions, signal, onProgress);
      const drawn = performance.now();

      const images = batch(data, request.count, model.card.resolution);
      rejectInvalid(images, model.card.name);
      const cold = model.cold;
      model.cold = false;
      const notice = this.#cache.takeNotice();
      return {
        request,
        modelVersion: model.card.version,
        images,
        slices: seeds.map((seed, k) => ({
          seed,
          asked: asked[k]!,
          measured: measureAttributes(request.material, slice(images, k), images.width, images.height),
        })),
        backend: model.backend,
        timing: { prepareMs: prepared - start, sampleMs: drawn - prepared, networkCalls, cold },
        notices: notice === null ? [] : [notice],
      };
    });
  }

  /** Draw reference slices with the simulators. @throws SpecimenError `BadRequest`; Cancelled. */
  simulate(request: SimulateRequest, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<SimulateResult> {
    return this.#queue(async () => {
      const { material, count, seed, size, attributes } = request;
      const data = new Float32Array(count * size * size);
      const slices: SimulateResult['slices'] = [];
      for (let k = 0; k < count; k++) {
        throwIfAborted(signal);
        const made = simulate(material, { seed: (seed + k) >>> 0, size, ...attributes });
        data.set(made.image, k * size * size);
        slices.push({
          seed: (seed + k) >>> 0,
          caption: made.caption,
          areaFraction: made.truth.areaFraction,
          measured: made.attributes,
        });
        onProgress({ stage: 'sample', done: k + 1, total: count, preview: null });
        await yieldTask();
      }
      return { images: batch(data, count, size), slices };
    });
  }

  /** Compares two sets of images. @throws SpecimenError; Cancelled. */
  measure(_request: MeasureRequest, _options: JobOptions = {}): Promise<MeasureResult> {
    return Promise.reject(new SpecimenError('RuntimeFailed', 'Measuring is not there yet.'));
  }

  #queue<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(job);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

/** The sampling itself: images in [0, 1], flat, and how many network calls they took. */
async function draw(
  model: LoadedModel,
  request: SampleRequest,
  seeds: number[],
  conditions: Float32Array[],
  signal: AbortSignal | undefined,
  onProgress: (progress: Progress) => void,
): Promise<{ data: Float32Array; networkCalls: number }> {
  const { card, network } = model;
  const side = card.resolution;
  const chunk = CHUNK[model.backend.backend];
  let networkCalls = 0;
  const call: typeof network.run = (inputs) => {
    networkCalls++;
    return network.run(inputs);
  };
  const between = async () => {
    await yieldTask();
    throwIfAborted(signal);
  };

  if (card.parametrisation.type === 'edm') {
    const { sigmaMin, sigmaMax, rho } = card.parametrisation;
    const steps = request.steps ?? DEFAULT_STEPS;
    const sigmas = karrasSigmas(steps, sigmaMin, sigmaMax, rho);
    const denoise = edmDenoiser(call, card.parametrisation, side, conditions, chunk, between);
    onProgress({ stage: 'sample', done: 0, total: steps, preview: null });
    const x = await heun(denoise, initialNoise(seeds, side * side, sigmas[0]!), sigmas, {
      space: new ArraySpace(seeds.length * side * side),
      noise: () => new Float32Array(),
      onStep: (step, denoised) => {
        onProgress({ stage: 'sample', done: step + 1, total: steps, preview: batch(toGrey(denoised), seeds.length, side) });
        return between();
      },
    });
    return { data: toGrey(x), networkCalls };
  }

  const data = new Float32Array(seeds.length * side * side);
  const { dimensions } = card.parametrisation;
  for (let first = 0; first < seeds.length; first += chunk) {
    const rows = conditions.slice(first, first + chunk);
    const latents = rows.map((_, k) => latentOf(request, first + k, dimensions));
    data.set(await decode(call, latents, rows), first * side * side);
    const done = first + rows.length;
    onProgress({ stage: 'sample', done, total: seeds.length, preview: batch(data.slice(0, done * side * side), done, side) });
    await between();
  }
  return { data, networkCalls };
}

function batch(data: Float32Array, count: number, side: number): ImageBatch {
  return { data, count, height: side, width: side };
}

function slice(images: ImageBatch, k: number): Float32Array {
  const pixels = images.width * images.height;
  return images.data.subarray(k * pixels, (k + 1) * pixels);
}

/** A GPU that ran out of memory answers with NaN, or with one grey everywhere. */
function rejectInvalid(images: ImageBatch, name: string): void {
  for (let k = 0; k < images.count; k++) {
    const pixels = slice(images, k);
    const finite = pixels.every(Number.isFinite);
    if (finite && pixels.some((value) => value !== pixels[0])) continue;
    throw new SpecimenError(
      'OutputInvalid',
      `${name} returned an empty picture on this machine; choose another model, or WASM in Settings.`,
      finite ? `slice ${k} has one value everywhere` : `slice ${k} holds values that are not numbers`,
    );
  }
}
