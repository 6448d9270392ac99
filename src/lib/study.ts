/** Statistics of a forced-choice study: how well people tell synthetic slices from others, and whether they agree. */
import { normalQuantile } from './rng.ts';

const Z95 = 1.959963984540054; // 97.5 % quantile of the standard normal

/**
 * 95 % interval of a proportion (Wilson 1927), which keeps its coverage at small N and near 0 and 1.
 * @param right of `total` trials, which must be at least 1
 */
export function wilson(right: number, total: number): { low: number; high: number } {
  const p = right / total;
  const z2 = Z95 ** 2 / total;
  const centre = (p + z2 / 2) / (1 + z2);
  const half = (Z95 / (1 + z2)) * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

export interface Detection {
  hits: number; // synthetic slices that were called synthetic
  signals: number; // synthetic slices shown
  alarms: number; // other slices that were called synthetic
  noises: number; // other slices shown
}

/**
 * Sensitivity d′ = z(H) − z(F) and criterion c = −(z(H) + z(F))/2 of signal detection theory, with one half added to each
 * count, so that all right and all wrong stay finite (Hautus 1995). d′ = 0: they cannot be told apart. c > 0: “synthetic” is
 * said too rarely.
 * @returns null where one kind was never shown
 */
export function detection({ hits, signals, alarms, noises }: Detection): { dPrime: number; criterion: number } | null {
  if (signals === 0 || noises === 0) return null;
  const hit = normalQuantile((hits + 0.5) / (signals + 1));
  const alarm = normalQuantile((alarms + 0.5) / (noises + 1));
  return { dPrime: hit - alarm, criterion: -(hit + alarm) / 2 };
}

/**
 * Fleiss' κ (Fleiss 1971): agreement of several raters beyond chance; 1 is perfect, 0 chance.
 * @param table `[items][categories]`, how many raters put the item there; each item has equally many raters, at least 2
 * @returns null where it has no value: no items, one rater, or only one category ever used
 */
export function fleissKappa(table: number[][]): number | null {
  const raters = sum(table[0] ?? []);
  if (raters < 2) return null;
  const pairs = raters * (raters - 1);
  const observed = sum(table.map((row) => sum(row.map((n) => n * (n - 1))) / pairs)) / table.length;
  const shares = table[0]!.map((_, category) => sum(table.map((row) => row[category]!)) / (table.length * raters));
  const expected = sum(shares.map((share) => share * share));
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
