/** The versions of the Studio's picture: what is shown, what can be undone, and what of them is kept. */
import { SvelteMap } from 'svelte/reactivity';
import { chainOf, forget, rebuild } from '../../lib/versions.ts';
import type { Slice } from '../../lib/slice.ts';
import type { Changes, StoredEdit, StoredPicture } from '../../store/studio.ts';

/** Edits that are kept; the oldest ones are merged into those made on them. */
export const KEPT_EDITS = 12;

export class StudioHistory {
  readonly original: Slice;
  readonly #picture: string;
  /** Where redo leads from each version; of several edits of one version, the one last seen. */
  readonly #onwards = new SvelteMap<number | null, number>();

  edits = $state.raw<StoredEdit[]>([]);
  /** The edit that is shown; null for the picture as it was opened. */
  #current = $state<number | null>(null);

  readonly current = $derived.by(() => this.edits.find(({ id }) => id === this.#current) ?? null);
  readonly slice = $derived.by(() => rebuild(this.original, this.edits, this.#current));
  readonly next = $derived.by(() => {
    const children = this.edits.filter(({ parent }) => parent === this.#current);
    const seen = this.#onwards.get(this.#current);
    return children.find(({ id }) => id === seen) ?? children.at(-1) ?? null;
  });

  constructor(
    { id, slice }: Pick<StoredPicture, 'id' | 'slice'>,
    edits: StoredEdit[] = [],
    current: number | null = null,
  ) {
    this.#picture = id;
    this.original = slice;
    this.edits = edits.filter(({ id }) => isWhole(edits, id));
    this.#current = this.edits.some(({ id }) => id === current) ? current : null;
  }

  /** Adds an edit of the version that is shown, and shows it. @returns what has changed for the store */
  add(edit: Omit<StoredEdit, 'id' | 'parent' | 'picture'>): Pick<Changes, 'put' | 'drop'> {
    const id = Math.max(0, ...this.edits.map((earlier) => earlier.id)) + 1;
    const added = { ...edit, id, parent: this.#current, picture: this.#picture };
    const { kept, changed, dropped } = forget(this.original, [...this.edits, added], id, KEPT_EDITS);
    this.edits = kept;
    this.show(id);
    const grown = changed.filter((earlier) => earlier.id !== id);
    return { put: [...grown, kept.at(-1)!], drop: dropped.map((earlier) => earlier.id) };
  }

  /** Whether a version is still there. */
  has(id: number | null): boolean {
    return id === null || this.edits.some((edit) => edit.id === id);
  }

  /** Shows a version: an edit's number, or null for the picture as it was opened. */
  show(id: number | null): void {
    this.#current = id;
    for (const edit of chainOf(this.edits, id)) this.#onwards.set(edit.parent, edit.id);
  }

  /** Back to the version that the shown edit was made from. @returns the edit that was undone */
  undo(): StoredEdit | null {
    const undone = this.current;
    if (undone) this.show(undone.parent);
    return undone;
  }

  redo(): void {
    if (this.next) this.show(this.next.id);
  }

  /** The picture before the shown edit; null at the picture as it was opened. */
  before(): Slice | null {
    return this.current && rebuild(this.original, this.edits, this.current.parent);
  }
}

/** Whether all edits that lead to this one are there; a damaged store may lack some. */
function isWhole(edits: StoredEdit[], id: number): boolean {
  try {
    return chainOf(edits, id).length > 0;
  } catch {
    return false;
  }
}
