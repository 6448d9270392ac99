/** Everything that working without a network takes, besides the page itself: every model and the runtime. */
import type { ModelCard } from '../contract/card.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { KeptBytes, Progress } from '../contract/request.ts';
import { throwIfAborted, unlessAborted } from '../lib/abort.ts';
import type { Cache } from '../store/cache.ts';
import type { RuntimeBinaries } from './runtimes.ts';
import { supportsWebGpuRuntime } from './session.ts';
import { withCurrentCards, type Library } from './weights.ts';

interface Item {
  bytes: number;
  kept: () => Promise<boolean>;
  fetch: (onBytes: (loaded: number) => void, signal: AbortSignal | undefined) => Promise<unknown>;
}

type File = Pick<ModelCard['files'][number], 'path' | 'sha256' | 'bytes'>;

export class Keeper {
  readonly #library: Library;
  readonly #cache: Cache;
  readonly #binaries: RuntimeBinaries | null;

  constructor(library: Library, cache: Cache, binaries: RuntimeBinaries | null) {
    this.#library = library;
    this.#cache = cache;
    this.#binaries = binaries;
  }

  /** How much there is, and how much of it is here already. @throws SpecimenError `ModelUnavailable`, `CardInvalid` */
  async size(): Promise<KeptBytes> {
    const items = await this.#items();
    const kept = await Promise.all(items.map((item) => item.kept()));
    const sum = (list: Item[]) => list.reduce((bytes, item) => bytes + item.bytes, 0);
    return { totalBytes: sum(items), keptBytes: sum(items.filter((_, i) => kept[i])) };
  }

  /**
   * Fetches what is not here yet, one file after another, each verified; what an earlier call brought is not fetched again.
   * @throws SpecimenError `ModelUnavailable`, `ModelCorrupt`, `RuntimeFailed`; `StorageFailed` when not all of it can be stored;
   * Cancelled. What came before the failure stays.
   */
  keep(signal: AbortSignal | undefined, onProgress: (progress: Progress) => void): Promise<void> {
    return withCurrentCards(() => this.#keep(signal, onProgress));
  }

  async #keep(signal: AbortSignal | undefined, onProgress: (progress: Progress) => void): Promise<void> {
    const items = await this.#items();
    const totalBytes = items.reduce((bytes, item) => bytes + item.bytes, 0);
    let done = 0;
    const report = (loaded: number) => onProgress({ stage: 'download', loadedBytes: done + loaded, totalBytes });
    this.#cache.takeNotice();
    for (const item of items) {
      throwIfAborted(signal);
      report(0);
      if (!(await item.kept())) {
        await item.fetch(report, signal);
        if (!(await item.kept())) throw notStored(this.#cache.takeNotice());
      }
      done += item.bytes;
    }
    report(0);
  }

  async #items(): Promise<Item[]> {
    const { models } = await this.#library.catalog();
    const cards = await Promise.all(models.map(({ id }) => this.#library.card(id)));
    const webgpu = supportsWebGpuRuntime();
    // Graphs in 16-bit floats are for GPUs only.
    const halves = cards.flatMap((card) => (webgpu && card.half ? [this.#fileOf(card, card.half)] : []));
    const files = [...cards, await this.#library.extractorCard()]
      .flatMap((card) => card.files.map((file) => this.#fileOf(card, file)))
      .concat(halves);
    const binaries = this.#binaries;
    if (!binaries) return files;
    // The build without WebGPU is the one to fall back on, also where Settings choose it later.
    const builds = webgpu ? [false, true] : [false];
    const runtimes = builds.map((build): Item => ({
      bytes: binaries.bytes(build),
      kept: () => binaries.kept(build),
      // It goes on loading after a cancel, but nobody waits for it.
      fetch: (onBytes, signal) => unlessAborted(this.#runtime(binaries, build, onBytes), signal),
    }));
    return [...runtimes, ...files];
  }

  #fileOf(card: Pick<ModelCard, 'id' | 'name'>, file: File): Item {
    return {
      bytes: file.bytes,
      kept: () => this.#cache.has('weights', file.sha256),
      fetch: (onBytes, signal) => this.#library.weights(card, file, signal, onBytes),
    };
  }

  async #runtime(binaries: RuntimeBinaries, webgpu: boolean, onBytes: (loaded: number) => void): Promise<void> {
    try {
      await binaries.fetch(webgpu, onBytes);
    } catch (cause) {
      throw new SpecimenError(
        'RuntimeFailed',
        'The runtime that draws the slices could not be downloaded; check the connection and press again.',
        cause,
      );
    }
  }
}

/** @param notice which of the two it is, where that is known: the runtime's cache does not say */
const notStored = (notice: string | null) =>
  new SpecimenError(
    'StorageFailed',
    'This browser has no room for all of it, or does not let the page store anything. What could be stored is kept; free some space or allow site data, and press again for the rest.',
    notice ?? 'a file is not there after it was stored',
  );
