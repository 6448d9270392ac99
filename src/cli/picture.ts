/** Pictures that options name, opened as the page opens them. */
import { openAsBlob } from 'node:fs';
import jpegJs from 'jpeg-js';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { OpenedPicture } from '../contract/opened.ts';
import { Refused } from '../lib/decode/picture.ts';
import { openPicture } from '../lib/decode/open.ts';
import { greyOf } from '../lib/slice.ts';
import { requireFile } from './faults.ts';

/** @throws SpecimenError `BadRequest` when there is no such file, or it is no picture that can be opened. */
export async function openFile(path: string, page: number): Promise<OpenedPicture> {
  await requireFile(path);
  const blob = await openAsBlob(path);
  try {
    return await openPicture(blob, page, (bytes) => Promise.resolve(jpegJs.decode(bytes, { useTArray: true })));
  } catch (cause) {
    if (cause instanceof Refused) throw new SpecimenError('BadRequest', `${path}: ${cause.message}`, cause);
    throw cause;
  }
}

interface GreyPicture {
  image: ImageBatch;
  /** A sentence on a picture that the models see little in, with its file; null where there is none. */
  caution: string | null;
}

/** The first page of a file, grey in [0, 1]. @throws as `openFile` */
export async function openGrey(path: string): Promise<GreyPicture> {
  const picture = await openFile(path, 0);
  const { width, height } = picture;
  return { image: { data: greyOf(picture), count: 1, height, width }, caution: cautionOf(path, picture) };
}

export const cautionOf = (path: string, { caution }: OpenedPicture) => caution && `${path}: ${caution}`;

/** On the error stream, where they stay out of JSON. @returns those that there are */
export function tellCautions(cautions: (string | null)[]): string[] {
  const told = cautions.filter((caution) => caution !== null);
  for (const caution of told) console.error(caution);
  return told;
}
