/** axe-core's rules over every screen, its dialogs and what only some kinds of model have, in light and dark. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Taken } from '../../src/contract/card.ts';
import { violations } from './support/axe.ts';
import { launch, visit } from './support/browser.ts';
import { models } from './support/catalog.ts';
import { SamplePage } from './support/samplePage.ts';
import { serve, type Site } from './support/site.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Brings out all that the controls of a kind can show. Nothing has to be drawn for it. */
const BRING_OUT: Record<Taken, (page: Page) => Promise<void>> = {
  mix: async (page) => {
    await page.getByLabel('Take a second style from a depth on').check();
    await page.getByText('Styles of two seeds, mixed at every depth').click();
  },
  from: async (page) => {
    await page.getByRole('button', { name: 'Take a simulated slice' }).click();
    await page.getByRole('application').waitFor();
  },
  like: async (page) => {
    await page.getByRole('button', { name: 'Take a simulated slice' }).click();
    await page.getByRole('application').waitFor();
  },
  sketch: async (page) => {
    await page.getByRole('button', { name: 'Ring of pores' }).click();
    await page.getByText('The pad is empty', { exact: false }).waitFor({ state: 'hidden' });
  },
};

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    { name: 'a desktop', viewport: { width: 1280, height: 800 } },
    { name: 'a phone', viewport: { width: 390, height: 844 } },
  ])('nothing serious on $name', async ({ viewport }) => {
    // axe itself is injected, which the page's policy would refuse.
    const { page, context } = await visit(browser, site, { colorScheme, viewport, bypassCSP: true });
    const screen = new SamplePage(page);
    await screen.open(site);
    await screen.drawn(16);
    expect(await violations(page), 'Sample').toEqual([]);
    for (const link of await page.getByRole('navigation').getByRole('link').all()) {
      const { x, width } = (await link.boundingBox())!;
      expect([x >= 0, x + width <= viewport.width], 'each screen’s name is in sight').toEqual([true, true]);
    }
    // Phones keep the controls in a sheet.
    const sheet = page.locator('[aria-controls=controls-sheet]');
    if (await sheet.isVisible()) {
      await sheet.click();
      expect(await violations(page), 'the controls').toEqual([]);
      await sheet.click();
    }
    await page.locator('[aria-busy] li button').first().click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(page), 'a slice, large').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Share as QR code' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    expect(await violations(page), 'the link as a QR code').toEqual([]);
    await page.getByRole('button', { name: 'Fill the screen' }).click();
    expect(await violations(page), 'the QR code, large').toEqual([]);
    await page.keyboard.press('Escape');
    await page.goto(`${site.url}#/settings`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByRole('button', { name: 'Make the offline file' }).waitFor();
    expect(await violations(page), 'Settings').toEqual([]);
    await context.close();
  });

  const kinds = Object.keys(BRING_OUT) as Taken[];
  const published = kinds.flatMap((taken) => models.find(({ takes }) => takes.includes(taken)) ?? []);
  test('nothing serious in what only some kinds of model have', async () => {
    const { page, context } = await visit(browser, site, { colorScheme, bypassCSP: true });
    const screen = new SamplePage(page);
    await screen.open(site);
    await screen.drawn(16);
    await screen.set('How many', 1);
    expect(published.length).toBeGreaterThan(0);
    for (const { id, takes } of published) {
      await screen.chooseModel(id);
      for (const taken of takes) await BRING_OUT[taken](page);
      expect(await violations(page), id).toEqual([]);
    }
    await context.close();
  }, 240_000);
});

test.each([
  ['settings', 'Add a provider'],
  ['studio', 'Open the example'],
  ['measure', 'Simulate rocks'],
])('a button of #/%s that what it brings takes the place of, “%s”, leaves the focus near', async (at, name) => {
  const { page, context } = await visit(browser, site);
  await page.goto(`${site.url}#/${at}`);
  await page.getByRole('button', { name }).first().waitFor();
  const button = await page.getByRole('button', { name }).first().elementHandle();
  await button.focus();
  await page.keyboard.press('Enter');
  await button.waitForElementState('hidden'); // taken off the page
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement!.closest('main') !== null)).toBe(true);
  await context.close();
});
