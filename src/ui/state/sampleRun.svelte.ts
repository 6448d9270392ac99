/** One run at a time of the engine's `sample`: its progress, its result or its failure. Only the latest run publishes. */
import { SvelteSet } from 'svelte/reactivity';
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { Progress, SampleRequest, SampleResult } from '../../contract/request.ts';
import { Emerging } from './emerging.svelte.ts';

/** A run that is over sooner than this is not worth a change of the page around its pictures, in ms. */
const NOTICED_AFTER = 200;

export interface Failure {
  request: SampleRequest;
  error: SpecimenError;
}

export class SampleRun {
  readonly #engine: Engine;
  #controller: AbortController | null = null;
  readonly #emerging = new Emerging();
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  /** Duration of the first run of each model on each backend, in ms. */
  readonly #firstMs: Record<string, number> = {};

  /** The request that is being drawn, null when idle. */
  request = $state.raw<SampleRequest | null>(null);
  startedAt = $state(0); // performance.now()
  /** True while a run lasts long enough to show that it runs. */
  noticed = $state(false);
  /** When the first step began, performance.now(); null before. */
  #samplingSince: number | null = null;
  result = $state.raw<SampleResult | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** The last run was cancelled: what stands is older. */
  cancelled = $state(false);
  /** Models that have run since the page opened. */
  readonly ranModels = new SvelteSet<string>();
  /** First and present duration of the result's model on its backend, in ms; `now` is null after the first run. */
  timing = $state.raw<{ first: number; now: number | null } | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get progress(): Progress | null {
    return this.#emerging.progress;
  }

  /** The slices of the running request as far as they have emerged. */
  get preview(): ImageBatch | null {
    return this.#emerging.preview;
  }

  /**
   * Starts a run in place of the one that may be running. Settles when this run is over, whatever its end.
   * @param watch how many of the first slices the result's trace follows
   */
  async start(request: SampleRequest, watch = 0): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const isLatest = () => this.#controller === controller;

    this.#clear();
    this.request = request;
    if (!this.noticed) {
      clearTimeout(this.#noticeTimer);
      this.#noticeTimer = setTimeout(() => (this.noticed = true), NOTICED_AFTER);
    }
    this.startedAt = performance.now();
    this.failure = null;
    this.cancelled = false;
    try {
      const result = await this.#engine.sample(request, {
        signal: controller.signal,
        watch,
        onProgress: (progress) => {
          if (!isLatest()) return;
          if (progress.stage === 'sample') this.#samplingSince ??= performance.now();
          this.#emerging.show(progress);
        },
      });
      if (!isLatest()) return;
      this.result = { ...result, request }; // with the pictures that it holds, not with copies of them
      this.ranModels.add(request.model);
      this.timing = this.#time(result);
    } catch (error) {
      if (!isLatest() || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.failure = { request, error };
    } finally {
      if (isLatest()) this.#end();
    }
  }

  /** Ends the run now; the earlier result stands again. */
  cancel(): void {
    if (this.request) this.cancelled = true;
    this.#controller?.abort();
    this.#end();
  }

  /** How long the running request still takes if it goes on as so far, ms; null while nobody can know. */
  remainingMs(now: number): number | null {
    if (this.#samplingSince === null || this.progress?.stage !== 'sample' || this.progress.done === 0) return null;
    const { done, total } = this.progress;
    return ((now - this.#samplingSince) / done) * (total - done);
  }

  /** Forgets that the last run failed or was cancelled. */
  dismiss(): void {
    this.failure = null;
    this.cancelled = false;
  }

  #end(): void {
    this.#controller = null;
    this.request = null;
    clearTimeout(this.#noticeTimer);
    this.noticed = false;
    this.#clear();
  }

  #clear(): void {
    this.#samplingSince = null;
    this.#emerging.clear();
  }

  #time({ request, modelVersion, backend, timing }: SampleResult): { first: number; now: number | null } {
    const key = `${request.model}@${modelVersion} ${backend.backend}`;
    const total = timing.prepareMs + timing.sampleMs;
    if (timing.cold) this.#firstMs[key] = total;
    const first = this.#firstMs[key] ?? total;
    return { first, now: timing.cold ? null : total };
  }
}
