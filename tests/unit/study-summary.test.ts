/** From answers to results, on studies whose truth is known. */
import { describe, expect, test } from 'vitest';
import { isCorrect, type Trial } from '../../src/lib/study/records.ts';
import { agree, breakDown, calibrate, leftAnswers, summarize, summarizeRatings } from '../../src/lib/study/summary.ts';
import { takePart } from '../support/study.ts';

const trial = (fields: Partial<Trial>): Trial => ({
  index: 1,
  item: 'rocks:a@1:s1:m1:left',
  material: 'rocks',
  model: 'a',
  pixels: 64,
  side: 'left',
  answer: 'left',
  confidence: 1,
  ms: 1000,
  ...fields,
});

describe('a summary', () => {
  test('counts one person’s answers', () => {
    const { trials } = takePart(4, 0.5);
    const summary = summarize([trials])!;
    expect(summary).toMatchObject({ people: 1, n: 24, correct: trials.filter(isCorrect).length });
    expect(summary.share).toBe(summary.correct / 24);
    expect(summarize([[], []])).toBeNull();
  });

  test('is broken down without losing an answer', () => {
    const people = [1, 2, 3].map((person) => takePart(person, 0.4).trials);
    const { all, models, materials, cells } = breakDown(people)!;
    for (const parts of [models, materials, cells]) {
      expect(parts.reduce((sum, { summary }) => sum + summary.n, 0)).toBe(all.n);
      expect(parts.reduce((sum, { summary }) => sum + summary.correct, 0)).toBe(all.correct);
    }
    expect(models.map(({ model }) => model)).toEqual(['dcgan-64', 'ddpm-64']);
    expect(cells).toHaveLength(4);
  });

  test('covers chance as often as it says when everybody guesses', () => {
    let covered = 0;
    const classes = 200;
    for (let k = 0; k < classes; k++) {
      const people = Array.from({ length: 8 }, (_, person) => takePart(100 * k + person, 0, { seed: k }).trials);
      const [low, high] = summarize(people)!.interval;
      if (low <= 0.5 && high >= 0.5) covered++;
    }
    // 95 %, and four standard deviations of 200 draws below; the interval never narrows, so it may cover more.
    expect(covered / classes).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / classes));
  });
});

describe('confidence', () => {
  test('of a sure person who is always wrong is overconfidence', () => {
    const { levels, overconfidence } = calibrate(
      [1, 2].map((index) => trial({ index, answer: 'right', confidence: 4 })),
    );
    expect(overconfidence).toBeCloseTo(0.95, 12);
    expect(levels[3]).toMatchObject({ n: 2, correct: 0, share: 0 });
    expect(levels[0]).toEqual({ level: 1, stated: 0.5, n: 0, correct: 0, share: null, interval: null });
  });

  test('of a guesser who says so is calibrated', () => {
    const half = [trial({}), trial({ index: 2, answer: 'right' })];
    expect(calibrate(half).overconfidence).toBe(0);
  });
});

test('a favourite side shows', () => {
  const trials = Array.from({ length: 24 }, (_, k) => trial({ index: k, side: k % 2 ? 'left' : 'right' }));
  const { left, interval } = leftAnswers(trials);
  expect(left).toBe(24);
  expect(interval[0]).toBeGreaterThan(0.5);
});

describe('agreement', () => {
  test('is full where all answer alike, though half of it is wrong', () => {
    const alike = [1, 2, 3].map((person) => ({
      ...takePart(person, 0),
      trials: takePart(9, 0).trials,
    }));
    expect(agree(alike)).toMatchObject({ items: 24, agreement: { kappa: 1, raters: 3 } });
  });

  test('is chance where all guess, on average', () => {
    const kappas = Array.from({ length: 60 }, (_, k) => {
      const people = [0, 1, 2, 3, 4].map((person) => takePart(1000 + 10 * k + person, 0));
      return agree(people).agreement!;
    });
    const mean = kappas.reduce((sum, { kappa }) => sum + kappa, 0) / 60;
    // κ of few raters lies below 0 by about 1 / answers; four standard errors of the mean.
    expect(Math.abs(mean)).toBeLessThan(0.01 + (4 * kappas[0]!.standardError) / Math.sqrt(60));
  });

  test('counts only pairs that everybody saw', () => {
    const short = { ...takePart(2, 0.5), trials: takePart(2, 0.5).trials.slice(0, 10) };
    expect(agree([takePart(1, 0.5), short]).items).toBe(10);
    expect(agree([takePart(1, 0.5), takePart(2, 0.5, { seed: 8 })])).toEqual({ agreement: null, items: 0 });
    expect(agree([])).toEqual({ agreement: null, items: 0 });
  });
});

test('marks are averaged per sheet', () => {
  const [a, b] = [takePart(1, 0), takePart(2, 0)];
  const { model, quality } = summarizeRatings([a, b])[0]!;
  const marks = [a, b].map(({ ratings }) => ratings.find((rating) => rating.model === model)!.quality);
  expect(quality.mean).toBeCloseTo((marks[0]! + marks[1]!) / 2, 12);
  expect(quality.deviation).toBeCloseTo(Math.abs(marks[0]! - marks[1]!) / Math.SQRT2, 12);
  expect(quality.n).toBe(2);
  expect(summarizeRatings([a])[0]!.quality.deviation).toBeNull();
});
