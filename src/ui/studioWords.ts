/** What the Studio calls its methods, and what each follows. */
import type { EditMethod, InpaintMethod } from '../contract/edit.ts';
import type { Material } from '../contract/materials.ts';
import type { EditRecord } from '../contract/provenance.ts';
import type { ChangeMethod } from './state/studioForm.svelte.ts';
import { table } from './language/language.svelte.ts';
import { studioScreenWords } from './language/studio.ts';
import { ATTRIBUTE_WORDS, formatAttribute, type AttributeWords } from './words.ts';

interface MethodWords {
  label: string;
  /** Beside the label: the field's term where that is plain words, plain words where that is the field's own name. */
  beside: string;
  /** What it does, in a sentence, and the paper that it follows. */
  meaning: string;
}

/** Read anew at each use: in the language spoken now. */
export const METHOD_WORDS: Record<EditMethod, MethodWords> = table(() => studioScreenWords().methods);

export const inpaintLabels = () => labels<InpaintMethod>(['posterior', 'repaint', 'replacement']);
export const changeLabels = () => labels<ChangeMethod>(['diffedit', 'ledits', 'instruct']);

function labels<T extends EditMethod>(methods: T[]): { value: T; label: string }[] {
  return methods.map((value) => ({ value, label: METHOD_WORDS[value].label }));
}

/** Strength in words, from “almost the same” to “the same kind”. */
export function describeStrength(strength: number): string {
  const [same, details, shapes, little, kind] = studioScreenWords().strength.words;
  if (strength <= 0.2) return same;
  if (strength <= 0.45) return details;
  if (strength <= 0.7) return shapes;
  return strength < 1 ? little : kind;
}

/**
 * From what an attribute is to what it should become: “0.12 → 0.21”.
 * @param target undefined: as it is
 * @param range what the model knows; a target at its end says so, because more may have been asked for
 */
export function describeChange(
  words: AttributeWords,
  measured: number,
  target: number | undefined,
  range: { min: number; max: number },
): string {
  const { stays, limit } = studioScreenWords().edit;
  const now = formatAttribute(measured, words);
  if (target === undefined) return stays(now);
  const then = formatAttribute(target, words);
  return `${now} → ${target >= range.max || target <= range.min ? limit(then) : then}`;
}

/** An edit in a few words: “RePaint, seed 3”. */
export function describeEdit(record: EditRecord): string {
  const { edit, hosted } = studioScreenWords().history;
  if (!('hosted' in record)) return edit(METHOD_WORDS[record.method].label, record.seed);
  const { provider, model, practice } = record.hosted;
  return hosted(provider, model, practice);
}

/** “of the surroundings”: what a report calls the area fraction of a material. */
export const fractionLabel = (material: Material) => ATTRIBUTE_WORDS[material].areaFraction.label;
