/** A folder of image files as one set, by the rule that the page has for dropped files. */
import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import jpegJs from 'jpeg-js';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { InputFile, IntakeSettings, RefusedFile, TakenImage } from '../contract/intake.ts';
import { takeIn } from '../lib/decode/intake.ts';
import type { ProgressLine } from './progress.ts';

export interface FolderSet {
  folder: string;
  images: ImageBatch;
  /** How each image was brought to the common size and range, which changes every score. */
  taken: TakenImage[];
  refused: RefusedFile[];
}

const CAPACITY = 2 ** 28; // pixels of a set, 1 GiB as float32: a terminal has more memory than a tab
/** What `specimen` writes beside its images. */
const NOT_IMAGES = /(\.json|\.labels\.png)$/;

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
    throw new SpecimenError('BadRequest', `There is no folder ${folder} for the ${set} set.`, cause);
  });
  const paths = entries
    .filter((entry) => entry.isFile() && !NOT_IMAGES.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const files: InputFile[] = [];
  for (const path of paths.sort()) {
    files.push({ name: relative(folder, path).replaceAll(sep, '/'), blob: await openAsBlob(path) });
  }
  const { images, taken, refused } = await takeIn(files, settings, {
    jpeg: (bytes) => Promise.resolve(jpegJs.decode(bytes, { useTArray: true })),
    capacity: CAPACITY,
    onProgress: (p) => progress.show(`files of the ${set} set`, p.files, p.total),
  });
  progress.end();
  if (images) return { folder, images, taken, refused };
  const first = refused[0];
  throw new SpecimenError(
    'BadRequest',
    first
      ? `${folder} holds no image that can be used. ${first.name}: ${first.why}`
      : `${folder} holds no images; put PNG, JPEG, TIFF or zip files into it.`,
  );
}
