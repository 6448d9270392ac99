import { Unzip, UnzipInflate } from 'fflate';
import type { InputFile, RefusedFile } from '../../contract/intake.ts';

/** An entry may not unpack to more than this, in bytes: a small archive can hold an endless file. */
const MAX_ENTRY = 256 * 2 ** 20;

/** Files that systems put beside the pictures without being asked. */
export const isHidden = (name: string) => /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i.test(name);

/**
 * The files of an archive one after another, unpacked while it is read, so that one of them at a time is in memory.
 * Folders and hidden files are left out.
 */
export async function* unzip({ name: archive, blob }: InputFile): AsyncGenerator<InputFile | RefusedFile> {
  const ready: (InputFile | RefusedFile)[] = [];
  const open = new Set<string>();
  const unzip = new Unzip((entry) => {
    const name = `${archive}/${entry.name}`;
    if (entry.name.endsWith('/') || isHidden(entry.name)) return;
    let chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    open.add(name);
    const close = (result: InputFile | RefusedFile) => {
      if (open.delete(name)) ready.push(result);
      chunks = [];
    };
    entry.ondata = (error, chunk, final) => {
      size += error ? 0 : chunk.length;
      if (error) close({ name, why: 'It could not be unpacked, because it is damaged or encrypted; pack it again.' });
      else if (size > MAX_ENTRY) close({ name, why: 'It unpacks to more than 256 MB; leave it out or cut it.' });
      else if (open.has(name)) chunks.push(chunk.slice());
      if (!error && final) close({ name, blob: new Blob(chunks) });
    };
    try {
      entry.start();
    } catch {
      close({ name, why: 'It is packed in a way that is not read; pack it again as an ordinary zip.' });
    }
  });
  unzip.register(UnzipInflate);
  /** @returns false when the archive cannot be read on */
  const push = (chunk: Uint8Array, final: boolean): boolean => {
    try {
      unzip.push(chunk, final);
      return true;
    } catch {
      return false;
    }
  };
  let whole = true;
  for await (const chunk of blob.stream()) {
    whole = push(chunk, false);
    yield* ready.splice(0);
    if (!whole) break;
  }
  whole &&= push(new Uint8Array(0), true);
  yield* ready.splice(0);
  if (!whole || open.size > 0) {
    yield { name: archive, why: 'The zip is cut off or damaged; what came before the damage was read.' };
  }
}
