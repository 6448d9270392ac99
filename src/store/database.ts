/** The one IndexedDB database of the page. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { LockedKey } from './keys.ts';
import type { KeptRun, RunPictures } from '../contract/kept.ts';
import type { StoredEdit, StoredPicture, StoredSession } from './studio.ts';

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
  /** Kept runs by their id, without pixels. */
  runs: { key: string; value: KeptRun; indexes: { at: number } };
  /** The pixels of the kept runs, by the same id. */
  runPictures: { key: string; value: RunPictures };
  /** Answers of studies of real and synthetic slices. */
  studies: { key: string; value: unknown };
}

const VERSION = 3;
/** How long another tab may keep an older version open before this one goes on without storage, ms. */
const PATIENCE = 3000;

interface Opening {
  database: Promise<IDBPDatabase<Schema>>;
  /** Rejects once another tab has been in the way for too long. */
  held: Promise<never>;
}

let opening: Opening | null = null;

/**
 * Opens the database, once; a failure is forgotten so that the next call tries again.
 * @throws DOMException `VersionError` when a newer page has been here, or what the browser says
 * @throws HeldByTab while a tab with an older page does not let go
 */
export function database(): Promise<IDBPDatabase<Schema>> {
  opening ??= open();
  // Open at last: the first of the two that are settled wins.
  return Promise.race([opening.database, opening.held]);
}

/** Another tab has an older page open, which does not let this one bring the database up to date. */
export class HeldByTab extends Error {
  override readonly name = 'HeldByTab';
}

function open(): Opening {
  let giveUp: (error: Error) => void;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const held = new Promise<never>((_, reject) => (giveUp = reject));
  held.catch(() => undefined); // nobody may be waiting
  const forget = () => {
    if (opening === own) opening = null;
  };
  const database = openDB<Schema>('specimen', VERSION, {
    // All steps are one transaction: a crash in the middle leaves the version before, whole.
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
      if (from < 3) {
        db.createObjectStore('runs').createIndex('at', 'at');
        db.createObjectStore('runPictures');
        db.createObjectStore('studies');
      }
    },
    blocked() {
      timer = setTimeout(() => giveUp(new HeldByTab('another tab keeps an older version open')), PATIENCE);
    },
    // Another tab wants a newer version: let go, or it would wait for this tab for ever.
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
  const own: Opening = { database, held };
  database.finally(() => clearTimeout(timer)).catch(forget);
  return own;
}

interface Transaction {
  readonly done: Promise<void>;
  readonly error: DOMException | null;
  abort(): void;
  commit(): void;
  addEventListener(type: 'abort', listener: () => void): void;
}

/**
 * What belongs together in one transaction: all of it is written, or nothing.
 * @throws what ended the transaction: of a full storage its last requests say only that they were aborted
 */
export async function wholly<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  const { done } = transaction;
  done.catch(() => undefined); // awaited below, after what may fail before it
  try {
    // A request that was on its way when Chromium ended the transaction for want of room is never answered.
    const aborted = new Promise<never>((_, reject) =>
      transaction.addEventListener('abort', () =>
        reject(transaction.error ?? new DOMException('It was aborted.', 'AbortError')),
      ),
    );
    aborted.catch(() => undefined); // `work` may throw before anyone listens
    const value = await Promise.race([work(), aborted]);
    await done;
    return value;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It has ended already.
    }
    throw transaction.error ?? error;
  }
}

/**
 * Writes whose requests are all known now, committed without waiting to hear of them: a page that is reloaded in the same moment
 * has written them, where it would lose what commits only once the page hears of its last request.
 * @throws what ended the transaction, as `wholly` does
 */
export async function atOnce(transaction: Transaction, requests: () => Promise<unknown>[]): Promise<void> {
  await wholly(transaction, () => {
    const answered = Promise.all(requests());
    transaction.commit();
    return answered;
  });
}
