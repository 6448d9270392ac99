/** A set of 2,000 slices of 64 px as the Gallery saves and reads it, without the browser's storage, and the zip library alone. */
import { zipSync, type Zippable } from 'fflate';
import type { ModelCard } from '../../contract/card.ts';
import type { KeptRun, PackFormat, RunPictures } from '../../contract/kept.ts';
import type { SampleResult } from '../../contract/request.ts';
import { directoryOf, unpack } from '../../lib/decode/zip.ts';
import { toKept } from '../../lib/kept.ts';
import { simulate } from '../../materials/simulate.ts';
import { openSet } from '../../pack/read.ts';
import { writeSet } from '../../pack/write.ts';
import { ms, timeInTurns } from './time.ts';

const RUNS = 40;
const SLICES = 50; // of a run
const SIDE = 64; // px
const ROUNDS = 1;
const FORMATS: PackFormat[] = ['png', 'tiff'];

const CARD = {
  ...{ id: 'bench', name: 'Bench', version: '1.0.0', licence: 'MIT', files: [], inputs: [] },
  ...{ parametrisation: { type: 'latent', dimensions: 1 }, conditions: {} },
} as unknown as ModelCard;

/** A run of simulated rocks. The same slices stand in every run: a zip packs each file by itself. */
function draw(seed: number, data: Float32Array): Promise<{ run: KeptRun; pictures: RunPictures }> {
  const measured = { areaFraction: 0.2, featureSize: 9.5, noise: 0.01 };
  const result: SampleResult = {
    request: { model: CARD.id, material: 'rocks', look: 'real', count: SLICES, seed, attributes: {} },
    modelVersion: CARD.version,
    images: { data, count: SLICES, height: SIDE, width: SIDE },
    slices: Array.from({ length: SLICES }, (_, k) => ({ seed: seed + k, asked: measured, measured })),
    backend: { backend: 'wasm', threads: 1, adapter: null, reason: 'bench' },
    timing: { prepareMs: 0, sampleMs: 1, networkCalls: 1, readbacks: 1, cold: false },
    ...{ trace: null, encoding: null, resident: null, notices: [] },
  };
  return toKept(result, { card: CARD, name: `Run ${seed}`, at: seed, page: '0' });
}

export async function benchPack() {
  const data = new Float32Array(SLICES * SIDE * SIDE);
  for (let k = 0; k < SLICES; k++) data.set(simulate('rocks', { seed: k, size: SIDE }).image, k * SIDE * SIDE);
  const kept = await Promise.all(Array.from({ length: RUNS }, (_, seed) => draw(seed, data)));
  const runs = kept.map(({ run }) => run);
  const pictures = new Map(kept.map(({ run, pictures }) => [run.id, pictures]));
  const save = async (format: PackFormat) => {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const read = (id: string) => Promise.resolve(pictures.get(id)!);
    for await (const piece of writeSet(runs, { format, page: '0', saved: new Date(), read })) {
      pieces.push(piece as Uint8Array<ArrayBuffer>);
    }
    return new Blob(pieces);
  };
  const load = async (zip: Blob) => {
    const set = await openSet(zip);
    for (const entry of set.entries) await set.read(entry);
  };

  const pack: Record<string, unknown> = {};
  const sentences: string[] = [];
  for (const format of FORMATS) {
    const zip = await save(format);
    const files: Zippable = {};
    const unpackAll = async () => {
      for (const entry of await directoryOf(zip, Infinity)) files[entry.filename] = await unpack(entry, Infinity);
    };
    await unpackAll();
    // As the set is packed: PNGs are so by themselves.
    const packed = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, [bytes, { level: name.endsWith('.png') ? 0 : 6 }]]),
    ) as Zippable;
    const timings = await timeInTurns(ROUNDS, {
      save: () => save(format),
      zip: () => zipSync(packed),
      load: () => load(zip),
      unzip: unpackAll,
    });
    const ratio = (own: 'save' | 'load', bare: 'zip' | 'unzip') => timings[own].warmMs / timings[bare].warmMs;
    pack[format] = { bytes: zip.size, ...timings, saveRatio: ratio('save', 'zip'), loadRatio: ratio('load', 'unzip') };
    const said = (own: 'save' | 'load', bare: 'zip' | 'unzip') =>
      `${ms(timings[own].warmMs)} (cold ${ms(timings[own].coldMs)}), ${ratio(own, bare).toFixed(1)} times the zip library alone, ` +
      `${ms(timings[bare].warmMs)} (cold ${ms(timings[bare].coldMs)})`;
    sentences.push(
      `Set of ${RUNS * SLICES} slices of ${SIDE} px with masks, ${format.toUpperCase()}, ${(zip.size / 1e6).toFixed(1)} MB: ` +
        `saved in ${said('save', 'zip')}; read in ${said('load', 'unzip')}.`,
    );
  }
  return { result: { pack: { runs: RUNS, slices: RUNS * SLICES, side: SIDE, rounds: ROUNDS, ...pack } }, sentences };
}
