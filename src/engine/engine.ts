/** The one orchestrator: request → model → sampler → measures → result. Runs in the page's worker and in Node. */
import type { Catalog, ModelCard } from '../contract/card.ts';
import type { EditRequest, EditResult, MaterialGuess, RegionReport } from '../contract/edit.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { Material } from '../contract/materials.ts';
import type { MeasureRequest, MeasureResult } from '../contract/measure.ts';
import type {
  DenoiseRequest,
  EnginePreference,
  Progress,
  SampleRequest,
  SampleResult,
  SimulateRequest,
  SimulateResult,
} from '../contract/request.ts';
import { throwIfAborted, unlessAborted } from '../lib/abort.ts';
import { measureAttributes } from '../materials/attributes.ts';
import { measureInWindows } from '../materials/windows.ts';
import { simulating } from '../materials/simulate.ts';
import type { Cache } from '../store/cache.ts';
import { addClassifier, addProjection } from './beside.ts';
import { denoiseOnce } from './diffuse.ts';
import { draw } from './draw.ts';
import { squareBatch } from './drawTask.ts';
import { Extractors, instrumentsFor } from './extractors.ts';
import { LastRun } from './lastRun.ts';
import { Keeper } from './keep.ts';
import { Loader } from './loader.ts';
import type { RuntimeBinaries } from './runtimes.ts';
import { guessMaterial } from './metrics/guess.ts';
import { regionReports } from './metrics/region.ts';
import { askedAttributes, guidesOf, posteriorOf } from './pictures.ts';
import { ssim } from './metrics/ssim.ts';
import { inTurns } from './turns.ts';
import { validateDenoise, validateEdit, validateRequest } from './validate.ts';
import { Library, withCurrentCards, type ModelSource } from './weights.ts';

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

export interface SampleOptions extends JobOptions {
  watch?: number; // diffusion: how many of the first slices are followed step by step in the result's trace; default 0
}

export class Engine {
  readonly #library: Library;
  readonly #cache: Cache;
  readonly #loader: Loader;
  readonly #extractors: Extractors;
  /** What working without a network takes. */
  readonly keeper: Keeper;
  readonly #lastRun = new LastRun();
  #preference: EnginePreference = 'auto';
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ source, cache, binaries }: EngineOptions) {
    this.#cache = cache;
    this.#library = new Library(source, cache);
    this.#loader = new Loader(this.#library, cache, binaries);
    this.#extractors = new Extractors(this.#library, this.#loader);
    this.keeper = new Keeper(this.#library, cache, binaries);
  }

  catalog(): Promise<Catalog> {
    return this.#library.catalog();
  }

  card(id: string): Promise<ModelCard> {
    return this.#library.card(id);
  }

  prefer(preference: EnginePreference): void {
    this.#preference = preference;
  }

  /** Forgets what is kept between visits, and frees the images of the last run once no job can be looking at them. */
  async clearCache(): Promise<void> {
    void this.#queue(() => {
      this.#lastRun.clear();
      return Promise.resolve();
    });
    await this.#cache.clear();
  }

  /**
   * Draw slices. Jobs run one after another; a cancelled one makes way within a network call.
   * @throws SpecimenError of any kind; Cancelled.
   */
  sample(
    request: SampleRequest,
    { signal, onProgress = () => undefined, watch = 0 }: SampleOptions = {},
  ): Promise<SampleResult> {
    return this.#queue(async () => {
      const start = performance.now();
      validateRequest(request, await this.#library.card(request.model));
      const model = await this.#loader.load(request.model, { preference: this.#preference, signal, onProgress });
      const options = { preference: this.#preference, signal, onProgress };
      if (request.classifierGuidance) await addClassifier(this.#loader, model, options);
      await addProjection(this.#loader, model, options);
      const seeds = Array.from({ length: request.count }, (_, k) => (request.seed + k) >>> 0);
      const asked = askedAttributes(model, request, seeds);
      const guides = await guidesOf(request, this.#extractors, options);
      const posterior = await posteriorOf(model, request, asked[0]!, this.#loader, options);
      const prepared = performance.now();

      const task = { request, seeds, asked, guides, posterior, watch };
      const { data, trace, resident, ...calls } = await draw(model, task, { signal, onProgress });
      const drawn = performance.now();

      const images = squareBatch(data, request.count, model.card.resolution);
      const run = resident && this.#lastRun.keep(resident, images);
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
        trace,
        encoding: posterior && { ...posterior, rmse: rootMeanSquare(request.from!.data, slice(images, 0)) },
        resident: run,
        timing: { prepareMs: prepared - start, sampleMs: drawn - prepared, ...calls, cold },
        notices: notice === null ? [] : [notice],
      };
    }, signal);
  }

  /** One look of a diffusion model at a noisy picture. @throws SpecimenError of any kind; Cancelled. */
  denoise(request: DenoiseRequest, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<ImageBatch> {
    return this.#queue(async () => {
      validateDenoise(request, await this.#library.card(request.model));
      const model = await this.#loader.load(request.model, { preference: this.#preference, signal, onProgress });
      return denoiseOnce(model, request);
    }, signal);
  }

  /** Draw reference slices with the simulators. @throws SpecimenError `BadRequest`; Cancelled. */
  simulate(
    request: SimulateRequest,
    { signal, onProgress = () => undefined }: JobOptions = {},
  ): Promise<SimulateResult> {
    return this.#queue(async () => {
      const { material, count, seed, size, attributes } = request;
      const data = new Float32Array(count * size * size);
      const slices: SimulateResult['slices'] = [];
      for (let k = 0; k < count; k++) {
        const made = await inTurns(simulating(material, { seed: (seed + k) >>> 0, size, ...attributes }), signal);
        data.set(made.image, k * size * size);
        slices.push({
          seed: (seed + k) >>> 0,
          caption: made.caption,
          areaFraction: made.truth.areaFraction,
          measured: made.attributes,
        });
        onProgress({ stage: 'sample', done: k + 1, total: count, preview: null });
      }
      return { images: squareBatch(data, count, size), slices };
    }, signal);
  }

  /** SSIM of every pixel of each pair, `[count, height, width]`, −1 to 1. @throws SpecimenError `BadRequest`; Cancelled. */
  async ssimMap(a: ImageBatch, b: ImageBatch, { signal }: JobOptions = {}): Promise<Float32Array> {
    const { maps } = await ssim(a, b, { maps: true, signal });
    return maps!;
  }

  /** Compares two sets of images. @throws SpecimenError `BadRequest`, `DeviceLost`, of the runtime; Cancelled. */
  measure(request: MeasureRequest, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<MeasureResult> {
    return this.#queue(async () => {
      const load = async () => {
        const options = { preference: this.#preference, signal, onProgress };
        const instruments = await instrumentsFor(request, this.#extractors, options);
        const { gpu } = instruments;
        const resident = (name: 'reference' | 'synthetic') =>
          gpu && this.#lastRun.find(request.resident?.[name], gpu, request[name]);
        return { ...instruments, resident: { reference: resident('reference'), synthetic: resident('synthetic') } };
      };
      // Editing and measuring come when they are asked for: the page's first picture does not wait for them.
      const { measure } = await import('./metrics/measure.ts');
      return measure(request, { load, signal, onProgress });
    }, signal);
  }

  /** Repaints a masked region, or changes what is there. @throws SpecimenError of any kind; Cancelled. */
  edit(request: EditRequest, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<EditResult> {
    return this.#queue(async () => {
      const start = performance.now();
      const model = await this.#loadForEdit(request, { signal, onProgress });
      const prepared = performance.now();
      const { edit } = await import('./edit.ts');
      const { images, mask, networkCalls } = await edit(model, request, { signal, onProgress });
      const drawn = performance.now();
      rejectInvalid(images, model.card.name);
      const { material, image } = request;
      const side = model.card.resolution;
      const cold = model.cold;
      model.cold = false;
      const notice = this.#cache.takeNotice();
      return {
        modelVersion: model.card.version,
        images,
        mask,
        reports: await regionReports(image, images, mask, material),
        measured: Array.from({ length: images.count }, (_, k) =>
          measureInWindows(material, slice(images, k), images.width, images.height, side),
        ),
        before: measureInWindows(material, image.data, image.width, image.height, side),
        backend: model.backend,
        timing: {
          prepareMs: prepared - start,
          sampleMs: drawn - prepared,
          networkCalls,
          readbacks: model.gpu ? networkCalls : 0, // each call's output is mixed with the known pixels on the CPU
          cold,
        },
        notices: notice === null ? [] : [notice],
      };
    }, signal);
  }

  /** DiffEdit's mask of what would change, `[height, width]`, 0 or 1. @throws SpecimenError of any kind; Cancelled. */
  findMask(request: EditRequest, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<Float32Array> {
    return this.#queue(async () => {
      const model = await this.#loadForEdit(request, { signal, onProgress });
      const { findMask } = await import('./edit.ts');
      return findMask(model, request, { signal, onProgress });
    }, signal);
  }

  /**
   * How a picture that was made elsewhere fits into the one before, as `edit` judges its own.
   * @param after of the size of `before`, at least 11 px each way, grey in [0, 1]
   * @param edited `[height, width]`, above 0 where pixels were edited; null for all of them
   * @throws SpecimenError `BadRequest`; Cancelled
   */
  async judge(
    before: ImageBatch,
    after: ImageBatch,
    edited: Float32Array | null,
    material: Material,
    { signal }: JobOptions = {},
  ): Promise<RegionReport[]> {
    const reports = await regionReports(before, after, edited, material);
    throwIfAborted(signal);
    return reports;
  }

  /** @param image one picture, at least 64 px each way. @throws SpecimenError of any kind; Cancelled. */
  guessMaterial(image: ImageBatch, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<MaterialGuess> {
    return this.#queue(async () => {
      const { extractor } = await this.#extractors.own({ preference: this.#preference, signal, onProgress });
      return guessMaterial(image, extractor);
    }, signal);
  }

  /**
   * What the extractor makes of pictures, for comparing them: a vector of length 1 for each, row-major `[count, 64]`.
   * @param images at least 64 px each way. @throws SpecimenError of any kind; Cancelled
   */
  embed(images: ImageBatch, { signal, onProgress = () => undefined }: JobOptions = {}): Promise<Float32Array> {
    return this.#queue(async () => {
      const { extractor } = await this.#extractors.own({ preference: this.#preference, signal, onProgress });
      return extractor.embedding(images);
    }, signal);
  }

  async #loadForEdit(
    request: EditRequest,
    { signal, onProgress }: Required<Pick<JobOptions, 'onProgress'>> & JobOptions,
  ) {
    validateEdit(request, await this.#library.card(request.model));
    const model = await this.#loader.load(request.model, { preference: this.#preference, signal, onProgress });
    return model;
  }

  /** Jobs run one after another. One that is cancelled before its turn ends at once, and its turn is passed over. */
  #queue<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#tail.then(() => throwIfAborted(signal));
    const result = turn.then(() => withCurrentCards(job));
    this.#tail = result.catch(() => undefined);
    return unlessAborted(turn, signal).then(() => result);
  }
}

function slice(images: ImageBatch, k: number): Float32Array {
  const pixels = images.width * images.height;
  return images.data.subarray(k * pixels, (k + 1) * pixels);
}

function rootMeanSquare(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);
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
