/** The words, English and German, of which sentences about changes are made: see `phrase.ts`. */
import type { AttributeName, Material } from '../contract/materials.ts';

/** How far “more” goes, and what words make of it, as shares of the attribute's range. */
export const USUAL = 0.2;
const LITTLE = 0.08;
const MUCH = 0.45;

export const AMOUNTS = new Map([
  ...spread(['slightly', 'little', 'bit', 'somewhat', 'tad', 'etwas', 'leicht', 'wenig', 'bisschen'], LITTLE),
  ...spread(
    ['much', 'lot', 'far', 'very', 'strongly', 'considerably', 'way', 'viel', 'deutlich', 'stark', 'sehr'],
    MUCH,
  ),
]);
/** Words about how much there is. */
export const QUANTITY = new Map([
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
export const SIZE = new Map([
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
export const LESS = new Set(['less', 'weniger']);
/** Before a number: where a change ends, as in “reduce porosity to 0.1”. */
export const UP_TO = new Set(['to', 'auf']);
/** Before a number: how far a change goes, as in “reduce porosity by 0.1”. */
export const BY = new Set(['by', 'um', 'add']);
export const PIXELS = new Set(['px', 'pixel', 'pixels']);
export const NONE = new Set(['no', 'without', 'zero', 'kein', 'keine', 'ohne', 'null']);
export const FILLERS = new Set(
  'a an the of in to at is be it its please make give me with and but on by here there slice picture image like have should would i want let this that them these into set for ein eine einen der die das den dem im in und mit aber bitte ist sein soll sollen auf um wie hier dort bild schnitt'.split(
    ' ',
  ),
);

export interface Noun {
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
export const NOUNS: Record<Material, Map<string, Noun>> = {
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
export const ADJECTIVES: Record<Material, Map<string, [AttributeName, number]>> = {
  rocks: adjectives(-1),
  fibers: adjectives(1),
  roots: adjectives(1),
};
/** What the slice itself may be called without a meaning of its own. */
export const MATERIAL_WORDS = new Set(['rock', 'rocks', 'sandstone', 'composite', 'scan']);

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
