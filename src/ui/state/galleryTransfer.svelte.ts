/** Sets on their way out of the Gallery and into it. */
import { loadSet, saveSet } from '../../client/gallery.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { KeptRun, PackFormat, PackProgress, UnpackReport } from '../../contract/kept.ts';
import { tellGallery } from './galleryNews.ts';

declare const __VERSION__: string;

/** What the last one came to. */
export type Ending = { kind: 'saved' } | { kind: 'read'; report: UnpackReport } | { kind: 'cancelled' };

export class GalleryTransfer {
  readonly #changed: () => Promise<void>;
  #controller: AbortController | null = null;
  format = $state<PackFormat>('png');
  /** What is under way; null at rest. */
  job = $state.raw<'save' | 'read' | null>(null);
  progress = $state.raw<PackProgress | null>(null);
  ending = $state.raw<Ending | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  /** @param changed called when runs may have been added */
  constructor(changed: () => Promise<void>) {
    this.#changed = changed;
  }

  /** @param save hands the zip to the browser */
  async save(runs: KeptRun[], save: (blob: Blob, format: PackFormat) => void): Promise<void> {
    await this.#run('save', async (call) => {
      const ids = runs.map(({ id }) => id);
      const { format } = this;
      save(await saveSet(ids, { format, page: __VERSION__ }, call), format);
      return { kind: 'saved' };
    });
  }

  /** Adds the runs of a set that are not here yet. */
  async read(file: Blob): Promise<void> {
    await this.#run('read', async (call) => ({ kind: 'read', report: await loadSet(file, call) }));
    tellGallery();
    await this.#changed();
  }

  cancel(): void {
    this.#controller?.abort();
  }

  dismiss(): void {
    this.ending = null;
    this.error = null;
  }

  async #run(job: 'save' | 'read', work: (call: Parameters<typeof loadSet>[1]) => Promise<Ending>): Promise<void> {
    if (this.job !== null) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.job = job;
    this.dismiss();
    try {
      this.ending = await work({
        signal: controller.signal,
        onProgress: (progress) => {
          if (this.#controller === controller) this.progress = progress;
        },
      });
    } catch (error) {
      if (error instanceof Cancelled) this.ending = { kind: 'cancelled' };
      else if (error instanceof SpecimenError) this.error = error;
      else throw error;
    } finally {
      this.#controller = null;
      this.job = null;
      this.progress = null;
    }
  }
}
