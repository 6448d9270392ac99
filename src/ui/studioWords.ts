/** What the Studio calls its methods, and what each follows. */
import type { EditMethod, InpaintMethod } from '../contract/edit.ts';
import type { AttributeName, Material } from '../contract/materials.ts';
import type { EditRecord } from '../contract/provenance.ts';
import type { ChangeMethod } from './state/studioForm.svelte.ts';
import { ATTRIBUTE_WORDS, formatAttribute, type AttributeWords } from './words.ts';

interface MethodWords {
  label: string;
  /** What it does, in a sentence, and the paper that it follows. */
  meaning: string;
}

export const METHOD_WORDS: Record<EditMethod, MethodWords> = {
  repaint: {
    label: 'RePaint',
    meaning:
      'Noises what is known along with what is not, and takes each step several times so that the two agree. After Lugmayr et al. 2022.',
  },
  posterior: {
    label: 'Agreement',
    meaning: 'Finds the noise for which the model itself would have drawn what is known; two network calls a step.',
  },
  replacement: {
    label: 'Replacement',
    meaning: 'Puts what is known back after every step. The plain way, quick, with seams. After Song et al. 2021.',
  },
  sdedit: {
    label: 'SDEdit',
    meaning: 'Adds noise up to the strength and lets the model take it away again. After Meng et al. 2022.',
  },
  diffedit: {
    label: 'DiffEdit',
    meaning:
      'Finds where the slice has to change, shows it as a mask that you can mend, and changes only that. After Couairon et al. 2023.',
  },
  ledits: {
    label: 'LEDITS++',
    meaning:
      'Finds noise from which the model draws this very slice, and draws it again with other attributes. After Brack et al. 2024.',
  },
  instruct: {
    label: 'Instruct',
    meaning:
      'Pulls towards the attributes and towards the slice at once, as InstructPix2Pix does. After Brooks et al. 2023.',
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

/** The slider of an attribute reads from less to more of this. */
export const CHANGE_WORDS: Record<Material, Record<AttributeName, string>> = {
  rocks: { areaFraction: 'More pores', featureSize: 'Larger grains', noise: 'More noise' },
  fibers: { areaFraction: 'More fibers', featureSize: 'Thicker fibers', noise: 'More noise' },
  roots: { areaFraction: 'More roots', featureSize: 'Thicker roots', noise: 'More noise' },
};

/**
 * From what an attribute is to what it should become: “0.12 → 0.21”.
 * @param target undefined: as it is
 * @param by the change that was asked for
 */
export function describeChange(words: AttributeWords, measured: number, target?: number, by = 0): string {
  const now = formatAttribute(measured, words);
  if (target === undefined) return `as it is, ${now}`;
  const then = formatAttribute(target, words);
  // What is there may lie beyond what the model has learned.
  if ((target - measured) * by < 0) return `${now}, limit ${then}`;
  return `${now} → ${then}`;
}

/** An edit in a few words: “RePaint, seed 3”. */
export function describeEdit(record: EditRecord): string {
  if (!('hosted' in record)) return `${METHOD_WORDS[record.method].label}, seed ${record.seed}`;
  const { provider, model, practice } = record.hosted;
  return `${practice ? 'Practice server for ' : ''}${provider}, ${model}`;
}

/** “of the surroundings”: what a report calls the area fraction of a material. */
export const fractionLabel = (material: Material) => ATTRIBUTE_WORDS[material].areaFraction.label;
