/** The one IndexedDB database of the page. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface Schema extends DBSchema {
  /** Model files by SHA-256. */
  weights: { key: string; value: Uint8Array };
  /** Cards and the catalogue by path, so that the page works without a network. */
  documents: { key: string; value: string };
  /** Measured milliseconds per network call, by model, version, backend and adapter. */
  measurements: { key: string; value: number };
}

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** Opens the database, once; a failure is forgotten so that the next call tries again. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('specimen', 1, {
    upgrade(db) {
      db.createObjectStore('weights');
      db.createObjectStore('documents');
      db.createObjectStore('measurements');
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
