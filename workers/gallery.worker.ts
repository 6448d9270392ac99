/** Saves kept runs as a zip and reads such a zip, beside the page. The type of `api` is the contract with it. */
import * as Comlink from 'comlink';
import { SpecimenError, toPayload, type Outcome } from '../src/contract/errors.ts';
import type { PackFormat, PackProgress, UnpackReport } from '../src/contract/kept.ts';
import { openSet } from '../src/pack/read.ts';
import { writeSet } from '../src/pack/write.ts';
import { allRuns, getRun, hasRun, putRun } from '../src/store/runs.ts';

/** Bytes of a zip that are gathered before the browser takes them out of this worker's memory, to the disk if it likes. */
const PIECE = 8 * 2 ** 20;

const api = {
  /** @param page version of the page that saves */
  async save(
    ids: string[],
    { format, page }: { format: PackFormat; page: string },
    onProgress: (progress: PackProgress) => void,
  ): Promise<Outcome<Blob>> {
    try {
      // Without their pictures, of which those of one run at a time are in memory.
      const known = new Map((await allRuns()).map((run) => [run.id, run]));
      const runs = ids.map((id) => known.get(id) ?? gone());
      const total = runs.reduce((sum, { slices }) => sum + slices.length, 0);
      const pieces = writeSet(runs, {
        ...{ format, page, saved: new Date() },
        read: async (id) => ((await getRun(id)) ?? gone()).pictures,
        onSlices: (done) => onProgress({ done, total }),
      });
      return { ok: true, value: await gather(pieces) };
    } catch (error) {
      return { ok: false, error: toPayload(error) };
    }
  },

  /** Keeps every run of a set that is not here yet, one after another: what was kept before something fails stays. */
  async load(file: Blob, onProgress: (progress: PackProgress) => void): Promise<Outcome<UnpackReport>> {
    try {
      const set = await openSet(file);
      const report: UnpackReport = { added: 0, known: 0, problem: null };
      let done = 0;
      for (const entry of set.entries) {
        try {
          if (await hasRun(entry.id)) report.known++;
          else {
            const { run, pictures } = await set.read(entry);
            if (await putRun(run, pictures)) report.added++;
            else report.known++;
          }
        } catch (error) {
          if (!(error instanceof SpecimenError)) throw error;
          report.problem ??= error.message;
          if (error.name === 'StorageFailed') break;
        }
        onProgress({ done: (done += entry.slices.length), total: set.slices });
      }
      return { ok: true, value: report };
    } catch (error) {
      return { ok: false, error: toPayload(error) };
    }
  },
};

function gone(): never {
  throw new SpecimenError('BadRequest', 'One of these runs was deleted in another tab; choose again.');
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Blob> {
  const parts: Blob[] = [];
  let fresh: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const piece of pieces) {
    fresh.push(piece as Uint8Array<ArrayBuffer>);
    size += piece.length;
    if (size < PIECE) continue;
    parts.push(new Blob(fresh));
    [fresh, size] = [[], 0];
  }
  return new Blob([...parts, ...fresh], { type: 'application/zip' });
}

export type GalleryApi = typeof api;
Comlink.expose(api);
