/** The page in German: chosen by the browser or in Settings, at once, and kept. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, visit } from './support/browser.ts';
import { missing, serve, type Site } from './support/site.ts';

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

const spoken = (page: Page) => page.evaluate(() => document.documentElement.lang);
const choose = (page: Page, label: string) => page.locator('label').filter({ hasText: label }).click();

test('a German browser is spoken to in German', async () => {
  const { page, context, uncaught } = await visit(browser, site, { locale: 'de-DE' });
  await page.goto(`${site.url}#/settings`);
  await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  expect(await spoken(page)).toBe('de');
  expect(await page.title()).toBe('Einstellungen · Specimen');
  expect(await page.getByRole('link', { name: 'Erzeugen' }).count()).toBe(1);
  expect(uncaught).toEqual([]);
  await context.close();
});

test('Settings changes the language at once, keeps it, and keeps the focus', async () => {
  const { page, context } = await visit(browser, site);
  await page.goto(`${site.url}#/settings`);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  await choose(page, 'Deutsch');
  await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  expect(await spoken(page)).toBe('de');
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('de');
  await page.reload();
  await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  await choose(page, 'English');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(await spoken(page)).toBe('en');
  await context.close();
});

test('settings from before there were languages still hold', async () => {
  const { page, context } = await visit(browser, site, { locale: 'de' });
  await page.addInitScript(() =>
    localStorage.setItem('specimen.settings', JSON.stringify({ backend: 'wasm', theme: 'dark' })),
  );
  await page.goto(`${site.url}#/settings`);
  await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  expect(await page.getByRole('radio', { name: 'Dunkel' }).isChecked()).toBe(true);
  expect(await page.getByRole('radio', { name: 'WASM' }).isChecked()).toBe(true);
  await context.close();
});

test('German that does not come leaves English, says so, and comes when asked for again', async () => {
  const broken = await serve();
  const { page, context } = await visit(browser, broken, { serviceWorkers: 'block' });
  await page.goto(`${broken.url}#/settings`);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  broken.faults.set('.js', missing);
  await choose(page, 'Deutsch');
  await page.getByText('Some sentences could not be loaded').waitFor();
  broken.faults.clear();
  await choose(page, 'English');
  await choose(page, 'Deutsch');
  await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  await context.close();
  await broken.close();
});
