/** The diffusion model that the Studio works with: the smallest that can edit, which few-step models cannot. */
import type { Engine } from '../../client/engine.ts';
import type { ModelCard } from '../../contract/card.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { fullDenoiser } from './fullDenoiser.ts';

export class StudioModels {
  readonly #engine: Engine;

  card = $state.raw<ModelCard | null>(null);
  failure = $state.raw<{ error: SpecimenError; retry: () => void } | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Loads the card; a failure is kept with a way to try again. */
  async load(): Promise<void> {
    if (this.card) return;
    this.failure = null;
    try {
      this.card = await fullDenoiser(this.#engine);
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      this.failure = { error, retry: () => void this.load() };
    }
  }
}
