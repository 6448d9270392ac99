/** What can go wrong at a visitor's: each gives one sentence that says what to do, and the page goes on. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ModelCard } from '../../src/contract/card.ts';
import { launch, launchOptions, visit, watch, type Visit } from './support/browser.ts';
import { arrival, oneCall } from './support/catalog.ts';
import { nanDecoder } from './support/onnx.ts';
import { SamplePage } from './support/samplePage.ts';
import { corrupted, cut, DIST, first, missing, serve, type Fault, type Site } from './support/site.ts';

const decoder = oneCall[0]!;

let site: Site;
let browser: Browser;
let current: Visit;
let screen: SamplePage;

beforeAll(async () => {
  browser = await launch('none');
});
afterAll(() => browser.close());

beforeEach(async () => {
  site = await serve();
  current = await visit(browser, site);
  screen = new SamplePage(current.page);
});
afterEach(async () => {
  await current.context.close();
  await site.close();
  expect(current.foreign).toEqual([]);
  expect(current.uncaught).toEqual([]);
});

/** Serves `file` in place of what is there. */
const instead =
  (file: string | Buffer): Fault =>
  () =>
    Buffer.from(file);

/** One sentence or two, no jargon of the machine, nothing empty. */
function expectSentence(text: string): void {
  expect(text).toMatch(/^[A-Z].{20,}\.$/);
  expect(text).not.toMatch(/undefined|null|NaN|\[object|Error:|https?:/);
}

/** After a failure another model draws. */
async function goesOn({ id } = oneCall.find((model) => model.id !== arrival.id)!): Promise<void> {
  await screen.chooseModel(id);
  await screen.set('How many', 2);
  await screen.sample();
  await screen.drawn(2);
}

describe('model files', () => {
  test('one that arrives damaged is fetched again', async () => {
    site.faults.set('.onnx', first(1, corrupted));
    await screen.open(site);
    await screen.drawn(16);
    expect(site.requests.filter((path) => path.endsWith('.onnx'))).toHaveLength(2);
  });

  test.each([
    ['damaged every time', corrupted, /damaged/],
    ['cut off', cut, /connection/],
    ['missing', missing, /download/],
  ])('one that is %s', async (_, fault, words) => {
    site.faults.set('.onnx', fault);
    await screen.open(site);
    const sentence = await screen.problem();
    expectSentence(sentence);
    expect(sentence).toMatch(words);
    site.faults.clear();
    await current.page.getByRole('button', { name: 'Try again' }).click();
    await screen.drawn(16);
  });
});

describe('cards', () => {
  const invalid: [string, string][] = [
    ['is not JSON', '{"id": '],
    ['lacks what it must say', JSON.stringify({ id: arrival.id })],
  ];
  test.each(invalid)('one that %s', async (_, text) => {
    site.faults.set(`${arrival.id}/card.json`, instead(text));
    await screen.open(site);
    expectSentence(await screen.problem());
    await goesOn();
  });

  test('a list of models that is missing', async () => {
    site.faults.set('catalog.json', missing);
    await screen.open(site);
    expectSentence(await screen.problem());
    site.faults.clear();
    await current.page.getByRole('button', { name: 'Try again' }).click();
    await screen.drawn(16);
  });
});

test('a runtime that cannot be downloaded', async () => {
  site.faults.set('.wasm', missing);
  await screen.open(site);
  expectSentence(await screen.problem());
  site.faults.clear();
  await current.page.getByRole('button', { name: 'Try again' }).click();
  await screen.drawn(16);
});

test('a model that returns NaN', async () => {
  const card = JSON.parse(readFileSync(`${DIST}models/${decoder.card}`, 'utf8')) as ModelCard;
  if (card.parametrisation.type !== 'latent') throw new Error(`${card.id} is no latent model`);
  const bytes = nanDecoder(card.parametrisation.dimensions, card.resolution);
  const file = { ...card.files[0]!, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  // It passes its self-test, whose condition is all zeros, and fails on every request.
  const golden = {
    ...card.golden,
    condition: card.golden.condition.map(() => 0),
    values: card.golden.values.map(() => 0),
  };
  site.faults.set(`${card.id}/${file.path}`, instead(bytes));
  site.faults.set(decoder.card, instead(JSON.stringify({ ...card, files: [file], golden })));
  await screen.open(site, `#/sample?v=1&model=${card.id}&material=rocks&look=real&count=2&seed=1`);
  const sentence = await screen.problem();
  expectSentence(sentence);
  expect(sentence).toMatch(/empty picture/);
  await goesOn(oneCall.find(({ id }) => id !== card.id));
});

test('a model that does not reproduce its test values', async () => {
  const card = JSON.parse(readFileSync(`${DIST}models/${arrival.card}`, 'utf8')) as ModelCard;
  const golden = { ...card.golden, values: card.golden.values.map((value) => value + 1) };
  site.faults.set(arrival.card, instead(JSON.stringify({ ...card, golden })));
  await screen.open(site);
  const sentence = await screen.problem();
  expectSentence(sentence);
  expect(sentence).toMatch(/test values/);
  await goesOn();
});

test('a number of slices that cannot be', async () => {
  await screen.open(site);
  await screen.drawn(16);
  for (const text of ['0', '10000', '-3', '2.5', 'many', '']) {
    await screen.set('How many', text);
    expect(await screen.problem()).toBe('How many must be a whole number from 1 to 64.');
    expect(await current.page.getByRole('button', { name: 'Sample', exact: true }).isDisabled()).toBe(true);
    await screen.set('How many', 3);
    await current.page.getByText('How many must be').waitFor({ state: 'detached' });
  }
  await screen.sample();
  await screen.drawn(3);
});

describe('links', () => {
  const tail = 'material=rocks&look=real&count=4&seed=1';
  const wrong: [string, string][] = [
    ['half of one', '#/sample?v=1&model='],
    ['none at all', '#/sample?'],
    ['nothing known', '#/sample?v=1&secret=1'],
    ['one that is far too long', `#/sample?v=1&model=${arrival.id}&${tail}&latent=${'1:1,'.repeat(1000)}`],
  ];
  const partly: [string, string, RegExp][] = [
    ['a count out of range', tail.replace('count=4', 'count=10000'), /how many slices/],
    ['an unknown material', tail.replace('rocks', 'gold'), /the material/],
    ['a model that is not here', tail.replace('seed', 'model=stylegan-9&seed'), /the model/],
    ['a later version', `${tail}&v=9`, /another version/],
    ['markup', `${tail}&<img src=x onerror=alert(1)>=1`, /does not know/],
  ];

  test('a wrong one on arrival: the page says so and draws what it draws for everyone', async () => {
    await screen.open(site, wrong[0]![1]);
    expectSentence(await screen.problem());
    await screen.drawn(16);
  });

  test.each(partly)('one with %s opens, and the page says what it left out', async (_, query, words) => {
    await screen.open(site, `#/sample?${query.includes('model=') ? '' : `model=${arrival.id}&`}v=1&${query}`);
    const sentence = await screen.problem();
    expect(sentence).toMatch(words);
    expect(sentence).not.toMatch(/img|undefined/);
    await screen.drawn(query.includes('count=4') ? 4 : 16);
    expect(await current.page.getByLabel('Seed', { exact: true }).inputValue()).toBe('1');
  });

  test('wrong ones later: each is refused as a whole, and the slices stay', async () => {
    await screen.open(site);
    await screen.drawn(16);
    const before = await screen.digests();
    for (const [what, hash] of wrong) {
      await screen.open(site, hash);
      const sentence = await screen.problem();
      expectSentence(sentence);
      expect(await screen.digests(), what).toEqual(before);
      await current.page.getByRole('button', { name: 'Close' }).click();
      await current.page.getByText(sentence).waitFor({ state: 'detached' });
    }
  });
});

describe('storage', () => {
  test('full', async () => {
    const session = await current.context.newCDPSession(current.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: 1000 });
    await screen.open(site);
    await screen.drawn(16);
    expectSentence((await current.page.getByText(/storage is full/).textContent()) ?? '');
    await screen.sample();
    await screen.drawn(16);
  });

  test('forbidden', async () => {
    // The browser's own switch for “block all cookies and site data”.
    const profile = mkdtempSync(join(tmpdir(), 'specimen-'));
    mkdirSync(join(profile, 'Default'));
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
    writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
    const context = await chromium.launchPersistentContext(profile, launchOptions('none'));
    const { page, uncaught } = await watch(context, site);
    const strict = new SamplePage(page);
    await strict.open(site);
    await strict.drawn(16);
    const refused = await page.evaluate(() => {
      try {
        return localStorage.length < 0;
      } catch {
        return true;
      }
    });
    expect(refused).toBe(true);
    expectSentence((await page.getByText(/does not let the page store/).textContent()) ?? '');
    await strict.sample();
    await strict.drawn(16);
    expect(uncaught).toEqual([]);
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
});
