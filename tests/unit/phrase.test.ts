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
  ['raise porosity by 0.1', 'rocks', [{ attribute: 'areaFraction', plus: 0.1 }]],
  ['Porosität um 0,1 verringern', 'rocks', [{ attribute: 'areaFraction', plus: -0.1 }]],
  ['porosity 0.2 higher', 'rocks', [{ attribute: 'areaFraction', plus: 0.2 }]],
  ['noisier by 0.01', 'fibers', [{ attribute: 'noise', plus: 0.01 }]],
  ['increase grain size by 3 px', 'rocks', [{ attribute: 'featureSize', plus: 3 }]],
  ['reduce grain size by 3', 'rocks', [{ attribute: 'featureSize', plus: -3 }]],
  ['grains 3 px larger', 'rocks', [{ attribute: 'featureSize', plus: 3 }]],
  ['add 3 px to grain size', 'rocks', [{ attribute: 'featureSize', plus: 3 }]],
  ['Körner um 3 px größer', 'rocks', [{ attribute: 'featureSize', plus: 3 }]],
  ['fibers 3 px less thick', 'fibers', [{ attribute: 'featureSize', plus: -3 }]],
  ['fibers 9 px thick', 'fibers', [{ attribute: 'featureSize', to: 9 }]],
  ['20 % larger grains', 'rocks', [{ attribute: 'featureSize', by: 0.2 }]],
  ['less coarse grains', 'rocks', [{ attribute: 'featureSize', by: -0.2 }]],
  ['weniger dicke Fasern', 'fibers', [{ attribute: 'featureSize', by: -0.2 }]],
  ['larger grain size', 'rocks', [{ attribute: 'featureSize', by: 0.2 }]],
  ['lower fiber fraction', 'fibers', [{ attribute: 'areaFraction', by: -0.2 }]],
  ['no noise', 'roots', [{ attribute: 'noise', to: 0 }]],
  ['no more noise', 'roots', [{ attribute: 'noise', to: 0 }]],
  ['kein Rauschen mehr', 'roots', [{ attribute: 'noise', to: 0 }]],
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
  [
    'larger grains without noise',
    'rocks',
    [
      { attribute: 'featureSize', by: 0.2 },
      { attribute: 'noise', to: 0 },
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
    ['no noisier', 'rocks', ['no noisier']], // what shall not be says nothing of what shall
    ['no higher porosity', 'rocks', ['no higher porosity']],
    ['no thicker fibers', 'fibers', ['no thicker fibers']],
    ['keine dickere Fasern', 'fibers', ['keine dickere fasern']],
    ['without more noise', 'rocks', ['without more noise']],
    ['no less noise', 'rocks', ['no less noise']],
    ['keine Poren mehr Rauschen', 'rocks', ['keine poren mehr rauschen']],
    ['3 larger grains', 'rocks', ['3 larger grains']],
    ['1 more pore', 'rocks', ['1 more pore']],
    ['raise noise by 3 px', 'rocks', ['raise noise by 3 px']],
    ['grain size 20 %', 'rocks', ['grain size 20 %']], // of what
    ['porosity', 'fibers', ['porosity']],
    ['__proto__ constructor', 'rocks', ['proto', 'constructor']],
  ])('“%s” for %s', (text, material, unknown) => {
    const reading = parsePhrase(text, material);
    expect(reading.changes).toEqual([]);
    expect(reading.unknown).toEqual(unknown);
  });

  test('does not take the rest along', () => {
    expect(parsePhrase('more fibers, but no thicker fibers', 'fibers')).toEqual({
      changes: [{ attribute: 'areaFraction', by: 0.2 }],
      unknown: ['no thicker fibers'],
    });
  });

  test.each<[string, Material]>([
    ['pores without noise', 'rocks'],
    ['Fasern ohne Rauschen', 'fibers'],
  ])('takes the thing in “%s” for what the picture shows', (text, material) => {
    expect(parsePhrase(text, material)).toEqual({ changes: [{ attribute: 'noise', to: 0 }], unknown: [] });
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
