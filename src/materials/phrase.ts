/** Reads a short sentence, English or German, such as “larger grains, a little less noise” as changes of a slice's attributes. */
import type { AttributeName, Material } from '../contract/materials.ts';
import {
  ADJECTIVES,
  AMOUNTS,
  BY,
  FILLERS,
  LESS,
  MATERIAL_WORDS,
  NONE,
  NOUNS,
  PIXELS,
  QUANTITY,
  SIZE,
  UP_TO,
  USUAL,
  type Noun,
} from './phraseWords.ts';

/** A change that was understood. */
export type Change =
  | { attribute: AttributeName; by: number } // share of the attribute's range, −1 to 1
  | { attribute: AttributeName; plus: number } // in the attribute's own unit
  | { attribute: AttributeName; to: number }; // in the attribute's own unit

export interface Reading {
  /** At most one for each attribute; the later part of the sentence counts. */
  changes: Change[];
  /** What was not understood, in the sentence's own words. */
  unknown: string[];
}

/** What the sentence may speak of, for the visitor whose words were not understood. */
export const VOCABULARY: Record<Material, string> = {
  rocks: 'more or fewer pores, larger or smaller grains, more or less noise, “much” and “a little”, or “porosity 0.2”',
  fibers:
    'more or fewer fibers, thicker or thinner fibers, more or less noise, “much” and “a little”, or “fiber fraction 0.5”',
  roots:
    'more or fewer roots, thicker or thinner roots, more or less noise, “much” and “a little”, or “root fraction 0.2”',
};

/**
 * Pure: the same sentence is always read in the same way. Parts are parted by commas, full stops, “and”, “but” and “with”; each
 * needs a thing and a direction (“more pores”), a word that is both (“noisier”), or a thing and a number (“porosity 0.2”, “25 %
 * pores”, “grain size 20 px”). A number beside a direction is how far, as a share of what the model knows (“10 % more pores”) or in
 * the attribute's own unit (“raise porosity by 0.1”, “grains 3 px larger”), or where to (“reduce porosity to 0.1”). What shall not
 * happen (“no thicker fibers”) is not understood.
 */
export function parsePhrase(text: string, material: Material): Reading {
  const found: Partial<Record<AttributeName, Change>> = {};
  const unknown: string[] = [];
  // “0,2” is a number, “0, 2” are two parts. “Without” belongs to what follows it.
  const points = text.toLowerCase().replace(/(\d),(?=\d)/g, '$1.');
  const parts = points.split(/[,;!?]|\.(?!\d)|\b(?:and|but|with|und|aber|mit)\b|(?=\b(?:without|ohne)\b)/);
  for (const [i, part] of parts.entries()) {
    // “Pores without noise” says first what the picture shows.
    if (/^(?:without|ohne)\b/.test(parts[i + 1] ?? '') && wordsOf(part).every((word) => names(word, material)))
      continue;
    const reading = readPart(part, material);
    unknown.push(...reading.unknown);
    for (const change of reading.changes) found[change.attribute] = change;
  }
  return { changes: Object.values(found), unknown };
}

const wordsOf = (part: string): string[] => part.match(/\d+(?:\.\d+)?|[\p{L}’'-]+|%/gu) ?? [];
const names = (word: string, material: Material) =>
  NOUNS[material].has(word) || FILLERS.has(word) || MATERIAL_WORDS.has(word);

function readPart(part: string, material: Material): Reading {
  const words = wordsOf(part);
  const unknown: string[] = [];
  const said: Said = {
    nouns: [],
    quantity: null,
    size: null,
    adjective: null,
    less: false,
    none: false,
    amount: USUAL,
    value: null,
    unit: null,
    target: false,
    step: false,
  };
  for (const [i, word] of words.entries()) {
    const noun = NOUNS[material].get(word);
    if (noun) said.nouns.push(noun);
    else if (meansNone(words, i)) said.none = true;
    else if (QUANTITY.has(word)) [said.quantity, said.less] = [QUANTITY.get(word)!, LESS.has(word)];
    else if (SIZE.has(word)) said.size = SIZE.get(word)!;
    else if (AMOUNTS.has(word)) said.amount = AMOUNTS.get(word)!;
    else if (ADJECTIVES[material].has(word)) said.adjective = ADJECTIVES[material].get(word)!;
    else if (/^\d/.test(word)) Object.assign(said, readNumber(words, i));
    else if (word !== '%' && !PIXELS.has(word) && !FILLERS.has(word) && !MATERIAL_WORDS.has(word)) unknown.push(word);
  }
  if (words.every((word) => FILLERS.has(word) || MATERIAL_WORDS.has(word)) && said.nouns.length === 0) {
    return { changes: [], unknown };
  }
  const change = readChange(said);
  if (change && unknown.length === 0) return { changes: [change], unknown };
  return { changes: [], unknown: unknown.length > 0 ? unknown : [part.trim()] };
}

/** What the words of a part said. */
interface Said extends SaidNumber {
  nouns: Noun[];
  quantity: number | null;
  size: number | null;
  adjective: [AttributeName, number] | null;
  less: boolean;
  none: boolean;
  amount: number;
}

interface SaidNumber {
  /** A percentage as a share. */
  value: number | null;
  unit: '%' | 'px' | null;
  /** Whether the value is where the change ends. */
  target: boolean;
  /** Whether the value is how far the change goes. */
  step: boolean;
}

function readNumber(words: string[], i: number): SaidNumber {
  const [before = '', word, after = ''] = [words[i - 1], words[i]!, words[i + 1]];
  const unit = after === '%' ? '%' : PIXELS.has(after) ? 'px' : null;
  const next = words[unit ? i + 2 : i + 1] ?? '';
  return {
    value: Number(word) / (unit === '%' ? 100 : 1),
    unit,
    target: UP_TO.has(before),
    // “3 px larger” is how far, “3 px thick” is where to.
    step: BY.has(before) || (unit === 'px' && (QUANTITY.has(next) || (SIZE.has(next) && /ere?$/.test(next)))),
  };
}

/** “No noise”, “no more noise”, “kein Rauschen mehr”. */
function meansNone(words: string[], i: number): boolean {
  const word = words[i]!;
  if (word === 'more') return words[i - 1] === 'no';
  if (word === 'mehr') return i === words.length - 1 && words.some((other) => /^keine?$/.test(other));
  return NONE.has(word);
}

function readChange(said: Said): Change | null {
  const { nouns, size, adjective, none, amount, value, unit, target, step } = said;
  // “Grain size”, “fiber fraction”: the number's own name stands last.
  const measure: Noun | undefined = adjective
    ? { quantity: adjective[0], size: adjective[0] }
    : (nouns.find(({ quantity, size }) => quantity !== null && quantity === size) ?? nouns.at(-1));
  const attribute = measure && (size !== null || unit === 'px' ? measure.size : measure.quantity);
  if (!attribute) return null;
  const directed = (adjective ?? size ?? said.quantity) !== null;
  // “No thicker fibers” says what shall not be, and nothing of what shall.
  if (none) return directed ? null : { attribute, to: 0 };

  const pixels = attribute === 'featureSize';
  if (value !== null && (pixels ? unit === '%' && !directed : unit === 'px' || value > 1)) return null;
  if (value !== null && (target || !directed || (unit === 'px' && !step))) return { attribute, to: value };

  const direction = directionOf(said);
  if (direction === null) return null;
  if (value === null) return { attribute, by: direction * amount };
  if (unit === '%') return value > 1 ? null : { attribute, by: direction * value }; // “10 % more pores”
  // “3 larger grains” and “1 more pore” count what the models do not count.
  if (pixels ? !step : value === 1) return null;
  return { attribute, plus: direction * value };
}

/** 1 for more or larger, −1 for less or smaller; null where the words say both, or neither. */
function directionOf({ adjective, size, quantity, less }: Said): number | null {
  if (adjective) return adjective[1] * (quantity ?? 1);
  if (size !== null && quantity === -1) return less ? -size : null;
  return size ?? quantity;
}
