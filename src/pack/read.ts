/**
 * Sets that were saved before, from this computer or another. A file from elsewhere may be anything: only entries that its checked
 * description names are unpacked, each no further than what it may hold.
 */
import { SpecimenError } from '../contract/errors.ts';
import type { KeptRun, RunPictures } from '../contract/kept.ts';
import type { ImageBatch } from '../contract/image.ts';
import { bytesOf, coverOf, runId } from '../lib/kept.ts';
import { Refused, type Raster } from '../lib/decode/picture.ts';
import { decodePng } from '../lib/decode/png.ts';
import { openTiff } from '../lib/decode/tiff.ts';
import { directoryOf, TooMuch, unpack, type Entry } from '../lib/decode/zip.ts';
import { bareRequest, LIMITS, METADATA_NAME, parseMetadata, type RunEntry } from './metadata.ts';

/** Bytes. */
const MAX_METADATA = 64 * 2 ** 20;
/** What a picture’s file may take besides its pixels: headers, and the request that a PNG carries. */
const MARGIN = 64 * 2 ** 10;
const MAX_ENTRIES = 300_000;

export interface SavedSet {
  /** Runs in it. */
  entries: RunEntry[];
  /** Slices in all of them. */
  slices: number;
  /** Reads one run whole. @throws SpecimenError `BadFile` with one sentence */
  read: (entry: RunEntry) => Promise<{ run: KeptRun; pictures: RunPictures }>;
}

/**
 * Opens a set by its directory and its description; pictures are read run by run.
 * @throws SpecimenError `BadFile` with one sentence
 */
export async function openSet(blob: Blob): Promise<SavedSet> {
  if (blob.size > LIMITS.bytes) throw bad('The file has more than 4 GB; save the set again in parts.');
  const files = await filesOf(blob);
  const description = files.get(METADATA_NAME);
  if (!description) throw bad('This zip is no set that Specimen saved: it holds no metadata.json.');
  const text = new TextDecoder().decode(await contentOf(description, MAX_METADATA));
  const { runs, files: format } = parseMetadata(text);
  const get = async (name: string, limit: number) => {
    const entry = files.get(name);
    if (!entry) throw bad(`The set lacks ${name}; save it again where it came from.`);
    return contentOf(entry, limit + MARGIN);
  };
  return {
    entries: runs,
    slices: runs.reduce((sum, { slices }) => sum + slices.length, 0),
    read: (entry) => readRun(entry, format === 'png' ? 8 : 16, get),
  };
}

type Get = (name: string, limit: number) => Promise<Bytes>;
type Bytes = Uint8Array<ArrayBuffer>;

async function filesOf(blob: Blob): Promise<Map<string, Entry>> {
  const files = new Map<string, Entry>();
  try {
    for (const entry of await directoryOf(blob, MAX_ENTRIES)) {
      if (files.has(entry.filename)) throw new Error(`${entry.filename} twice`);
      files.set(entry.filename, entry);
    }
  } catch (error) {
    throw bad('This is no zip that Specimen saved, or it is cut off or damaged; copy or download it again.', error);
  }
  return files;
}

async function contentOf(entry: Entry, limit: number): Promise<Bytes> {
  try {
    return await unpack(entry, limit);
  } catch (error) {
    if (error instanceof TooMuch)
      throw bad(`${entry.filename} is larger than what it may hold; this is no set that Specimen saved.`);
    throw bad(
      `${entry.filename} is damaged, encrypted or packed in an unusual way; copy or save the set again.`,
      error,
    );
  }
}

/** @param bits of the files’ pixels */
async function readRun(entry: RunEntry, bits: 8 | 16, get: Get): Promise<{ run: KeptRun; pictures: RunPictures }> {
  const { id, kept, name, note, model, width, height, slices: listed, backend, timing, page } = entry;
  const request = bareRequest(entry.request);
  const slices = listed.map(({ seed, asked, measured }) => ({ seed, asked, measured }));
  const images = { width, height, count: slices.length, data: await pixelsOf(entry, bits, get) };
  const pictures: RunPictures = { images, ...(await heldOf(entry, get)) };
  // Eight bits of sixteen cannot be checked against the name that the sixteen gave.
  if (bits === 16 && entry.bits === 16) {
    const own = await runId({ request, model }, pictures);
    if (own !== id) throw bad(`The run “${name}” was changed after it was saved, so it was left out.`);
  }
  const run: KeptRun = {
    ...{ id, at: Date.parse(kept), name, note, request, model, backend, timing, page, slices, width, height },
    held: {
      ...(entry.pictures.like && { like: sizeOf(entry.pictures.like) }),
      ...(entry.pictures.from && { from: sizeOf(entry.pictures.from) }),
      ...(pictures.sketch && {
        sketch: { side: entry.pictures.sketch!.edges.width, strength: pictures.sketch.strength },
      }),
    },
    bits: Math.min(bits, entry.bits) as 8 | 16,
    bytes: bytesOf(pictures),
    cover: coverOf(images),
  };
  return { run, pictures };
}

const sizeOf = ({ width, height }: { width: number; height: number }) => ({ width, height });

async function pixelsOf({ slices, width, height }: RunEntry, bits: 8 | 16, get: Get): Promise<Uint16Array> {
  const area = width * height;
  const data = new Uint16Array(slices.length * area);
  const put = (k: number, { grey }: Raster) => {
    const scale = bits === 8 ? 257 : 1;
    for (let i = 0; i < area; i++) data[k * area + i] = grey[i]! * scale;
  };
  if (bits === 8) {
    for (const [k, { image }] of slices.entries()) {
      // A PNG of noise may come out a little longer than its pixels.
      const bytes = await get(image, 2 * area);
      put(k, await decode(image, { width, height, white: 255 }, () => Promise.resolve(decodePng(bytes))));
    }
    return data;
  }
  const name = slices[0]!.image;
  const bytes = await get(name, slices.length * (2 * area + 1024));
  const stack = await decode(name, null, () => openTiff(new Blob([bytes])));
  for (const [k, { image, page }] of slices.entries()) {
    if (image !== name || page !== k || stack.pages !== slices.length)
      throw bad(`${name} has other pages than its set says.`);
    put(k, await decode(name, { width, height, white: 65535 }, () => stack.read(k)));
  }
  return data;
}

/** The pictures that the request held. */
async function heldOf({ pictures: { like, from, sketch } }: RunEntry, get: Get): Promise<Omit<RunPictures, 'images'>> {
  const grey = async ({ file, width, height }: { file: string; width: number; height: number }) => {
    const bytes = await get(file, 4 * width * height);
    const picture = await decode(file, null, () => openTiff(new Blob([bytes])));
    return (await decode(file, { width, height, white: null }, () => picture.read(0))).grey;
  };
  const whole = async (named: { file: string; width: number; height: number }): Promise<ImageBatch> => ({
    ...{ width: named.width, height: named.height, count: 1 },
    data: await grey(named),
  });
  if (sketch) {
    const sides = [sketch.edges.width, sketch.edges.height, sketch.labels.width, sketch.labels.height];
    if (new Set(sides).size > 1) throw bad('The sketch of a run in this set is not square.');
  }
  return {
    ...(like && { like: await whole(like) }),
    ...(from && { from: await whole(from) }),
    ...(sketch && {
      sketch: { edges: await grey(sketch.edges), labels: await grey(sketch.labels), strength: sketch.strength },
    }),
  };
}

interface Expected {
  width: number;
  height: number;
  /** Grey of white in the file’s integers; null for floats. */
  white: number | null;
}

/** Decodes something of a file; what is not as its set says is refused with the file’s name. */
async function decode<T>(
  name: string,
  expected: T extends Raster ? Expected : null,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const value = await work();
    if (expected && !isAsSaid(value as Raster, expected)) throw new Refused('It has another size or kind of pixels.');
    return value;
  } catch (error) {
    if (error instanceof SpecimenError) throw error;
    throw bad(`${name} is not the picture that its set says it is; save the set again where it came from.`, error);
  }
}

function isAsSaid(raster: Raster, { width, height, white }: Expected): boolean {
  const kind = white === null ? raster.limits === null : raster.limits?.[1] === white;
  return raster.width === width && raster.height === height && kind && raster.grey.every(Number.isFinite);
}

const bad = (message: string, cause?: unknown) => new SpecimenError('BadFile', message, cause);
