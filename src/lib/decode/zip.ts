/**
 * Zips by their directory. A file from elsewhere may be anything, so nothing that it says of itself is believed: entries that lie
 * over each other are refused, and unpacking stops at a limit.
 */
import {
  BlobReader,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
  ZipReader,
  type Entry,
} from '@zip.js/zip.js';
import type { InputFile, RefusedFile } from '../../contract/intake.ts';

/** An entry may not unpack to more than this, in bytes: a small archive can hold an endless file. */
const MAX_ENTRY = 256 * 2 ** 20;
/** All of them may not either, bytes. */
const MAX_TOTAL = 8 * 2 ** 30;
const MAX_ENTRIES = 100_000;

export type { Entry };

/** Files that systems put beside the pictures without being asked. */
export const isHidden = (name: string) => /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i.test(name);

/**
 * Of the files of one folder or zip, those that go with slices without being any: JSON and label images, as the simulators write
 * them, and what lies in `masks` and `requests` beside the metadata.json of a set that the Gallery saved.
 * @param names their paths, as `InputFile` has them
 */
export function companionsIn(names: readonly string[]): Set<string> {
  const all = new Set(names);
  const goesAlong = (name: string) => {
    if (/\.(json|labels\.png)$/i.test(name)) return true;
    const beside = /^(.*\/)?(masks|requests)\/[^/]+$/.exec(name);
    return beside !== null && all.has(`${beside[1] ?? ''}metadata.json`);
  };
  return new Set(names.filter(goesAlong));
}

/** Says of the files that `companionsIn` found, which may be many, in one row that they were left out; nothing of none. */
export function companionsLeftOut([first, ...more]: Iterable<string>): RefusedFile[] {
  if (first === undefined) return [];
  return [
    {
      name: first + others(more.length),
      why: 'Label images, masks, requests and JSON files go with slices and are not measured as slices.',
    },
  ];
}

/** What stands, after the name of a first file, for those behind it. */
export const others = (count: number) => (count === 0 ? '' : ` … (+${count})`);

/** An entry holds more than it may, or a zip more entries. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
}

/**
 * What a zip holds, in the order of its directory, whatever order its files are in.
 * @throws TooMuch when it lists more than `most`; whatever the library says of one that is cut off or damaged
 */
export async function directoryOf(blob: Blob, most: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of new ZipReader(new BlobReader(blob), { useWebWorkers: false }).getEntriesGenerator()) {
    if (entries.length >= most) throw new TooMuch();
    entries.push(entry);
  }
  return entries;
}

/**
 * Unpacks an entry and compares it with its checksum.
 * @param limit bytes; it stops where there are more, whatever the directory says
 * @throws TooMuch; whatever the library says of an entry that is damaged, encrypted or packed in an unusual way
 */
export async function unpack(entry: Entry, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (entry.directory || entry.uncompressedSize > limit) throw new TooMuch();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(part) {
      size += part.length;
      if (size > limit) throw new TooMuch();
      parts.push(part);
    },
  });
  await entry.getData(sink, { useWebWorkers: false, checkCrc32: true, checkOverlappingEntry: true });
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/**
 * The files of an archive one after another, so that one of them at a time is in memory. Folders and hidden files are left out, and
 * so is what goes with slices, which is named.
 */
export async function* unzip({ name: archive, blob }: InputFile): AsyncGenerator<InputFile | RefusedFile> {
  let entries: Entry[];
  try {
    entries = await directoryOf(blob, MAX_ENTRIES);
  } catch (error) {
    yield {
      name: archive,
      why:
        error instanceof TooMuch
          ? 'The zip holds more than 100,000 files; pack fewer of them.'
          : 'The zip is cut off or damaged; copy or download it again.',
    };
    return;
  }
  const files = entries.filter(({ directory, filename }) => !directory && !isHidden(filename));
  const companions = companionsIn(files.map(({ filename }) => filename));
  let total = 0;
  for (const entry of files) {
    if (companions.has(entry.filename)) continue;
    const name = `${archive}/${entry.filename}`;
    try {
      const bytes = await unpack(entry, MAX_ENTRY);
      total += bytes.length;
      if (total > MAX_TOTAL) {
        yield { name: archive, why: 'The zip unpacks to more than 8 GB; the rest was not read.' };
        return;
      }
      yield { name, blob: new Blob([bytes]) };
    } catch (error) {
      yield { name, why: reasonFor(error) };
    }
  }
  yield* companionsLeftOut([...companions].map((filename) => `${archive}/${filename}`));
}

function reasonFor(error: unknown): string {
  if (error instanceof TooMuch) return 'It unpacks to more than 256 MB; leave it out or cut it.';
  const unusual = [ERR_UNSUPPORTED_COMPRESSION, ERR_UNSUPPORTED_ENCRYPTION];
  return error instanceof Error && unusual.includes(error.message)
    ? 'It is packed in a way that is not read; pack it again as an ordinary zip.'
    : 'It could not be unpacked, because it is damaged or encrypted; pack it again.';
}
