/** What the set measures share: features of two sets of images, and how many images they take. */
import type { Measured } from '../../contract/measure.ts';
import { SpecimenError } from '../../contract/errors.ts';

/** Features of a set of images: `data` is row-major `[count, dimension]`. */
export interface FeatureBatch {
  data: Float32Array;
  count: number;
  dimension: number;
}

/** Features on the device: float32 `[count, dimension]`. */
export interface GpuFeatures {
  buffer: GPUBuffer;
  count: number;
  dimension: number;
}

/** A measure of two sets; `n` is the number of images in the smaller one, and the caller adds the extractor. */
export type SetMeasure = Omit<Measured, 'extractor'>;

export interface SetOptions {
  /** Resamples of the 95 % interval; 0, the default, leaves the interval out. */
  bootstrap?: number;
  seed?: number; // uint32, of the bootstrap and of subsets
  signal?: AbortSignal | undefined;
  /** Told from time to time how many resamples are done, where each costs as much as the measure. */
  onResample?: (done: number) => void;
}

/** Fewer images than this, and chance decides every set measure. */
export const MIN_IMAGES = 6;

/**
 * @param measure its name within a sentence, such as “the Fréchet distance”
 * @returns the number of images in the smaller set
 * @throws SpecimenError `BadRequest` when a set is too small or the features do not fit together
 */
export function requireSets(
  measure: string,
  reference: FeatureBatch,
  synthetic: FeatureBatch,
  min = MIN_IMAGES,
): number {
  for (const [name, { count }] of [
    ['reference', reference],
    ['synthetic', synthetic],
  ] as const) {
    if (count < min) {
      const images = count === 1 ? '1 image' : `${count} images`;
      throw new SpecimenError(
        'BadRequest',
        `${measure} needs at least ${min} images in each set; the ${name} set has ${images}. Add more.`,
      );
    }
  }
  if (reference.dimension !== synthetic.dimension) {
    throw new SpecimenError(
      'BadRequest',
      `Both sets need features of one extractor; these have ${reference.dimension} and ${synthetic.dimension} dimensions.`,
    );
  }
  return Math.min(reference.count, synthetic.count);
}

/** The rows of `features` that `indices` name, in that order. */
export function pick(features: FeatureBatch, indices: Uint32Array): FeatureBatch {
  const { data, dimension } = features;
  const rows = new Float32Array(indices.length * dimension);
  indices.forEach((index, row) => rows.set(data.subarray(index * dimension, (index + 1) * dimension), row * dimension));
  return { data: rows, count: indices.length, dimension };
}
