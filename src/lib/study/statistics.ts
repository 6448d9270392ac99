/** Statistics of answers that are right or wrong: shares with intervals, sensitivity, agreement. Pure; checked against statsmodels and SciPy. */
import { normalQuantile } from '../rng.ts';

/** Two-sided 95 %. */
const Z = normalQuantile(0.975);

export type Interval = [low: number, high: number];

/**
 * Wilson's score interval of a share, 95 % (Wilson 1927, J. Am. Stat. Assoc. 22, 209). Unlike p ± 1.96 √(p(1 − p)/n) it keeps its
 * coverage with few answers and at shares of 0 and 1 (Brown, Cai & DasGupta 2001, Stat. Sci. 16, 101).
 * @param share in [0, 1]
 * @param n answers, above 0; not whole where it is an effective number
 */
export function wilson(share: number, n: number): Interval {
  const centre = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n));
  return [share === 0 ? 0 : Math.max(0, centre - half), share === 1 ? 1 : Math.min(1, centre + half)];
}

/** Sensitivity d′ with its interval; an end is null where no answer speaks against an infinite one. */
export interface Sensitivity {
  value: number;
  ends: [low: number | null, high: number | null];
}

/**
 * d′ of a two-alternative forced choice, √2 z(pc) (Macmillan & Creelman 2005, Detection Theory, eq. 7.2): the distance between
 * what both kinds of picture look like, in standard deviations; 0 is chance. A share of 0 or 1 becomes (k + ½)/(n + 1), as the
 * log-linear rule has it (Hautus 1995, Behav. Res. Methods 27, 46). The interval is that of the share, sent through the same
 * rising function, so that it leaves out 0 exactly when the share's leaves out one half.
 */
export function sensitivity(correct: number, n: number, [low, high] = wilson(correct / n, n)): Sensitivity {
  const share = correct === 0 || correct === n ? (correct + 0.5) / (n + 1) : correct / n;
  const end = (p: number) => (p <= 0 || p >= 1 ? null : Math.SQRT2 * normalQuantile(p));
  return { value: Math.SQRT2 * normalQuantile(share), ends: [end(low), end(high)] };
}

/**
 * P(T ≤ t) of Student's distribution for whole degrees of freedom, by its finite sums (Abramowitz & Stegun 1964, 26.7.3 and 4).
 * @param t 0 or more
 */
function studentCdf(t: number, freedom: number): number {
  const theta = Math.atan2(t, Math.sqrt(freedom));
  const cosine2 = Math.cos(theta) ** 2;
  let term = freedom % 2 === 1 ? Math.cos(theta) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = (freedom % 2) + 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * cosine2;
    sum += term;
  }
  const both = freedom % 2 === 1 ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
  return (1 + both) / 2;
}

/** 97.5 % quantile of Student's distribution. @param freedom degrees of freedom, a whole number from 1 */
export function studentQuantile(freedom: number): number {
  let [low, high] = [0, 16]; // 12.7 for one degree, less for all others
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, freedom) < 0.975) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export interface PooledShare {
  share: number;
  /** Of the share that people like these reach. */
  interval: Interval;
  /** Wilson's over all answers: without one half in it, these people did not guess. */
  guessing: Interval;
  /** How many times larger the variance is than that of as many independent answers; at least 1. Null where people are too few. */
  designEffect: number | null;
}

/** Two people have one degree of freedom, whose t of 12.7 would leave one effective answer of forty: no result could speak. */
const FEWEST_PEOPLE = 3;

/**
 * Share of right answers of several people, whose own answers hang together, so that they are no independent draws: the variance
 * is taken between people (linearised ratio estimate), and Wilson's interval is given the effective number of answers
 * n / designEffect · (z / t)² with people − 1 degrees of freedom (Korn & Graubard 1998, Surv. Methodol. 24, 193; Dean & Pagano
 * 2015, J. Surv. Stat. Methodol. 3, 484). It says what other people like these would do with the same pictures.
 *
 * Of one person or two it is Wilson's interval over all their answers, which says nothing of others: so few cannot show how much people
 * differ. Whether these very people guessed Wilson's interval tells rightly of any number of them, because guesses are independent
 * whoever makes them; and it holds for their own share however they differ, whose variance Σ pᵢ(1 − pᵢ) nᵢ is then at most that of
 * as many answers of one share.
 * @param people right answers and answers of each, n above 0
 */
export function pooledShare(people: readonly { correct: number; n: number }[]): PooledShare {
  const total = people.reduce((sum, { n }) => sum + n, 0);
  const share = people.reduce((sum, { correct }) => sum + correct, 0) / total;
  const count = people.length;
  const guessing = wilson(share, total);
  if (count < FEWEST_PEOPLE) return { share, interval: guessing, guessing, designEffect: null };
  const squares = people.reduce((sum, { correct, n }) => sum + (correct - share * n) ** 2, 0);
  const between = ((count / (count - 1)) * squares) / total ** 2;
  const binomial = (share * (1 - share)) / total;
  const designEffect = binomial === 0 ? 1 : Math.max(1, between / binomial);
  const effective = (total / designEffect) * (Z / studentQuantile(count - 1)) ** 2;
  return { share, interval: wilson(share, effective), guessing, designEffect };
}

export interface Agreement {
  kappa: number;
  /** Of κ where people agree by chance only: κ beyond two of them is more than chance. */
  standardError: number;
  items: number;
  raters: number;
}

/**
 * Fleiss’ κ (Fleiss 1971, Psychol. Bull. 76, 378): agreement of several people beyond chance; 1 is full agreement, 0 chance. Its
 * standard error is that at κ = 0 (Fleiss, Nee & Landis 1979, Psychol. Bull. 86, 974, eq. 12).
 * @param table per item how many people chose each category; every row adds up to the same number
 * @returns null with fewer than two people or items, or where everybody always chose the same category, which leaves κ undefined
 */
export function fleissKappa(table: readonly (readonly number[])[]): Agreement | null {
  const items = table.length;
  const raters = table[0]?.reduce((sum, count) => sum + count, 0) ?? 0;
  if (items < 2 || raters < 2) return null;
  const shares = table[0]!.map((_, j) => table.reduce((sum, row) => sum + row[j]!, 0) / (items * raters));
  const agreeing = table.map(
    (row) => row.reduce((sum, count) => sum + count * (count - 1), 0) / (raters * (raters - 1)),
  );
  const observed = agreeing.reduce((sum, value) => sum + value, 0) / items;
  const expected = shares.reduce((sum, p) => sum + p * p, 0);
  if (expected === 1) return null;
  const spread = shares.reduce((sum, p) => sum + p * (1 - p), 0);
  const skew = shares.reduce((sum, p) => sum + p * (1 - p) * (1 - 2 * p), 0);
  const standardError = Math.sqrt(2 * (spread ** 2 - skew)) / (spread * Math.sqrt(items * raters * (raters - 1)));
  return { kappa: (observed - expected) / (1 - expected), standardError, items, raters };
}

/** First quartile, median and third quartile, linear between values as NumPy has them. @param values at least one */
export function quartiles(values: readonly number[]): [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below]!;
    return low + (place - below) * ((sorted[below + 1] ?? low) - low);
  };
  return [at(0.25), at(0.5), at(0.75)];
}
