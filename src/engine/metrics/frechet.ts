/**
 * Fréchet distance between Gaussians fitted to the features of two sets (Dowson & Landau 1982; Heusel et al. 2017):
 *
 *   d² = |μa − μb|² + tr Σa + tr Σb − 2 tr (Σa Σb)^½.
 *
 * This is FID only when the features are those of FID's Inception network; with any other extractor it is a Fréchet distance.
 *
 * **The trace of the root.** For any factors with Fa Faᵀ = Σa and Fb Fbᵀ = Σb, the matrix Σa Σb has the eigenvalues of
 * (FaᵀFb)(FaᵀFb)ᵀ beside zeros, so tr (Σa Σb)^½ is the sum of the singular values of FaᵀFb, its nuclear norm. That
 * needs no square root of a matrix that is not symmetric, cannot become complex, and never squares a condition number. The
 * factor is chosen by the number of images N and the dimension D:
 *
 * - N > D: the Cholesky factor of Σ, or where rounding leaves Σ not positive definite, V √Λ of its eigenvectors and
 *   eigenvalues, with the negative ones set to 0;
 * - N ≤ D: Σ has rank N − 1 at most, and the centred features divided by √(N − 1) are already a factor. Σ is never formed
 *   and FaᵀFb, the cross-Gram matrix of the images, is at most N wide: for 200 images with 512 features the work falls to a
 *   small part, and nothing is lost where Σ is singular.
 *
 * The features are float32, everything after them float64. Moments that come from the GPU are float32 too, so that for N ≤ D,
 * where sets.ts takes none, their Σ has rounding where it should have zeros, whose roots would add up: there V √Λ takes the N − 1
 * largest eigenvalues only. The distance is then within 1e-3 of the CPU's, or within 1e-5 of tr Σa + tr Σb where that is more, as
 * between copies.
 */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import { type FeatureBatch, type SetMeasure, type SetOptions, pick, requireSets } from './features.ts';
import { type Moments, meanOf, moments } from './moments.ts';
import { addProducts } from './products.ts';
import { bootstrap } from './statistics.ts';

/** A Gaussian as the distance needs it. */
interface Gaussian {
  mean: Float64Array; // [dimension]
  trace: number; // of Σ
  factor: Float64Array; // [rank, dimension], row-major: Fᵀ
  rank: number;
}

/**
 * Fréchet distance between two sets of features of one extractor.
 * @param options with `bootstrap`, each resample costs as much as the distance itself, and is computed from the features
 * @param known the moments of both sets where they were computed elsewhere: the distance is theirs
 * @throws SpecimenError `BadRequest` for fewer than `MIN_IMAGES` images in a set; Cancelled
 */
export async function frechet(
  reference: FeatureBatch,
  synthetic: FeatureBatch,
  { bootstrap: resamples = 0, seed = 0, signal, onResample }: SetOptions = {},
  known: { reference: Moments; synthetic: Moments } | null = null,
): Promise<SetMeasure> {
  const n = requireSets('The Fréchet distance', reference, synthetic);
  const value = known ? frechetOfMoments(known.reference, known.synthetic) : frechetDistance(reference, synthetic);
  const measure: SetMeasure = { value, n };
  if (n <= reference.dimension) {
    measure.warning =
      `${n} images cannot fix a covariance of ${reference.dimension} dimensions: the value is biased upwards, ` +
      'so compare it only with values at the same number of images.';
  }
  if (resamples > 0) {
    const [low, high] = await bootstrap(
      value,
      [reference.count, synthetic.count],
      (a, b) => frechetDistance(pick(reference, a), pick(synthetic, b)),
      { resamples, seed, signal, onResample },
    );
    measure.ci = [Math.max(0, low), high];
  }
  return measure;
}

/** The distance of two sets of at least two rows each. */
export function frechetDistance(a: FeatureBatch, b: FeatureBatch): number {
  return distance(gaussianOf(a), gaussianOf(b));
}

/** The distance of moments that were computed elsewhere, such as on the GPU or once for a reference set. */
export function frechetOfMoments(a: Moments, b: Moments): number {
  return distance(gaussianOfMoments(a), gaussianOfMoments(b));
}

function distance(a: Gaussian, b: Gaussian): number {
  const means = a.mean.reduce((sum, value, i) => sum + (value - b.mean[i]!) ** 2, 0);
  // Rounding may leave equal sets a little below 0.
  return Math.max(0, means + a.trace + b.trace - 2 * nuclearNorm(crossProduct(a, b)));
}

function gaussianOf(features: FeatureBatch): Gaussian {
  const { data, count, dimension } = features;
  if (count > dimension) return gaussianOfMoments(moments(features));
  const mean = meanOf(features);
  const scale = 1 / Math.sqrt(count - 1);
  const factor = Float64Array.from(data, (value, i) => (value - mean[i % dimension]!) * scale);
  return { mean, trace: factor.reduce((sum, value) => sum + value * value, 0), factor, rank: count };
}

function gaussianOfMoments({ mean, covariance, dimension, count }: Moments): Gaussian {
  let trace = 0;
  for (let i = 0; i < dimension; i++) trace += covariance[i * dimension + i]!;
  const matrix = Matrix.from1DArray(dimension, dimension, covariance);
  if (count > dimension) {
    const cholesky = new CholeskyDecomposition(matrix);
    if (cholesky.isPositiveDefinite()) {
      const factor = Float64Array.from(cholesky.lowerTriangularMatrix.transpose().to1DArray());
      return { mean, trace, factor, rank: dimension };
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const smallest = realEigenvalues.toSorted((x, y) => y - x)[Math.min(dimension, count - 1) - 1]!;
  const scales = realEigenvalues.map((value) => (value < smallest ? 0 : Math.sqrt(Math.max(0, value))));
  const factor = Float64Array.from(eigenvectorMatrix.mulRowVector(scales).transpose().to1DArray());
  return { mean, trace, factor, rank: dimension };
}

/** FaᵀFb, [rank of a, rank of b]. */
function crossProduct(a: Gaussian, b: Gaussian): Matrix {
  const out = new Float64Array(a.rank * b.rank);
  addProducts(a.factor, a.rank, b.factor, b.rank, a.mean.length, out);
  return Matrix.from1DArray(a.rank, b.rank, out);
}

/** Sum of the singular values. */
function nuclearNorm(matrix: Matrix): number {
  const { diagonal } = new SingularValueDecomposition(matrix, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return diagonal.reduce((sum, value) => sum + value, 0);
}
