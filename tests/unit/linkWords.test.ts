/** What the page says of links to slices that were drawn with a picture, which no link holds. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import { CardSchema, CatalogSchema, parseJson } from '../../src/contract/card.ts';
import { parseLink } from '../../src/contract/link.ts';
import { shortest } from '../../src/contract/provenance.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import de from '../../src/ui/language/de/share.ts';
import en from '../../src/ui/language/en/share.ts';
import { describeLeftOut, sliceLink } from '../../src/ui/linkWords.ts';
import { Sample } from '../../src/ui/state/sample.svelte.ts';

const MODELS = new URL('../../public/models/', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, MODELS), 'utf8');

const request: SampleRequest = {
  model: 'control-128',
  material: 'fibers',
  look: 'real',
  count: 2,
  seed: 42,
  attributes: {},
};
const picture = { data: new Float32Array(64 * 64), count: 1, height: 64, width: 64 };
const sketch = { edges: picture.data, labels: picture.data, strength: 1 };

test('a link promises the same slices only where nothing of the request stays behind', () => {
  expect(sliceLink(request)).toMatchObject({ hint: en.hints.slices, meaning: en.meanings.slices });
  for (const pictures of [{ sketch }, { like: picture }, { from: picture }]) {
    const { link, hint, meaning } = sliceLink({ ...request, ...pictures });
    expect([hint, meaning]).toEqual([en.hints.withoutPictures, en.meanings.withoutPictures]);
    expect(parseLink(link).leftOut).toEqual(Object.keys(pictures));
  }
  for (const { hints, meanings } of [en, de]) {
    expect(hints.withoutPictures).toMatch(/without the picture or sketch|ohne das Bild oder die Skizze/);
    expect(meanings.withoutPictures).toMatch(/other slices|andere Schnitte/);
  }
});

test('the link of one slice names the pictures too', () => {
  const measured = { areaFraction: 0.2, featureSize: 6, noise: 0.03 };
  const slices = [42, 43].map((seed) => ({ seed, asked: {}, measured }));
  const { link } = sliceLink(shortest({ request: { ...request, sketch }, slices }, 1).request);
  expect(parseLink(link)).toEqual({ request: { ...request, count: 1, seed: 43 }, lab: {}, leftOut: ['sketch'] });
});

test('who follows a link is told of the pictures apart from what was not used', () => {
  expect(describeLeftOut(['sketch'])).toBe(en.withPictures([en.pictures.sketch]));
  expect(describeLeftOut(['steps', 'like', 'version', 'from'])).toBe(
    [en.otherVersion, en.notUsed([en.parts.steps]), en.withPictures([en.pictures.like, en.pictures.from])].join(' '),
  );
});

test('the Sample screen shows it', async () => {
  const catalog = parseJson(CatalogSchema, text('catalog.json'), 'catalogue');
  const engine = {
    catalog: () => Promise.resolve(catalog),
    card: (id: string) =>
      Promise.resolve(parseJson(CardSchema, text(catalog.models.find((model) => model.id === id)!.card), id)),
    sample: () => new Promise(() => undefined),
  } as unknown as Engine;
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  const sample = new Sample(engine);
  await sample.arrive(sliceLink({ ...request, sketch }).link);
  expect(sample.linkError?.message).toBe(en.withPictures(['a sketch']));
  await sample.arrive(sliceLink(request).link);
  expect(sample.linkError).toBeNull();
});
