/**
 * Kernel inception distance (Bińkowski et al. 2018, "Demystifying MMD GANs"): the squared maximum mean discrepancy with the
 * kernel k(x, y) = (x·y / D + 1)³ of features with D dimensions. The estimator is the unbiased one (Gretton et al. 2012,
 * equation 3): its mean over sets drawn from one distribution is 0, so single values may be negative.
 *
 * The inner products of all pairs are computed once; subsets and resamples only add up entries of them.
 */
import { Random } from '../../lib/rng.ts';
import { comparingAll, scaledProducts } from './distances.ts';
import { type FeatureBatch, type SetMeasure, type SetOptions, requireSets } from './features.ts';
import { Breather } from './pairs.ts';
import { bootstrap, summarize } from './statistics.ts';

export interface KidOptions extends SetOptions {
  /** Random subsets for the standard deviation, as in the paper. */
  subsets?: number;
  subsetSize?: number; // images; sets that are not larger get no standard deviation
}

/** Values of the kernel between all images of two sets. */
interface KernelMatrix {
  at: Float32Array; // [rows, columns]
  columns: number;
}

/**
 * KID of two sets of features of one extractor: the value is over all images, `std` over subsets, where the sets are larger.
 * @throws SpecimenError `BadRequest` for fewer than `MIN_IMAGES` images in a set, or more than are compared each with each;
 *   Cancelled
 */
export async function kid(
  reference: FeatureBatch,
  synthetic: FeatureBatch,
  { subsets = 100, subsetSize = 100, bootstrap: resamples = 0, seed = 0, signal, onResample }: KidOptions = {},
): Promise<SetMeasure> {
  const n = requireSets('KID', reference, synthetic);
  const { rr, ss, rs } = await comparingAll(reference, synthetic, async () => ({
    rr: await kernel(reference, reference, signal),
    ss: await kernel(synthetic, synthetic, signal),
    rs: await kernel(reference, synthetic, signal),
  }));
  const breather = new Breather(signal);
  const mmd = async (a: Uint32Array, b: Uint32Array) =>
    (await within(rr, a, breather)) + (await within(ss, b, breather)) - 2 * (await across(rs, a, b, breather));

  const value = await mmd(everyIndex(reference.count), everyIndex(synthetic.count));
  const measure: SetMeasure = { value, n };
  if (subsetSize < n) {
    // With fewer images every subset would be the whole set, and their spread 0.
    const values = new Float64Array(subsets);
    const random = new Random(seed, SUBSET_STREAM);
    for (let i = 0; i < subsets; i++) {
      values[i] = await mmd(subset(reference.count, subsetSize, random), subset(synthetic.count, subsetSize, random));
    }
    measure.std = summarize(values).std;
  }
  if (resamples > 0) {
    const counts = [reference.count, synthetic.count];
    measure.ci = await bootstrap(value, counts, mmd, { resamples, seed, signal, onResample });
  }
  return measure;
}

/** Apart from the streams of the resamples, which count from 0. */
const SUBSET_STREAM = 0xffffffff;

async function kernel(a: FeatureBatch, b: FeatureBatch, signal: AbortSignal | undefined): Promise<KernelMatrix> {
  const at = await scaledProducts(a, b, signal);
  const breather = new Breather(signal);
  for (let from = 0; from < at.length; from += b.count) {
    for (let i = from; i < from + b.count; i++) at[i] = (at[i]! + 1) ** 3;
    await breather.pause();
  }
  return { at, columns: b.count };
}

/**
 * Mean over pairs of different images of one set; a resample may name an image twice, which is no pair. One of a small set may even
 * name a single image alone: its kernel with itself then stands for them, or the whole interval would be NaN.
 */
async function within({ at, columns }: KernelMatrix, indices: Uint32Array, breather: Breather): Promise<number> {
  let sum = 0;
  let pairs = 0;
  for (const i of indices) {
    for (const j of indices) {
      if (i === j) continue;
      sum += at[i * columns + j]!;
      pairs++;
    }
    await breather.pause();
  }
  return pairs === 0 ? at[indices[0]! * (columns + 1)]! : sum / pairs;
}

/** Mean over pairs of images of the two sets. */
async function across(
  { at, columns }: KernelMatrix,
  a: Uint32Array,
  b: Uint32Array,
  breather: Breather,
): Promise<number> {
  let sum = 0;
  for (const i of a) {
    for (const j of b) sum += at[i * columns + j]!;
    await breather.pause();
  }
  return sum / (a.length * b.length);
}

const everyIndex = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

/** `size` different indices below `count`: the beginning of a Fisher-Yates shuffle. */
function subset(count: number, size: number, random: Random): Uint32Array {
  const indices = everyIndex(count);
  for (let i = 0; i < size; i++) {
    const j = i + random.integer(count - i);
    [indices[i], indices[j]] = [indices[j]!, indices[i]!];
  }
  return indices.subarray(0, size);
}
