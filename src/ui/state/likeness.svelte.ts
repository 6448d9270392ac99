/** How much slices resemble the picture that they were to resemble, beside slices that never saw it. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { SampleRequest, SampleResult } from '../../contract/request.ts';
import { summarize } from '../format.ts';
import { QUICK_STEPS } from './sampleForm.svelte.ts';

/** Slices that the picture had no part in; few, because each costs as much as any other. */
const UNRELATED = 6;

export interface LikenessFound {
  /** Cosine of the angle between embeddings, −1 to 1: mean over the slices, and its standard deviation (null for one). */
  slices: { mean: number; deviation: number | null; n: number };
  unrelated: { mean: number; deviation: number | null; n: number };
}

export class Likeness {
  readonly #engine: Engine;
  #controller: AbortController | null = null;
  /** The unrelated slices of the last question, which the next one can often use again. */
  #kept: { key: string; images: ImageBatch } | null = null;

  /** The result that `found` speaks of. */
  of = $state.raw<SampleResult | null>(null);
  found = $state.raw<LikenessFound | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Compares the slices of a run with the picture of its request, in place of what may be compared now. */
  async measure(result: SampleResult): Promise<void> {
    const { like } = result.request;
    if (!like || this.of === result) return;
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    this.of = result;
    this.found = null;
    this.error = null;
    const { signal } = controller;
    try {
      const [picture, slices] = [await this.#embed(like, signal), await this.#embed(result.images, signal)];
      const unrelated = await this.#embed(await this.#unrelated(result.request, signal), signal);
      if (this.#controller !== controller) return;
      const likenesses = (rows: Float32Array[]) => ({
        ...summarize(rows.map((row) => cosine(picture[0]!, row))),
        n: rows.length,
      });
      this.found = { slices: likenesses(slices), unrelated: likenesses(unrelated) };
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    }
  }

  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.of = null;
  }

  /** Slices of the same model, material, look and attributes that were not told of the picture. */
  async #unrelated(request: SampleRequest, signal: AbortSignal): Promise<ImageBatch> {
    const { model, material, look, attributes, seed } = request;
    const key = JSON.stringify([model, material, look, attributes]);
    if (this.#kept?.key === key) return this.#kept.images;
    const quick = request.steps === undefined ? {} : ({ steps: QUICK_STEPS, sampler: 'dpmpp2m' } as const);
    const asked: SampleRequest = { model, material, look, attributes, seed, count: UNRELATED, ...quick };
    const { images } = await this.#engine.sample(asked, { signal });
    this.#kept = { key, images };
    return images;
  }

  async #embed(images: ImageBatch, signal: AbortSignal): Promise<Float32Array[]> {
    const rows = await this.#engine.embed(images, { signal });
    const width = rows.length / images.count;
    return Array.from({ length: images.count }, (_, k) => rows.subarray(k * width, (k + 1) * width));
  }
}

/** Of vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
