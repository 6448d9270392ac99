/** What some denoisers take beside x, noise level and condition: a picture to resemble, or a sketch. */
import { LIKE_LENGTH, takesLike, takesSketch, type ModelCard } from '../../contract/card.ts';
import type { Sketch } from '../../contract/request.ts';

/** One more input of a network, the same for all images of a request. */
export interface ExtraInput {
  name: string;
  dims: number[]; // of one image
  row: Float32Array; // of one image
  /** Whether classifier-free guidance leaves it out together with the condition, as zeros. */
  dropped: boolean;
}

export interface Guides {
  /** The extractor's embedding of a picture to resemble (the idea of unCLIP, Ramesh et al. 2022), of length 1. */
  like: Float32Array | null;
  /** Outlines and labels for a control branch beside the network (ControlNet, Zhang, Rao & Agrawala 2023). */
  sketch: Sketch | null;
}

const NOTHING: Guides = { like: null, sketch: null };

/** The extra inputs of a card's denoiser; zeros where nothing is given, which is what training showed for nothing. */
export function extraInputs(card: ModelCard, { like, sketch }: Guides = NOTHING): ExtraInput[] {
  const inputs: ExtraInput[] = [];
  if (takesLike(card)) {
    inputs.push({ name: 'like', dims: [LIKE_LENGTH], row: like ?? new Float32Array(LIKE_LENGTH), dropped: true });
  }
  if (takesSketch(card)) {
    const side = card.resolution;
    const hint = new Float32Array(2 * side * side);
    if (sketch) {
      hint.set(sketch.edges);
      hint.set(sketch.labels, side * side);
    }
    const control = Float32Array.of(sketch?.strength ?? 0);
    inputs.push({ name: 'hint', dims: [2, side, side], row: hint, dropped: false });
    inputs.push({ name: 'control', dims: [], row: control, dropped: false });
  }
  return inputs;
}
