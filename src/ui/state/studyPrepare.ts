/** From a plan to the pictures of a study: everything is drawn before the first pair is shown. */
import type { Engine } from '../../client/engine.ts';
import { levelsOf, usualSampling, type ModelCard } from '../../contract/card.ts';
import { withinRanges } from '../../contract/ranges.ts';
import type { Look } from '../../contract/materials.ts';
import type { Progress, SampleRequest } from '../../contract/request.ts';
import { throwIfAborted } from '../../lib/abort.ts';
import { fingerprint, stretched, toShown } from '../../lib/study/pictures.ts';
import { SHEET, type Cell, type Plan, type PlannedSheet, type PlannedTrial } from '../../lib/study/plan.ts';
import type { Pair, Sheet } from '../../lib/study/sitting.ts';
import { measureAttributes } from '../../materials/attributes.ts';

/** Network calls for one picture with the usual sampler. */
export function callsOf(card: ModelCard): number {
  if (card.family !== 'diffusion') return 1;
  return usualSampling(card).steps ?? levelsOf(card)!.length - 1;
}

/** A visitor’s slice at the sizes of the models that it is paired with: `[side, side]` in [0, 1] by side. */
export type OwnSlice = Map<number, Float32Array>;

export interface Ingredients {
  plan: Plan;
  cards: ReadonlyMap<string, ModelCard>;
  /** In place of simulated slices. */
  own: readonly OwnSlice[] | null;
}

export interface Prepared {
  practice: Pair;
  pairs: Pair[];
  sheets: Sheet[];
}

export interface PrepareProgress {
  /** Network calls that were made, of all: what a study takes its time for. */
  done: number;
  total: number;
  pictures: number;
  /** What the engine is at. */
  stage: Progress | null;
}

export interface PrepareOptions {
  signal: AbortSignal;
  onProgress: (progress: PrepareProgress) => void;
  /** What an attempt that failed or was cancelled had made already, by item; filled on the way. */
  made: Made;
}

/** Pictures by what they are of. */
export type Made = Map<string, Pair | Sheet>;
export const nothingMade = (): Made => new Map();

export const byId = (cards: readonly ModelCard[]) => new Map(cards.map((card) => [card.id, card]));

/** @throws SpecimenError of the engine; Cancelled. What was made by then is in `made`. */
export async function prepare(
  engine: Engine,
  { plan, cards, own }: Ingredients,
  { signal, onProgress, made }: PrepareOptions,
): Promise<Prepared> {
  const trials = [plan.practice, ...plan.trials];
  const cost = ({ model }: Cell) => callsOf(cards.get(model)!);
  const pictures = SHEET.rows * SHEET.columns;
  const total = [...trials.map(cost), ...plan.sheets.map((sheet) => pictures * cost(sheet))].reduce((a, b) => a + b, 0);
  let done = 0;
  let drawn = 0;
  const report = (stage: Progress | null) => onProgress({ done, total, pictures: drawn, stage });
  const options = { signal, onProgress: report };

  const each = async <T extends Pair | Sheet>(key: string, count: number, cell: Cell, make: () => Promise<T>) => {
    throwIfAborted(signal);
    report(null);
    const found = made.get(key) ?? (await make());
    made.set(key, found);
    done += count * cost(cell);
    drawn += count;
    return found as T;
  };
  const pairs: Pair[] = [];
  for (const trial of trials) {
    pairs.push(
      await each(`pair ${JSON.stringify(trial)}`, 1, trial, () => makePair(engine, trial, cards, own, options)),
    );
  }
  const sheets: Sheet[] = [];
  for (const sheet of plan.sheets) {
    const make = () => makeSheet(engine, sheet, cards.get(sheet.model)!, own !== null, options);
    sheets.push(await each(`sheet ${JSON.stringify(sheet)}`, pictures, sheet, make));
  }
  report(null);
  return { practice: pairs[0]!, pairs: pairs.slice(1), sheets };
}

type Options = Pick<PrepareOptions, 'signal'> & { onProgress: (progress: Progress) => void };

/** A reference and a model’s slice that was asked for what is measured in it, so that they differ in how they look alone. */
async function makePair(
  engine: Engine,
  trial: PlannedTrial,
  cards: Ingredients['cards'],
  own: Ingredients['own'],
  options: Options,
): Promise<Pair> {
  const { material, model, side } = trial;
  const card = cards.get(model)!;
  const pixels = card.resolution;
  const reference = own
    ? ownReference(own[trial.reference]!.get(pixels)!, trial)
    : await simulated(engine, trial, pixels, options);
  const look = lookOf(card, material, own !== null);
  const request: SampleRequest = {
    model,
    material,
    look,
    count: 1,
    seed: trial.modelSeed,
    attributes: withinRanges(card, material, reference.attributes, look),
    ...usualSampling(card),
  };
  const { images, modelVersion } = await engine.sample(request, options);
  const show = own ? (grey: Float32Array) => toShown(stretched(grey)) : toShown;
  const [made, other] = [show(images.data), show(reference.grey)];
  const name = own ? `o${fingerprint(other)}` : `s${trial.reference}`;
  return {
    item: `${material}:${model}@${modelVersion}:${name}:m${trial.modelSeed}:${side}`,
    material,
    model,
    pixels,
    side,
    left: side === 'left' ? made : other,
    right: side === 'left' ? other : made,
  };
}

async function simulated(engine: Engine, { material, reference }: PlannedTrial, size: number, options: Options) {
  const request = { material, count: 1, seed: reference, size, attributes: {} };
  const { images, slices } = await engine.simulate(request, { signal: options.signal });
  return { grey: images.data, attributes: slices[0]!.measured };
}

function ownReference(grey: Float32Array, { material }: PlannedTrial) {
  const side = Math.sqrt(grey.length);
  return { grey, attributes: measureAttributes(material, grey, side, side) };
}

/** Beside simulated slices models draw as if simulated, beside measured ones as if measured, where they know how. */
function lookOf(card: ModelCard, material: Cell['material'], real: boolean): Look {
  const looks = card.conditions.looks[material] ?? [];
  const wanted = real ? 'real' : 'simulated';
  return looks.includes(wanted) ? wanted : looks[0]!;
}

/** Rows ask for more and more of the phase: whether they show it is what controllability is. */
async function makeSheet(
  engine: Engine,
  { material, model, rowSeeds }: PlannedSheet,
  card: ModelCard,
  real: boolean,
  options: Options,
): Promise<Sheet> {
  const pixels = card.resolution;
  const { min, max } = card.conditions.attributes[material]?.areaFraction ?? { min: 0, max: 1 };
  const asked = rowSeeds.map((_, row) => min + ((row + 0.5) / rowSeeds.length) * (max - min));
  const pictures = new Uint8Array(SHEET.rows * SHEET.columns * pixels * pixels);
  let version = card.version;
  for (const [row, seed] of rowSeeds.entries()) {
    const look = lookOf(card, material, real);
    const attributes = { areaFraction: asked[row]! };
    const request = { model, material, look, count: SHEET.columns, seed, attributes, ...usualSampling(card) };
    const { images, modelVersion } = await engine.sample(request, options);
    pictures.set(toShown(images.data), row * SHEET.columns * pixels * pixels);
    version = modelVersion;
  }
  return {
    item: `${material}:${model}@${version}:sheet:m${rowSeeds.join('.')}`,
    material,
    model,
    pixels,
    asked,
    pictures,
  };
}
