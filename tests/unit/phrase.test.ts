/** Sentences as people write them, and those that are not understood. */
import { describe, expect, test } from 'vitest';
import type { Material } from '../../src/contract/materials.ts';
import { parsePhrase, type Change } from '../../src/materials/phrase.ts';

test.each<[string, Material, Change[]]>([
  ['larger grains', 'rocks', [{ attribute: 'featureSize', by: 0.2 }]],
  ['more pores', 'rocks', [{ attribute: 'areaFraction', by: 0.2 }]],
  ['thicker fibers', 'fibers', [{ attribute: 'featureSize', by: 0.2 }]],
  ['less noise', 'rocks', [{ attribute: 'noise', by: -0.2 }]],
  ['Please make the fibres much thinner.', 'fibers', [{ attribute: 'featureSize', by: -0.45 }]],
  ['more fibers', 'fibers', [{ attribute: 'areaFraction', by: 0.2 }]],
  ['fewer, slightly thinner roots', 'roots', [{ attribute: 'featureSize', by: -0.08 }]],
  ['a little more porous', 'rocks', [{ attribute: 'areaFraction', by: 0.08 }]],
  ['porosity 0.25', 'rocks', [{ attribute: 'areaFraction', to: 0.25 }]],
  ['25 % pores', 'rocks', [{ attribute: 'areaFraction', to: 0.25 }]],
  ['10% more pores', 'rocks', [{ attribute: 'areaFraction', by: 0.1 }]],
  ['grain size 20 px', 'rocks', [{ attribute: 'featureSize', to: 20 }]],
  ['reduce porosity to 0.1', 'rocks', [{ attribute: 'areaFraction', to: 0.1 }]],
  ['raise the porosity to 30 %', 'rocks', [{ attribute: 'areaFraction', to: 0.3 }]],
  ['die Porosität auf 30 % erhöhen', 'rocks', [{ attribute: 'areaFraction', to: 0.3 }]],
  ['increase grain size to 20 px', 'rocks', [{ attribute: 'featureSize', to: 20 }]],
  ['grains of 20 pixels', 'rocks', [{ attribute: 'featureSize', to: 20 }]],
  ['thinner fibers of 9 px', 'fibers', [{ attribute: 'featureSize', to: 9 }]],
  ['I want to increase the porosity by 10 %', 'rocks', [{ attribute: 'areaFraction', by: 0.1 }]],
  ['less coarse grains', 'rocks', [{ attribute: 'featureSize', by: -0.2 }]],
  ['weniger dicke Fasern', 'fibers', [{ attribute: 'featureSize', by: -0.2 }]],
  ['larger grain size', 'rocks', [{ attribute: 'featureSize', by: 0.2 }]],
  ['lower fiber fraction', 'fibers', [{ attribute: 'areaFraction', by: -0.2 }]],
  ['no noise', 'roots', [{ attribute: 'noise', to: 0 }]],
  ['noisier', 'roots', [{ attribute: 'noise', by: 0.2 }]],
  ['denser', 'rocks', [{ attribute: 'areaFraction', by: -0.2 }]],
  ['denser', 'fibers', [{ attribute: 'areaFraction', by: 0.2 }]],
  [
    'bigger grains and much less noise',
    'rocks',
    [
      { attribute: 'featureSize', by: 0.2 },
      { attribute: 'noise', by: -0.45 },
    ],
  ],
  [
    'größere Körner, etwas weniger Rauschen',
    'rocks',
    [
      { attribute: 'featureSize', by: 0.2 },
      { attribute: 'noise', by: -0.08 },
    ],
  ],
  [
    'Porosität 0,2 und viel weniger Rauschen',
    'rocks',
    [
      { attribute: 'areaFraction', to: 0.2 },
      { attribute: 'noise', by: -0.45 },
    ],
  ],
  ['more pores, no, fewer pores', 'rocks', [{ attribute: 'areaFraction', by: -0.2 }]],
])('“%s” for %s', (text, material, changes) => {
  expect(parsePhrase(text, material).changes).toEqual(changes);
});

describe('what is not understood', () => {
  test.each<[string, Material, string[]]>([
    ['shinier grains', 'rocks', ['shinier']],
    ['more grains', 'rocks', ['more grains']], // neither porosity nor size
    ['larger pores', 'rocks', ['larger pores']], // the models know no size of pores
    ['more fibers', 'rocks', ['fibers']],
    ['pores', 'rocks', ['pores']], // no direction
    ['10 more pores', 'rocks', ['10 more pores']], // the models count nothing
    ['porosity 25', 'rocks', ['porosity 25']], // a share, or per cent without the sign
    ['noise 3 px', 'rocks', ['noise 3 px']],
    ['fewer large grains', 'rocks', ['fewer large grains']], // fewer of them, or smaller ones
    ['not more noise', 'rocks', ['not']],
    ['porosity', 'fibers', ['porosity']],
    ['__proto__ constructor', 'rocks', ['proto', 'constructor']],
  ])('“%s” for %s', (text, material, unknown) => {
    const reading = parsePhrase(text, material);
    expect(reading.changes).toEqual([]);
    expect(reading.unknown).toEqual(unknown);
  });

  test('keeps what was understood', () => {
    expect(parsePhrase('more pores and prettier grains', 'rocks')).toEqual({
      changes: [{ attribute: 'areaFraction', by: 0.2 }],
      unknown: ['prettier'],
    });
  });

  test.each(['', '  ', 'please', ', ,'])('nothing in “%s” is neither', (text) => {
    expect(parsePhrase(text, 'rocks')).toEqual({ changes: [], unknown: [] });
  });
});
