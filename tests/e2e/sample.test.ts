/** The main job, clicked through in the built page: from a sub-path, with no special headers. */
import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provenance } from '../../src/contract/provenance.ts';
import { launch, visit, type Visit } from './support/browser.ts';
import { arrival, diffusion, hasSampler, models, oneCall } from './support/catalog.ts';
import { SamplePage } from './support/samplePage.ts';
import { serve, type Site } from './support/site.ts';

let site: Site;
let browser: Browser;
let current: Visit;
let screen: SamplePage;

beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

beforeEach(async () => {
  current = await visit(browser, site, { permissions: ['clipboard-read', 'clipboard-write'] });
  screen = new SamplePage(current.page);
});
afterEach(async () => {
  await current.context.close();
  expect(current.foreign).toEqual([]);
  expect(current.uncaught).toEqual([]);
});

test('slices are there on arrival, drawn by a small model without being asked', async () => {
  await screen.open(site);
  await screen.drawn(16);
  expect(new Set(await screen.digests()).size).toBe(16);
  expect(await current.page.locator('input[name=model]:checked').getAttribute('value')).toBe(arrival.id);
  expect(arrival.bytes).toBeLessThanOrEqual(2 * 2 ** 20);
  expect(await current.page.getByRole('banner').textContent()).toContain('images stay on this computer');
});

test('a run that takes long offers fewer steps, and takes them', async () => {
  await screen.open(site, `#/sample?v=1&model=${diffusion.id}&material=rocks&look=real&count=64&seed=1&steps=100`);
  await current.page.getByRole('button', { name: /quick steps instead/ }).click({ timeout: 60_000 });
  await current.page.getByText(/Step \d of 8/).waitFor({ timeout: 60_000 });
  await screen.cancel();
});

describe.each(models)('$name', (row) => {
  test('draws rocks, fibers and roots', async () => {
    await screen.open(site);
    await screen.drawn(16);
    await screen.set('How many', 2);
    await screen.chooseModel(row.id);
    if (hasSampler(row)) await screen.set('Steps', 3);
    const seen = new Set<string>();
    for (const material of ['Rocks', 'Fibers', 'Roots']) {
      await screen.choose(material);
      await screen.sample();
      await screen.drawn(2);
      await current.page.getByText(new RegExp(`^2 slices · ${material}`)).waitFor();
      for (const digest of await screen.digests()) seen.add(digest);
    }
    // A collapsed model may well draw one slice twice; that is what it is there to show.
    expect(seen.size).toBeGreaterThanOrEqual(row.teaching === undefined ? 6 : 3);
  });
});

test('the same seed draws the same pixels, in any number, and another seed draws others', async () => {
  await screen.open(site);
  await screen.drawn(16);
  await screen.lockSeed(7);
  await screen.set('How many', 6);
  await screen.sample();
  await screen.drawn(6);
  const six = await screen.digests();
  await screen.set('How many', 3);
  await screen.sample();
  await screen.drawn(3);
  expect(await screen.digests()).toEqual(six.slice(0, 3));
  await screen.lockSeed(9);
  await screen.sample();
  await screen.drawn(3);
  // Image k of seed s has seed s + k.
  expect(await screen.digests()).toEqual(six.slice(2, 5));
});

test('a run is cancelled at once, leaves the earlier slices, and the next one starts at once', async () => {
  await screen.open(site);
  await screen.drawn(16);
  const before = await screen.digests();
  await screen.chooseModel(diffusion.id);
  await screen.set('Steps', 100);
  await screen.set('How many', 64);
  await screen.sample();
  await current.page.getByRole('progressbar', { name: 'Sampling' }).waitFor();
  expect(await screen.cancel()).toBeLessThan(10);
  await screen.drawn(16);
  expect(await screen.digests()).toEqual(before);
  await screen.set('Steps', 2);
  await screen.set('How many', 2);
  await screen.sample();
  await screen.drawn(2);
});

test('a slice opens large, arrow keys lead on, and the saved PNG and the copied link reproduce it', async () => {
  const { page } = current;
  await screen.open(site);
  await screen.drawn(16);
  await page.locator('[aria-busy] li button').nth(2).click();
  const dialog = page.getByRole('dialog');
  const title = dialog.getByRole('heading');
  const seed = Number(/\d+/.exec((await title.textContent()) ?? '')?.[0]);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => title.textContent()).toContain(String(seed + 1));
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => title.textContent()).toContain(String(seed - 1));
  const canvas = dialog.locator('canvas');
  const shown = await canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]!);
  });

  for (const depth of [8, 16]) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: `PNG, ${depth} bit` }).click(),
    ]);
    const png = decode(readFileSync(await download.path()));
    expect([png.width, png.height, png.channels, png.depth]).toEqual([64, 64, 1, depth]);
    expect(Array.from(png.data, (grey) => Math.round(depth === 8 ? grey : grey / 257))).toEqual(shown);
    const made = JSON.parse(png.text['specimen'] ?? '') as Provenance;
    expect(made).toMatchObject({
      synthetic: true,
      request: { model: arrival.id, material: 'rocks', seed: seed - 1, count: 1 },
    });
  }

  await dialog.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press('Escape');
  const digest = (await screen.digests())[1]!;
  const other = await visit(browser, site);
  const linked = new SamplePage(other.page);
  await other.page.goto(link);
  await linked.drawn(1);
  expect(await linked.digests()).toEqual([digest]);
  await other.context.close();
});

test('the keyboard alone samples, cancels nothing by accident, and walks the pictures', async () => {
  const { page } = current;
  await screen.open(site);
  await screen.drawn(16);
  const before = await screen.digests();
  await page.keyboard.press('Control+Enter');
  await expect.poll(async () => (await screen.digests())[0]).not.toBe(before[0]);
  await screen.drawn(16);
  await page.locator('[aria-busy] li button').first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('Escape closes what lies above a run and leaves the run; only then it ends the run', async () => {
  const { page } = current;
  await screen.open(site);
  await screen.drawn(16);
  await screen.chooseModel('ddpm-64');
  await screen.set('How many', 16);
  await screen.set('Steps', 100);
  await screen.sample();
  const busy = page.locator('[aria-busy=true]');
  await busy.waitFor();
  await page
    .getByRole('banner')
    .getByRole('button', { name: /images stay/ })
    .click();
  const details = page.getByRole('group', { name: 'Where the pictures are made' });
  await details.waitFor();
  await page.keyboard.press('Escape');
  await details.waitFor({ state: 'hidden' });
  expect(await busy.count()).toBe(1);
  await page.keyboard.press('Escape');
  await busy.waitFor({ state: 'detached' });
  // Whoever hears the page rather than sees it is not told of the slices from before.
  await page
    .getByRole('status')
    .filter({ hasText: /^Cancelled\.$/ })
    .waitFor({ state: 'attached' });
});

test('a dialog above the slices keeps the keys from them', async () => {
  const { page } = current;
  await screen.open(site);
  await screen.drawn(16);
  const before = await screen.digests();
  await page.locator('[aria-busy] li button').first().click();
  const slice = page.getByRole('dialog').first();
  const title = await slice.getByRole('heading').first().textContent();
  await slice.getByRole('button', { name: 'Share as QR code' }).click();
  const link = page.getByLabel('Link', { exact: true });
  await link.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  expect(await slice.getByRole('heading').first().textContent()).toBe(title);
  await page.keyboard.press('Escape');
  await slice.waitFor({ state: 'hidden' });
  expect(await screen.digests()).toEqual(before);
});

test('on a phone the sheet of controls opens into its beginning and closes with Escape, back on its button', async () => {
  const { page } = current;
  await page.setViewportSize({ width: 390, height: 844 });
  await screen.open(site);
  await screen.drawn(16);
  const toggle = page.getByRole('button', { name: /^Controls: / });
  await toggle.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement!.closest('#controls-sheet') !== null)).toBe(true);
  await page.keyboard.press('Escape');
  expect(await toggle.getAttribute('aria-expanded')).toBe('false');
  expect(await toggle.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('a phone shows the slices without scrolling sideways', async () => {
  await current.page.setViewportSize({ width: 390, height: 844 });
  await screen.open(site);
  await screen.drawn(16);
  expect(await current.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('the VAE walks from one seed to another', async () => {
  await screen.open(site);
  await screen.drawn(16);
  await screen.chooseModel(oneCall.find(({ family }) => family === 'vae')!.id);
  await screen.lockSeed(5);
  await screen.sample();
  await screen.drawn(16);
  const [start] = await screen.digests();
  await current.page.getByText('Walk the latent space').click();
  await current.page.getByText('Interpolate to a second seed').click();
  await expect.poll(() => current.page.getByText('seed 7').count()).toBe(1);
  await screen.drawn(16);
  const strip = await screen.digests();
  expect(new Set(strip).size).toBe(16);
  expect(strip[0]).toBe(start);
});

test('where the only adapter is a software one, the badge says that it was avoided, and WASM draws', async () => {
  const software = await launch('software');
  const other = await visit(software, site);
  const page = new SamplePage(other.page);
  await page.open(site);
  await page.drawn(16);
  await other.page
    .getByRole('banner')
    .getByRole('button', { name: /images stay/ })
    .click();
  const details = other.page.getByRole('group', { name: 'Where the pictures are made' });
  expect(await details.textContent()).toMatch(/WASM.*software/s);
  expect(other.foreign).toEqual([]);
  await software.close();
});
