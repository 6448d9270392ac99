/** The Studio in the built page: open, paint, inpaint, keep, undo, reload; by mouse, by keyboard alone and by touch. */
import { encode } from 'fast-png';
import type { Browser, Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { simulate } from '../../src/materials/simulate.ts';
import { quantize } from '../../src/lib/png.ts';
import { framesUntilGone, launch, visit, type Visit } from './support/browser.ts';
import type { TestFile } from './support/measurePage.ts';
import { SamplePage } from './support/samplePage.ts';
import { serve, type Site } from './support/site.ts';
import { StudioPage } from './support/studioPage.ts';

let site: Site;
let browser: Browser;
let visitor: Visit;
let studio: StudioPage;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  visitor = await visit(browser, site);
  studio = new StudioPage(visitor.page);
});
afterEach(async () => {
  expect(visitor.foreign).toEqual([]);
  expect(visitor.uncaught).toEqual([]);
  await visitor.context.close();
});

const png = (name: string, bytes: Uint8Array): TestFile => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(bytes),
});

test('the example is painted on, repaired and kept; a reload finds everything again', async () => {
  await studio.open(site);
  await studio.openExample();
  expect(await studio.button('Inpaint').isDisabled()).toBe(true);
  await studio.note('Paint over what should be filled in.');
  await studio.paint();
  await studio.note('Four alternatives, each from a seed of its own.');
  await studio.canvas.focus();
  await visitor.page.keyboard.press('Control+z');
  await studio.note('Paint over what should be filled in.');
  await visitor.page.keyboard.press('Control+Shift+z');
  await studio.stored(0, 1);
  await visitor.page.reload(); // before anything was drawn
  await studio.canvas.waitFor();

  await studio.hurry();
  await studio.inpaint();
  expect(await studio.alternatives.count()).toBe(4);
  await studio.alternatives.nth(2).check({ force: true });
  for (const label of ['SSIM inside', 'SSIM outside', 'Seam', 'Porosity inside · around']) {
    await visitor.page.getByRole('rowheader', { name: label }).waitFor();
  }
  await visitor.page.getByRole('img', { name: /^Two-point correlation/ }).waitFor();
  await studio.button('Keep this one').click();
  expect(await studio.versions.count()).toBe(2);
  await studio.note('Paint over what should be filled in.'); // the mask is free for the next one
  await studio.paint();
  await studio.stored(1, 2);

  await visitor.page.reload();
  await studio.canvas.waitFor();
  expect(await studio.versions.count()).toBe(2);
  await studio.note('Four alternatives, each from a seed of its own.');
  const { metadata } = await studio.save();
  expect(metadata).toMatchObject({
    synthetic: true,
    kind: 'synthetic edit',
    source: { kind: 'simulated', crack: true },
    edits: [{ method: 'posterior', seed: 3, steps: 4, model: 'ddpm-64' }],
  });

  await studio.button('Undo the edit').click();
  expect(await studio.button('Save PNG').isDisabled()).toBe(true);
  await studio.button('Redo the edit').click();
  expect(await studio.button('Save PNG').isDisabled()).toBe(false);

  for (const [name, original] of LEAVING) {
    await leaveWith(studio.button(name));
    await studio.canvas.waitFor();
    await studio.button(original ? 'Redo the edit' : 'Undo the edit').waitFor();
    expect(await studio.button('Save PNG').isDisabled()).toBe(original);
  }
});

/** Changes of the version in whose very moment the page is reloaded, and whether they lead to the picture as it was opened. */
const LEAVING = Array.from(
  { length: 3 },
  () =>
    [
      ['Undo the edit', true],
      ['Redo the edit', false],
    ] as const,
).flat();

/** Presses a button and reloads the page in the same task. */
async function leaveWith(button: Locator): Promise<void> {
  const loaded = visitor.page.waitForEvent('load');
  await button.evaluate((element: HTMLButtonElement) => {
    element.click();
    location.reload();
  });
  await loaded;
}

test.each([8, 16] as const)('of a file with %i bits every pixel outside the mask is saved as it was', async (bits) => {
  const side = 96;
  const { image } = simulate('rocks', { seed: 5, size: side });
  const data = quantize(image, bits);
  await studio.open(site);
  await studio.choose(png('mine.png', encode({ width: side, height: side, data, depth: bits, channels: 1 })));
  await studio.canvas.waitFor();
  await studio.note(/^Guessed from the picture/);
  await studio.paint();
  await studio.hurry();
  await studio.inpaint();
  await studio.button('Keep this one').click();
  const { depth, pixels, metadata } = await studio.save();
  expect(depth).toBe(bits);
  const [{ region, editedPixels }] = metadata.edits as [(typeof metadata.edits)[number]];
  const changed = pixels.flatMap((value, i) => (value === data[i] ? [] : i));
  expect(changed.length).toBeGreaterThan(editedPixels / 2);
  expect(changed.length).toBeLessThanOrEqual(editedPixels);
  for (const i of changed) {
    expect(i % side).toBeGreaterThanOrEqual(region.left);
    expect(i % side).toBeLessThan(region.left + region.width);
  }
  expect(metadata.source).toEqual({ kind: 'file', name: 'mine.png', how: `PNG, ${bits} bit` });
});

test('keys go on working after a choice, and after the button that took the last change back', async () => {
  const { page } = visitor;
  await studio.open(site);
  await studio.openExample();
  await studio.canvas.focus();
  await page.keyboard.press('r');
  await page.keyboard.press('Enter'); // a rectangle
  await studio.note('Four alternatives, each from a seed of its own.');
  await page.getByRole('radio', { name: 'Subtract' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+z');
  await studio.note('Paint over what should be filled in.');
  await page.keyboard.press('Control+Shift+z');
  await studio.note('Four alternatives, each from a seed of its own.');
  await studio.button('Undo on the mask').focus();
  await page.keyboard.press('Enter');
  await studio.note('Paint over what should be filled in.');
  await expect.poll(() => page.evaluate(() => document.activeElement!.closest('main') !== null)).toBe(true);
  await page.keyboard.press('Control+Shift+z');
  await studio.note('Four alternatives, each from a seed of its own.');
});

test('the same by keyboard alone', async () => {
  await studio.open(site);
  const { keyboard } = visitor.page;
  await studio.button('Open the example').focus();
  await keyboard.press('Enter');
  await studio.canvas.waitFor();
  await studio.canvas.focus();
  await keyboard.press('Enter'); // a dab where the cursor is
  await studio.note('Four alternatives, each from a seed of its own.');
  await visitor.page.getByText('How it samples').focus();
  await keyboard.press('Enter');
  await visitor.page.getByLabel('Steps', { exact: true }).focus();
  await keyboard.press('Home');
  await studio.button('Inpaint').focus();
  await keyboard.press('Control+Enter');
  await studio.proposed();
  const focused = visitor.page.locator(':focus');
  expect(await focused.textContent()).toContain('Keep this one'); // where the next step is
  await studio.alternatives.first().focus();
  await keyboard.press('ArrowRight');
  expect(await studio.alternatives.nth(1).isChecked()).toBe(true);
  await visitor.page.getByRole('radio', { name: 'Compare' }).focus();
  await keyboard.press('Space');
  const share = visitor.page.getByLabel(/^How much of the picture before/);
  await share.focus();
  await keyboard.press('End');
  expect(await share.inputValue()).toBe('100');
  await keyboard.press('Control+Enter');
  expect(await studio.versions.count()).toBe(2);
  await studio.button('Undo the edit').focus();
  await keyboard.press('Enter');
  await studio.note('Four alternatives, each from a seed of its own.'); // the mask is back
});

test('the same by touch on a phone', async () => {
  await visitor.context.close();
  visitor = await visit(browser, site, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  studio = new StudioPage(visitor.page);
  await studio.open(site);
  await studio.button('Open the example').tap();
  await studio.canvas.waitFor();
  const { x, y } = await studio.middle();
  const cdp = await visitor.context.newCDPSession(visitor.page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', [{ x: x - 15, y }]);
  for (let step = 1; step <= 5; step++) await touch('touchMove', [{ x: x - 15 + 6 * step, y: y + step }]);
  await touch('touchEnd', []);
  expect(await studio.button('Inpaint').isDisabled()).toBe(false);
  await visitor.page.waitForTimeout(500); // a tap that follows sooner than a hand can is taken for a part of the stroke
  await visitor.page.getByText('How it samples').tap();
  await visitor.page.getByLabel('Steps', { exact: true }).fill('4');
  await studio.button('Inpaint').tap();
  await studio.proposed();
  await studio.button('Keep this one').tap();
  expect(await studio.versions.count()).toBe(2);
  // Nothing is wider than the phone.
  expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('an edit by a sentence: DiffEdit shows its mask first, the others draw at once', async () => {
  await studio.open(site);
  await visitor.page.getByRole('combobox', { name: 'Size' }).selectOption('64×64'); // one window of the model
  await studio.button('Simulate').click();
  await studio.canvas.waitFor();
  await studio.tab('Edit');
  await visitor.page.getByLabel('Say it').fill('more pores');
  await visitor.page.locator('label').filter({ hasText: 'DiffEdit' }).click();
  await studio.hurry();
  await studio.button('Find where to edit').click();
  await studio.button('Edit').waitFor({ timeout: 90_000 }); // the mask is there, and can be mended
  await studio.button('Edit').click();
  await studio.proposed();
  expect(await studio.button('Four others').count()).toBe(0); // it has no seeds
  await studio.button('Keep this one').click();
  for (const method of ['LEDITS++', 'Instruct']) {
    await visitor.page.locator('label').filter({ hasText: method }).click();
    await studio.button('Edit').click();
    await studio.proposed();
    expect(await studio.alternatives.count()).toBe(4);
    await studio.button('Discard').click();
  }
  const { metadata } = await studio.save();
  expect(metadata.edits).toHaveLength(1);
  expect(metadata.edits[0]).toMatchObject({
    method: 'diffedit',
    attributes: { areaFraction: expect.any(Number) as number },
  });
});

test('cancelling is at once, and the picture and its mask stand as before', async () => {
  await studio.open(site);
  await studio.openExample();
  await studio.paint();
  await studio.button('Inpaint').click();
  await visitor.page.locator('[aria-busy=true] ~ .line progress').waitFor({ timeout: 60_000 });
  expect(await framesUntilGone(studio.button('Cancel'), '[aria-busy=true]')).toBeLessThan(10);
  expect(await studio.alternatives.count()).toBe(0);
  await studio.note('Four alternatives, each from a seed of its own.');
});

test('a slice of the Sample screen opens, and another picture waits for a yes once there are edits', async () => {
  const sample = new SamplePage(visitor.page);
  await sample.open(site, '#/sample?v=1&model=vae-64&material=fibers&look=real&count=1&seed=7');
  await sample.drawn(1);
  await visitor.page.locator('[aria-busy] li button').first().click();
  await studio.button('Open in Studio').click();
  await studio.canvas.waitFor();
  await studio.note('Fibers by vae-64, seed 7');
  await studio.tab('Vary');
  await studio.hurry();
  await studio.button('Vary').click();
  await studio.proposed();
  await studio.button('Keep this one').click();
  await studio.button('Open another').click();
  await studio.button('Simulate').click();
  await studio.note(/^Opening another picture ends this one with its edit/);
  await studio.button('Stay with this one').click(); // which leads back to it, where it can be saved
  await studio.button('Save PNG').waitFor();
  expect(await studio.versions.count()).toBe(2);
  await studio.button('Open another').click();
  await studio.button('Simulate').click();
  await studio.button('Open the other').click();
  await studio.note('Simulated rocks, seed 1');
  expect(await studio.versions.count()).toBe(1);
});
