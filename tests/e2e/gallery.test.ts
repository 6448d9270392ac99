/** The Gallery in the built page: keep, find, look, compare, delete, save as a set, read it elsewhere, by keyboard too. */
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, visit, type Visit } from './support/browser.ts';
import { SamplePage } from './support/samplePage.ts';
import { serve, type Site } from './support/site.ts';

/** A run that is quick anywhere. */
const QUICK = (seed: number) => `#/sample?v=1&model=dcgan-64&material=rocks&look=real&count=3&seed=${seed}`;

let site: Site;
let browser: Browser;
let visitor: Visit;
let page: Page;
let sample: SamplePage;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  await enter();
});
afterEach(async () => {
  expect(visitor.foreign).toEqual([]);
  expect(visitor.uncaught).toEqual([]);
  await visitor.context.close();
});

/** A fresh computer. axe itself is injected, which the page's policy would refuse. */
async function enter(): Promise<void> {
  visitor = await visit(browser, site, { bypassCSP: true });
  ({ page } = visitor);
  sample = new SamplePage(page);
}

async function keep(seed: number): Promise<void> {
  await sample.open(site, QUICK(seed));
  await sample.drawn(3);
  await page.locator('[aria-label="Slices"]').getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByText('Kept in the Gallery on this computer.').waitFor();
}

const cards = () => page.getByRole('list', { name: 'Gallery' }).getByRole('listitem');
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const openGallery = async () => {
  await page.getByRole('link', { name: 'Gallery', exact: true }).click();
  await page.getByRole('heading', { name: 'Gallery' }).waitFor();
};

async function violations(): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html}`));
}

test('an empty Gallery says how to fill it; Keep is one press and can be undone', async () => {
  await page.goto(`${site.url}#/gallery`);
  await page.getByRole('heading', { name: 'Nothing is kept yet' }).waitFor();
  expect(await violations()).toEqual([]);
  await keep(11);
  await press('Undo');
  await page.getByRole('button', { name: 'Keep', exact: true }).waitFor();
  await openGallery();
  await page.getByRole('heading', { name: 'Nothing is kept yet' }).waitFor();
});

test('kept runs are found, opened, named, repeated with the very same slices, and outlive a reload', async () => {
  await keep(11);
  const drawn = await sample.digests();
  await keep(12);
  await page.getByRole('link', { name: 'In the Gallery' }).click();
  await page.getByRole('heading', { name: /seed 12/ }).waitFor();
  await page.getByText('The model is the one that drew it').waitFor();
  await page.getByLabel('Name').fill('Tight sandstone');
  await page.getByLabel('Note').fill('for Monday');
  await page.keyboard.press('Tab');
  await page.getByRole('heading', { name: 'Tight sandstone' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Tight sandstone' }).waitFor();
  await page.getByRole('link', { name: 'All runs' }).click();
  await expect.poll(() => cards().count()).toBe(2);
  await page.getByLabel('Search').fill('monday ROCKS');
  await expect.poll(() => cards().count()).toBe(1);
  await page.getByLabel('Search').fill('no such thing');
  await page.getByText('No kept run fits').waitFor();
  await press('Show all');
  await cards().nth(1).getByRole('link').click();
  await page.getByRole('heading', { name: /seed 11/ }).waitFor();
  await press('Repeat');
  await sample.drawn(3);
  expect(await sample.digests()).toEqual(drawn);
});

test('a note is kept as far as it is typed when the page or the run is left', async () => {
  await keep(14);
  await page.getByRole('link', { name: 'In the Gallery' }).click();
  const note = page.getByLabel('Note');
  await note.pressSequentially('for Mon');
  await page.reload();
  await expect.poll(() => note.inputValue()).toBe('for Mon');
  await note.press('End');
  await note.pressSequentially('day');
  await page.evaluate(() => (location.hash = '#/gallery')); // with the field in use until it goes
  await cards().first().waitFor();
  await page.getByLabel('Search').fill('monday');
  await expect.poll(() => cards().count()).toBe(1);
  await page.reload();
  await page.getByLabel('Search').fill('monday');
  await expect.poll(() => cards().count()).toBe(1);
});

test('a repeat on a page that began in the Gallery draws the run and nothing else', async () => {
  await keep(21);
  const drawn = await sample.digests();
  await page.getByRole('link', { name: 'In the Gallery' }).click();
  await page.getByRole('heading', { name: /seed 21/ }).waitFor();
  await page.reload();
  await page.getByText('The model is the one that drew it').waitFor();
  await press('Repeat');
  await sample.drawn(3);
  expect(await sample.digests()).toEqual(drawn);
});

test('a model that has changed since is said plainly', async () => {
  await keep(13);
  site.faults.set('dcgan-64/card.json', (file) => {
    const card = JSON.parse(file.toString()) as { conditions: { typical: Record<string, Record<string, number[][]>> } };
    card.conditions.typical['rocks']!['real']![0]![0]! += 0.001;
    return Buffer.from(JSON.stringify(card));
  });
  await page.getByRole('link', { name: 'In the Gallery' }).click();
  await page.reload();
  await page.getByText('The model has changed since').waitFor();
  site.faults.clear();
});

test('two runs are compared, one is deleted and brought back, then deleted for good', async () => {
  await keep(11);
  await keep(12);
  await openGallery();
  await press('Select all');
  expect(await violations(), 'the grid').toEqual([]);
  await press('Compare');
  const table = page.getByRole('table');
  await table.waitFor();
  const differing = await table.locator('tbody').first().getByRole('rowheader').allTextContents();
  expect(differing).toContain('Seed');
  expect(differing).not.toContain('Material');
  expect(await violations(), 'the comparison').toEqual([]);
  await page.getByRole('link', { name: 'All runs' }).click();
  await press('Select none');
  await cards().first().getByRole('checkbox').check();
  await press('Delete');
  await page.getByText('1 run deleted.').waitFor();
  expect(await cards().count()).toBe(1);
  await press('Undo');
  await expect.poll(() => cards().count()).toBe(2);
  await cards().first().getByRole('checkbox').check();
  await press('Delete');
  await page.getByRole('link', { name: 'Sample', exact: true }).click(); // leaving the screen is for good
  await page.getByRole('button', { name: 'Keep', exact: true }).waitFor(); // of the run that is kept no more
  await openGallery();
  await page.reload();
  await expect.poll(() => cards().count()).toBe(1);
  await cards().first().getByRole('checkbox').check();
  await press('Delete');
  await page.getByText('1 run deleted.').waitFor();
  await page.reload(); // so is leaving the page
  await page.getByRole('heading', { name: 'Nothing is kept yet' }).waitFor();
});

test('a set is saved, read on another computer, and known the second time', async () => {
  await keep(11);
  await page.getByRole('link', { name: 'In the Gallery' }).click();
  await press('Save as set');
  await page.locator('label', { hasText: 'TIFF stack, 16 bit' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), press('Save 1 run')]);
  expect(download.suggestedFilename()).toMatch(/^specimen-set-.*\.zip$/);
  const path = await download.path();
  const files = unzipSync(readFileSync(path));
  expect(Object.keys(files).sort()).toEqual(['DATACARD.md', 'images/0001.tif', 'masks/0001.tif', 'metadata.json']);
  await page.getByText('The set is saved.').waitFor();
  const zip = { name: 'set.zip', mimeType: 'application/zip', buffer: readFileSync(path) };
  await visitor.context.close();

  await enter();
  await page.goto(`${site.url}#/gallery`);
  const picker = page.locator('input[type=file]');
  await picker.setInputFiles({ ...zip, buffer: zip.buffer.subarray(0, 1000) });
  await page.getByRole('alert').filter({ hasText: 'no zip that Specimen saved' }).waitFor();
  await picker.setInputFiles(zip);
  await page.getByText('1 run added.').waitFor();
  await expect.poll(() => cards().count()).toBe(1);
  await picker.setInputFiles(zip);
  await page.getByText('0 runs added; 1 were here already.').waitFor();
  expect(await cards().count()).toBe(1);
});

test('a full storage keeps nothing of the run that does not fit, says so, and loses nothing kept before', async () => {
  await keep(11);
  await openGallery();
  await expect.poll(() => cards().count()).toBe(1);
  const session = await visitor.context.newCDPSession(page);
  const { origin } = new URL(site.url);
  await sample.open(site, QUICK(12));
  await sample.drawn(3);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
  await page.waitForTimeout(35_000); // for half a minute Chromium goes by the room that it found before
  await press('Keep');
  await page.getByRole('alert').filter({ hasText: 'This browser’s storage is full, so this was not kept' }).waitFor();
  await openGallery();
  await expect.poll(() => cards().count()).toBe(1);
  await cards().first().getByRole('link').click();
  await page.getByRole('heading', { name: /seed 11/ }).waitFor();
  await page.getByRole('button', { name: /large/ }).nth(2).waitFor(); // its pictures are whole
});

test('a kept run goes to Measure', async () => {
  await keep(11);
  await page.getByRole('link', { name: 'In the Gallery' }).click();
  await page.getByText('The model is the one that drew it').waitFor();
  await press('Measure');
  const images = page.getByRole('list', { name: 'Images of Synthetic' });
  await expect.poll(() => images.getByRole('listitem').count()).toBe(3);
});

test('by keyboard alone: choose two, compare, back, delete, undo', async () => {
  await keep(11);
  await keep(12);
  await openGallery();
  const focused = () => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
  await cards().first().getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await cards().nth(1).getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await page.getByText('2 runs selected').waitFor();
  await page.getByRole('button', { name: 'Compare', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('table').waitFor();
  expect(await focused()).toBe('Compare');
  await page.getByRole('link', { name: 'All runs' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('2 runs selected').waitFor();
  expect(await focused()).toBe('Gallery');
  await page.getByRole('button', { name: 'Delete', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('2 runs deleted.').waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => cards().count()).toBe(2);
});

test('nothing is wider than a phone, and axe finds nothing there in the dark', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: 'dark' });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await keep(11);
  expect(await overflow(), 'Sample').toBeLessThanOrEqual(0);
  await openGallery();
  await cards().first().getByRole('checkbox').check();
  expect(await overflow(), 'Gallery').toBeLessThanOrEqual(0);
  expect(await violations(), 'Gallery').toEqual([]);
  await cards().first().getByRole('link').click();
  await page.getByText('The model is the one that drew it').waitFor();
  expect(await overflow(), 'a run').toBeLessThanOrEqual(0);
  expect(await violations(), 'a run').toEqual([]);
});
