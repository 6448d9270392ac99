/** From changes to the attributes that an edit asks for, with what the models that ship know. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { MODELS_FOLDER } from '../../src/cli/source.ts';
import { CardSchema, parseJson } from '../../src/contract/card.ts';
import { askRanges } from '../../src/contract/ranges.ts';
import type { AttributeName, Attributes, Material } from '../../src/contract/materials.ts';
import { changedAttributes, moved } from '../../src/materials/change.ts';
import { parsePhrase } from '../../src/materials/phrase.ts';

const card = async (id: string) =>
  parseJson(CardSchema, await readFile(new URL(`${id}/card.json`, MODELS_FOLDER), 'utf8'), id);
const CARDS = { 'ddpm-64': await card('ddpm-64'), 'ddpm-128': await card('ddpm-128') };

/** Between what all of the models know. */
const USUAL: Attributes = { areaFraction: 0.3, featureSize: 12, noise: 0.02 };

function change(model: keyof typeof CARDS, material: Material, sentence: string, before: Attributes) {
  const scale = CARDS[model].conditions.attributes[material]!;
  const limits = askRanges(CARDS[model], material)!;
  return changedAttributes(parsePhrase(sentence, material).changes, before, { scale, limits });
}

describe('a slice beyond what the model knows', () => {
  test.each<[keyof typeof CARDS, Material, string, AttributeName, number]>([
    ['ddpm-64', 'rocks', 'more noise', 'noise', 0.05],
    ['ddpm-64', 'rocks', 'fewer pores', 'areaFraction', 0.004],
    ['ddpm-64', 'fibers', 'fewer fibers', 'areaFraction', 0.15],
    ['ddpm-64', 'roots', 'more roots', 'areaFraction', 0.6],
    ['ddpm-64', 'roots', 'root fraction 0.7', 'areaFraction', 0.6],
    ['ddpm-64', 'rocks', 'no noise', 'noise', 0.002],
    ['ddpm-128', 'rocks', 'grains 20 px larger', 'featureSize', 130],
  ])('of %s is not led the other way: %s, “%s”', (model, material, sentence, name, now) => {
    const before = { ...USUAL, [name]: now };
    const after = change(model, material, sentence, before);
    expect(after).toEqual({ [name]: now });
    expect(moved(after, before, CARDS[model].conditions.attributes[material]!)).toEqual({});
  });

  test('goes back from the nearest value that the model knows', () => {
    const scale = CARDS['ddpm-64'].conditions.attributes.rocks!.noise;
    const most = askRanges(CARDS['ddpm-64'], 'rocks')!.noise.max;
    const after = change('ddpm-64', 'rocks', 'less noise', { ...USUAL, noise: 0.14 });
    expect(after.noise).toBeCloseTo(most - 0.2 * (scale.max - scale.min), 9);
    expect(change('ddpm-64', 'rocks', 'noise 0.01', { ...USUAL, noise: 0.14 })).toEqual({ noise: 0.01 });
  });
});

test('a change is a share of the card’s interval, and of sizes ends with what the network was told in training', () => {
  const { min, max } = CARDS['ddpm-128'].conditions.attributes.rocks!.featureSize;
  const sized = (featureSize: number) => ({ ...USUAL, featureSize });
  const larger = change('ddpm-128', 'rocks', 'larger grains', sized(50));
  expect(larger.featureSize).toBeCloseTo(50 + 0.2 * (max - min), 9);
  const most = change('ddpm-128', 'rocks', 'much larger grains', sized(70)).featureSize!;
  expect((2 * (most - min)) / (max - min) - 1).toBeCloseTo(1.5, 9); // mapped, as training/conditions.py does
});

test('a number in the attribute’s own unit is added as it is', () => {
  const near = (value: number) => expect.closeTo(value, 9) as number;
  expect(change('ddpm-64', 'rocks', 'raise porosity by 0.1', USUAL)).toEqual({ areaFraction: near(0.4) });
  expect(change('ddpm-64', 'rocks', 'grains 3 px smaller', { ...USUAL, featureSize: 30 })).toEqual({ featureSize: 27 });
  expect(change('ddpm-64', 'rocks', 'Rauschen um 0,5 erhöhen', USUAL)).toEqual({ noise: 0.0404 });
});

test('an edit asks for what moves alone', () => {
  const before = { ...USUAL, noise: 0.05 };
  const after = change('ddpm-64', 'rocks', 'more noise, porosity 0.2', before);
  expect(after).toEqual({ noise: 0.05, areaFraction: 0.2 });
  const scale = CARDS['ddpm-64'].conditions.attributes.rocks!;
  expect(moved(after, before, scale)).toEqual({ areaFraction: 0.2 });
  const near = { ...before, noise: scale.noise.max - 1e-6 };
  expect(moved({ noise: scale.noise.max }, near, scale)).toEqual({});
});
