import { rename, writeFile } from 'node:fs/promises';

/** Under another name first, so that a run that is killed never leaves half a file which a rerun would keep. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}
