/** Studies that somebody might have done. */
import { Random } from '../../src/lib/rng.ts';
import { planStudy, SHEET } from '../../src/lib/study/plan.ts';
import type { Confidence, Mark, Participation } from '../../src/lib/study/records.ts';

const CELLS = ['dcgan-64', 'ddpm-64'].flatMap((model) =>
  (['rocks', 'fibers'] as const).map((material) => ({ model, material })),
);

/** @param skill share of the pairs in which the model’s slice is found; the rest is guessed */
export function takePart(person: number, skill: number, { seed = 7, trials = 24 } = {}): Participation {
  const plan = planStudy({ seed, trials, ratings: true }, CELLS, null);
  const random = new Random(person, 5);
  return {
    study: `s${person.toString(16).padStart(16, '0')}`,
    alias: `Person ${person}`,
    seed,
    trials: plan.trials.map(({ material, model, side, reference, modelSeed }, k) => {
      const knows = random.uniform() < skill;
      const guess = random.integer(2) === 0 ? 'left' : 'right';
      return {
        index: k + 1,
        item: `${material}:${model}@2.0.0:s${reference}:m${modelSeed}:${side}`,
        material,
        model,
        pixels: 64,
        side,
        answer: knows ? side : guess,
        confidence: ((knows ? 3 : 1) + random.integer(2)) as Confidence,
        ms: 500 + random.integer(8000),
      };
    }),
    ratings: plan.sheets.map(({ material, model, rowSeeds }) => {
      const mark = () => (1 + random.integer(5)) as Mark;
      const item = `${material}:${model}@2.0.0:sheet${SHEET.columns}:${rowSeeds.join('.')}`;
      return { item, material, model, pixels: 64, quality: mark(), diversity: mark(), controllability: mark() };
    }),
  };
}
