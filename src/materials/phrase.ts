/** Reads a short sentence, English or German, such as “larger grains, a little less noise” as changes of a slice's attributes. */
import type { AttributeName, Material } from '../contract/materials.ts';

/** A change that was understood. */
export type Change =
  | { attribute: AttributeName; by: number } // share of the attribute's range, −1 to 1
  | { attribute: AttributeName; to: number }; // in the attribute's own unit

export interface Reading {
  /** At most one for each attribute; the later part of the sentence counts. */
  changes: Change[];
  /** What was not understood, in the sentence's own words. */
  unknown: string[];
}

/** How far “more” goes, and what words make of it, as shares of the attribute's range. */
const USUAL = 0.2;
const LITTLE = 0.08;
const MUCH = 0.45;

const AMOUNTS = new Map([
  ...spread(['slightly', 'little', 'bit', 'somewhat', 'tad', 'etwas', 'leicht', 'wenig', 'bisschen'], LITTLE),
  ...spread(
    ['much', 'lot', 'far', 'very', 'strongly', 'considerably', 'way', 'viel', 'deutlich', 'stark', 'sehr'],
    MUCH,
  ),
]);
/** Words about how much there is. */
const QUANTITY = new Map([
  ...spread(
    [
      'more',
      'higher',
      'increase',
      'increased',
      'raise',
      'add',
      'many',
      'stronger',
      'greater',
      'mehr',
      'höher',
      'höhere',
      'erhöhen',
      'stärker',
      'stärkeres',
    ],
    1,
  ),
  ...spread(
    [
      'less',
      'fewer',
      'lower',
      'decrease',
      'reduce',
      'reduced',
      'remove',
      'few',
      'weaker',
      'denoise',
      'weniger',
      'geringer',
      'geringere',
      'geringeres',
      'niedriger',
      'niedrigere',
      'verringern',
      'schwächer',
      'schwächeres',
    ],
    -1,
  ),
]);
/** Words about how large each piece is. */
const SIZE = new Map([
  ...spread(
    [
      'larger',
      'bigger',
      'coarser',
      'thicker',
      'wider',
      'broader',
      'large',
      'big',
      'thick',
      'coarse',
      'größer',
      'größere',
      'große',
      'grobe',
      'dicke',
      'breite',
      'gröber',
      'gröbere',
      'dicker',
      'dickere',
      'breiter',
      'breitere',
    ],
    1,
  ),
  ...spread(
    [
      'smaller',
      'finer',
      'thinner',
      'narrower',
      'small',
      'fine',
      'thin',
      'tiny',
      'kleine',
      'feine',
      'dünne',
      'schmale',
      'kleiner',
      'kleinere',
      'feinere',
      'dünner',
      'dünnere',
      'schmaler',
      'schmalere',
    ],
    -1,
  ),
]);
/** The words that turn a word about size round, as in “less coarse grains”; “fewer large grains” says something else. */
const LESS = new Set(['less', 'weniger']);
/** Before a number: where a change ends, as in “reduce porosity to 0.1”. */
const UP_TO = new Set(['to', 'auf']);
const PIXELS = new Set(['px', 'pixel', 'pixels']);
const NONE = new Set(['no', 'without', 'zero', 'kein', 'keine', 'ohne', 'null']);
const FILLERS = new Set(
  'a an the of in to at is be it its please make give me with and but on by here there slice picture image like have should would i want let this that them these into set for ein eine einen der die das den dem im in und mit aber bitte ist sein soll sollen auf um wie hier dort bild schnitt'.split(
    ' ',
  ),
);

interface Noun {
  /** What “more” of it changes. */
  quantity: AttributeName | null;
  /** What “larger” changes. */
  size: AttributeName | null;
}
const NOISE: Noun = { quantity: 'noise', size: 'noise' };
const FRACTION: Noun = { quantity: 'areaFraction', size: null };
/** A number itself, which is raised or lowered whatever the word. */
const number = (attribute: AttributeName): Noun => ({ quantity: attribute, size: attribute });
const PIECES: Noun = { quantity: 'areaFraction', size: 'featureSize' };

const COMMON = spread<Noun>(['noise', 'noisy', 'speckle', 'rauschen', 'geräterauschen'], NOISE);
const NOUNS: Record<Material, Map<string, Noun>> = {
  rocks: new Map([
    ...COMMON,
    ...spread(['pore', 'pores', 'void', 'voids', 'hole', 'holes', 'poren', 'löcher'], FRACTION),
    ...spread(['porosity', 'porous', 'porosität'], number('areaFraction')),
    ...spread<Noun>(['grain', 'grains', 'particle', 'particles', 'korn', 'körner'], {
      quantity: null,
      size: 'featureSize',
    }),
    ...spread(['size', 'grainsize', 'korngröße'], number('featureSize')),
  ]),
  fibers: new Map([
    ...COMMON,
    ...spread(['fiber', 'fibers', 'fibre', 'fibres', 'faser', 'fasern'], PIECES),
    ...spread(['fraction', 'density', 'packing', 'dense', 'packed', 'faseranteil'], number('areaFraction')),
    ...spread(['size', 'diameter', 'thickness', 'width', 'fasergröße'], number('featureSize')),
  ]),
  roots: new Map([
    ...COMMON,
    ...spread(['root', 'roots', 'wurzel', 'wurzeln'], PIECES),
    ...spread(['fraction', 'density', 'coverage', 'dense', 'wurzelanteil'], number('areaFraction')),
    ...spread(['size', 'diameter', 'thickness', 'width', 'wurzelbreite'], number('featureSize')),
  ]),
};
/** Words that say attribute and direction at once. A denser rock has fewer pores. */
const ADJECTIVES: Record<Material, Map<string, [AttributeName, number]>> = {
  rocks: adjectives(-1),
  fibers: adjectives(1),
  roots: adjectives(1),
};

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
 * pores”, “grain size 20 px”). A number beside a direction is how far (“10 % more pores”), or where to (“reduce porosity to 0.1”).
 */
export function parsePhrase(text: string, material: Material): Reading {
  const found: Partial<Record<AttributeName, Change>> = {};
  const unknown: string[] = [];
  // “0,2” is a number, “0, 2” are two parts.
  const points = text.toLowerCase().replace(/(\d),(?=\d)/g, '$1.');
  for (const part of points.split(/[,;!?]|\.(?!\d)|\b(?:and|but|with|und|aber|mit)\b/)) {
    const reading = readPart(part, material);
    unknown.push(...reading.unknown);
    for (const change of reading.changes) found[change.attribute] = change;
  }
  return { changes: Object.values(found), unknown };
}

function readPart(part: string, material: Material): Reading {
  const words = part.match(/\d+(?:\.\d+)?|[\p{L}’'-]+|%/gu) ?? [];
  const unknown: string[] = [];
  let amount = USUAL;
  let quantity: number | null = null;
  let size: number | null = null;
  let none = false;
  let less = false;
  let value: number | null = null;
  let target = false;
  let pixels = false;
  let adjective: [AttributeName, number] | null = null;
  const nouns: Noun[] = [];
  for (const [i, word] of words.entries()) {
    const noun = NOUNS[material].get(word);
    if (noun) nouns.push(noun);
    else if (QUANTITY.has(word)) [quantity, less] = [QUANTITY.get(word)!, LESS.has(word)];
    else if (SIZE.has(word)) size = SIZE.get(word)!;
    else if (AMOUNTS.has(word)) amount = AMOUNTS.get(word)!;
    else if (ADJECTIVES[material].has(word)) adjective = ADJECTIVES[material].get(word)!;
    else if (NONE.has(word)) none = true;
    else if (/^\d/.test(word)) [value, target] = [Number(word), UP_TO.has(words[i - 1] ?? '')];
    else if (word === '%') value = value === null ? null : value / 100;
    else if (PIXELS.has(word)) pixels = true;
    else if (!FILLERS.has(word) && !MATERIAL_WORDS.has(word)) unknown.push(word);
  }
  if (words.every((word) => FILLERS.has(word) || MATERIAL_WORDS.has(word)) && nouns.length === 0) {
    return { changes: [], unknown };
  }
  const change = readChange({ nouns, quantity, size, less, none, value, target, pixels, adjective, amount });
  if (change && unknown.length === 0) return { changes: [change], unknown };
  return { changes: [], unknown: unknown.length > 0 ? unknown : [part.trim()] };
}

/** What the slice itself may be called without a meaning of its own. */
const MATERIAL_WORDS = new Set(['rock', 'rocks', 'sandstone', 'composite', 'scan']);

/** What the words of a part said. */
interface Said {
  nouns: Noun[];
  quantity: number | null;
  size: number | null;
  less: boolean;
  none: boolean;
  value: number | null;
  /** Whether the value is where the change ends. */
  target: boolean;
  pixels: boolean;
  adjective: [AttributeName, number] | null;
  amount: number;
}

function readChange({
  nouns,
  quantity,
  size,
  less,
  none,
  value,
  target,
  pixels,
  adjective,
  amount,
}: Said): Change | null {
  // “Grain size”, “fiber fraction”: the number's own name stands last.
  const noun = nouns.at(-1);
  const measure = nouns.find(({ quantity, size }) => quantity !== null && quantity === size) ?? noun;
  if (adjective) return { attribute: adjective[0], by: adjective[1] * amount * (quantity ?? 1) };
  if (!noun || !measure) return null;
  if (none) return measure.quantity && { attribute: measure.quantity, to: 0 };
  const direction = size !== null && quantity === -1 ? (less ? -size : null) : (size ?? quantity);
  if (value !== null && (target || pixels || (size ?? quantity) === null)) {
    return reach(size !== null || pixels ? measure.size : measure.quantity, value, pixels);
  }
  const attribute = size === null ? measure.quantity : measure.size;
  // “10 more pores” counts what the models do not count.
  if (direction === null || attribute === null || (value !== null && value > 1)) return null;
  return { attribute, by: direction * (value ?? amount) }; // “10 % more pores”
}

/** Pixels are a size, and shares are not above 1. */
function reach(attribute: AttributeName | null, value: number, pixels: boolean): Change | null {
  if (attribute === null || (attribute !== 'featureSize' && (pixels || value > 1))) return null;
  return { attribute, to: value };
}

function adjectives(denser: number): Map<string, [AttributeName, number]> {
  return new Map([
    ...spread<[AttributeName, number]>(['noisier', 'grainier', 'rougher', 'verrauschter'], ['noise', 1]),
    ...spread<[AttributeName, number]>(['cleaner', 'smoother', 'clearer', 'quieter'], ['noise', -1]),
    ...spread<[AttributeName, number]>(['denser', 'tighter', 'dichter'], ['areaFraction', denser]),
    ...spread<[AttributeName, number]>(['looser', 'sparser', 'lockerer'], ['areaFraction', -denser]),
  ]);
}

function spread<T>(words: string[], value: T): [string, T][] {
  return words.map((word) => [word, value]);
}
