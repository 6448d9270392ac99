/** Which pairs a study shows, and the link that carries it. */
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/lib/rng.ts';
import { planStudy, type Cell } from '../../src/lib/study/plan.ts';
import { parseStudyLink, STUDY_PATH, toStudyLink, type StudySpec } from '../../src/lib/study/spec.ts';

const CELLS: Cell[] = ['dcgan-64', 'ddpm-64', 'vae-64'].flatMap((model) =>
  (['rocks', 'fibers'] as const).map((material) => ({ model, material })),
);
const spec = (seed: number, trials = 24) => ({ seed, trials, ratings: true });

describe('a plan', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(planStudy(spec(7), CELLS, null)).toEqual(planStudy(spec(7), CELLS, null));
    expect(planStudy(spec(7), CELLS, null)).not.toEqual(planStudy(spec(8), CELLS, null));
  });

  test.each([4, 5, 24, 25, 31, 96])('of %i trials is balanced over cells and sides', (trials) => {
    for (let seed = 0; seed < 50; seed++) {
      const plan = planStudy(spec(seed, trials), CELLS, null);
      expect(plan.trials).toHaveLength(trials);
      const lefts = plan.trials.filter(({ side }) => side === 'left').length;
      expect(Math.abs(2 * lefts - trials)).toBeLessThanOrEqual(1);
      const counts = CELLS.map(({ model, material }) => {
        const inCell = plan.trials.filter((trial) => trial.model === model && trial.material === material);
        const left = inCell.filter(({ side }) => side === 'left').length;
        expect(Math.abs(2 * left - inCell.length)).toBeLessThanOrEqual(1);
        return inCell.length;
      });
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  test('does not put a model on one side or in one place more often than chance, over seeds', () => {
    const seeds = 400;
    let firstLeft = 0;
    let same = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const { trials } = planStudy(spec(seed), CELLS, null);
      if (trials[0]!.side === 'left') firstLeft++;
      if (trials[0]!.side === trials[1]!.side) same++;
    }
    // Five standard deviations of a coin, and of drawing without replacement from 12 and 12.
    expect(Math.abs(firstLeft / seeds - 0.5)).toBeLessThan(0.125);
    expect(Math.abs(same / seeds - 11 / 23)).toBeLessThan(0.125);
  });

  test('shows each slice of the visitor once, and the practice pair another', () => {
    const { trials, practice } = planStudy(spec(3), CELLS, 10);
    const shown = [...trials, practice].map(({ reference }) => reference);
    expect(shown).toHaveLength(10);
    expect(shown.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('rates one sheet per model, none when not asked', () => {
    const { sheets } = planStudy(spec(3), CELLS, null);
    expect(sheets.map(({ model }) => model).toSorted()).toEqual(['dcgan-64', 'ddpm-64', 'vae-64']);
    expect(new Set(sheets.flatMap(({ rowSeeds }) => rowSeeds)).size).toBe(12);
    expect(planStudy({ ...spec(3), ratings: false }, CELLS, null).sheets).toEqual([]);
  });
});

describe('a link', () => {
  const full: StudySpec = {
    seed: 4294967295,
    trials: 12,
    materials: ['rocks', 'roots'],
    models: ['dcgan-64', 'ddpm-64'],
    reference: 'own',
    ratings: false,
  };

  test('brings back what it was made of', () => {
    expect(parseStudyLink(toStudyLink(full))).toEqual({ asked: full, leftOut: [] });
    const { models, ...rest } = { ...full, reference: 'simulated' as const, ratings: true };
    const { asked } = parseStudyLink(toStudyLink({ ...rest, models: models.slice(0, 0) }));
    expect(asked).toEqual({ seed: rest.seed, trials: 12, materials: rest.materials, ratings: true });
  });

  test('without fields asks for nothing', () => {
    expect(parseStudyLink(STUDY_PATH)).toEqual({ asked: {}, leftOut: [] });
    expect(parseStudyLink(`${STUDY_PATH}?`)).toEqual({ asked: {}, leftOut: [] });
    expect(parseStudyLink(`${STUDY_PATH}?seed=7`)).toEqual({ asked: { seed: 7 }, leftOut: [] });
  });

  test.each([
    ['seed=-1&trials=24', ['seed'], { trials: 24 }],
    ['seed=4294967296', ['seed'], {}],
    ['seed=1e3&trials=3', ['seed', 'trials'], {}],
    ['trials=97', ['trials'], {}],
    ['materials=rocks,rocks', ['materials'], {}],
    ['materials=rocks,__proto__', ['materials'], {}],
    ['models=../../evil', ['models'], {}],
    ['models=a,b,c,d,e,f,g', ['models'], {}],
    ['models=', ['models'], {}],
    ['__proto__=1&constructor=2&seed=5', ['__proto__', 'constructor'], { seed: 5 }],
    ['seed=1&seed=2', ['seed'], {}],
    ['v=2&seed=1', ['v'], { seed: 1 }],
    ['reference=http://evil.example&ratings=yes', ['reference', 'ratings'], {}],
    [`seed=1&x=${'9'.repeat(2000)}`, ['length'], {}],
  ])('with %s leaves out %j', (query, leftOut, asked) => {
    expect(parseStudyLink(`${STUDY_PATH}?${query}`)).toEqual({ asked, leftOut });
  });

  test('never throws and never asks for what it must not, however it is damaged', () => {
    const random = new Random(1, 1);
    const link = toStudyLink(full);
    for (let k = 0; k < 2000; k++) {
      const letters = Array.from(link);
      for (let edits = 1 + random.integer(6); edits > 0; edits--) {
        const at = random.integer(letters.length + 1);
        const letter = String.fromCodePoint(random.integer(random.integer(2) ? 128 : 0xd800));
        letters.splice(at, random.integer(3), letter);
      }
      const { asked } = parseStudyLink(letters.join(''));
      expect(Object.keys(full)).toEqual(expect.arrayContaining(Object.keys(asked)));
      if (asked.trials !== undefined) expect(asked.trials).toBeLessThanOrEqual(96);
      for (const model of asked.models ?? []) expect(model).toMatch(/^[a-z0-9-]{1,64}$/);
    }
  });
});
