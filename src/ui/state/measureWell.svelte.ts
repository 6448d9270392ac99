/** One of the two sets that are compared: where it comes from, how far it has been read, and what stands in it. */
import type { Engine } from '../../client/engine.ts';
import { takeIn } from '../../client/intake.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { InputFile, IntakeSettings, RefusedFile, TakenImage } from '../../contract/intake.ts';
import type { Material } from '../../contract/materials.ts';
import type { SampleResult } from '../../contract/request.ts';
import { bringTo } from '../../lib/decode/fit.ts';
import { Refused } from '../../lib/decode/picture.ts';
import { commonWords } from '../language/common.ts';
import { local } from '../language/language.svelte.ts';
import { measureScreenWords } from '../language/measure.ts';
import { describeOrigin, MATERIAL_NAMES } from '../words.ts';

export type Source =
  | { kind: 'sample'; result: SampleResult }
  | { kind: 'simulated'; material: Material; count: number; seed: number }
  | { kind: 'files'; files: InputFile[] };

/** A set as it is measured. */
export interface ImageSet {
  source: Source;
  settings: IntakeSettings;
  images: ImageBatch;
  /** The run on the GPU that these are pixel for pixel (`SampleResult.resident`); null where they are none. */
  resident: number | null;
  /** One row per image. */
  taken: TakenImage[];
  refused: RefusedFile[];
}

export class MeasureWell {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  source = $state.raw<Source | null>(null);
  set = $state.raw<ImageSet | null>(null);
  /** What could not be used of a source of which nothing could be used. */
  refused = $state.raw<RefusedFile[]>([]);
  /** Null while the well is at rest. */
  progress = $state.raw<{ done: number; total: number; words: string } | null>(null);
  /** A sentence in place of a set. */
  problem = $state.raw<string | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Fills the well anew. Settles when it is filled, has failed or was filled otherwise meanwhile. */
  async fill(source: Source, settings: IntakeSettings): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#empty();
    this.source = source;
    try {
      const { images, resident, taken, refused } = await this.#read(source, settings, controller);
      if (this.#controller !== controller) return;
      if (images) this.set = { source, settings, images, resident, taken, refused };
      else {
        this.refused = refused;
        this.problem = refused.length > 0 ? measureScreenWords().well.noneUsed : measureScreenWords().well.noFiles;
      }
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    } finally {
      if (this.#controller === controller) {
        this.#controller = null; // word of progress that is still on its way comes too late
        this.progress = null;
      }
    }
  }

  /** Ends what is being read and leaves the well empty. */
  clear(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#empty();
    this.source = null;
  }

  #empty(): void {
    this.set = null;
    this.refused = [];
    this.progress = null;
    this.problem = null;
    this.error = null;
  }

  async #read(source: Source, settings: IntakeSettings, controller: AbortController): Promise<Read> {
    const { signal } = controller;
    const text = measureScreenWords().well;
    const show = (done: number, total: number, words: string) => {
      if (this.#controller === controller) this.progress = { done, total, words };
    };
    switch (source.kind) {
      case 'sample':
        return fromSample(source.result, settings);
      case 'simulated': {
        const { material, count, seed } = source;
        show(0, count, text.simulating(count));
        const request = { material, count, seed, size: settings.side, attributes: {} };
        const { images, slices } = await this.#engine.simulate(request, {
          signal,
          onProgress: (progress) => {
            if (progress.stage === 'sample') show(progress.done, progress.total, text.simulated(progress.done, count));
          },
        });
        const how = text.simulatedHow(local().inSentence(MATERIAL_NAMES[material]), settings.side);
        return {
          images,
          resident: null,
          taken: slices.map((slice) => ({ name: commonWords().seed(slice.seed), how, sha256: null })),
          refused: [],
        };
      }
      case 'files': {
        const { files } = source;
        show(0, files.length, text.readingFiles);
        const read = await takeIn(files, settings, {
          signal,
          onProgress: ({ files: done, total, images }) =>
            show(done, total, total > 1 ? text.read(done, total, images) : text.readOne(images)),
        });
        return { ...read, resident: null };
      }
    }
  }
}

interface Read {
  images: ImageBatch | null;
  resident: number | null;
  taken: TakenImage[];
  refused: RefusedFile[];
}

/** The slices of a run take the same path as files, which leaves them as they are where it asks for no other size or range. */
function fromSample(result: SampleResult, settings: IntakeSettings): Read {
  const { data, count, width, height } = result.images;
  const kept: Float32Array[] = [];
  const taken: TakenImage[] = [];
  const refused: RefusedFile[] = [];
  for (let k = 0; k < count; k++) {
    const name = describeOrigin(result, k);
    try {
      const grey = data.subarray(k * width * height, (k + 1) * width * height);
      const raster = { width, height, grey, limits: null, what: '' };
      const { image, how } = bringTo(settings, raster, [0, 1]);
      kept.push(image);
      taken.push({ name, how: `${result.request.model}; ${how}`, sha256: null });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.push({ name, why: error.message });
    }
  }
  const { side } = settings;
  const joined = new Float32Array(kept.length * side * side);
  kept.forEach((image, k) => joined.set(image, k * side * side));
  const images = kept.length > 0 ? { data: joined, count: kept.length, width: side, height: side } : null;
  const untouched = joined.length === data.length && joined.every((value, i) => value === data[i]);
  return { images, resident: untouched ? result.resident : null, taken, refused };
}

/** Where a set comes from, in words: “16 slices of Rocks by ddpm-64, seeds 1 to 16”. */
export function describeSource(source: Source): string {
  const text = measureScreenWords().source;
  switch (source.kind) {
    case 'sample': {
      const { model, material, seed, count, interpolateTo } = source.result.request;
      const seeds = interpolateTo === undefined ? text.seedOn(seed) : text.seedTo(seed, interpolateTo);
      return text.sample(MATERIAL_NAMES[material], model, count === 1 ? commonWords().seed(seed) : seeds);
    }
    case 'simulated':
      return text.simulated(MATERIAL_NAMES[source.material], source.seed);
    case 'files': {
      const [first] = source.files;
      return source.files.length === 1 ? (first?.name ?? '') : text.files(source.files.length);
    }
  }
}
