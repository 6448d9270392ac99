/** The ways of opening a picture in the Studio: a file, the simulators, a sampled slice, an example. */
import type { Engine } from '../../client/engine.ts';
import { openPicture } from '../../client/intake.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { Material } from '../../contract/materials.ts';
import { provenance, type PictureSource } from '../../contract/provenance.ts';
import type { SampleResult } from '../../contract/request.ts';
import { sliceOf, type Slice } from '../../lib/slice.ts';
import { crack, ring } from '../../materials/damage.ts';
import { local } from '../language/language.svelte.ts';
import { studioScreenWords } from '../language/studio.ts';
import { describeOrigin, MATERIAL_NAMES } from '../words.ts';

export type Opening =
  | { kind: 'file'; file: File; page: number }
  | { kind: 'simulated'; material: Material; size: number; seed: number }
  | { kind: 'example'; damage?: 'crack' | 'ring' }
  | { kind: 'sampled'; result: SampleResult; index: number };

export interface Opened {
  name: string;
  source: PictureSource;
  slice: Slice;
  /** Null where the page has to guess. */
  material: Material | null;
  /** What the file was and how its values were read, and a caution; null where there is nothing to say. */
  how: string | null;
  caution: string | null;
  /** The file, for choosing another page of it. */
  stack: { file: File; pages: number; page: number } | null;
}

/** The example's rock: large enough for a crack with surroundings, small enough to be quick. */
const EXAMPLE = { material: 'rocks', size: 128, seed: 11 } as const;

export class StudioOpener {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  /** What is being done; null at rest. */
  busy = $state<string | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** @returns null when it failed, was cancelled, or another picture was opened meanwhile */
  async open(opening: Opening): Promise<Opened | null> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const text = studioScreenWords().open;
    this.error = null;
    this.busy = opening.kind === 'file' ? text.reading(opening.file.name) : text.drawing;
    try {
      const opened = await this.#read(opening, controller.signal);
      return this.#controller === controller ? opened : null;
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return null;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
      return null;
    } finally {
      if (this.#controller === controller) this.busy = null;
    }
  }

  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.busy = null;
  }

  async #read(opening: Opening, signal: AbortSignal): Promise<Opened> {
    switch (opening.kind) {
      case 'file': {
        const { file, page } = opening;
        const { pages, how, caution, width, height, bitDepth, pixels } = await openPicture(file, page, signal);
        const name = pages === 1 ? file.name : studioScreenWords().open.page(file.name, page + 1);
        return {
          name,
          source: { kind: 'file', name, how },
          slice: { width, height, bitDepth, pixels },
          material: null,
          how,
          caution,
          stack: pages === 1 ? null : { file, pages, page },
        };
      }
      case 'simulated':
        return this.#simulate(opening, null, signal);
      case 'example':
        return this.#simulate(EXAMPLE, opening.damage ?? 'crack', signal);
      case 'sampled': {
        const { result, index } = opening;
        const { data, width, height } = result.images;
        const grey = data.subarray(index * width * height, (index + 1) * width * height);
        return {
          ...plain,
          name: studioScreenWords().open.by(
            MATERIAL_NAMES[result.request.material],
            result.request.model,
            describeOrigin(result, index),
          ),
          source: { kind: 'sampled', made: provenance(result, index) },
          slice: sliceOf(grey, width, height, 16),
          material: result.request.material,
        };
      }
    }
  }

  async #simulate(
    { material, size, seed }: { material: Material; size: number; seed: number },
    damage: 'crack' | 'ring' | null,
    signal: AbortSignal,
  ): Promise<Opened> {
    const { images } = await this.#engine.simulate({ material, count: 1, seed, size, attributes: {} }, { signal });
    const whole = images.data;
    const grey = damage === 'crack' ? crack(whole, size, seed) : damage === 'ring' ? ring(whole, size) : whole;
    return {
      ...plain,
      name: studioScreenWords().open.simulatedName(local().inSentence(MATERIAL_NAMES[material]), damage, seed),
      source: {
        kind: 'simulated',
        material,
        seed,
        size,
        crack: damage === 'crack',
        ...(damage === 'ring' && { ring: true }),
      },
      slice: sliceOf(grey, size, size, 16),
      material,
    };
  }
}

const plain = { how: null, caution: null, stack: null };
