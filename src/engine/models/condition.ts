/** The condition vector that every model takes, and the attributes a slice is asked for. */
import {
  ATTRIBUTES,
  LOOKS,
  MATERIALS,
  type AttributeName,
  type Attributes,
  type Look,
  type Material,
} from '../../contract/materials.ts';
import type { ModelCard } from '../../contract/card.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { withinRanges } from '../../contract/ranges.ts';
import { uniforms } from '../../lib/rng.ts';

/** Length of the condition vector: material one-hot, look one-hot, then (value, known) for each attribute. */
export const CONDITION_LENGTH = MATERIALS.length + LOOKS.length + 2 * ATTRIBUTES.length;

/** Philox stream for drawing the attributes that nobody set. */
const ATTRIBUTE_STREAM = 1;
/** How many of the typical rows nearest to the set attributes take part in the draw of the others. */
const NEIGHBOURS = 16;

/**
 * One row of the condition tensor: `[rocks, fibers, roots, real, simulated, a0, k0, a1, k1, a2, k2]`, float32, where a_i is
 * attribute i mapped from the card's range to [-1, 1] and k_i = 1 says that it is known; both are 0 where `attributes` lacks it.
 */
export function conditionVector(
  card: ModelCard,
  material: Material,
  look: Look,
  attributes: Partial<Attributes>,
): Float32Array {
  const ranges = card.conditions.attributes[material];
  if (!ranges) throw unknownMaterial(card, material);
  const vector = new Float32Array(CONDITION_LENGTH);
  vector[MATERIALS.indexOf(material)] = 1;
  vector[MATERIALS.length + LOOKS.indexOf(look)] = 1;
  ATTRIBUTES.forEach((name, i) => {
    const value = attributes[name];
    if (value === undefined) return;
    const { min, max } = ranges[name];
    vector[MATERIALS.length + LOOKS.length + 2 * i] = (2 * (value - min)) / (max - min) - 1;
    vector[MATERIALS.length + LOOKS.length + 2 * i + 1] = 1;
  });
  return vector;
}

/** The condition with one attribute unknown, as condition dropout showed it in training. */
export function withoutAttribute(condition: Float32Array, name: AttributeName): Float32Array {
  const out = condition.slice();
  const value = MATERIALS.length + LOOKS.length + 2 * ATTRIBUTES.indexOf(name);
  out[value] = 0;
  out[value + 1] = 0;
  return out;
}

/**
 * The attributes one slice is asked for: those in `set`, and the others from one of the card's typical rows, drawn with the
 * slice's seed. Where some are set, the draw is among the rows nearest to them (distance in units of the attribute's range),
 * because attributes go together: a rock with few pores has long intercepts.
 */
export function drawAttributes(
  card: ModelCard,
  material: Material,
  look: Look,
  set: Partial<Attributes>,
  seed: number,
): Attributes {
  const ranges = card.conditions.attributes[material];
  const rows = card.conditions.typical[material]?.[look];
  if (!ranges || !rows) throw unknownMaterial(card, material);
  const distance = (row: readonly number[]) =>
    ATTRIBUTES.reduce((sum, name, i) => {
      const wanted = set[name];
      return wanted === undefined ? sum : sum + ((row[i]! - wanted) / (ranges[name].max - ranges[name].min)) ** 2;
    }, 0);
  const candidates = ATTRIBUTES.every((name) => set[name] === undefined)
    ? rows
    : rows.toSorted((a, b) => distance(a) - distance(b)).slice(0, NEIGHBOURS);
  const draw = uniforms(seed, ATTRIBUTE_STREAM, 1)[0]!;
  const [areaFraction, featureSize, noise] = candidates[Math.floor(draw * candidates.length)]!;
  const drawn = withinRanges(card, material, { areaFraction, featureSize, noise }, look) as Attributes;
  return {
    areaFraction: set.areaFraction ?? drawn.areaFraction,
    featureSize: set.featureSize ?? drawn.featureSize,
    noise: set.noise ?? drawn.noise,
  };
}

function unknownMaterial(card: ModelCard, material: Material): SpecimenError {
  return new SpecimenError('BadRequest', `${card.name} was not trained on ${material} with this look; choose another.`);
}
