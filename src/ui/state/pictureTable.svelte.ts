/** A table of pictures: one run of the engine for each column, filled from left to right, and stopped at once. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { SampleRequest, SampleResult } from '../../contract/request.ts';

export class PictureTable {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  /** What is or was asked for, one request for each column; empty before the first time. */
  requests = $state.raw<SampleRequest[]>([]);
  /** The columns that are there, in the order of `requests`. */
  columns = $state.raw<SampleResult[]>([]);
  running = $state(false);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Draws the columns in place of those that may be under way. Settles when that is over, whatever its end. */
  async draw(requests: SampleRequest[]): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.requests = requests;
    this.columns = [];
    this.error = null;
    this.running = true;
    try {
      for (const request of requests) {
        const column = await this.#engine.sample(request, { signal: controller.signal });
        if (this.#controller !== controller) return;
        this.columns = [...this.columns, column];
      }
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    } finally {
      if (this.#controller === controller) this.running = false;
    }
  }

  /** Stops at once; the columns that are there stay. */
  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.running = false;
  }
}
