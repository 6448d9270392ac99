import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detection, fleissKappa, wilson, type Detection } from '../../src/lib/study.ts';

/** Made by training/golden_study.py with SciPy and statsmodels. */
const golden = JSON.parse(readFileSync(new URL('../golden/study.json', import.meta.url), 'utf8')) as {
  intervals: { right: number; total: number; low: number; high: number }[];
  detections: (Detection & { dPrime: number; criterion: number })[];
  agreements: { table: number[][]; kappa: number }[];
};

test.each(golden.intervals)('the interval of $right of $total is SciPy’s', ({ right, total, low, high }) => {
  const found = wilson(right, total);
  expect(found.low).toBeCloseTo(low, 9);
  expect(found.high).toBeCloseTo(high, 9);
});

describe('detection', () => {
  test.each(golden.detections)(
    'of $hits/$signals hits and $alarms/$noises alarms',
    ({ dPrime, criterion, ...counts }) => {
      const found = detection(counts)!;
      expect(found.dPrime).toBeCloseTo(dPrime, 9);
      expect(found.criterion).toBeCloseTo(criterion, 9);
    },
  );

  test('is unknown where one kind was never shown', () => {
    expect(detection({ hits: 3, signals: 4, alarms: 0, noises: 0 })).toBeNull();
  });
});

describe('Fleiss’ κ', () => {
  test.each(golden.agreements)('is statsmodels’ ($kappa)', ({ table, kappa }) => {
    expect(fleissKappa(table)).toBeCloseTo(kappa, 9);
  });

  test('is 1 where all agree, and has no value with one rater or one category', () => {
    expect(fleissKappa([[3, 0], [0, 3], [3, 0]])).toBeCloseTo(1, 12); // prettier-ignore
    expect(fleissKappa([[1, 0], [0, 1]])).toBeNull(); // prettier-ignore
    expect(fleissKappa([[3, 0], [3, 0]])).toBeNull(); // prettier-ignore
    expect(fleissKappa([])).toBeNull();
  });
});
