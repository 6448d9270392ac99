/** What the controls of some kinds of model work with; it comes with them and outlives the screen. */
import type { Engine } from '../../client/engine.ts';
import { Pad } from '../sketch/pad.svelte.ts';
import { Cropper } from './cropper.svelte.ts';
import { lasting } from './lasting.svelte.ts';
import { Likeness } from './likeness.svelte.ts';
import { PictureTable } from './pictureTable.svelte.ts';

export class KindTools {
  readonly from: Cropper;
  readonly like: Cropper;
  readonly likeness: Likeness;
  readonly mixes: PictureTable;
  readonly walks: PictureTable;
  #pad: Pad | null = null;

  constructor(engine: Engine) {
    this.from = new Cropper(engine);
    this.like = new Cropper(engine);
    this.likeness = new Likeness(engine);
    this.mixes = new PictureTable(engine);
    this.walks = new PictureTable(engine);
  }

  /** The pad for slices of a size; what was drawn for another size is not kept. */
  pad(side: number): Pad {
    if (this.#pad?.side !== side) this.#pad = new Pad(side);
    return this.#pad;
  }
}

/** The tools of a screen's state, made at the first call, by controls that come and go with the model. */
export function toolsOf(sample: { engine: Engine; tools: KindTools | null }): KindTools {
  return (sample.tools ??= lasting(() => new KindTools(sample.engine)));
}
