/** Studies and their answers. Each answer is a record of its own that is only ever added, so that two tabs cannot overwrite each other’s. */
import type { Rating, Trial } from '../lib/study/records.ts';
import type { Sitting } from '../lib/study/sitting.ts';
import { atOnce, database } from './database.ts';

/** What the list of studies shows without their pictures. */
export interface StudyEntry {
  id: string;
  alias: string;
  begun: number; // ms since 1970
  pairs: number;
  answered: number;
}

export interface StoredStudy {
  sitting: Sitting;
  trials: Trial[]; // by index
  ratings: Rating[];
}

/** `full` and `forbidden`: it stays in memory only, and the page says so. */
export type Kept = 'kept' | 'full' | 'forbidden';

type About = Omit<StudyEntry, 'answered'>;

/** Keys that begin with a prefix: `:` and `;` follow each other. */
const below = (prefix: string) => IDBKeyRange.bound(`${prefix}:`, `${prefix};`, false, true);
const numbered = (index: number) => String(index).padStart(4, '0');

/** Writes a new study, all of it or nothing. */
export async function keepSitting(sitting: Sitting): Promise<Kept> {
  const { id, alias, begun, pairs } = sitting;
  const about: About = { id, alias, begun, pairs: pairs.length };
  return attempt(async () => {
    const transaction = (await database()).transaction('studies', 'readwrite');
    await atOnce(transaction, () => [
      transaction.store.add(about, `about:${id}`),
      transaction.store.add(sitting, `sitting:${id}`),
    ]);
  });
}

/**
 * Adds an answer where there is none yet.
 * @returns `taken` where another tab answered the same pair first; that answer stands
 */
export const keepTrial = (id: string, trial: Trial) => add(`trial:${id}:${numbered(trial.index)}`, trial);

/** Adds the marks of a sheet, as `keepTrial` does an answer. @param place of the sheet in the sitting */
export const keepRating = (id: string, place: number, rating: Rating) => add(`rating:${id}:${numbered(place)}`, rating);

async function add(key: string, record: Trial | Rating): Promise<Kept | 'taken'> {
  try {
    const transaction = (await database()).transaction('studies', 'readwrite');
    await atOnce(transaction, () => [transaction.store.add(record, key)]);
    return 'kept';
  } catch (error) {
    return error instanceof DOMException && error.name === 'ConstraintError' ? 'taken' : refusal(error);
  }
}

async function attempt(write: () => Promise<unknown>): Promise<Kept> {
  try {
    await write();
    return 'kept';
  } catch (error) {
    return refusal(error);
  }
}

const refusal = (error: unknown): Kept =>
  error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'forbidden';

/** The studies on this computer, newest first; none where storage is forbidden. */
export async function listStudies(): Promise<StudyEntry[]> {
  try {
    const db = await database();
    const abouts = (await db.getAll('studies', below('about'))) as About[];
    const entries = abouts.map(async (about) => ({
      ...about,
      answered: await db.count('studies', below(`trial:${about.id}`)),
    }));
    return (await Promise.all(entries)).sort((a, b) => b.begun - a.begun);
  } catch {
    return [];
  }
}

/** A study with its answers; null when it is gone or cannot be read. */
export async function loadStudy(id: string): Promise<StoredStudy | null> {
  try {
    const db = await database();
    const [sitting, trials, ratings] = await Promise.all([
      db.get('studies', `sitting:${id}`) as Promise<Sitting | undefined>,
      db.getAll('studies', below(`trial:${id}`)) as Promise<Trial[]>,
      db.getAll('studies', below(`rating:${id}`)) as Promise<Rating[]>,
    ]);
    return sitting ? { sitting, trials, ratings } : null;
  } catch {
    return null;
  }
}

/** Deletes a study with its answers. @returns whether it is gone */
export async function dropStudy(id: string): Promise<boolean> {
  const kept = await attempt(async () => {
    const transaction = (await database()).transaction('studies', 'readwrite');
    await Promise.all([
      ...[`about:${id}`, `sitting:${id}`].map((key) => transaction.store.delete(key)),
      ...['trial', 'rating'].map((kind) => transaction.store.delete(below(`${kind}:${id}`))),
      transaction.done,
    ]);
  });
  return kept === 'kept';
}
