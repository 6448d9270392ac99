/** Keeping the run that is on the screen. What does the work is loaded when the first run is kept. */
import type { Engine } from '../../client/engine.ts';
import { SpecimenError } from '../../contract/errors.ts';
import type { SampleResult } from '../../contract/request.ts';
import { commonWords } from '../language/common.ts';
import { keepWords } from '../language/keep.ts';
import { MATERIAL_NAMES } from '../words.ts';

declare const __VERSION__: string;

export interface Kept {
  result: SampleResult;
  /** Null while it is being kept, and after it failed. */
  id: string | null;
  /** It was there before, so that there is nothing to undo. */
  before: boolean;
  error: SpecimenError | null;
}

export class Keeping {
  readonly #engine: Engine;
  #hears = false;
  /** The last run that was to be kept. */
  last = $state.raw<Kept | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Keeps a result; pressing twice keeps it once. */
  async keep(result: SampleResult): Promise<void> {
    if (this.last?.result === result && !this.last.error) return;
    this.last = { result, id: null, before: false, error: null };
    const show = (change: Partial<Kept>) => {
      if (this.last?.result === result) this.last = { ...this.last, ...change };
    };
    try {
      const [{ toKept }, { putRun }] = await Promise.all([import('../../lib/kept.ts'), import('../../store/runs.ts')]);
      const { request } = result;
      const card = await this.#engine.card(request.model);
      const name = `${MATERIAL_NAMES[request.material]}, ${card.name}, ${commonWords().seed(request.seed)}`;
      const { run, pictures } = await toKept(result, { card, name, at: Date.now(), page: __VERSION__ });
      const added = await putRun(run, pictures);
      show({ id: run.id, before: !added });
      await this.#hear();
      await changed();
      // Asked for only now, when there is something to lose; the answer shows in the Gallery.
      void (navigator.storage as StorageManager | undefined)?.persist().catch(() => false);
    } catch (error) {
      show({ error: error instanceof SpecimenError ? error : notLoaded(error) });
    }
  }

  /** Takes the last kept run out again. */
  async undo(): Promise<void> {
    const { last } = this;
    if (!last?.id || last.before) return;
    try {
      const { deleteRuns } = await import('../../store/runs.ts');
      await deleteRuns([last.id]);
      if (this.last === last) this.last = null;
      await changed();
    } catch (error) {
      if (this.last === last) this.last = { ...last, error: error instanceof SpecimenError ? error : notLoaded(error) };
    }
  }

  /** Follows, from the first kept run on, what becomes of it in the Gallery of this tab and of others. */
  async #hear(): Promise<void> {
    const { hearGallery } = await import('./galleryNews.ts');
    if (!this.#hears) hearGallery(() => void this.#look());
    this.#hears = true;
  }

  /** Forgets the last kept run once it is deleted, so that it can be kept again. */
  async #look(): Promise<void> {
    const { last } = this;
    if (!last?.id) return;
    const { hasRun } = await import('../../store/runs.ts');
    const there = await hasRun(last.id).catch(() => true); // of a storage that cannot be read nothing is known
    if (!there && this.last === last) this.last = null;
  }
}

const changed = async () => (await import('./galleryNews.ts')).tellGallery();
const notLoaded = (cause: unknown) => new SpecimenError('StorageFailed', keepWords().failed, cause);
