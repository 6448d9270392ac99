/** A folder of image files as one set, by the rule that the page has for dropped files. */
import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import jpegJs from 'jpeg-js';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { InputFile, IntakeSettings, RefusedFile, TakenImage } from '../contract/intake.ts';
import { takeIn } from '../lib/decode/intake.ts';
import { isHidden } from '../lib/decode/zip.ts';
import type { ProgressLine } from './progress.ts';

export interface FolderSet {
  folder: string;
  images: ImageBatch;
  /** How each image was brought to the common size and range, which changes every score. */
  taken: TakenImage[];
  refused: RefusedFile[];
}

const CAPACITY = 2 ** 28; // pixels of a set, 1 GiB as float32: a terminal has more memory than a tab

/**
 * @param set what it is called in a sentence
 * @throws SpecimenError `BadRequest` for a folder that is not there or holds no image that can be used
 */
export async function readFolder(
  set: 'reference' | 'synthetic',
  folder: string,
  settings: IntakeSettings,
  progress: ProgressLine,
): Promise<FolderSet> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new SpecimenError('BadRequest', folderFaultWords(set, folder, cause as NodeJS.ErrnoException), cause);
  });
  const nameOf = (path: string) => relative(folder, path).replaceAll(sep, '/');
  const paths: string[] = [];
  const unusable: RefusedFile[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = nameOf(path);
    if (isHidden(name)) continue;
    const link = entry.isSymbolicLink();
    const why = link ? await whyNotFollowed(path) : null;
    if (why !== null) unusable.push({ name, why });
    else if (link || entry.isFile()) paths.push(path);
  }
  const files: InputFile[] = [];
  for (const path of paths.sort()) {
    const name = nameOf(path);
    await openAsBlob(path).then(
      (blob) => files.push({ name, blob }),
      () => unusable.push({ name, why: 'It may not be read, or is gone; allow it, or leave it out.' }),
    );
  }
  const { images, taken, ...rest } = await takeIn(files, settings, {
    jpeg: (bytes) => Promise.resolve(jpegJs.decode(bytes, { useTArray: true })),
    capacity: CAPACITY,
    onProgress: (p) => progress.show(`files of the ${set} set`, p.files, p.total),
  });
  progress.end();
  const refused = [...unusable, ...rest.refused];
  if (images) return { folder, images, taken, refused };
  const first = refused[0];
  throw new SpecimenError(
    'BadRequest',
    first
      ? `${folder} holds no image that can be used. ${first.name}: ${first.why}`
      : `${folder} holds no images; put PNG, JPEG, TIFF or zip files into it.`,
  );
}

function folderFaultWords(set: string, folder: string, { code, path = folder }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return `There is no folder ${folder} for the ${set} set.`;
  if (code === 'ENOTDIR')
    return `${folder} is a file, and the ${set} set is a folder; put the file into one and name that.`;
  return `The folder ${path} of the ${set} set cannot be read; allow it, or leave it out.`;
}

/** Why a symbolic link is left out; null for one to a file. */
async function whyNotFollowed(path: string): Promise<string | null> {
  const target = await stat(path).catch(() => null);
  if (target?.isFile()) return null;
  if (!target) return 'It is a link that leads to nothing which can be opened; mend it or delete it.';
  // A folder may hold a link to one that holds it.
  return 'It is a link to something else than a file, such as a folder, and is not followed; put in links to the files.';
}
