/** What the Studio keeps, so that a reload loses nothing. Without storage everything works, and one sentence says so. */
import type { RegionReport } from '../contract/edit.ts';
import type { Material } from '../contract/materials.ts';
import type { EditRecord, PictureSource } from '../contract/provenance.ts';
import type { Slice } from '../lib/slice.ts';
import type { Patch } from '../lib/versions.ts';
import { atOnce, database } from './database.ts';

export interface StoredPicture {
  id: string;
  name: string;
  source: PictureSource;
  slice: Slice;
}

export interface StoredEdit extends Patch {
  picture: string; // id of the picture it belongs to
  record: EditRecord;
  report: RegionReport;
  /** The mask document as JSON before the edit, for undoing it. */
  mask: string;
}

export interface StoredSession {
  picture: string;
  material: Material;
  /** The edit that is shown; null for the picture as it was opened. */
  current: number | null;
  /** The mask document as JSON. */
  mask: string;
}

export interface Stored {
  picture: StoredPicture;
  edits: StoredEdit[];
  session: StoredSession;
}

/** The Studio as it was left; null when it was empty or nothing can be read. */
export async function loadStudio(): Promise<Stored | null> {
  try {
    const db = await database();
    const [picture, session, edits] = await Promise.all([
      db.get('pictures', 'studio'),
      db.get('sessions', 'studio'),
      db.getAll('edits'),
    ]);
    if (!picture || session?.picture !== picture.id) return null;
    return { picture, session, edits: edits.filter((edit) => edit.picture === picture.id) };
  } catch {
    return null;
  }
}

export interface Changes {
  /** A new picture, which ends the one before with its edits. */
  picture?: StoredPicture;
  put?: StoredEdit[];
  drop?: number[];
  session: StoredSession;
}

/**
 * Writes changes, all or none of them.
 * @returns a sentence for the visitor when they could not be written, else null
 */
export async function saveStudio({ picture, put = [], drop = [], session }: Changes): Promise<string | null> {
  try {
    const db = await database();
    const transaction = db.transaction(['pictures', 'edits', 'sessions'], 'readwrite');
    const edits = transaction.objectStore('edits');
    await atOnce(transaction, () => [
      ...(picture ? [edits.clear(), transaction.objectStore('pictures').put(picture, 'studio')] : []),
      ...drop.map((id) => edits.delete(id)),
      ...put.map((edit) => edits.put(edit, edit.id)),
      transaction.objectStore('sessions').put(session, 'studio'),
    ]);
    return null;
  } catch (error) {
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    return full
      ? 'This browser’s storage is full, so this picture and its edits are gone when the page is closed; save what you want to keep.'
      : 'This browser does not let the page store anything, so this picture and its edits are gone when the page is closed; save what you want to keep.';
  }
}
