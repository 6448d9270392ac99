/** Which material a picture shows, by how well captions fit it. */
import type { MaterialGuess } from '../../contract/edit.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { MATERIALS, type Material } from '../../contract/materials.ts';
import type { Extractor } from './extractor.ts';

/** Sentences that say no more than the material. */
const CAPTIONS: Record<Material, string> = {
  rocks: 'microCT slice of a rock',
  fibers: 'microCT slice of a fiber composite',
  roots: 'scan of plant roots on paper',
};
/** The middle of a picture is enough, px. */
const LARGEST_SIDE = 256;
/** Cosines differ by tenths; divided by this they part a softmax. */
const TEMPERATURE = 0.1;

/**
 * @param image one picture, grey in [0, 1]
 * @throws SpecimenError `BadRequest` for pictures that are too small for the extractor, of the runtime
 */
export async function guessMaterial(image: ImageBatch, extractor: Extractor): Promise<MaterialGuess> {
  const middle = centre(image, Math.min(LARGEST_SIDE, image.width), Math.min(LARGEST_SIDE, image.height));
  const logits: number[] = [];
  for (const material of MATERIALS) {
    const scores = await extractor.captionScore(middle, CAPTIONS[material]);
    logits.push(scores[0]! / TEMPERATURE);
  }
  const most = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - most));
  const total = weights.reduce((a, b) => a + b, 0);
  return { material: MATERIALS[logits.indexOf(most)]!, shares: weights.map((weight) => weight / total) };
}

function centre({ data, width, height }: ImageBatch, columns: number, rows: number): ImageBatch {
  const out = new Float32Array(rows * columns);
  const [left, top] = [Math.floor((width - columns) / 2), Math.floor((height - rows) / 2)];
  for (let y = 0; y < rows; y++) {
    const from = (top + y) * width + left;
    out.set(data.subarray(from, from + columns), y * columns);
  }
  return { data: out, count: 1, height: rows, width: columns };
}
