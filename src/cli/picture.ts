/** Pictures that options name, opened as the page opens them. */
import { existsSync, openAsBlob } from 'node:fs';
import jpegJs from 'jpeg-js';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import { Refused } from '../lib/decode/picture.ts';
import { openPicture } from '../lib/decode/open.ts';
import { greyOf, type Slice } from '../lib/slice.ts';

/** @throws SpecimenError `BadRequest` when there is no such file, or it is no picture that can be opened. */
export async function openFile(path: string, page: number): Promise<Slice & { how: string }> {
  if (!existsSync(path)) throw new SpecimenError('BadRequest', `There is no file ${path}.`);
  const blob = await openAsBlob(path);
  try {
    return await openPicture(blob, page, (bytes) => Promise.resolve(jpegJs.decode(bytes, { useTArray: true })));
  } catch (cause) {
    if (cause instanceof Refused) throw new SpecimenError('BadRequest', `${path}: ${cause.message}`, cause);
    throw cause;
  }
}

/** The first page of a file, grey in [0, 1]. @throws as `openFile` */
export async function openGrey(path: string): Promise<ImageBatch> {
  const slice = await openFile(path, 0);
  return { data: greyOf(slice), count: 1, height: slice.height, width: slice.width };
}
