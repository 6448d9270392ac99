/** What the parts of one measurement share: the sets, where they lie, the instruments, and how progress is told. */
import type { Measured, MeasureRequest } from '../../contract/measure.ts';
import { SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { Progress } from '../../contract/request.ts';
import { throwIfAborted, yieldTask } from '../../lib/abort.ts';
import type { Gpu } from '../gpu/device.ts';
import { partOf, type GpuImages } from '../gpu/images.ts';
import type { Extractor } from './extractor.ts';
import type { SetMeasure } from './features.ts';
import { bootstrapMean, summarize } from './statistics.ts';

export type SetName = 'reference' | 'synthetic';

/** What a measurement works with. */
export interface Instruments {
  /** A sentence in its place says why there is none. */
  extractor: Extractor | string;
  /** Runs the heavy measures there; null on the CPU. */
  gpu: Gpu | null;
  /** The sets of the request that lie on `gpu` already. */
  resident?: Partial<Record<SetName, GpuImages | null>>;
  /** Gives back what was loaded for one measurement alone. */
  release?: () => Promise<void>;
}

export interface MeasureOptions {
  /** Called once the sets have proved comparable. */
  load: () => Promise<Instruments>;
  signal?: AbortSignal | undefined;
  onProgress?: (progress: Progress) => void;
}

const CHUNK = 16; // images between two looks at the signal
/** Pixels between two looks at the signal on a GPU, which takes a few milliseconds for them. */
const GPU_PIXELS = 2 ** 20;

/** What the parts of one measurement share. */
export class Job {
  readonly request: MeasureRequest;
  readonly options: MeasureOptions;
  readonly notes: string[] = [];
  readonly extractor: Extractor | null;
  readonly gpu: Gpu | null;
  /** The sets that lie on `gpu` already. */
  readonly resident: NonNullable<Instruments['resident']>;

  constructor(request: MeasureRequest, { extractor, gpu, resident = {} }: Instruments, options: MeasureOptions) {
    this.request = request;
    this.options = options;
    this.gpu = gpu;
    this.resident = gpu ? resident : {};
    this.extractor = typeof extractor === 'string' ? null : extractor;
    if (typeof extractor === 'string') this.notes.push(extractor);
  }

  /** Tells how far the work is. */
  tell(what: string, done: number, total: number): void {
    this.options.onProgress?.({ stage: 'measure', what, done, total });
  }

  /** Tells how far the work is, and lets a cancel through. @throws Cancelled */
  async step(what: string, done: number, total: number): Promise<void> {
    this.tell(what, done, total);
    await yieldTask();
    throwIfAborted(this.options.signal);
  }

  /** A measure that cannot be had from these sets is left out with the reason; other failures go on. */
  async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SpecimenError && error.name === 'BadRequest')) throw error;
      if (!this.notes.includes(error.message)) this.notes.push(error.message);
      return null;
    }
  }

  /** One value per pair, chunk by chunk of pairs in memory. */
  perPair(
    what: string,
    compare: (a: ImageBatch, b: ImageBatch) => Promise<ArrayLike<number>>,
  ): Promise<Float64Array | null> {
    const { reference, synthetic } = this.request;
    return this.#inChunks(what, CHUNK, (first, n) => compare(partOf(reference, first, n), partOf(synthetic, first, n)));
  }

  /** One value per pair, chunk by chunk of pairs that the GPU compares where they lie; those in memory are uploaded. */
  perPairOnGpu(
    what: string,
    compare: (a: ImageBatch | GpuImages, b: ImageBatch | GpuImages) => Promise<ArrayLike<number>>,
  ): Promise<Float64Array | null> {
    const { reference, synthetic } = this.request;
    const chunk = Math.max(CHUNK, Math.floor(GPU_PIXELS / (reference.width * reference.height)));
    return this.#inChunks(what, chunk, (first, n) =>
      compare(
        partOf(this.resident.reference ?? reference, first, n),
        partOf(this.resident.synthetic ?? synthetic, first, n),
      ),
    );
  }

  #inChunks(
    what: string,
    chunk: number,
    work: (first: number, n: number) => Promise<ArrayLike<number>>,
  ): Promise<Float64Array | null> {
    return this.attempt(async () => {
      const { count } = this.request.reference;
      const values = new Float64Array(count);
      for (let first = 0; first < count; first += chunk) {
        await this.step(what, first, count);
        values.set(await work(first, Math.min(chunk, count - first)), first);
      }
      await this.step(what, count, count);
      return values;
    });
  }

  /** Mean, deviation and interval of values per image. */
  async summary(values: Float64Array): Promise<Measured> {
    const { bootstrap: resamples, seed } = this.request;
    const ci =
      values.length < 2 ? undefined : await bootstrapMean(values, { resamples, seed, signal: this.options.signal });
    return { ...summarize(values), ...(ci && { ci }) };
  }

  /** The number together with what it was computed from. */
  named(measured: SetMeasure | null | undefined): Measured | null {
    if (!measured || !this.extractor) return null;
    return { ...measured, extractor: `${this.extractor.name}, ${this.extractor.dimension} features` };
  }

  /** Once the features are known, because what a caption is compared with was found beside them. */
  async measureCaption(): Promise<Measured | null> {
    const { extractor } = this;
    const { caption, synthetic } = this.request;
    if (caption === null || !extractor) return null;
    return this.attempt(async () => {
      await this.step('Caption score', 0, synthetic.count);
      const values = new Float64Array(await extractor.captionScore(synthetic, caption));
      await this.step('Caption score', synthetic.count, synthetic.count);
      return this.named(await this.summary(values));
    });
  }
}
