/** Means with their spread, and bootstrap intervals (Efron & Tibshirani 1993, "An introduction to the bootstrap"). */
import type { Measured } from '../../contract/measure.ts';
import { Random } from '../../lib/rng.ts';
import { Breather } from './pairs.ts';

export interface BootstrapOptions {
  resamples: number;
  seed: number; // uint32; resample r draws from stream r
  signal?: AbortSignal | undefined;
  onResample?: ((done: number) => void) | undefined; // told from time to time how many are done
}

/** Takes for each set the indices of a resample, as many as the set has images; they are written over for the next one. */
type Statistic = (...samples: Uint32Array[]) => number | Promise<number>;

/** Mean and sample standard deviation (n − 1) of per-image values; one value has no deviation. */
export function summarize(values: ArrayLike<number>): Pick<Measured, 'value' | 'n' | 'std'> {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const value = sum / n;
  if (n < 2) return { value, n };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - value) ** 2;
  return { value, n, std: Math.sqrt(squares / (n - 1)) };
}

/**
 * 95 % interval of a statistic of one or more sets, each resampled with replacement.
 *
 * The interval is the 2.5 and 97.5 % quantiles of the resampled values, moved so that their mean lies on `value`. A
 * resample holds images twice, which biases measures such as the Fréchet distance upwards; without the move the
 * interval would lie above the value it belongs to. It is the spread of the value at this number of images, and says
 * nothing of the bias that the value itself has at that number.
 *
 * @param value the statistic of the sets themselves
 * @param counts how many images each set has
 * @throws Cancelled
 */
export async function bootstrap(
  value: number,
  counts: readonly number[],
  statistic: Statistic,
  options: BootstrapOptions,
): Promise<[low: number, high: number]> {
  const values = await resampled(counts, statistic, options);
  const move = value - values.reduce((sum, each) => sum + each, 0) / options.resamples;
  return [quantile(values, 0.025) + move, quantile(values, 0.975) + move];
}

/** The statistic of every resample, rising. @throws Cancelled */
async function resampled(
  counts: readonly number[],
  statistic: Statistic,
  { resamples, seed, signal, onResample }: BootstrapOptions,
): Promise<Float64Array> {
  const breather = new Breather(signal);
  const samples = counts.map((count) => new Uint32Array(count));
  const values = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    const random = new Random(seed, r);
    for (const sample of samples) for (let i = 0; i < sample.length; i++) sample[i] = random.integer(sample.length);
    values[r] = await statistic(...samples);
    if (await breather.pause()) onResample?.(r + 1);
  }
  return values.sort();
}

/**
 * 95 % interval of the mean of per-image values, the quantiles of resampled means themselves: a mean has no bias to move them
 * for, and a share would be moved beyond 0 or 1. Undefined without resamples. @throws Cancelled
 */
export async function bootstrapMean(
  values: Float64Array,
  options: BootstrapOptions,
): Promise<[low: number, high: number] | undefined> {
  if (options.resamples === 0) return undefined;
  const mean = (sample: Uint32Array) => sample.reduce((sum, index) => sum + values[index]!, 0) / sample.length;
  const means = await resampled([values.length], mean, options);
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/** Quantile by linear interpolation of sorted values. @param p in [0, 1] */
function quantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
