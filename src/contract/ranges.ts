/** Within what attributes a model can be asked for a slice. */
import type { ModelCard } from './card.ts';
import { ATTRIBUTES, LOOKS, type AttributeName, type Attributes, type Look, type Material } from './materials.ts';

/** An interval of each attribute, in its own unit. */
export type AttributeRanges = Record<AttributeName, { min: number; max: number }>;

/** Networks are told no more in training: conditions beyond it count as this (training/conditions.py). */
const MOST_TOLD = 1.5;

/**
 * What a slice can be asked for: the interval that is mapped to [-1, 1], and beyond it as far as training crops reach, for there
 * models follow what is asked too (of DDPM's simulated rocks one in five is noisier than that interval). Of sizes no farther than
 * networks were told in training: area and noise their estimates are brought to, and sizes of rocks at 128 px not.
 * @param look left out, of all looks
 * @returns null where the model does not know the material
 */
export function askRanges({ conditions }: ModelCard, material: Material, look?: Look): AttributeRanges | null {
  const mapped = conditions.attributes[material];
  if (!mapped) return null;
  const rows = (look ? [look] : LOOKS).flatMap((each) => conditions.typical[material]?.[each] ?? []);
  const reach = (name: AttributeName) => {
    const { min, max } = mapped[name];
    const beyond = name === 'featureSize' ? ((MOST_TOLD - 1) / 2) * (max - min) : Infinity;
    const values = rows.map((row) => row[ATTRIBUTES.indexOf(name)]!);
    return {
      min: Math.max(min - beyond, Math.min(min, ...values)),
      max: Math.min(max + beyond, Math.max(max, ...values)),
    };
  };
  return { areaFraction: reach('areaFraction'), featureSize: reach('featureSize'), noise: reach('noise') };
}

/** Attributes brought into what a slice can be asked for, see `askRanges`; none where the model does not know the material. */
export function withinRanges(
  card: ModelCard,
  material: Material,
  attributes: Partial<Attributes>,
  look?: Look,
): Partial<Attributes> {
  const ranges = askRanges(card, material, look);
  if (!ranges) return {};
  const within: Partial<Attributes> = {};
  for (const name of ATTRIBUTES) {
    const value = attributes[name];
    if (value !== undefined) within[name] = Math.min(ranges[name].max, Math.max(ranges[name].min, value));
  }
  return within;
}
