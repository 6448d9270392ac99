/** What the Studio calls its methods, and what each follows. */
import type { EditMethod, InpaintMethod } from '../contract/edit.ts';
import type { Material } from '../contract/materials.ts';
import type { EditRecord } from '../contract/provenance.ts';
import type { ChangeMethod } from './state/studioForm.svelte.ts';
import { ATTRIBUTE_WORDS, formatAttribute, type AttributeWords } from './words.ts';

interface MethodWords {
  label: string;
  /** Beside the label: the field's term where that is plain words, plain words where that is the field's own name. */
  beside: string;
  /** What it does, in a sentence, and the paper that it follows. */
  meaning: string;
}

export const METHOD_WORDS: Record<EditMethod, MethodWords> = {
  repaint: {
    label: 'RePaint',
    beside: 'repeat until it agrees',
    meaning:
      'Takes each step several times, with noise in between, until the fill agrees with what is known. Slow, and leaves the least seam. After Lugmayr et al. 2022.',
  },
  posterior: {
    label: 'Match',
    beside: 'posterior sampling',
    meaning:
      'Finds the noise from which the model itself would have drawn what is known around the mask, so the fill carries on from it. Asks the network twice a step.',
  },
  replacement: {
    label: 'Replacement',
    beside: 'put back what is known',
    meaning: 'Puts what is known back after every step. The plain and quick way, with seams. After Song et al. 2021.',
  },
  sdedit: {
    label: 'SDEdit',
    beside: 'noise and back',
    meaning: 'Adds noise up to the strength and lets the model take it away again. After Meng et al. 2022.',
  },
  diffedit: {
    label: 'DiffEdit',
    beside: 'find, then change',
    meaning:
      'Finds where the slice has to change, shows it as a mask that you can mend, and changes only that. After Couairon et al. 2023.',
  },
  ledits: {
    label: 'LEDITS++',
    beside: 'redraw from its own noise',
    meaning:
      'Finds noise from which the model draws this very slice, and draws it again with other attributes. After Brack et al. 2024.',
  },
  instruct: {
    label: 'Instruct',
    beside: 'as InstructPix2Pix',
    meaning: 'Pulls towards the attributes and towards the slice at once. After Brooks et al. 2023.',
  },
};

export const INPAINT_LABELS = labels<InpaintMethod>(['posterior', 'repaint', 'replacement']);
export const CHANGE_LABELS = labels<ChangeMethod>(['diffedit', 'ledits', 'instruct']);

function labels<T extends EditMethod>(methods: T[]): { value: T; label: string }[] {
  return methods.map((value) => ({ value, label: METHOD_WORDS[value].label }));
}

/** Strength in words, from “almost the same” to “the same kind”. */
export function describeStrength(strength: number): string {
  if (strength <= 0.2) return 'almost the same';
  if (strength <= 0.45) return 'details change';
  if (strength <= 0.7) return 'shapes change';
  return strength < 1 ? 'little is left' : 'the same kind';
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
  const now = formatAttribute(measured, words);
  if (target === undefined) return `${now}, stays`;
  const end = target >= range.max || target <= range.min ? ' (limit)' : '';
  return `${now} → ${formatAttribute(target, words)}${end}`;
}

/** An edit in a few words: “RePaint, seed 3”. */
export function describeEdit(record: EditRecord): string {
  if (!('hosted' in record)) return `${METHOD_WORDS[record.method].label}, seed ${record.seed}`;
  const { provider, model, practice } = record.hosted;
  return `${practice ? 'Practice server for ' : ''}${provider}, ${model}`;
}

/** “of the surroundings”: what a report calls the area fraction of a material. */
export const fractionLabel = (material: Material) => ATTRIBUTE_WORDS[material].areaFraction.label;
