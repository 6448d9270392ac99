/**
 * How two sets overlap in feature space. The manifold of a set is the union of balls around its images, each reaching to the
 * image's k-th nearest neighbour in its own set.
 *
 * - Precision: share of synthetic images on the reference manifold; recall: share of reference images on the synthetic
 *   manifold (Kynkäänniemi et al. 2019, "Improved precision and recall metric for assessing generative models").
 * - Density: on how many reference balls a synthetic image lies on average, divided by k, so it can exceed 1; coverage:
 *   share of reference balls with a synthetic image in them (Naeem et al. 2020, "Reliable fidelity and diversity metrics
 *   for generative models", equations 6 and 8).
 *
 * Each is a mean over images, so its standard deviation and interval are those of that mean with the other set held fixed.
 */
import { squaredDistances } from './distances.ts';
import { type FeatureBatch, MIN_IMAGES, type SetMeasure, type SetOptions, requireSets } from './features.ts';
import { Breather } from './pairs.ts';
import { bootstrapMean, summarize } from './statistics.ts';

export interface ManifoldOptions extends SetOptions {
  /** Which nearest neighbour a ball reaches to; below the number of images in either set. */
  k?: number;
}

export type ManifoldMeasures = Record<'precision' | 'recall' | 'density' | 'coverage', SetMeasure>;

/** Squared distances within and between a reference set of R and a synthetic set of S images. */
export interface SetDistances {
  reference: Float32Array; // [R, R]
  synthetic: Float32Array; // [S, S]
  between: Float32Array; // [R, S]
}

/** All distances that `manifold` and `twins` need, on the CPU. @throws Cancelled */
export async function setDistances(
  reference: FeatureBatch,
  synthetic: FeatureBatch,
  signal?: AbortSignal,
): Promise<SetDistances> {
  return {
    reference: await squaredDistances(reference, reference, signal),
    synthetic: await squaredDistances(synthetic, synthetic, signal),
    between: await squaredDistances(reference, synthetic, signal),
  };
}

/**
 * Precision, recall, density and coverage of two sets of features of one extractor; `n` is the number of images in the
 * smaller set.
 * @param distances of these sets, where they are known already
 * @throws SpecimenError `BadRequest` for fewer than k + 1 or than `MIN_IMAGES` images in a set; Cancelled
 */
export async function manifold(
  reference: FeatureBatch,
  synthetic: FeatureBatch,
  { k = 5, bootstrap = 0, seed = 0, signal }: ManifoldOptions = {},
  distances?: SetDistances,
): Promise<ManifoldMeasures> {
  const min = Math.max(MIN_IMAGES, k + 1);
  const n = requireSets(`Precision, recall, density and coverage with k = ${k}`, reference, synthetic, min);
  const known = distances ?? (await setDistances(reference, synthetic, signal));
  const R = reference.count;
  const S = synthetic.count;
  const referenceRadii = await neighbourDistances(known.reference, R, k, signal);
  const syntheticRadii = await neighbourDistances(known.synthetic, S, k, signal);

  const precise = new Float64Array(S);
  const dense = new Float64Array(S);
  const recalled = new Float64Array(R);
  const covered = new Float64Array(R);
  const breather = new Breather(signal);
  for (let r = 0; r < R; r++) {
    for (let s = 0; s < S; s++) {
      const squared = known.between[r * S + s]!;
      if (squared < referenceRadii[r]!) {
        precise[s] = 1;
        dense[s]! += 1 / k;
        covered[r] = 1;
      }
      if (squared < syntheticRadii[s]!) recalled[r] = 1;
    }
    await breather.pause();
  }
  const measure = async (values: Float64Array): Promise<SetMeasure> => {
    const ci = await bootstrapMean(values, { resamples: bootstrap, seed, signal });
    return { ...summarize(values), n, ...(ci && { ci }) };
  };
  return {
    precision: await measure(precise),
    recall: await measure(recalled),
    density: await measure(dense),
    coverage: await measure(covered),
  };
}

/**
 * For each synthetic image its nearest reference images, nearest first: a distance near 0 is a copy.
 * @param between squared distances, [references, synthetics]
 * @param count how many to name per image
 * @returns Euclidean distances in feature space, with the index of the reference image
 * @throws Cancelled
 */
export async function twins(
  between: Float32Array,
  references: number,
  synthetics: number,
  { count = 3, signal }: { count?: number; signal?: AbortSignal | undefined } = {},
): Promise<{ index: number; distance: number }[][]> {
  const each = Math.min(count, references);
  const { rows, values } = await smallest(between, references, synthetics, each, signal);
  return Array.from({ length: synthetics }, (_, s) =>
    Array.from({ length: each }, (_, place) => ({
      index: rows[s * each + place]!,
      distance: Math.sqrt(values[s * each + place]!),
    })),
  );
}

/** Squared distance from each image to its k-th nearest other image of the set. @param distances [count, count] */
async function neighbourDistances(
  distances: Float32Array,
  count: number,
  k: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  // The image itself is left out, and not its copies.
  const { values } = await smallest(distances, count, count, k, signal, (row, column) => row === column);
  return Float32Array.from({ length: count }, (_, i) => values[(i + 1) * k - 1]!);
}

/**
 * The `each` smallest values of every column, rising, and the rows in which they stand; of equal ones the upper comes first. One pass
 * along the rows, as the matrix lies in memory, with a look at the signal between them.
 * @param matrix [height, width]
 * @param each at most as many as a column has values
 * @returns both [width, each]
 * @throws Cancelled
 */
async function smallest(
  matrix: Float32Array,
  height: number,
  width: number,
  each: number,
  signal: AbortSignal | undefined,
  leftOut: (row: number, column: number) => boolean = () => false,
): Promise<{ rows: Uint32Array; values: Float32Array }> {
  const breather = new Breather(signal);
  const rows = new Uint32Array(width * each);
  const values = new Float32Array(width * each).fill(NaN); // a place that is still empty: no value is above it
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = matrix[row * width + column]!;
      const first = column * each;
      let place = first + each - 1;
      if (values[place]! <= value || leftOut(row, column)) continue;
      for (; place > first && !(values[place - 1]! <= value); place--) {
        values[place] = values[place - 1]!;
        rows[place] = rows[place - 1]!;
      }
      values[place] = value;
      rows[place] = row;
    }
    await breather.pause();
  }
  return { rows, values };
}
