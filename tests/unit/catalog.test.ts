/** What the catalogue says of each model is what its card says, and the page can say what it is good for. */
import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { MODELS_FOLDER } from '../../src/cli/source.ts';
import type { Engine } from '../../src/client/engine.ts';
import {
  CardSchema,
  CatalogSchema,
  isFewStep,
  levelsOf,
  parseJson,
  takesFrom,
  takesLike,
  takesSketch,
  usualSampling,
  type CatalogRow,
} from '../../src/contract/card.ts';
import { askRanges } from '../../src/contract/ranges.ts';
import { ATTRIBUTES } from '../../src/contract/materials.ts';
import { fullDenoiser } from '../../src/ui/state/fullDenoiser.ts';
import { callsOf } from '../../src/ui/samplerWords.ts';
import { FIXTURES } from '../support/fixtures.ts';

const text = (folder: URL, path: string) => readFile(new URL(path, folder), 'utf8');
const catalogOf = async (folder: URL) => parseJson(CatalogSchema, await text(folder, 'catalog.json'), 'catalogue');
const cardOf = async (folder: URL, { card }: CatalogRow) => parseJson(CardSchema, await text(folder, card), 'card');

const published = await catalogOf(MODELS_FOLDER);
const fixtures = await catalogOf(FIXTURES);

describe.each([
  ['published', MODELS_FOLDER, published],
  ['fixture', FIXTURES, fixtures],
] as const)('the %s catalogue', (_, folder, { models }) => {
  test.each(models)('says of $id what its card says', async (row) => {
    const card = await cardOf(folder, row);
    const { id, name, family, resolution, beta, description } = card;
    expect(row).toMatchObject({ id, name, family, resolution, description });
    expect(row.beta).toBe(beta);
    expect(row.bytes).toBe(card.files.reduce((sum, { bytes }) => sum + bytes, 0));
    const measured = card.quality.find(
      (figure) => figure.metric === 'frechetSqueezeNet' && figure.material === 'rocks' && figure['look'] === 'real',
    );
    const floor = measured?.['floor'] as number | undefined;
    expect(row.frechetRatio).toEqual(floor ? expect.closeTo(measured!.value! / floor, 2) : undefined);
    const levels = levelsOf(card);
    const { sampler, steps } = usualSampling(card);
    const usual = sampler && steps ? callsOf(sampler, steps) : 1;
    expect(row.calls).toBe(levels ? levels.length - 1 : usual);
    expect(isFewStep(row)).toBe(levels !== null);
    const there = { like: takesLike(card), sketch: takesSketch(card), from: takesFrom(card) };
    const mix = card.parametrisation.type === 'style';
    expect(Object.fromEntries(row.takes.map((taken) => [taken, true]))).toEqual(
      Object.fromEntries(Object.entries({ ...there, mix }).filter(([, yes]) => yes)),
    );
  });
});

test.each(published.models)(
  '$id can be asked for what its training crops had as far as it was told of them, and for no less than its card maps',
  async (row) => {
    const card = await cardOf(MODELS_FOLDER, row);
    const { materials, attributes, looks, typical } = card.conditions;
    for (const material of materials) {
      const every = askRanges(card, material)!;
      for (const look of looks[material]!) {
        const known = askRanges(card, material, look)!;
        for (const [i, name] of ATTRIBUTES.entries()) {
          const { min, max } = attributes[material]![name];
          const values = [min, max, ...typical[material]![look]!.map((drawn) => drawn[i]!)];
          // Training told no size beyond 1.5 on the scale from -1 to 1.
          const beyond = name === 'featureSize' ? 0.25 * (max - min) : Infinity;
          expect(known[name].min).toBeCloseTo(Math.max(min - beyond, Math.min(...values)), 9);
          expect(known[name].max).toBeCloseTo(Math.min(max + beyond, Math.max(...values)), 9);
          expect(every[name].min).toBeLessThanOrEqual(known[name].min);
          expect(every[name].max).toBeGreaterThanOrEqual(known[name].max);
        }
      }
    }
  },
);

test('every folder of a published model is in the catalogue, and every model says what it is good and bad at', async () => {
  const folders = (await readdir(MODELS_FOLDER, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const cards = await Promise.all(
    folders.map(async ({ name }) => JSON.parse(await text(MODELS_FOLDER, `${name}/card.json`)) as { task: string }),
  );
  const sampling = folders.filter((_, k) => cards[k]!.task === 'sample').map(({ name }) => name);
  expect(published.models.map(({ id }) => id).sort()).toEqual(sampling.sort());
  for (const { picker } of published.models) {
    expect(picker?.good.length).toBeGreaterThan(10);
    expect(picker?.bad.length).toBeGreaterThan(10);
  }
});

test('the first model is small and draws in one call', () => {
  const first = published.models.find(({ id }) => id === published.first)!;
  expect(first.calls).toBe(1);
  expect(first.bytes).toBeLessThanOrEqual(2 * 2 ** 20);
});

describe('the model of the Lab and the Studio', () => {
  const chosen = async (models: CatalogRow[]) => {
    const engine = { catalog: () => Promise.resolve({ models }), card: (id: string) => cardOf(FIXTURES, row(id)) };
    return (await fullDenoiser(engine as unknown as Engine)).id;
  };
  const row = (id: string) => fixtures.models.find((model) => model.id === id)!;

  test('knows every noise level, and is the one of the smallest pictures', async () => {
    const large = { ...row('sketch'), resolution: 128, bytes: 1 };
    expect(await chosen([row('student'), large, row('vae'), row('like')])).toBe('like');
    expect(await chosen([large])).toBe('sketch');
  });

  test('is never one that shows a failure', async () => {
    const failed = { ...row('sketch'), teaching: 'It fails.' };
    expect(await chosen([failed, row('like')])).toBe('like');
    await expect(chosen([failed, row('student')])).rejects.toMatchObject({ name: 'CardInvalid' });
  });
});
