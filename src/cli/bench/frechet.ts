/** The Fréchet distance of 2,048 features of 512 dimensions: our code, and SciPy in one thread, moments included. */
import { frechetDistance } from '../../engine/metrics/frechet.ts';
import { normals } from '../../lib/rng.ts';
import { timePython } from './python.ts';
import { ms, timeInTurns } from './time.ts';

const COUNT = 2048;
const DIMENSION = 512;
const ROUNDS = 3;

export async function benchFrechet() {
  const z = normals(1, 0, 2 * COUNT * DIMENSION);
  const length = COUNT * DIMENSION;
  const a = z.subarray(0, length);
  // Correlated, shifted, and of unequal spread.
  const b = z
    .subarray(length)
    .map((value, i, set) => (1 + (i % DIMENSION) / DIMENSION) * value + 0.3 * set[i ^ 1]! + 0.1);
  const [first, second] = [a, b].map((data) => ({ data, count: COUNT, dimension: DIMENSION })) as [Features, Features];
  const { own } = await timeInTurns(ROUNDS, { own: () => frechetDistance(first, second) });
  const value = frechetDistance(first, second);
  const scipy = await timePython(
    [a, b],
    [COUNT, DIMENSION],
    {
      library: 'scipy',
      setup:
        'from scipy.linalg import sqrtm\n' +
        'def frechet(a, b):\n' +
        '    a, b = a.astype(np.float64), b.astype(np.float64)\n' +
        '    s, t = np.cov(a, rowvar=False), np.cov(b, rowvar=False)\n' +
        '    return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(s) + np.trace(t) - 2 * np.trace(sqrtm(s @ t)).real',
      expression: 'frechet(a, b)',
    },
    ROUNDS,
  );
  const known = scipy.reason === undefined;
  const frechet = {
    count: COUNT,
    dimension: DIMENSION,
    rounds: ROUNDS,
    own,
    value,
    scipy: known ? scipy : null,
    scipyReason: known ? null : scipy.reason,
    relativeDifference: known ? Math.abs(value / scipy.value - 1) : null,
  };
  return {
    result: { frechet },
    sentences: [
      `Fréchet distance of ${COUNT} × ${DIMENSION} features: ${ms(own.warmMs)} (cold ${ms(own.coldMs)}), ` +
        (known
          ? `SciPy ${ms(scipy.warmMs)}, relative difference ${frechet.relativeDifference!.toExponential(1)}.`
          : `${scipy.reason}.`),
    ],
  };
}

interface Features {
  data: Float32Array;
  count: number;
  dimension: number;
}
