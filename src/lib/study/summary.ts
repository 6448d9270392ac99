/** From answers to the numbers of a result, of one person or of several. */
import type { Material } from '../../contract/materials.ts';
import {
  AXES,
  CONFIDENCES,
  isCorrect,
  STATED,
  type Axis,
  type Confidence,
  type Participation,
  type Trial,
} from './records.ts';
import {
  fleissKappa,
  pooledShare,
  quartiles,
  sensitivity,
  wilson,
  type Agreement,
  type Interval,
  type PooledShare,
  type Sensitivity,
} from './statistics.ts';

/** What the answers to some of the pairs say. */
export interface Summary extends PooledShare {
  people: number;
  n: number;
  correct: number;
  sensitivity: Sensitivity;
  /** Time to the answer, ms: first quartile, median, third quartile. */
  times: [number, number, number];
  confidence: number; // mean, 1 to 4
}

/** Answers with those of one person side by side. */
type Answers = readonly (readonly Trial[])[];

/** @param answers of each person; those without any are left out. @returns null when there are none at all */
export function summarize(answers: Answers): Summary | null {
  const people = answers.filter((trials) => trials.length > 0);
  if (people.length === 0) return null;
  const trials = people.flat();
  const shared = pooledShare(people.map((own) => ({ correct: own.filter(isCorrect).length, n: own.length })));
  const correct = trials.filter(isCorrect).length;
  return {
    ...shared,
    people: people.length,
    n: trials.length,
    correct,
    sensitivity: sensitivity(correct, trials.length, shared.interval),
    times: quartiles(trials.map(({ ms }) => ms)),
    confidence: mean(trials.map(({ confidence }) => confidence)),
  };
}

/** A summary for each model, for each material, and for each of both, in the order in which they come. */
export interface Breakdown {
  all: Summary;
  models: { model: string; summary: Summary }[];
  materials: { material: Material; summary: Summary }[];
  cells: { model: string; material: Material; summary: Summary }[];
}

/** @returns null when nobody answered anything */
export function breakDown(answers: Answers): Breakdown | null {
  const all = summarize(answers);
  if (!all) return null;
  const trials = answers.flat();
  const of = (fits: (trial: Trial) => boolean) => summarize(answers.map((own) => own.filter(fits)))!;
  const models = [...new Set(trials.map(({ model }) => model))].sort();
  const materials = [...new Set(trials.map(({ material }) => material))].sort();
  return {
    all,
    models: models.map((model) => ({ model, summary: of((trial) => trial.model === model) })),
    materials: materials.map((material) => ({ material, summary: of((trial) => trial.material === material) })),
    cells: models.flatMap((model) =>
      materials
        .filter((material) => trials.some((trial) => trial.model === model && trial.material === material))
        .map((material) => ({
          model,
          material,
          summary: of((trial) => trial.model === model && trial.material === material),
        })),
    ),
  };
}

/** How well what people say of their answers fits how often they are right. */
export interface Calibration {
  levels: {
    level: Confidence;
    stated: number;
    n: number;
    correct: number;
    share: number | null;
    interval: Interval | null;
  }[];
  /**
   * Mean stated confidence less share of right answers: above 0 overconfident (Lichtenstein, Fischhoff & Phillips 1982, in
   * Judgment under Uncertainty, p. 306).
   */
  overconfidence: number;
}

/** @param trials at least one */
export function calibrate(trials: readonly Trial[]): Calibration {
  const levels = CONFIDENCES.map((level) => {
    const chosen = trials.filter(({ confidence }) => confidence === level);
    const correct = chosen.filter(isCorrect).length;
    const n = chosen.length;
    const share = n === 0 ? null : correct / n;
    return { level, stated: STATED[level], n, correct, share, interval: share === null ? null : wilson(share, n) };
  });
  const stated = mean(trials.map(({ confidence }) => STATED[confidence]));
  return { levels, overconfidence: stated - mean(trials.map((trial) => (isCorrect(trial) ? 1 : 0))) };
}

/** Share of answers that named the left slice: far from the share of models there, somebody has a favourite side. */
export function leftAnswers(trials: readonly Trial[]): { n: number; left: number; interval: Interval } {
  const left = trials.filter(({ answer }) => answer === 'left').length;
  return { n: trials.length, left, interval: wilson(left / trials.length, trials.length) };
}

export interface CommonAgreement {
  agreement: Agreement | null;
  /** Pairs that all of them answered. */
  items: number;
}

/**
 * Fleiss’ κ of which slice people called the model’s, left or right as they stood, over the pairs that all of them answered. Right and
 * wrong would not do as categories: where most answers are right, they agree by chance already.
 */
export function agree(studies: readonly Participation[]): CommonAgreement {
  const [first, ...others] = studies.map(({ trials }) => new Map(trials.map((trial) => [trial.item, trial.answer])));
  const common = [...(first?.keys() ?? [])].filter((item) => others.every((answers) => answers.has(item)));
  const table = common.map((item) => {
    const left = [first!, ...others].filter((answers) => answers.get(item) === 'left').length;
    return [left, studies.length - left];
  });
  return { agreement: fleissKappa(table), items: common.length };
}

/** Marks of one model’s sheets by several people, for one axis. */
export interface MarkSummary {
  mean: number;
  deviation: number | null; // sample standard deviation; null for one mark
  n: number;
}

export interface ModelMarks extends Record<Axis, MarkSummary> {
  model: string;
  material: Material;
}

export function summarizeRatings(studies: readonly Participation[]): ModelMarks[] {
  const ratings = studies.flatMap(({ ratings }) => ratings);
  const sheets = new Map(ratings.map(({ model, material }) => [`${model} ${material}`, { model, material }]));
  return [...sheets.values()]
    .sort((a, b) => a.model.localeCompare(b.model, 'en') || a.material.localeCompare(b.material, 'en'))
    .map(({ model, material }) => {
      const own = ratings.filter((rating) => rating.model === model && rating.material === material);
      const marks = AXES.map((axis) => [axis, summarizeMarks(own.map((rating) => rating[axis]))] as const);
      return { model, material, ...(Object.fromEntries(marks) as Record<Axis, MarkSummary>) };
    });
}

function summarizeMarks(marks: readonly number[]): MarkSummary {
  const average = mean(marks);
  const squares = marks.reduce((sum, mark) => sum + (mark - average) ** 2, 0);
  const deviation = marks.length < 2 ? null : Math.sqrt(squares / (marks.length - 1));
  return { mean: average, deviation, n: marks.length };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
