/** Within what attributes a model can be asked for a slice. */
import type { ModelCard } from './card.ts';
import { ATTRIBUTES, LOOKS, type AttributeName, type Attributes, type Look, type Material } from './materials.ts';

/** An interval of each attribute, in its own unit. */
export type AttributeRanges = Record<AttributeName, { min: number; max: number }>;

/**
 * What a slice can be asked for: the interval that is mapped to [-1, 1], and beyond it as far as training crops reach, for there
 * models follow what is asked too (of DDPM's simulated rocks one in five is noisier than that interval).
 * @param look left out, of all looks
 * @returns null where the model does not know the material
 */
export function askRanges({ conditions }: ModelCard, material: Material, look?: Look): AttributeRanges | null {
  const mapped = conditions.attributes[material];
  if (!mapped) return null;
  const rows = (look ? [look] : LOOKS).flatMap((each) => conditions.typical[material]?.[each] ?? []);
  const reach = (name: AttributeName) => {
    const { min, max } = mapped[name];
    const values = rows.map((row) => row[ATTRIBUTES.indexOf(name)]!);
    return { min: Math.min(min, ...values), max: Math.max(max, ...values) };
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
