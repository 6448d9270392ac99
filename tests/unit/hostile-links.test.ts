/** Ten thousand random and mutated links, each followed all the way into the controls of the Sample screen or the Lab. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import { CardSchema, CatalogSchema, parseJson, type Catalog, type ModelCard } from '../../src/contract/card.ts';
import { Cancelled } from '../../src/contract/errors.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { validateRequest } from '../../src/engine/validate.ts';
import { Lab } from '../../src/ui/state/lab.svelte.ts';
import { Sample } from '../../src/ui/state/sample.svelte.ts';
import { hostileLinks } from '../support/hostileLinks.ts';

const LINKS = 10_000;
const MODELS = new URL('../../public/models/', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, MODELS), 'utf8');

let catalog: Catalog;
let cards: Map<string, ModelCard>;
/** What was asked of the engine since the last look. */
const asked: SampleRequest[] = [];

const engine = {
  catalog: () => Promise.resolve(catalog),
  card: (id: string) => {
    const card = cards.get(id);
    if (!card) throw new Error(`the page asked for a card that is not there: ${id}`);
    return Promise.resolve(card);
  },
  sample: (request: SampleRequest) => {
    asked.push(request);
    return Promise.reject(new Cancelled());
  },
} as unknown as Engine;

beforeAll(() => {
  catalog = parseJson(CatalogSchema, text('catalog.json'), 'catalogue');
  cards = new Map(catalog.models.map(({ id, card }) => [id, parseJson(CardSchema, text(card), id)]));
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});

/** What the page says of a link is a few sentences of its own words. */
function expectHarmless(sentence: string | undefined): void {
  if (sentence !== undefined) expect(sentence).toMatch(/^[A-Z][\w ,.:;’-]{20,800}\.$/);
}

describe('random and mutated links', () => {
  it(`${LINKS} of them draw what their model offers, and never throw`, async () => {
    const prototype = Object.getOwnPropertyNames(Object.prototype);
    let followed = 0;
    let told = 0;
    const sample = new Sample(engine);
    const lab = new Lab(engine);
    for (const link of hostileLinks(LINKS, 8, [...cards.keys()])) {
      asked.length = 0;
      const screen = link.startsWith('#/lab') ? lab : sample;
      await screen.arrive(link);
      for (const request of asked) validateRequest(request, cards.get(request.model)!);
      expect(screen.loadFailure, link).toBeNull();
      expectHarmless(screen.linkError?.message);
      if (screen.form.card) expect(screen.form.request, link).not.toBeNull();
      followed += asked.length > 0 ? 1 : 0;
      told += screen.linkError ? 1 : 0;
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(prototype);
    // The generator makes both: links that work, and links with something to tell of.
    expect(followed).toBeGreaterThan(LINKS / 4);
    expect(told).toBeGreaterThan(LINKS / 4);
  }, 120_000);
});
