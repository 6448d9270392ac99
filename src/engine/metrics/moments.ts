/** Mean and covariance of features, in float64: the reference of the kernel of the same name. */
import type { FeatureBatch } from './features.ts';
import { addProducts } from './products.ts';

export interface Moments {
  count: number;
  dimension: number;
  mean: Float64Array; // [dimension]
  covariance: Float64Array; // [dimension, dimension], symmetric, divided by count − 1
}

/** Rows of features, and of the covariance, that are worked on at a time: small enough for the cache. */
const BLOCK = 64;

/** Mean of each dimension, [dimension]. */
export function meanOf({ data, count, dimension }: FeatureBatch): Float64Array {
  const mean = new Float64Array(dimension);
  for (let row = 0, at = 0; row < count; row++) for (let j = 0; j < dimension; j++, at++) mean[j]! += data[at]!;
  for (let j = 0; j < dimension; j++) mean[j]! /= count;
  return mean;
}

/** Mean and covariance of at least two rows. */
export function moments(features: FeatureBatch): Moments {
  const { data, count, dimension } = features;
  const mean = meanOf(features);
  const covariance = new Float64Array(dimension * dimension);
  // Transposed, so that a product of two dimensions runs along memory.
  const columns = new Float64Array(dimension * BLOCK);
  for (let first = 0; first < count; first += BLOCK) {
    const rows = Math.min(BLOCK, count - first);
    columns.fill(0);
    for (let r = 0; r < rows; r++) {
      for (let j = 0; j < dimension; j++) columns[j * BLOCK + r] = data[(first + r) * dimension + j]! - mean[j]!;
    }
    // The blocks on and below the diagonal.
    for (let i = 0; i < dimension; i += BLOCK) {
      const end = Math.min(i + BLOCK, dimension);
      addProducts(
        columns.subarray(i * BLOCK),
        end - i,
        columns,
        end,
        BLOCK,
        covariance.subarray(i * dimension),
        dimension,
      );
    }
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++) {
      const value = covariance[i * dimension + j]! / (count - 1);
      covariance[i * dimension + j] = value;
      covariance[j * dimension + i] = value;
    }
  }
  return { count, dimension, mean, covariance };
}
