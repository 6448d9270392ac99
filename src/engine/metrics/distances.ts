/** Distances and inner products between features: every row of one set with every row of the other. */
import { SpecimenError } from '../../contract/errors.ts';
import type { FeatureBatch } from './features.ts';
import { Breather } from './pairs.ts';
import { addProducts } from './products.ts';

/** Rows of each set that are worked on at a time: two blocks of 512 dimensions stay in the cache. */
const BLOCK = 32;
/** Images of a set up to which every one is compared with every other: three float32 matrices of so many take 1.2 GB. */
const MAX_COMPARED = 10_000;

/**
 * Makes the matrices of all pairs within and between two sets, three at a time at most.
 * @throws SpecimenError `BadRequest` for sets that are too large for that, here or on this machine; as `work`
 */
export async function comparingAll<T>(
  { count: references }: { count: number },
  { count: synthetics }: { count: number },
  work: () => T | Promise<T>,
): Promise<T> {
  if (Math.max(references, synthetics) > MAX_COMPARED) {
    throw new SpecimenError(
      'BadRequest',
      `KID, precision, recall, density, coverage and the twins compare every image with every other, which is done for up to ${MAX_COMPARED} images in a set; these hold ${references} and ${synthetics}. Measure fewer to have them.`,
    );
  }
  try {
    return await work();
  } catch (error) {
    // What an allocation that is refused throws.
    if (!(error instanceof RangeError)) throw error;
    throw new SpecimenError(
      'BadRequest',
      'There is not enough memory to compare every image with every other, as KID, precision, recall, density, coverage and the twins do; measure fewer images to have them.',
      error,
    );
  }
}

/**
 * Squared Euclidean distances, [a.count, b.count]; the reference of the kernel of the same name.
 * @throws Cancelled
 */
export async function squaredDistances(a: FeatureBatch, b: FeatureBatch, signal?: AbortSignal): Promise<Float32Array> {
  const squaresA = squaredNorms(a);
  const squaresB = a === b ? squaresA : squaredNorms(b);
  // In float64 the difference of squares loses nothing that float32 features had.
  return everyPair(a, b, signal, (product, i, j) => Math.max(0, squaresA[i]! + squaresB[j]! - 2 * product));
}

/** Inner products divided by the dimension, [a.count, b.count]. @throws Cancelled */
export function scaledProducts(a: FeatureBatch, b: FeatureBatch, signal?: AbortSignal): Promise<Float32Array> {
  return everyPair(a, b, signal, (product) => product / a.dimension);
}

async function everyPair(
  a: FeatureBatch,
  b: FeatureBatch,
  signal: AbortSignal | undefined,
  entry: (product: number, i: number, j: number) => number,
): Promise<Float32Array> {
  const breather = new Breather(signal);
  const out = new Float32Array(a.count * b.count);
  const products = new Float64Array(BLOCK * BLOCK);
  for (let i0 = 0; i0 < a.count; i0 += BLOCK) {
    const rowsA = Math.min(BLOCK, a.count - i0);
    const blockA = rowsOf(a, i0, rowsA);
    // Of one set with itself, the blocks above the diagonal are those below it, mirrored.
    const end = a === b ? i0 + rowsA : b.count;
    for (let j0 = 0; j0 < end; j0 += BLOCK) {
      const rowsB = Math.min(BLOCK, end - j0);
      products.fill(0);
      addProducts(blockA, rowsA, rowsOf(b, j0, rowsB), rowsB, a.dimension, products);
      for (let i = 0; i < rowsA; i++) {
        for (let j = 0; j < rowsB; j++) {
          const value = entry(products[i * rowsB + j]!, i0 + i, j0 + j);
          out[(i0 + i) * b.count + j0 + j] = value;
          if (a === b) out[(j0 + j) * b.count + i0 + i] = value;
        }
      }
      await breather.pause();
    }
  }
  return out;
}

const rowsOf = ({ data, dimension }: FeatureBatch, first: number, rows: number) =>
  new Float64Array(data.subarray(first * dimension, (first + rows) * dimension));

function squaredNorms({ data, count, dimension }: FeatureBatch): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = i * dimension; k < (i + 1) * dimension; k++) sum += data[k]! ** 2;
    return sum;
  });
}
