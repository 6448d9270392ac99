/** The one IndexedDB database of the page. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { StoredEdit, StoredPicture, StoredSession } from './studio.ts';
import type { LockedKey } from './keys.ts';

export interface Schema extends DBSchema {
  /** Model files by SHA-256. */
  weights: { key: string; value: Uint8Array };
  /** Cards and the catalogue by path, so that the page works without a network. */
  documents: { key: string; value: string };
  /** Measured milliseconds per network call, by model, version, backend and adapter. */
  measurements: { key: string; value: number };
  /** The Studio's picture as it was opened; one at a time. */
  pictures: { key: 'studio'; value: StoredPicture };
  /** The Studio's edits by their number. */
  edits: { key: number; value: StoredEdit };
  /** What else the Studio finds again. */
  sessions: { key: 'studio'; value: StoredSession };
  /** Keys of hosted providers by provider, encrypted; deleting downloaded models leaves them. */
  keys: { key: string; value: LockedKey };
}

const VERSION = 2;

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** Opens the database, once; a failure is forgotten so that the next call tries again. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('specimen', VERSION, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('weights');
        db.createObjectStore('documents');
        db.createObjectStore('measurements');
      }
      if (from < 2) {
        db.createObjectStore('pictures');
        db.createObjectStore('edits');
        db.createObjectStore('sessions');
        db.createObjectStore('keys');
      }
    },
    // Another tab wants a newer version: let go, or it would wait for this tab for ever.
    blocking() {
      void opened?.then((db) => db.close());
      opened = null;
    },
    terminated() {
      opened = null;
    },
  }).catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}
