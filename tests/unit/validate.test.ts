/** What requests may ask, by the cards of the published models. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CardSchema, parseJson } from '../../src/contract/card.ts';
import type { EditRequest } from '../../src/contract/edit.ts';
import type { ImageBatch } from '../../src/contract/image.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { validateEdit, validateRequest } from '../../src/engine/validate.ts';

const MODELS = new URL('../../public/models/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, MODELS), 'utf8');
const { models } = JSON.parse(read('catalog.json')) as { models: { id: string; card: string }[] };
const cardOf = (id: string) => parseJson(CardSchema, read(models.find((model) => model.id === id)!.card), id);

const ddpm = cardOf('ddpm-64');
const grey = (width: number, height: number): ImageBatch => ({
  data: new Float32Array(width * height).fill(0.5),
  count: 1,
  width,
  height,
});
const sampling: SampleRequest = {
  model: 'ddpm-64',
  material: 'rocks',
  look: 'real',
  count: 1,
  seed: 1,
  attributes: {},
};
const sample =
  (changes: Partial<SampleRequest>, card = ddpm) =>
  () =>
    validateRequest({ ...sampling, ...changes }, card);
const editing: EditRequest = {
  ...sampling,
  method: 'repaint',
  image: grey(64, 64),
  mask: Float32Array.from({ length: 64 * 64 }, (_, i) => i % 2),
  strength: 1,
};
const edit = (changes: Partial<EditRequest>) => () => validateEdit({ ...editing, ...changes }, ddpm);

describe('attributes', () => {
  test.each([
    [{ areaFraction: 50 }, 'The area fraction must be a number from 0 to 1.'],
    [{ areaFraction: -0.1 }, 'The area fraction must be a number from 0 to 1.'],
    [{ areaFraction: NaN }, 'The area fraction must be a number from 0 to 1.'],
    [{ featureSize: -10 }, 'The feature size must be a number of pixels above 0.'],
    [{ featureSize: 0 }, 'The feature size must be a number of pixels above 0.'],
    [{ featureSize: Infinity }, 'The feature size must be a number of pixels above 0.'],
    [{ noise: 99 }, 'The noise must be a number from 0 to 0.5.'],
    [{ noise: -0.01 }, 'The noise must be a number from 0 to 0.5.'],
  ])('%j, which no slice has, is refused', (attributes, sentence) => {
    expect(sample({ attributes })).toThrow(sentence);
    expect(edit({ attributes })).toThrow(sentence);
  });

  test('what is beyond the card, but possible, may be asked', () => {
    const attributes = { areaFraction: 1, featureSize: 500, noise: 0.4 };
    expect(sample({ attributes })).not.toThrow();
    expect(edit({ attributes })).not.toThrow();
  });
});

describe('what would have no effect is refused', () => {
  test.each(['euler', 'ddpm', 'dpmpp2m'] as const)('fresh noise of %s', (sampler) => {
    expect(sample({ sampler, stochasticity: 0.5 })).toThrow(
      `The sampler ${sampler} has no share of fresh noise to set; choose heun or ddim, or leave it out.`,
    );
    expect(sample({ sampler, stochasticity: 0 })).not.toThrow();
  });

  test.each(['heun', 'ddim', undefined] as const)('but not that of %s', (sampler) => {
    expect(sample({ ...(sampler && { sampler }), stochasticity: 0.5 })).not.toThrow();
  });

  test('repeats and guidance by the picture, of other methods than theirs', () => {
    expect(edit({ method: 'posterior', resampling: 3 })).toThrow(
      'Only repaint repeats its steps, and posterior does not; leave resampling out.',
    );
    expect(edit({ resampling: 3 })).not.toThrow();
    expect(edit({ method: 'sdedit', imageGuidance: 2 })).toThrow(
      'Only instruct is guided by the picture, and sdedit is not; leave image guidance out.',
    );
    expect(edit({ method: 'instruct', imageGuidance: 2 })).not.toThrow();
  });

  test('guidance below 1 of instruct, which has the picture’s own scale for that, but not of other methods', () => {
    expect(edit({ method: 'instruct', guidance: 0.5 })).toThrow(
      'The guidance of instruct must be a number from 1 to 8.',
    );
    expect(edit({ method: 'instruct', guidance: 1 })).not.toThrow();
    expect(edit({ method: 'sdedit', guidance: 0.5 })).not.toThrow();
  });
});

test('a picture to resemble is as large as the extractor takes', () => {
  const alike = models.map(({ id }) => cardOf(id)).find(({ inputs }) => inputs.some(({ name }) => name === 'like'))!;
  const like = (width: number, height: number) => sample({ model: alike.id, like: grey(width, height) }, alike);
  expect(like(2048, 512)).not.toThrow();
  expect(like(3000, 2000)).toThrow(
    'The picture to resemble has 3000×2000 pixels, and at most as many as 1024×1024 are looked at; cut or shrink it.',
  );
});
