/** A cache over IndexedDB that never makes its caller fail: what cannot be stored is only not there next time. */
import { database, type Schema } from './database.ts';

type StoreName = 'weights' | 'documents' | 'measurements';
type Value<S extends StoreName> = Schema[S]['value'];

export interface Cache {
  get<S extends StoreName>(store: S, key: string): Promise<Value<S> | undefined>;
  /** Whether something is there, without reading it. */
  has(store: StoreName, key: string): Promise<boolean>;
  put<S extends StoreName>(store: S, key: string, value: Value<S>): Promise<void>;
  delete(store: StoreName, key: string): Promise<void>;
  clear(): Promise<void>;
  /** A sentence for the visitor when something could not be stored since the last call, else null. */
  takeNotice(): string | null;
}

export class BrowserCache implements Cache {
  #notice: string | null = null;

  async get<S extends StoreName>(store: S, key: string): Promise<Value<S> | undefined> {
    try {
      return await (await database()).get(store, key);
    } catch {
      return undefined; // forbidden storage reads as an empty cache; `put` tells the visitor
    }
  }

  async has(store: StoreName, key: string): Promise<boolean> {
    try {
      return (await (await database()).count(store, key)) > 0;
    } catch {
      return false;
    }
  }

  async put<S extends StoreName>(store: S, key: string, value: Value<S>): Promise<void> {
    try {
      await (await database()).put(store, value, key);
    } catch (error) {
      const full = error instanceof DOMException && error.name === 'QuotaExceededError';
      this.#notice = full
        ? 'This browser’s storage is full, so models are downloaded again next time; free some space to keep them.'
        : 'This browser does not let the page store anything, so models are downloaded again next time; allow site data to keep them.';
    }
  }

  async delete(store: StoreName, key: string): Promise<void> {
    await database()
      .then((db) => db.delete(store, key))
      .catch(() => undefined);
  }

  async clear(): Promise<void> {
    const db = await database().catch(() => null);
    if (db) await Promise.all([db.clear('weights'), db.clear('documents'), db.clear('measurements')]);
  }

  takeNotice(): string | null {
    const notice = this.#notice;
    this.#notice = null;
    return notice;
  }
}

/** Keeps things for the life of the process: the command line reads its models from the disk anyway. */
export class MemoryCache implements Cache {
  readonly #stores: { [S in StoreName]: Map<string, Value<S>> } = {
    weights: new Map(),
    documents: new Map(),
    measurements: new Map(),
  };

  get<S extends StoreName>(store: S, key: string): Promise<Value<S> | undefined> {
    return Promise.resolve(this.#stores[store].get(key));
  }

  has(store: StoreName, key: string): Promise<boolean> {
    return Promise.resolve(this.#stores[store].has(key));
  }

  put<S extends StoreName>(store: S, key: string, value: Value<S>): Promise<void> {
    this.#stores[store].set(key, value);
    return Promise.resolve();
  }

  delete(store: StoreName, key: string): Promise<void> {
    this.#stores[store].delete(key);
    return Promise.resolve();
  }

  clear(): Promise<void> {
    for (const store of Object.values(this.#stores)) store.clear();
    return Promise.resolve();
  }

  takeNotice(): null {
    return null;
  }
}
