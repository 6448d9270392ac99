/** Databases as earlier versions of the page left them, made with the browser's own interface. */

const NAME = 'specimen';
/** The object stores that each version added. */
const STEPS = [
  ['weights', 'documents', 'measurements'],
  ['pictures', 'edits', 'sessions', 'keys'],
];
/** One value in every store of version 2, by its key. */
export const OLD_VALUES: Record<string, [IDBValidKey, unknown]> = {
  weights: ['sha', new Uint8Array([1, 2, 3])],
  documents: ['card', '{"id":"vae"}'],
  measurements: ['vae on wasm', 12.5],
  pictures: ['studio', { id: 'p', name: 'a.png', slice: { pixels: new Uint16Array([7, 65535]) } }],
  edits: [4, { id: 4, picture: 'p' }],
  sessions: ['studio', { picture: 'p', current: 4 }],
  keys: ['openai', { provider: 'openai', sealed: 'x' }],
};

/** Opens the database as the page of `version` did, and puts one value in each of its stores. The caller closes it. */
export function openOld(version: 1 | 2): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = () => {
      for (const name of STEPS.slice(0, version).flat()) {
        const [key, value] = OLD_VALUES[name]!;
        request.result.createObjectStore(name).put(value, key);
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}

/** What a store that `version` knew holds in each entry of `OLD_VALUES`. */
export function namesUpTo(version: 1 | 2): string[] {
  return STEPS.slice(0, version).flat();
}

/** Deletes the database; open connections of the page let go of it. */
export function deleteDatabase(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error!);
  });
}
