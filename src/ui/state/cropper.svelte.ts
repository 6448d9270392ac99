/** A picture from a file or from the simulators, and the square of it that a model is given, pixel by pixel. */
import type { Engine } from '../../client/engine.ts';
import { openPicture } from '../../client/intake.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { Material } from '../../contract/materials.ts';
import { crop, greyOf } from '../../lib/slice.ts';
import { kindsWords } from '../language/kinds.ts';

/** Side of the simulated slice, of which a model sees a part, px. */
const SIMULATED = 160;

export class Cropper {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  /** One picture, grey in [0, 1]; null before one is open. */
  picture = $state.raw<ImageBatch | null>(null);
  name = $state('');
  left = $state(0);
  top = $state(0);
  side = $state(64); // px, of the square
  busy = $state(false);
  error = $state.raw<SpecimenError | null>(null);
  /** The square that the model was last given: while `square` is dragged it is another one. */
  told = $state.raw<ImageBatch | null>(null);

  /** The square as it is, in no other size. */
  readonly square = $derived.by((): ImageBatch | null => {
    const { picture, left, top, side } = this;
    if (!picture || Math.min(picture.width, picture.height) < side) return null;
    const data = crop(picture.data, picture.width, { left, top, width: side, height: side });
    return { data, count: 1, width: side, height: side };
  });

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Opens a PNG, JPEG or TIFF, of a stack its first page. @returns whether there is a square of it now */
  open(file: File): Promise<boolean> {
    return this.#take(file.name, async (signal) => {
      const slice = await openPicture(file, 0, signal);
      return { data: greyOf(slice), count: 1, width: slice.width, height: slice.height };
    });
  }

  /** Draws a slice with the simulators. @returns whether there is a square of it now */
  simulate(material: Material, seed: number): Promise<boolean> {
    return this.#take(kindsWords().crop.simulated(seed), async (signal) => {
      const request = { material, count: 1, seed, size: SIMULATED, attributes: {} };
      return (await this.#engine.simulate(request, { signal })).images;
    });
  }

  /** Moves the square, within the picture. */
  move(dx: number, dy: number): void {
    this.place(this.left + dx, this.top + dy);
  }

  place(left: number, top: number): void {
    if (!this.picture) return;
    const within = (value: number, most: number) => Math.round(Math.min(Math.max(0, most), Math.max(0, value)));
    this.left = within(left, this.picture.width - this.side);
    this.top = within(top, this.picture.height - this.side);
  }

  /** The square as it is now, to be given to the model; null where there is none. */
  tell(): ImageBatch | null {
    const { square } = this;
    if (square) this.told = square;
    return square;
  }

  async #take(name: string, read: (signal: AbortSignal) => Promise<ImageBatch>): Promise<boolean> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.busy = true;
    this.error = null;
    try {
      const picture = await read(controller.signal);
      if (this.#controller !== controller) return false;
      const { width, height } = picture;
      if (Math.min(width, height) < this.side) {
        throw new SpecimenError('BadFile', kindsWords().crop.tooSmall(name, width, height, this.side));
      }
      this.picture = picture;
      this.name = name;
      this.place((width - this.side) / 2, (height - this.side) / 2);
      return true;
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return false;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
      return false;
    } finally {
      if (this.#controller === controller) this.busy = false;
    }
  }
}
