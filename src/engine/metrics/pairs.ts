/** What the pair measures share: image k of one batch is compared with image k of the other. */
import { SpecimenError } from '../../contract/errors.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { throwIfAborted, yieldTask } from '../../lib/abort.ts';

/** How long to compute before waiting events are let in, ms: well below what a person notices. */
const SLICE_MS = 30;

/** Lets a cancel message in once per `SLICE_MS` of computing. @throws Cancelled */
export class Breather {
  #since = performance.now();
  readonly #signal: AbortSignal | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    throwIfAborted(signal);
  }

  /** @returns whether it was time to let them in, which is as often as anybody wants to be told of progress */
  async pause(): Promise<boolean> {
    if (performance.now() - this.#since < SLICE_MS) return false;
    await yieldTask();
    throwIfAborted(this.#signal);
    this.#since = performance.now();
    return true;
  }
}

export type BatchShape = Omit<ImageBatch, 'data'>;

/** @throws SpecimenError `BadRequest` unless the batches hold as many images of the same size. */
export function requirePairs(a: BatchShape, b: BatchShape): void {
  if (a.count !== b.count) {
    throw new SpecimenError(
      'BadRequest',
      `Pair measures compare image by image, so both sets must be equally long; these have ${a.count} and ${b.count} images.`,
    );
  }
  if (a.count === 0) throw new SpecimenError('BadRequest', 'Pair measures need at least one pair of images.');
  if (a.width !== b.width || a.height !== b.height) {
    throw new SpecimenError(
      'BadRequest',
      `The images of a pair must have one size; these have ${a.width}×${a.height} and ${b.width}×${b.height} px.`,
    );
  }
}

/**
 * One value per pair.
 * @param score sees the pixels of image k of both batches
 * @returns [count]
 * @throws SpecimenError `BadRequest` as `requirePairs`; Cancelled
 */
export async function overPairs(
  a: ImageBatch,
  b: ImageBatch,
  signal: AbortSignal | undefined,
  score: (x: Float32Array, y: Float32Array, k: number) => number,
): Promise<Float64Array> {
  requirePairs(a, b);
  const breather = new Breather(signal);
  const size = a.width * a.height;
  const values = new Float64Array(a.count);
  for (let k = 0; k < a.count; k++) {
    values[k] = score(a.data.subarray(k * size, (k + 1) * size), b.data.subarray(k * size, (k + 1) * size), k);
    await breather.pause();
  }
  return values;
}
