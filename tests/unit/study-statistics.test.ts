/** Statistics of the study against statsmodels 0.15 and SciPy 1.17 (training/golden_study.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  fleissKappa,
  pooledShare,
  quartiles,
  sensitivity,
  studentQuantile,
  wilson,
} from '../../src/lib/study/statistics.ts';
import { verdictOf } from '../../src/ui/screens/study/verdict.ts';

interface Golden {
  wilson: { correct: number; n: number; low: number; high: number }[];
  dPrime: { correct: number; n: number; value: number; ends: [number | null, number | null] }[];
  student: { freedom: number; value: number }[];
  pooled: { correct: number[]; n: number[]; p: number; designEffect: number | null; low: number; high: number }[];
  kappa: { table: number[][]; kappa: number; standardError: number; simulated?: number }[];
  quartiles: { values: number[]; quartiles: [number, number, number] }[];
}
const golden = JSON.parse(readFileSync(new URL('../golden/study.json', import.meta.url), 'utf8')) as Golden;
const DIGITS = 9;

describe('of one person', () => {
  test.each(golden.wilson)('Wilson’s interval of $correct of $n', ({ correct, n, low, high }) => {
    const interval = wilson(correct / n, n);
    expect(interval[0]).toBeCloseTo(low, DIGITS);
    expect(interval[1]).toBeCloseTo(high, DIGITS);
  });

  test.each(golden.dPrime)('d′ of $correct of $n', ({ correct, n, value, ends }) => {
    const found = sensitivity(correct, n);
    expect(found.value).toBeCloseTo(value, DIGITS);
    for (const [i, end] of ends.entries()) {
      if (end === null) expect(found.ends[i]).toBeNull();
      else expect(found.ends[i]).toBeCloseTo(end, 7);
    }
  });

  test('d′ leaves out chance exactly when the share does', () => {
    for (let correct = 0; correct <= 24; correct++) {
      const [low, high] = wilson(correct / 24, 24);
      const { ends } = sensitivity(correct, 24);
      expect((ends[0] ?? -Infinity) > 0).toBe(low > 0.5);
      expect((ends[1] ?? Infinity) < 0).toBe(high < 0.5);
    }
  });

  test.each(golden.quartiles)('quartiles of $values', ({ values, quartiles: expected }) => {
    quartiles(values).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, DIGITS));
  });
});

describe('of several people', () => {
  test.each(golden.student)('Student’s quantile with $freedom degrees of freedom', ({ freedom, value }) => {
    expect(studentQuantile(freedom)).toBeCloseTo(value, DIGITS);
  });

  test.each(golden.pooled)('share of $correct of $n', ({ correct, n, p, designEffect, low, high }) => {
    const found = pooledShare(correct.map((right, i) => ({ correct: right, n: n[i]! })));
    expect(found.share).toBeCloseTo(p, DIGITS);
    if (designEffect === null) expect(found.designEffect).toBeNull();
    else expect(found.designEffect).toBeCloseTo(designEffect, DIGITS);
    expect(found.interval[0]).toBeCloseTo(low, 7);
    expect(found.interval[1]).toBeCloseTo(high, 7);
  });

  test('people who differ more than chance make the interval wider, never narrower', () => {
    const width = (people: number[]) => {
      const [low, high] = pooledShare(people.map((correct) => ({ correct, n: 24 }))).interval;
      return high - low;
    };
    expect(width([4, 24, 5, 23, 14])).toBeGreaterThan(width([14, 14, 14, 14, 14]));
    const answers = wilson(70 / 120, 120);
    expect(width([14, 14, 14, 14, 14])).toBeGreaterThan(answers[1] - answers[0]);
  });

  test('one person has Wilson’s interval, and so have two, who cannot speak for others', () => {
    expect(pooledShare([{ correct: 17, n: 24 }]).interval).toEqual(wilson(17 / 24, 24));
    const two = [24, 10].map((correct) => ({ correct, n: 24 }));
    expect(pooledShare(two).interval).toEqual(wilson(34 / 48, 48));
  });

  test('of three who are right as often as two were, guessing is ruled out no less', () => {
    const people = (count: number) => Array.from({ length: count }, () => ({ correct: 17, n: 24 }));
    for (const count of [1, 2, 3, 8]) {
      const { guessing } = pooledShare(people(count));
      expect(guessing).toEqual(wilson(17 / 24, 24 * count));
      expect(verdictOf({ guessing })).toBe('told');
    }
  });

  test('two who are never wrong did not guess, and two who guess are seldom told from guessers', () => {
    expect(pooledShare([24, 24].map((correct) => ({ correct, n: 24 }))).interval[0]).toBeGreaterThan(0.5);
    // Exactly: the binomial chance that 48 guesses leave one half out of the interval.
    let chance = 0;
    let weight = 0.5 ** 48;
    for (let right = 0; right <= 48; right++) {
      const [low, high] = pooledShare(
        [right >> 1, right - (right >> 1)].map((correct) => ({ correct, n: 24 })),
      ).interval;
      if (low > 0.5 || high < 0.5) chance += weight;
      weight *= (48 - right) / (right + 1);
    }
    expect(chance).toBeLessThan(0.07);
  });

  test.each(golden.kappa)('Fleiss’ κ $kappa', ({ table, kappa, standardError, simulated }) => {
    const found = fleissKappa(table)!;
    expect(found.kappa).toBeCloseTo(kappa, DIGITS);
    expect(found.standardError).toBeCloseTo(standardError, DIGITS);
    // 20,000 random tables with the same shares: the formula is asymptotic.
    if (simulated !== undefined) expect(Math.abs(found.standardError / simulated - 1)).toBeLessThan(0.03);
  });

  test('κ is undefined where nobody ever chose otherwise, and with one person or item', () => {
    expect(fleissKappa([[4, 0], [4, 0]])).toBeNull(); // prettier-ignore
    expect(fleissKappa([[1, 0], [0, 1]])).toBeNull(); // prettier-ignore
    expect(fleissKappa([[3, 1]])).toBeNull();
    expect(fleissKappa([])).toBeNull();
  });
});
