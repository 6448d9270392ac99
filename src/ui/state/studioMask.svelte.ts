/** The mask over the Studio's picture. */
import { greyOf, type Slice } from '../../lib/slice.ts';
import { MaskDocument } from '../editor/document.ts';

export class StudioMask {
  readonly #onchange: () => void;
  /** Wrapped anew at every change of the document, whose own data is not watched. */
  #held = $state.raw<{ document: MaskDocument } | null>(null);
  #unsubscribe: () => void = () => undefined;

  /** @param onchange called when a change of the mask is complete */
  constructor(onchange: () => void) {
    this.#onchange = onchange;
  }

  /** What reads it follows the changes of the mask. */
  get document(): MaskDocument | null {
    return this.#held?.document ?? null;
  }

  /** @param json a mask as it was stored; null, or one of another size than the slice, gives an empty mask */
  open(slice: Slice, json: string | null): void {
    const under = pictureOf(slice);
    let document = new MaskDocument(under);
    if (json !== null) {
      try {
        document = MaskDocument.fromJSON(JSON.parse(json), under);
      } catch {
        // What cannot be read is no mask.
      }
    }
    this.#unsubscribe();
    this.#unsubscribe = document.subscribe(({ live }) => {
      if (live) return;
      this.#held = { document };
      this.#onchange();
    });
    this.#held = { document };
  }

  /** Puts another version of the picture under the mask. */
  lieOver(slice: Slice): void {
    this.document?.exchangePicture(pictureOf(slice));
  }
}

const pictureOf = (slice: Slice) => ({ width: slice.width, height: slice.height, grey: greyOf(slice) });
