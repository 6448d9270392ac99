/** From a study’s seed to its pairs: which material and model, on which side, in which order. The same on every computer. */
import type { Material } from '../../contract/materials.ts';
import { Random } from '../rng.ts';

export const SIDES = ['left', 'right'] as const;
export type Side = (typeof SIDES)[number];

/** A material that a model draws. */
export interface Cell {
  model: string;
  material: Material;
}

export interface PlannedTrial extends Cell {
  side: Side; // of the model’s slice
  /** Seed of the simulator, or place among the visitor’s own slices. */
  reference: number;
  modelSeed: number;
}

export interface PlannedSheet extends Cell {
  /** Seeds of the first picture of each row; each row is asked for another area fraction. */
  rowSeeds: number[];
}

export interface Plan {
  practice: PlannedTrial;
  trials: PlannedTrial[];
  sheets: PlannedSheet[];
}

/** Rows and columns of the sheet that is rated. */
export const SHEET = { rows: 4, columns: 4 } as const;
const STREAM = 2400; // of the study’s seed

/**
 * Every cell gets as many trials as the others, or one more or less; in each, and over all, the model’s slice stands left as often as
 * right, or once more or less. Order, sides and seeds are drawn from the study’s seed.
 * @param cells at least one
 * @param own how many slices of the visitor there are: each is shown once, so that there are no more trials; null for simulated ones
 */
export function planStudy(
  { seed, trials, ratings }: { seed: number; trials: number; ratings: boolean },
  cells: readonly Cell[],
  own: number | null,
): Plan {
  const random = new Random(seed, STREAM);
  const word = () => random.integer(0x1_0000_0000);
  const order = shuffled(cells, random);
  const slices =
    own === null
      ? null
      : shuffled(
          Array.from({ length: own }, (_, k) => k),
          random,
        );
  const count = slices ? Math.min(trials, slices.length - 1) : trials;
  let first = random.integer(2);
  const sided = order.flatMap((cell, c) => {
    const share = Math.floor(count / order.length) + (c < count % order.length ? 1 : 0);
    const row = Array.from({ length: share }, (_, k) => ({ ...cell, side: SIDES[(first + k) % 2]! }));
    first += share % 2; // an odd cell leaves the next one to begin with the other side
    return row;
  });
  const seeded = (cell: Cell & { side: Side }, k: number): PlannedTrial => ({
    ...cell,
    reference: slices ? slices[k]! : word(),
    modelSeed: word(),
  });
  const planned = shuffled(sided, random).map(seeded);
  const practice = seeded({ ...order[0]!, side: SIDES[random.integer(2)]! }, count);
  const sheets = shuffled([...new Set(cells.map(({ model }) => model))], random).map((model) => ({
    ...cells.find((cell) => cell.model === model)!,
    rowSeeds: Array.from({ length: SHEET.rows }, word),
  }));
  return { practice, trials: planned, sheets: ratings ? sheets : [] };
}

/** A permutation (Fisher & Yates) of a copy. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
