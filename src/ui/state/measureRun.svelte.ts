/** One measurement at a time: its progress, and its result together with the very sets it was made of. */
import type { Engine } from '../../client/engine.ts';
import type { CustomExtractor } from '../../contract/extractorCard.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { MeasureRequest, MeasureResult } from '../../contract/measure.ts';
import type { Progress } from '../../contract/request.ts';
import type { ImageSet } from './measureWell.svelte.ts';

/** What was asked, without the images, where they lie and the file of an extractor. */
export type MeasureSettings = Omit<MeasureRequest, 'reference' | 'synthetic' | 'extractor' | 'resident'> & {
  extractor?: CustomExtractor & { sha256: string | null };
};

export interface Measurement {
  settings: MeasureSettings;
  reference: ImageSet;
  synthetic: ImageSet;
  result: MeasureResult;
  /** When it was made, ISO 8601. */
  at: string;
  durationMs: number;
}

export class MeasureRun {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  running = $state(false);
  progress = $state.raw<Progress | null>(null);
  measurement = $state.raw<Measurement | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  /** The last run was cancelled: what stands is older. */
  cancelled = $state(false);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** @param file of the extractor that the settings name */
  async start(
    settings: MeasureSettings,
    { reference, synthetic }: { reference: ImageSet; synthetic: ImageSet },
    file: Uint8Array | null,
  ): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const isLatest = () => this.#controller === controller;
    this.running = true;
    this.progress = null;
    this.error = null;
    this.cancelled = false;
    const startedAt = performance.now();
    try {
      const result = await this.#engine.measure(
        {
          ...settings,
          extractor: settings.extractor && file ? { custom: settings.extractor, file } : undefined,
          reference: reference.images,
          synthetic: synthetic.images,
          resident: {
            ...(reference.resident !== null && { reference: reference.resident }),
            ...(synthetic.resident !== null && { synthetic: synthetic.resident }),
          },
        },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (isLatest()) this.progress = progress;
          },
        },
      );
      if (!isLatest()) return;
      const durationMs = performance.now() - startedAt;
      this.measurement = { settings, reference, synthetic, result, at: now(), durationMs };
    } catch (error) {
      if (!isLatest() || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    } finally {
      if (isLatest()) this.#end();
    }
  }

  /** Ends the run now; the earlier result stands again. */
  cancel(): void {
    if (this.running) this.cancelled = true;
    this.#controller?.abort();
    this.#end();
  }

  #end(): void {
    this.#controller = null;
    this.running = false;
    this.progress = null;
  }
}

function now(): string {
  return new Date().toISOString();
}
