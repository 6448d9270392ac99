/** From files to one set of images of equal size in [0, 1]; what cannot be used is named with its reason. */
import { Cancelled } from '../../contract/errors.ts';
import type {
  InputFile,
  IntakeProgress,
  IntakeResult,
  IntakeSettings,
  RefusedFile,
  TakenImage,
} from '../../contract/intake.ts';
import { throwIfAborted, yieldTask } from '../abort.ts';
import { sha256 as digestOf } from '../digest.ts';
import { bringTo } from './fit.ts';
import { kindOf, MAX_PARTS, MAX_WHOLE, openFile } from './file.ts';
import type { JpegDecoder } from './jpeg.ts';
import { Refused, type Picture, type Raster } from './picture.ts';
import { companionsIn, companionsLeftOut, isHidden, others, unzip } from './zip.ts';

/** Pixels of a whole set: 512 MiB as float32. */
const CAPACITY = 2 ** 27;
export interface IntakeOptions {
  jpeg: JpegDecoder;
  /** Pixels that a set may hold. */
  capacity?: number;
  signal?: AbortSignal;
  onProgress?: (progress: IntakeProgress) => void;
}

interface Item {
  row: TakenImage;
  image: Float32Array;
}

/**
 * Reads files and archives one at a time, keeps of each image only the pixels of the common size, and sorts by name.
 * @throws Cancelled
 */
export async function takeIn(
  files: readonly InputFile[],
  settings: IntakeSettings,
  options: IntakeOptions,
): Promise<IntakeResult> {
  const items: Item[] = [];
  const visible = files.filter(({ name }) => !isHidden(name));
  const companions = companionsIn(visible.map(({ name }) => name));
  const wanted = visible.filter(({ name }) => !companions.has(name));
  const refused: RefusedFile[] = [];
  const room = Math.floor((options.capacity ?? CAPACITY) / settings.side ** 2);
  const report = (read: number) =>
    options.onProgress?.({ files: read, total: wanted.length, images: items.length, refused: refused.length });

  /** Names the first that a full set has no room for. @param more what stands for those behind it */
  const leaveOut = (first: string, more: string) =>
    refused.push({
      name: first + more,
      why: `A set holds at most ${room} images of this size; the rest was not read.`,
    });

  for (const [index, file] of wanted.entries()) {
    if (items.length >= room) {
      leaveOut(file.name, others(wanted.length - index - 1));
      break;
    }
    report(index);
    let found = 0;
    for await (const part of partsOf(file)) {
      found++;
      if (items.length >= room) {
        leaveOut(part.name, ' …'); // how many there are is known once all are unpacked
        break;
      }
      if ('why' in part) refused.push(part);
      else await takeFile(part, settings, options, { items, refused, room, leaveOut });
      report(index);
      throwIfAborted(options.signal);
      await yieldTask();
    }
    if (found === 0) refused.push({ name: file.name, why: 'The zip holds no files.' });
  }
  refused.push(...companionsLeftOut(companions));
  report(wanted.length);
  const byName = new Intl.Collator('en', { numeric: true });
  items.sort((a, b) => byName.compare(a.row.name, b.row.name));
  return { images: join(items, settings.side), taken: items.map(({ row }) => row), refused };
}

/** A file, or those of a zip. What cannot be read, which shows at its first bytes, keeps nothing else out. */
async function* partsOf(file: InputFile): AsyncGenerator<InputFile | RefusedFile> {
  const isZip = await kindOf(file.blob).then(
    (kind) => kind === 'zip' && file.blob.size <= MAX_PARTS,
    () => null,
  );
  if (isZip === null) yield { name: file.name, why: UNREADABLE };
  else if (!isZip) yield file;
  else {
    for await (const part of unzip(file)) {
      const zipped = 'blob' in part && (await kindOf(part.blob)) === 'zip';
      yield zipped ? { name: part.name, why: 'It is a zip inside a zip; unpack it first.' } : part;
    }
  }
}

const UNREADABLE = 'It could not be read; check that it opens elsewhere.';

interface Taken {
  items: Item[];
  refused: RefusedFile[];
  room: number;
  leaveOut: (first: string, more: string) => void;
}

/** Takes in every page of a file, or says why not; pages that cannot be used do not keep the others out. */
async function takeFile(
  { name, blob }: InputFile,
  settings: IntakeSettings,
  { jpeg, signal }: IntakeOptions,
  { items, refused, room, leaveOut }: Taken,
): Promise<void> {
  const attempt = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      const why = error instanceof Refused ? error.message : UNREADABLE;
      refused.push({ name, why });
    }
  };
  await attempt(name, async () => {
    const picture = await openFile(blob, jpeg);
    const sha256 = blob.size <= MAX_WHOLE ? await digestOf(new Uint8Array(await blob.arrayBuffer())) : null;
    const extent = await extentOf(picture, settings, signal);
    for (let page = 0; page < picture.pages; page++) {
      throwIfAborted(signal);
      const pageName = picture.pages === 1 ? name : `${name} page ${page + 1}`;
      if (items.length >= room) {
        leaveOut(pageName, others(picture.pages - page - 1));
        break;
      }
      await attempt(pageName, async () => {
        const raster = await picture.read(page);
        const { image, how } = bringTo(settings, raster, extent ?? raster.limits!);
        items.push({ image, row: { name: pageName, how: `${raster.what}; ${how}`, sha256 } });
      });
      await yieldTask();
    }
  });
}

/**
 * Least and greatest grey over all pages of a file, which become black and white; null where the number type has its own.
 * Floats that already lie in [0, 1] stay as they are.
 */
async function extentOf(
  picture: Picture,
  { range }: IntakeSettings,
  signal?: AbortSignal,
): Promise<[number, number] | null> {
  let least = Infinity;
  let greatest = -Infinity;
  for (let page = 0; page < picture.pages; page++) {
    throwIfAborted(signal);
    const raster: Raster | null = await picture.read(page).catch(() => null);
    if (raster?.limits && range === 'type') return null;
    for (const value of raster?.grey ?? []) {
      if (!Number.isFinite(value)) continue;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    await yieldTask();
  }
  return range === 'type' && least >= 0 && greatest <= 1 ? [0, 1] : [least, greatest];
}

function join(items: Item[], side: number): IntakeResult['images'] {
  if (items.length === 0) return null;
  const data = new Float32Array(items.length * side * side);
  items.forEach(({ image }, index) => data.set(image, index * side * side));
  return { data, count: items.length, height: side, width: side };
}
