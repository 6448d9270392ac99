/** The versions of a picture: each edit keeps the pixels of its region only, and which version it was made from. */
import { crop, type Region, type Slice } from './slice.ts';

export interface Patch {
  id: number;
  /** The edit it was made on; null for the picture as it was opened. */
  parent: number | null;
  region: Region;
  /** Row-major, of the region's size and the picture's bit depth. */
  pixels: Uint8Array | Uint16Array;
}

/** The edits that lead to version `id`, oldest first; none for null, the picture as it was opened. */
export function chainOf<P extends Patch>(edits: readonly P[], id: number | null): P[] {
  const chain: P[] = [];
  for (let at = id; at !== null;) {
    const edit = edits.find((candidate) => candidate.id === at);
    // A parent is always older, which also keeps damaged records from leading in a circle.
    if (!edit || (edit.parent !== null && edit.parent >= edit.id)) throw new Error(`there is no version ${at}`);
    chain.unshift(edit);
    at = edit.parent;
  }
  return chain;
}

/** The picture at version `id`. */
export function rebuild(original: Slice, edits: readonly Patch[], id: number | null): Slice {
  const pixels = original.pixels.slice();
  for (const { region, pixels: patch } of chainOf(edits, id)) {
    for (let y = 0; y < region.height; y++) {
      const row = patch.subarray(y * region.width, (y + 1) * region.width);
      pixels.set(row, (region.top + y) * original.width + region.left);
    }
  }
  return { ...original, pixels };
}

/**
 * Leaves out edits, oldest first, until at most `limit` are left. Those that were made on one of them grow by its region, so
 * that every version that is left looks as before.
 * @param current never left out
 */
export function forget<P extends Patch>(
  original: Slice,
  edits: readonly P[],
  current: number | null,
  limit: number,
): { kept: P[]; changed: P[]; dropped: P[] } {
  let kept = [...edits];
  const dropped: P[] = [];
  const changed = new Map<number, P>();
  while (kept.length > limit) {
    const oldest = kept.find(({ id }) => id !== current);
    if (!oldest) break;
    const grown = kept.map((edit): P => {
      if (edit.parent !== oldest.id) return edit;
      const region = union(edit.region, oldest.region);
      const pixels = crop(rebuild(original, kept, edit.id).pixels, original.width, region);
      const next = { ...edit, parent: oldest.parent, region, pixels };
      changed.set(edit.id, next);
      return next;
    });
    kept = grown.filter(({ id }) => id !== oldest.id);
    changed.delete(oldest.id);
    dropped.push(oldest);
  }
  return { kept, changed: [...changed.values()], dropped };
}

function union(a: Region, b: Region): Region {
  const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)];
  const width = Math.max(a.left + a.width, b.left + b.width) - left;
  const height = Math.max(a.top + a.height, b.top + b.height) - top;
  return { left, top, width, height };
}
