/** The forward process: noise added to a slice, and what the network still sees in it. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { SampleResult } from '../../contract/request.ts';
import { sliceAt } from '../../lib/batch.ts';
import { normals } from '../../lib/rng.ts';

/** The slider's ends: below the noise of real slices, and far above any contrast. */
export const SIGMA_RANGE = { min: 0.02, max: 30 } as const;
const SETTLED = 150; // ms without a move before the network is asked

export class Forward {
  readonly #engine: Engine;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | null = null;

  /** The run whose slice is drowned, and which of them. */
  source = $state.raw<{ result: SampleResult; index: number } | null>(null);
  sigma = $state(0.5); // standard deviation of the noise; clean slices span [-1, 1]
  /** The network's estimate from the noisy slice, one call; null while it is not known. */
  guess = $state.raw<ImageBatch | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  readonly clean = $derived.by((): ImageBatch | null => {
    return this.source && sliceAt(this.source.result.images, this.source.index);
  });
  readonly #noise = $derived.by(() => this.clean && normals(this.#seed, 0, this.clean.data.length));
  /** x0 + σz, scaled by 1/√(1 + σ²) so that noise and slice share one contrast; grey in [0, 1]. */
  readonly noisy = $derived.by((): ImageBatch | null => {
    const noise = this.#noise;
    if (!this.clean || !noise) return null;
    const scale = 1 / Math.sqrt(1 + this.sigma ** 2);
    const data = this.clean.data.map((grey, i) => {
      const value = (scale * (2 * grey - 1 + this.sigma * noise[i]!) + 1) / 2;
      return Math.min(1, Math.max(0, value));
    });
    return { ...this.clean, data };
  });

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  show(result: SampleResult, index: number): void {
    if (this.source?.result === result && this.source.index === index) return;
    this.source = { result, index };
    this.#ask();
  }

  drag(sigma: number): void {
    this.sigma = sigma;
    this.#ask();
  }

  get #seed(): number {
    return this.source ? this.source.result.slices[this.source.index]!.seed : 0;
  }

  /** Asks the network once the slider rests; a newer question replaces an older one. */
  #ask(): void {
    this.guess = null;
    this.#controller?.abort();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#guess(), SETTLED);
  }

  async #guess(): Promise<void> {
    const { source, clean } = this;
    if (!source || !clean) return;
    const controller = new AbortController();
    this.#controller = controller;
    const { request, slices } = source.result;
    const { model, material, look } = request;
    this.error = null;
    try {
      const guess = await this.#engine.denoise(
        {
          model,
          material,
          look,
          attributes: slices[source.index]!.asked,
          image: clean,
          sigma: this.sigma,
          seed: this.#seed,
        },
        { signal: controller.signal },
      );
      if (this.#controller === controller) this.guess = guess;
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    }
  }
}
