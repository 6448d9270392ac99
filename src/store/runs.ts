/** The runs of the gallery. A run and its pictures are written together or not at all. */
import { SpecimenError } from '../contract/errors.ts';
import type { KeptRun, RunPictures } from '../contract/kept.ts';
import type { IDBPObjectStore } from 'idb';
import { atOnce, database, wholly, type Schema } from './database.ts';

/**
 * Keeps a run; one that is there already stays as it is.
 * @returns false when it was there already
 * @throws SpecimenError `StorageFailed`; then nothing of it was kept, and what was kept before stays
 */
export function putRun(run: KeptRun, pictures: RunPictures): Promise<boolean> {
  return change(async (runs, all) => {
    if ((await runs.getKey(run.id)) !== undefined) return false;
    await Promise.all([runs.put(run, run.id), all.put(pictures, run.id)]);
    return true;
  });
}

/** All kept runs, the latest first. @throws SpecimenError `StorageFailed` */
export function allRuns(): Promise<KeptRun[]> {
  return attempt(async () => (await (await database()).getAllFromIndex('runs', 'at')).reverse());
}

/** A run with its pictures; null when it is not there (any more). @throws SpecimenError `StorageFailed` */
export function getRun(id: string): Promise<{ run: KeptRun; pictures: RunPictures } | null> {
  return attempt(async () => {
    const transaction = (await database()).transaction(['runs', 'runPictures']);
    const [run, pictures] = await Promise.all([
      transaction.objectStore('runs').get(id),
      transaction.objectStore('runPictures').get(id),
    ]);
    return run && pictures ? { run, pictures } : null;
  });
}

/** Whether a run is kept already. @throws SpecimenError `StorageFailed` */
export function hasRun(id: string): Promise<boolean> {
  return attempt(async () => (await (await database()).getKey('runs', id)) !== undefined);
}

/** Writes what the visitor calls a run; one that was deleted meanwhile stays deleted. @throws SpecimenError `StorageFailed` */
export function describeRun(id: string, words: Pick<KeptRun, 'name' | 'note'>): Promise<void> {
  return change(async (runs) => {
    const run = await runs.get(id);
    if (run) await runs.put({ ...run, ...words }, id);
  });
}

/**
 * Writes the same without asking whether the run is still there: a page that is being left hears no answer any more.
 * @throws SpecimenError `StorageFailed`
 */
export function describeRunAtOnce(run: KeptRun, words: Pick<KeptRun, 'name' | 'note'>): Promise<void> {
  return attempt(async () => {
    const transaction = (await database()).transaction('runs', 'readwrite');
    await atOnce(transaction, () => [transaction.store.put({ ...run, ...words }, run.id)]);
  });
}

/** Deletes runs with their pictures, all or none of them. @throws SpecimenError `StorageFailed` */
export function deleteRuns(ids: readonly string[]): Promise<void> {
  return attempt(async () => {
    const transaction = (await database()).transaction(['runs', 'runPictures'], 'readwrite');
    const [runs, pictures] = [transaction.objectStore('runs'), transaction.objectStore('runPictures')];
    await atOnce(transaction, () => ids.flatMap((id) => [runs.delete(id), pictures.delete(id)]));
  });
}

type Store<Name extends 'runs' | 'runPictures'> = IDBPObjectStore<Schema, ['runs', 'runPictures'], Name, 'readwrite'>;

/** One transaction over both stores: all of it or nothing. */
function change<T>(work: (runs: Store<'runs'>, pictures: Store<'runPictures'>) => Promise<T>): Promise<T> {
  return attempt(async () => {
    const transaction = (await database()).transaction(['runs', 'runPictures'], 'readwrite');
    return wholly(transaction, () => work(transaction.objectStore('runs'), transaction.objectStore('runPictures')));
  });
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new SpecimenError('StorageFailed', sentenceFor(error), error);
  }
}

function sentenceFor(error: unknown): string {
  switch (error instanceof Error ? error.name : '') {
    case 'QuotaExceededError':
      return 'This browser’s storage is full, so this was not kept; delete some runs, or save them as files first. All runs that were kept are still there.';
    case 'VersionError':
      return 'A newer version of this page is open in another tab; reload this one to go on with the kept runs.';
    case 'HeldByTab':
      return 'An older version of this page is open in another tab; close that tab and try again.';
    default:
      return 'This browser does not let the page use its storage; allow site data for it and try again.';
  }
}
