/** Two sets of descriptors side by side: means, spreads, how far apart they are, and how far chance alone would put them. */
import {
  CURVE_DESCRIPTORS,
  SCALAR_DESCRIPTORS,
  type CurveDescriptor,
  type DescriptorComparison,
  type ScalarDescriptor,
} from '../../../contract/measure.ts';
import { Random } from '../../../lib/rng.ts';
import type { ImageDescriptors } from './describe.ts';

const STREAM = 3000; // of the request's seed, for the divisions of the reference
const DIVISIONS = 20;
const MIN_FOR_FLOOR = 4; // images

type Comparisons = Record<ScalarDescriptor | CurveDescriptor, DescriptorComparison>;

/** @param x where the points of each curve lie @param seed of the random halves */
export function compareDescriptors(
  reference: ImageDescriptors[],
  synthetic: ImageDescriptors[],
  x: Record<CurveDescriptor, number[]>,
  seed: number,
): Comparisons {
  const out: Partial<Comparisons> = {};
  for (const name of SCALAR_DESCRIPTORS) {
    const rows = (set: ImageDescriptors[]) => set.map(({ scalars }) => Float64Array.of(scalars[name]));
    out[name] = compare(rows(reference), rows(synthetic), 1, seed, ({ mean, std }) => ({
      mean: mean[0]!,
      std: std[0]!,
    }));
  }
  for (const name of CURVE_DESCRIPTORS) {
    const rows = (set: ImageDescriptors[]) => set.flatMap(({ curves }) => curves[name] ?? []);
    out[name] = compare(rows(reference), rows(synthetic), x[name].length, seed, ({ mean, std }) => ({
      x: x[name],
      mean: [...mean],
      std: [...std],
    }));
  }
  return out as Comparisons;
}

function compare(
  reference: Float64Array[],
  synthetic: Float64Array[],
  length: number,
  seed: number,
  present: (moments: Moments) => DescriptorComparison['reference'],
): DescriptorComparison {
  const [a, b] = [moments(reference, length), moments(synthetic, length)];
  return {
    n: { reference: reference.length, synthetic: synthetic.length },
    value: reference.length === 0 || synthetic.length === 0 ? null : distance(a.mean, b.mean),
    floor:
      reference.length < MIN_FOR_FLOOR || synthetic.length === 0
        ? null
        : floor(reference, synthetic.length, length, seed),
    reference: present(a),
    synthetic: present(b),
  };
}

interface Moments {
  mean: Float64Array;
  std: Float64Array;
}

/** Mean and sample standard deviation over rows, point by point; the deviation of one row is 0. */
function moments(rows: Float64Array[], length: number): Moments {
  const mean = sum(rows, length).map((total) => (rows.length === 0 ? 0 : total / rows.length));
  const std = new Float64Array(length);
  for (const row of rows) {
    for (let i = 0; i < length; i++) std[i]! += (row[i]! - mean[i]!) ** 2 / Math.max(1, rows.length - 1);
  }
  return { mean, std: std.map(Math.sqrt) };
}

function sum(rows: Float64Array[], length: number): Float64Array {
  const total = new Float64Array(length);
  for (const row of rows) for (let i = 0; i < length; i++) total[i]! += row[i]!;
  return total;
}

/** Root mean square difference. */
function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((squares, value, i) => squares + (value - b[i]!) ** 2, 0) / a.length);
}

/**
 * Mean distance that sets of N and M rows of one distribution lie apart. It is found from random halves of the N rows: the
 * difference of two means has a variance in proportion to 1/N + 1/M, so that the distance between the halves, of other sizes, is
 * carried over by the root of the ratio.
 * @param others M
 */
function floor(rows: Float64Array[], others: number, length: number, seed: number): number {
  const random = new Random(seed, STREAM);
  const half = rows.length >> 1;
  const rest = rows.length - half;
  const shuffled = rows.slice();
  const total = sum(rows, length);
  let distances = 0;
  for (let division = 0; division < DIVISIONS; division++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    const first = sum(shuffled.slice(0, half), length);
    distances += distance(
      first.map((value) => value / half),
      first.map((value, i) => (total[i]! - value) / rest),
    );
  }
  const carried = Math.sqrt((1 / rows.length + 1 / others) / (1 / half + 1 / rest));
  return (carried * distances) / DIVISIONS;
}
