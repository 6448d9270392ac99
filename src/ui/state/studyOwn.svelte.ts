/** Slices of the visitor’s own, read at every size that a model draws. */
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { Fit, InputFile, IntakeProgress, RefusedFile } from '../../contract/intake.ts';
import { readOwn } from './studyOwnRead.ts';
import type { OwnSlice } from './studyPrepare.ts';

export class StudyOwn {
  #controller: AbortController | null = null;
  #files: InputFile[] = [];
  #sides: readonly number[] = [];

  fit = $state<Fit>('crop');
  /** In the order of their names. */
  slices = $state.raw<OwnSlice[]>([]);
  refused = $state.raw<RefusedFile[]>([]);
  /** Null while nothing is read. */
  progress = $state.raw<IntakeProgress | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  /** How many slices can be paired with models of all these sides. */
  count(sides: readonly number[]): number {
    return this.of(sides).length;
  }

  of(sides: readonly number[]): OwnSlice[] {
    return this.slices.filter((slice) => sides.every((side) => slice.has(side)));
  }

  /**
   * Reads files in place of those that were there. Settles when they are read, have failed or were replaced.
   * @param sides px, that models draw
   */
  async read(files: InputFile[], sides: readonly number[]): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#files = files;
    this.#sides = sides;
    this.slices = [];
    this.refused = [];
    this.error = null;
    try {
      const { slices, refused } = await readOwn(files, sides, this.fit, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (this.#controller === controller) this.progress = progress;
        },
      });
      if (this.#controller !== controller) return;
      this.slices = slices;
      this.refused = refused;
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    } finally {
      if (this.#controller === controller) this.progress = null;
    }
  }

  /** Reads the same files again. */
  chooseFit(fit: Fit): void {
    this.fit = fit;
    if (this.#files.length > 0) void this.read(this.#files, this.#sides);
  }

  clear(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#files = [];
    this.slices = [];
    this.refused = [];
    this.progress = null;
    this.error = null;
  }
}
