/** Files of a run: written whole, and numbered slices that jobs may share a folder for. */
import { randomUUID } from 'node:crypto';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { decode } from 'fast-png';
import { lock } from 'proper-lockfile';
import { SpecimenError } from '../contract/errors.ts';
import { METADATA_KEY } from '../lib/png.ts';

/**
 * Under another name first, so that a run that is killed never leaves half a file which a rerun would keep. The name is random,
 * because containers that share a volume count their processes alike.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the failure before says more
    // What failed is this file, whatever name it had at the time.
    throw error instanceof Error ? Object.assign(error, { path, dest: undefined }) : error;
  }
}

/** @throws SpecimenError `BadRequest` that names the first of the files which is there already, because nothing is written over */
export async function requireAbsent(folder: string, files: string[]): Promise<void> {
  const there = new Set(await readdir(folder));
  const file = files.find((name) => there.has(name));
  if (file === undefined) return;
  throw new SpecimenError(
    'BadRequest',
    `${join(folder, file)} is there already; choose another folder, or delete it to have it made anew.`,
  );
}

/** A job that was killed holds its lock no longer than this, ms. */
const LOCK_STALE = 60_000;
/** Jobs of an array end together: the last of a thousand waits for a second each. */
const [LOCK_TRIES, LOCK_PAUSE] = [5000, 250]; // ms

/** What tells the slices of a command: a key of the JSON that they carry. */
const MARKS = { sample: 'request', simulate: 'simulated' } as const;
type Command = keyof typeof MARKS;

export interface NumberedSlice {
  file: string;
  width: number; // px
  carried: object; // the JSON in the PNG
}

export const fileName = (number: number) => `${String(number).padStart(4, '0')}.png`;

/**
 * Writes samples.json of all slices of a folder that a command wrote, in the order of the numbers: of this run, and of others that
 * share the folder. Jobs list one after another, each after its own slices, so that the last list lacks none. Most slices are read
 * before, when nobody waits.
 * @param textOf what stands in it
 */
export async function writeSamples(
  folder: string,
  command: Command,
  textOf: (slices: NumberedSlice[]) => string,
): Promise<void> {
  const known = new Map<string, NumberedSlice | null>();
  const slices = async (): Promise<NumberedSlice[]> => {
    const files = await numberedFiles(folder);
    // One after another: a folder may hold more than a process may open.
    for (const file of files) if (!known.has(file)) known.set(file, await readSlice(folder, file, command));
    return files.flatMap((file) => known.get(file) ?? []);
  };
  await slices();
  const list = join(folder, 'samples.json');
  const unlock = await lock(list, {
    realpath: false, // the list need not be there yet
    stale: LOCK_STALE,
    retries: { retries: LOCK_TRIES, factor: 1, minTimeout: LOCK_PAUSE, randomize: true },
  });
  try {
    await writeAtomically(list, textOf(await slices()));
  } finally {
    await unlock();
  }
}

/** What decides a slice, by name. */
type Decisive = Record<string, unknown>;

/**
 * Which of the numbers are still to be made. What is there is kept, so it must be what the run would write.
 * @param asked what decides the slice of a number
 * @param found the same of a slice that is there
 * @throws SpecimenError `BadRequest` that names a PNG which is not of this request.
 */
export async function missingNumbers(
  folder: string,
  command: Command,
  numbers: number[],
  asked: (number: number) => Decisive,
  found: (slice: NumberedSlice) => Decisive,
): Promise<number[]> {
  const files = await numberedFiles(folder);
  // One file tells whose folder it is, before anything is added to it.
  if (files[0] !== undefined) await requireSlice(folder, files[0], command);
  const there = new Set(files);
  const missing: number[] = [];
  for (const number of numbers) {
    const file = fileName(number);
    if (!there.has(file)) {
      missing.push(number);
      continue;
    }
    const differences = differing(asked(number), found(await requireSlice(folder, file, command)));
    if (differences.length === 0) continue;
    throw new SpecimenError(
      'BadRequest',
      `${join(folder, file)} is there already and differs from what is asked in ${differences.join(', ')}; choose another folder, or delete it to have it made anew.`,
    );
  }
  return missing;
}

/** In the order of the numbers. */
async function numberedFiles(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^\d+\.png$/.test(name));
  return files.sort((a, b) => parseInt(a) - parseInt(b));
}

/** @returns null for what the command did not write, a folder and a link that leads nowhere among it */
async function readSlice(folder: string, file: string, command: Command): Promise<NumberedSlice | null> {
  const bytes = await readFile(join(folder, file)).catch((error: unknown) => {
    if (['EISDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  });
  if (!bytes) return null;
  try {
    const { width, text } = decode(bytes);
    const carried = JSON.parse(text[METADATA_KEY]!) as object;
    if (MARKS[command] in carried) return { file, width, carried };
  } catch {
    // No PNG, or one that says nothing of itself: the sentence is the same.
  }
  return null;
}

/** @throws SpecimenError `BadRequest` that names a PNG that the command did not write */
async function requireSlice(folder: string, file: string, command: Command): Promise<NumberedSlice> {
  const slice = await readSlice(folder, file, command);
  if (slice) return slice;
  throw new SpecimenError(
    'BadRequest',
    `${join(folder, file)} was not written by specimen ${command}; choose another folder.`,
  );
}

/** The names, in words, of what is not the same in both. */
function differing(asked: Decisive, found: Decisive): string[] {
  return [...new Set([...Object.keys(asked), ...Object.keys(found)])]
    .filter((name) => !isDeepStrictEqual(asked[name], found[name]))
    .map((name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}
