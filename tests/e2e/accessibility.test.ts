/** axe-core's rules over every screen, in light and dark. */
import axe from 'axe-core';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch, visit } from './support/browser.ts';
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

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    { name: 'a desktop', viewport: { width: 1280, height: 800 } },
    { name: 'a phone', viewport: { width: 390, height: 844 } },
  ])('nothing serious on $name', async ({ viewport }) => {
    // axe itself is injected, which the page's policy would refuse.
    const { page, context } = await visit(browser, site, { colorScheme, viewport, bypassCSP: true });
    const screen = new SamplePage(page);

    async function violations(): Promise<string[]> {
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html}`));
    }

    await screen.open(site);
    await screen.drawn(16);
    expect(await violations(), 'Sample').toEqual([]);
    // Phones keep the controls in a sheet.
    const sheet = page.locator('[aria-controls=controls-sheet]');
    if (await sheet.isVisible()) {
      await sheet.click();
      expect(await violations(), 'the controls').toEqual([]);
      await sheet.click();
    }
    await page.locator('[aria-busy] li button').first().click();
    await page.getByRole('dialog').waitFor();
    expect(await violations(), 'a slice, large').toEqual([]);
    await page.keyboard.press('Escape');
    await page.goto(`${site.url}#/settings`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await violations(), 'Settings').toEqual([]);
    await context.close();
  });
});
