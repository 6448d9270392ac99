/** The Gallery: the kept runs, which of them are looked for, chosen, open or on their way out. */
import { SvelteSet } from 'svelte/reactivity';
import type { Engine } from '../../client/engine.ts';
import { SpecimenError } from '../../contract/errors.ts';
import type { KeptRun } from '../../contract/kept.ts';
import type { Material } from '../../contract/materials.ts';
import type { SampleResult } from '../../contract/request.ts';
import { cardHash, toResult } from '../../lib/kept.ts';
import { allRuns, deleteRuns, describeRun, describeRunAtOnce, getRun } from '../../store/runs.ts';
import { galleryWords } from '../language/gallery.ts';
import { matches, modelsOf } from './gallerySearch.ts';
import { GalleryTransfer } from './galleryTransfer.svelte.ts';
import { hearGallery, tellGallery } from './galleryNews.ts';

/** Whether a kept run can be drawn again as it was. */
export type Repeatable = { kind: 'same' } | { kind: 'changed'; now: string } | { kind: 'gone' };

export interface OpenRun {
  id: string;
  /** Null while it is read. */
  result: SampleResult | null;
  repeatable: Repeatable | null;
}

export class Gallery {
  readonly #engine: Engine;
  readonly transfer: GalleryTransfer;
  #all = $state.raw<KeptRun[] | null>(null);
  error = $state.raw<SpecimenError | null>(null);
  search = $state('');
  material = $state<Material | ''>('');
  model = $state('');
  readonly selected = new SvelteSet<string>();
  /** Runs that are deleted as soon as nobody can want them back any more. */
  leaving = $state.raw<KeptRun[]>([]);
  open = $state.raw<OpenRun | null>(null);
  /** Bytes; null until the browser has said. */
  storage = $state.raw<{ used: number; left: number | null; lasting: boolean } | null>(null);

  /** Every kept run, the latest first; null until they are read. */
  readonly runs = $derived.by(() => {
    const leaving = this.leaving.map(({ id }) => id);
    return this.#all?.filter(({ id }) => !leaving.includes(id)) ?? null;
  });
  readonly shown = $derived.by(() => {
    const { search, material, model } = this;
    return (this.runs ?? []).filter((run) => matches(run, { search, material, model }));
  });
  /** The models that drew the kept runs: id and name. */
  readonly models = $derived.by(() => modelsOf(this.runs ?? []));
  /** The chosen runs in the order of the list, those that a search hides included. */
  readonly chosen = $derived.by(() => (this.runs ?? []).filter(({ id }) => this.selected.has(id)));
  readonly bytes = $derived.by(() => (this.runs ?? []).reduce((sum, { bytes }) => sum + bytes, 0));

  constructor(engine: Engine) {
    this.#engine = engine;
    this.transfer = new GalleryTransfer(() => this.load());
    hearGallery(() => void this.load());
    // What was deleted stays deleted when the page is closed.
    addEventListener('pagehide', () => void this.settle());
  }

  /** Reads the list anew, which other tabs may have changed. */
  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.#all = await allRuns();
      const here = this.#all.map(({ id }) => id);
      for (const id of this.selected) if (!here.includes(id)) this.selected.delete(id);
      if (this.open?.result && !here.includes(this.open.id)) this.open = null;
    });
    await this.#estimate();
  }

  /** Opens a run, or none. */
  async show(id: string | null): Promise<void> {
    if (this.open && this.open.id === id && this.open.result) return;
    const open: OpenRun | null = id === null ? null : { id, result: null, repeatable: null };
    this.open = open;
    if (!open) return;
    await this.#attempt(async () => {
      const found = await getRun(open.id);
      if (this.open !== open) return;
      this.open = found && { ...open, result: toResult(found.run, found.pictures) };
      const repeatable = found && (await this.#repeatable(found.run));
      if (this.open?.id === id) this.open = { ...this.open, repeatable };
    });
  }

  /** Writes a name and a note as they are typed in. @param leaving whether the page is being left */
  async describe(run: KeptRun, words: Pick<KeptRun, 'name' | 'note'>, leaving = false): Promise<void> {
    await this.#attempt(async () => {
      await (leaving ? describeRunAtOnce(run, words) : describeRun(run.id, words));
      this.#all = this.#all?.map((other) => (other.id === run.id ? { ...other, ...words } : other)) ?? null;
      tellGallery();
    });
  }

  /** Takes runs out of the list; they can come back until `settle`. */
  async remove(runs: KeptRun[]): Promise<void> {
    await this.settle();
    this.leaving = runs;
    for (const { id } of runs) this.selected.delete(id);
    if (runs.some(({ id }) => id === this.open?.id)) this.open = null;
  }

  undo(): void {
    this.leaving = [];
  }

  /** Deletes for good what was taken out. */
  async settle(): Promise<void> {
    const { leaving } = this;
    if (leaving.length === 0) return;
    await this.#attempt(async () => {
      const ids = leaving.map(({ id }) => id);
      await deleteRuns(ids);
      this.#all = this.#all?.filter(({ id }) => !ids.includes(id)) ?? null;
      this.leaving = [];
      tellGallery();
    });
    await this.#estimate();
  }

  async #repeatable({ request, model }: KeptRun): Promise<Repeatable> {
    const { models } = await this.#engine.catalog();
    if (!models.some(({ id }) => id === request.model)) return { kind: 'gone' };
    const card = await this.#engine.card(request.model);
    const hash = await cardHash(card);
    const same = model.hash === null ? card.version === model.version : hash === model.hash;
    return same ? { kind: 'same' } : { kind: 'changed', now: card.version };
  }

  async #estimate(): Promise<void> {
    const manager = navigator.storage as StorageManager | undefined;
    try {
      const [estimate, lasting] = await Promise.all([manager?.estimate(), manager?.persisted()]);
      if (estimate?.usage === undefined) return;
      const { usage, quota } = estimate;
      this.storage = { used: usage, left: quota === undefined ? null : quota - usage, lasting: lasting ?? false };
    } catch {
      this.storage = null; // some browsers keep it to themselves
    }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.error = null;
    try {
      await work();
    } catch (error) {
      this.error =
        error instanceof SpecimenError ? error : new SpecimenError('StorageFailed', galleryWords().failed, error);
    }
  }
}
