/** What only some kinds of model take: a second style, a picture to resemble or to rebuild, a sketch. */
import { takesFrom, takesLike, takesMix, takesSketch, type ModelCard } from '../../contract/card.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { SampleRequest, Sketch } from '../../contract/request.ts';

/** A picture that a model was given, and what it is called. */
export interface Given {
  image: ImageBatch; // one picture, grey in [0, 1]
  name: string;
}

export class Kinds {
  mixing = $state(false);
  mixSeed = $state('8'); // as typed
  /** First layer of the second style; null for half of them. */
  mixFrom = $state<number | null>(null);
  /** To be rebuilt by a VAE. */
  from = $state.raw<Given | null>(null);
  /** To be resembled. */
  like = $state.raw<Given | null>(null);
  /** What is drawn on the pad, without its strength; null while it is empty. */
  drawing = $state.raw<Omit<Sketch, 'strength'> | null>(null);
  strength = $state(1);

  /** Whether a second style is asked for of a model. */
  mixes(card: ModelCard): boolean {
    return this.mixing && takesMix(card);
  }

  /** What a model is given of it. The seed is to be a valid one where `mixes` says so. */
  request(card: ModelCard): Partial<SampleRequest> {
    const { from, like, drawing, strength } = this;
    const side = card.resolution;
    return {
      ...(this.mixes(card) && { mixWith: Number(this.mixSeed) }),
      ...(this.mixes(card) && this.mixFrom !== null && { mixFrom: this.mixFrom }),
      ...(takesFrom(card) && from?.image.width === side && from.image.height === side && { from: from.image }),
      ...(takesLike(card) && like && { like: like.image }),
      ...(takesSketch(card) && drawing?.edges.length === side * side && { sketch: { ...drawing, strength } }),
    };
  }

  /** Sets everything as a request has it; pictures without a name of their own are called `name`. */
  adopt({ mixWith, mixFrom, from, like, sketch }: Partial<SampleRequest>, name: string): void {
    this.mixing = mixWith !== undefined;
    if (mixWith !== undefined) this.mixSeed = String(mixWith);
    this.mixFrom = mixFrom ?? null;
    this.from = from ? { image: from, name } : null;
    this.like = like ? { image: like, name } : null;
    this.drawing = sketch ? { edges: sketch.edges, labels: sketch.labels } : null;
    this.strength = sketch?.strength ?? 1;
  }
}
