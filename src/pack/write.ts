/** Kept runs as a zip that a segmentation network can be trained with, and that another gallery reads back. */
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { SpecimenError } from '../contract/errors.ts';
import type { KeptRun, RunPictures } from '../contract/kept.ts';
import type { ImageBatch } from '../contract/image.ts';
import { provenance } from '../contract/provenance.ts';
import { toBatch, toResult } from '../lib/kept.ts';
import { encodePixels } from '../lib/png.ts';
import { phaseOf } from '../materials/attributes.ts';
import { dataCard } from './dataCard.ts';
import { LIMITS, METADATA_NAME, metadataOf, type RunEntry, type Saving } from './metadata.ts';
import { tiffStack } from './tiff.ts';

/** What every TIFF says of itself. */
const DESCRIPTION = 'SYNTHETIC, not a measurement. Drawn by a model of Specimen; metadata.json says how.';

export interface Options extends Saving {
  /** The pictures of a run, asked for when its turn comes, so that those of one run at a time are in memory. */
  read: (id: string) => Promise<RunPictures>;
  /** Called with the number of slices written so far. */
  onSlices?: (done: number) => void;
}

/** Bytes of the zip, at most, over those of the runs' pictures in 16 bit: with masks of 8 bit, and what describes them. */
const OVERHEAD = { png: 1.1, tiff: 1.6 };

/**
 * The zip in pieces, description first, so that nothing of it has to be held.
 * @throws SpecimenError `BadRequest` before anything is written, when it would be more than can be read back
 */
export async function* writeSet(runs: readonly KeptRun[], options: Options): AsyncGenerator<Uint8Array> {
  if (
    runs.length > LIMITS.runs ||
    OVERHEAD[options.format] * runs.reduce((sum, { bytes }) => sum + bytes, 0) > LIMITS.bytes
  ) {
    throw new SpecimenError(
      'BadRequest',
      `A set holds at most ${LIMITS.runs} runs and 4 GB; choose fewer runs and save them in parts.`,
    );
  }
  const zip = new Output(options.saved);
  const metadata = metadataOf(runs, options);
  zip.add(METADATA_NAME, [strToU8(JSON.stringify(metadata, null, 1))]);
  zip.add('DATACARD.md', [strToU8(dataCard(metadata, runs))]);
  yield* zip.take();
  let done = 0;
  for (const [index, run] of runs.entries()) {
    const entry = metadata.runs[index]!;
    const pictures = await options.read(run.id);
    for (const written of filesOf(run, entry, pictures, options.format)) {
      zip.add(written.name, written.parts, written.packed);
      yield* zip.take();
      if (written.slices) options.onSlices?.((done += written.slices));
    }
  }
  zip.end();
  yield* zip.take();
}

interface Written {
  name: string;
  parts: Iterable<Uint8Array>;
  /** Whether the format packs by itself already. */
  packed?: boolean;
  /** How many slices are complete with it. */
  slices?: number;
}

function* filesOf(run: KeptRun, entry: RunEntry, pictures: RunPictures, format: Saving['format']): Generator<Written> {
  const { data, width, height, count } = pictures.images;
  const area = width * height;
  const slice = (k: number) => data.subarray(k * area, (k + 1) * area);
  const mask = (k: number) => {
    const grey = toBatch({ data: slice(k), width, height, count: 1 }).data;
    return phaseOf(run.request.material, grey).map((phase) => 255 * phase);
  };
  if (format === 'png') {
    const result = toResult(run, pictures);
    for (const [k, { image, mask: file }] of entry.slices.entries()) {
      const note = provenance(result, k);
      const size = { width, height, bitDepth: 8 } as const;
      const pixels = Uint8Array.from(slice(k), (level) => Math.round(level / 257));
      yield { name: image, parts: [encodePixels({ ...size, pixels }, note)], packed: true };
      const about = { synthetic: true, mask: true, of: image };
      yield { name: file, parts: [encodePixels({ ...size, pixels: mask(k) }, about)], packed: true, slices: 1 };
    }
  } else {
    const stack = { width, height, pages: count, description: DESCRIPTION };
    const { image, mask: file } = entry.slices[0]!;
    yield { name: image, parts: tiffStack({ ...stack, page: slice }) };
    yield { name: file, parts: tiffStack({ ...stack, page: mask }), slices: count };
  }
  for (const [name, { file, data, width, height }] of requestFiles(entry, pictures)) {
    const description = `The ${name} that a request of Specimen held; metadata.json says which.`;
    yield { name: file, parts: tiffStack({ width, height, pages: 1, description, page: () => data }) };
  }
}

type RequestFile = { file: string; data: Float32Array; width: number; height: number };

/** The pictures that a run's request held, as 32-bit floats, which keep every bit. */
function* requestFiles(
  { pictures: files }: RunEntry,
  { like, from, sketch }: RunPictures,
): Generator<[string, RequestFile]> {
  const whole = (named: { file: string }, { data, width, height }: ImageBatch) => ({ ...named, data, width, height });
  if (files.like && like) yield ['picture to resemble', whole(files.like, like)];
  if (files.from && from) yield ['picture to start from', whole(files.from, from)];
  if (files.sketch && sketch) {
    yield ['outlines', { ...files.sketch.edges, data: sketch.edges }];
    yield ['labels', { ...files.sketch.labels, data: sketch.labels }];
  }
}

/** fflate's zip as a queue of pieces. */
class Output {
  readonly #zip: Zip;
  readonly #saved: Date;
  #ready: Uint8Array[] = [];
  #failure: Error | null = null;

  constructor(saved: Date) {
    this.#saved = saved;
    this.#zip = new Zip((error, piece) => {
      this.#failure ??= error;
      this.#ready.push(piece);
    });
  }

  add(name: string, parts: Iterable<Uint8Array>, packed = false): void {
    const file = packed ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    file.mtime = this.#saved;
    this.#zip.add(file);
    for (const part of parts) if (part.length > 0) file.push(part.slice());
    file.push(new Uint8Array(0), true);
  }

  end(): void {
    this.#zip.end();
  }

  take(): Uint8Array[] {
    if (this.#failure) throw this.#failure;
    return this.#ready.splice(0);
  }
}
