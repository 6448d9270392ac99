/** The Lab in the built page: watch a run, scrub, compare, add noise, and what axe says of it. */
import axe from 'axe-core';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { framesUntilGone, launch, visit, type Visit } from './support/browser.ts';
import { LabPage } from './support/labPage.ts';
import { serve, type Site } from './support/site.ts';

/** Few steps of few slices: what is shown is the same. */
const QUICK = '?v=1&model=ddpm-64&material=rocks&look=real&count=2&seed=7&steps=4&sampler=dpmpp2m';

let site: Site;
let browser: Browser;
let visitor: Visit;
let lab: LabPage;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  // axe itself is injected, which the page's policy would refuse.
  visitor = await visit(browser, site, { bypassCSP: true });
  lab = new LabPage(visitor.page);
});
afterEach(async () => {
  expect(visitor.foreign).toEqual([]);
  expect(visitor.uncaught).toEqual([]);
  await visitor.context.close();
});

const deviation = (pixels: number[]) => {
  const mean = pixels.reduce((a, b) => a + b) / pixels.length;
  return Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length);
};

test('a run from a link is a film that can be scrubbed, played and held, by keyboard too', async () => {
  await lab.open(site, QUICK);
  await lab.drawn();
  expect(await lab.film.getByRole('button').count()).toBe(5); // four levels and the slice
  expect(await visitor.page.getByLabel('Sampler').inputValue()).toBe('dpmpp2m');

  await lab.press('Back to pure noise');
  expect(await lab.time.inputValue()).toBe('0');
  const noise = await lab.pixels(/^The noisy picture/);
  await lab.time.focus();
  await visitor.page.keyboard.press('End');
  expect(await lab.time.inputValue()).toBe('4');
  const slice = await lab.pixels(/^The noisy picture/);
  expect(deviation(noise)).toBeGreaterThan(2 * deviation(slice));

  await lab.press('Play'); // from the start again
  await lab.press('Hold');
  expect(Number(await lab.time.inputValue())).toBeLessThan(4);

  await lab.press('Slice 2');
  await lab.press('To the slice');
  expect(await lab.pixels(/^The noisy picture/)).not.toEqual(slice);
});

test('a run can be cancelled and started again at once', async () => {
  await lab.open(site, QUICK.replace('steps=4', 'steps=100'));
  await lab.page.locator('[aria-busy=true] progress').first().waitFor({ timeout: 60_000 });
  await lab.press('Cancel');
  await lab.page.getByLabel('Steps').fill('3');
  await lab.press('Draw');
  await lab.drawn();
  expect(await lab.film.getByRole('button').count()).toBe(4);
});

test('two ways of sampling from the same noise stand beside each other with their difference', async () => {
  await lab.open(site, QUICK.replace('count=2', 'count=1'));
  await lab.drawn();
  await lab.view('Compare');
  for (const control of await lab.page.getByLabel('Steps').all()) await control.fill('3');
  await lab.page.getByLabel('Sampler').nth(1).selectOption('euler');
  await lab.press('Draw both');
  const facts = lab.page.getByRole('table', { name: 'Both ways in numbers' });
  await facts.waitFor({ timeout: 90_000 });
  expect(await facts.getByRole('row').allTextContents()).toHaveLength(3);
  await lab.page.getByText(/SSIM 0\.\d+/).waitFor({ timeout: 60_000 });
  expect(deviation(await lab.pixels(/^Difference of slice 1/))).toBeGreaterThan(0);

  // One press of Cancel ends both.
  for (const control of await lab.page.getByLabel('Steps').all()) await control.fill('250');
  await lab.press('Draw both');
  await lab.page.locator('[aria-busy=true] progress').first().waitFor();
  const cancel = lab.page.getByRole('button', { name: 'Cancel', exact: true });
  expect(await framesUntilGone(cancel, '[aria-busy=true]')).toBeLessThan(10);
  await lab.page.getByRole('button', { name: 'Draw both' }).waitFor();
});

test('noise drowns a slice, and the network says what it still sees', async () => {
  await lab.open(site, QUICK);
  await lab.drawn();
  await lab.view('Noise');
  const sigma = lab.page.getByLabel('Noise level σ', { exact: true });
  await sigma.focus();
  await lab.page.keyboard.press('Home');
  await lab.becomes(/^What the network sees/, (pixels) => deviation(pixels) > 5);
  const little = await lab.pixels(/^The slice with noise/);
  await lab.page.keyboard.press('End');
  expect(deviation(await lab.pixels(/^The slice with noise/))).toBeGreaterThan(2 * deviation(little));
  await lab.page.getByText(/Nothing is left/).waitFor();
});

test.each(['light', 'dark'] as const)('axe finds nothing serious in any view, %s', async (colorScheme) => {
  await lab.page.emulateMedia({ colorScheme });
  await lab.open(site, QUICK);
  await lab.drawn();
  await lab.page.evaluate(axe.source);
  for (const view of ['Watch', 'Compare', 'Noise', 'Quality'] as const) {
    await lab.view(view);
    const { violations } = await lab.page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html}`));
    expect(serious, view).toEqual([]);
  }
});
