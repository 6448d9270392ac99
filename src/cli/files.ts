import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { SpecimenError } from '../contract/errors.ts';
import { METADATA_KEY } from '../lib/png.ts';

/** Under another name first, so that a run that is killed never leaves half a file which a rerun would keep. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

/**
 * The JSON that each numbered PNG of a folder carries, in the order of the numbers, so that jobs may share a folder.
 * @throws SpecimenError `BadRequest` that names a PNG without it.
 */
export async function readNumberedSlices(folder: string): Promise<unknown[]> {
  const files = (await readdir(folder)).filter((name) => /^\d+\.png$/.test(name));
  const rows: unknown[] = [];
  for (const file of files.sort((a, b) => parseInt(a) - parseInt(b))) {
    const text = decode(await readFile(join(folder, file))).text[METADATA_KEY];
    if (text === undefined) {
      throw new SpecimenError(
        'BadRequest',
        `${join(folder, file)} was not written by specimen; choose another folder.`,
      );
    }
    rows.push(JSON.parse(text));
  }
  return rows;
}
