/** The page in German: chosen by the browser or in Settings, at once, and kept. */
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import axe from 'axe-core';
import lab from '../../src/ui/language/de/lab.ts';
import measure from '../../src/ui/language/de/measure.ts';
import hosted from '../../src/ui/language/de/hosted.ts';
import sample from '../../src/ui/language/de/sample.ts';
import studio from '../../src/ui/language/de/studio.ts';
import { launch, visit } from './support/browser.ts';
import { ENGLISH, foreignIn, saidOn } from './support/foreign.ts';
import { SamplePage } from './support/samplePage.ts';
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

/** How long a first run may take on a busy machine. */
const COLD = 90_000;
const PHONE = { width: 390, height: 844 };

/** A German visitor on a phone, whose words must be short enough for it. */
async function german(hash: string) {
  const { page, context, uncaught } = await visit(browser, site, {
    locale: 'de-DE',
    viewport: PHONE,
    bypassCSP: true, // axe itself is injected
    serviceWorkers: 'block',
  });
  await page.goto(site.url + hash);
  await page.waitForFunction(() => document.documentElement.lang === 'de');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const pick = (name: string) =>
    page
      .locator('label', { has: page.locator('input[type=radio]') })
      .filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
      .first()
      .click();
  const unfold = () =>
    page.evaluate(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
    });
  /** Everything said is German, nothing runs over the edge of the screen, and axe knows the language. */
  async function check(where: string): Promise<void> {
    const said = await saidOn(page);
    expect(said.length, where).toBeGreaterThan(5);
    expect(foreignIn(said), where).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, `${where}: pixels beyond the screen`).toBeLessThanOrEqual(0);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
      return (await run({ runOnly: ['html-has-lang', 'html-lang-valid', 'valid-lang'] })).violations.map(
        ({ id }) => id,
      );
    });
    expect(violations, where).toEqual([]);
  }
  return { page, press, pick, unfold, check, end: () => context.close(), uncaught };
}

test('the watch for English finds it', () => {
  expect(ENGLISH.whole.size).toBeGreaterThan(300);
  expect(foreignIn(['Open the example', 'Beispiel öffnen'])).toEqual(['Open the example']);
  expect(foreignIn(['12 alternatives are there. Pick one.'])).toHaveLength(1);
  expect(foreignIn(['Something that nobody put among the words'])).toHaveLength(1);
  expect(foreignIn(['16 Schnitte · Gesteine', 'WebGPU', 'DPM-Solver++ (2M)'])).toEqual([]);
});

test('Sample is all German', async () => {
  const { page, press, unfold, check, end, uncaught } = await german('#/sample');
  await new SamplePage(page).drawn(16, COLD);
  await page.locator('[aria-controls=controls-sheet]').click();
  await unfold();
  await page.locator('details ol li').first().waitFor();
  await check('the screen');
  await page.getByLabel(sample.seed.count, { exact: true }).fill('1000');
  await check('a wrong number');
  await page.getByLabel(sample.seed.count, { exact: true }).fill('2');
  await page.locator('[aria-controls=controls-sheet]').click();
  await page.locator('[aria-busy] li button').first().click();
  await page.getByRole('dialog').waitFor();
  await check('a slice, large');
  await press(sample.dialog.studio);
  await page.getByRole('application').waitFor();
  expect(uncaught).toEqual([]);
  await end();
});

test('the Lab is all German', async () => {
  const { page, pick, unfold, check, end, uncaught } = await german('#/lab');
  await page.getByRole('list', { name: lab.watch.film }).waitFor({ timeout: COLD });
  await page.locator('[aria-controls=controls-sheet]').click();
  await unfold();
  await check('watching');
  await page.locator('[aria-controls=controls-sheet]').click();
  for (const view of ['compare', 'forward', 'quality'] as const) {
    await pick(lab.views[view]);
    await check(view);
  }
  expect(uncaught).toEqual([]);
  await end();
});

test('the Studio is all German, and understands it', async () => {
  const { page, press, pick, unfold, check, end, uncaught } = await german('#/studio');
  await page.getByRole('button', { name: studio.open.exampleOpen }).waitFor();
  await check('nothing open');
  await press(studio.open.exampleOpen);
  await page.getByRole('application').waitFor();
  for (const tab of ['inpaint', 'vary', 'edit'] as const) {
    await pick(studio.inspector.tabs[tab]);
    await page.locator('details summary').first().waitFor();
    await unfold();
    await check(tab);
  }
  await page.getByLabel(studio.edit.say, { exact: true }).fill('größere Körner, etwas weniger Rauschen');
  await page.getByText('Verstanden:').waitFor();
  await page.getByLabel(studio.edit.say, { exact: true }).fill('glänzendere Körner');
  await page.getByText('Nicht verstanden: „glänzendere“').waitFor();
  await check('a sentence that is not understood');
  expect(uncaught).toEqual([]);
  await end();
});

test('Measure is all German', async () => {
  const { page, unfold, check, end, uncaught } = await german('#/measure');
  await page.getByRole('heading', { name: measure.reference, exact: true }).waitFor();
  await check('empty');
  for (const name of [measure.reference, measure.synthetic]) {
    const well = page.getByRole('region', { name, exact: true });
    await well.getByLabel(measure.well.count, { exact: true }).fill('4');
    await well.getByRole('button', { name: 'Gesteine simulieren' }).click();
    await well.getByText('N = 4').waitFor({ timeout: COLD });
  }
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: measure.numbers.heading, exact: true }).waitFor({ timeout: COLD });
  await unfold();
  await check('numbers');
  expect(uncaught).toEqual([]);
  await end();
});

test('Settings is all German', async () => {
  const { page, press, unfold, check, end, uncaught } = await german('#/settings');
  await press(hosted.settings.add);
  await unfold();
  await check('a provider is added');
  const providers = page.getByLabel(hosted.adding.provider, { exact: true });
  for (const provider of ['stability', 'compatible', 'huggingface']) {
    await providers.selectOption(provider);
    await check(provider);
  }
  await press(hosted.adding.add('Hugging Face'));
  await page.getByText(hosted.adding.pasteKey('Hugging Face')).waitFor();
  await page.locator('[popovertarget=backend-details]').click();
  await check('where pictures are made');
  expect(uncaught).toEqual([]);
  await end();
});

test.each(['#/learn', '#/learn/real-or-synthetic', '#/gallery'])('%s is all German', async (hash) => {
  const { page, unfold, check, end, uncaught } = await german(hash);
  await page.locator('main h1').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(500);
  await unfold();
  await check(hash);
  expect(uncaught).toEqual([]);
  await end();
});

const WIDTHS = [320, 360, 390, 600, 680, 681, 768, 801, 844, 960, 1024, 1100, 1101, 1280];

test.each(['en', 'de'])(
  'from a small phone to a desktop nothing runs over the edge, nor over another: %s',
  async (locale) => {
    const { page, context } = await visit(browser, site, { locale });
    const screen = new SamplePage(page);
    await screen.open(site);
    await page.locator('[aria-busy=false] li canvas').first().waitFor(); // the badge in the header says the most now
    for (const at of [
      'sample',
      'lab',
      'studio',
      'measure',
      'learn',
      'learn/real-or-synthetic',
      'gallery',
      'settings',
    ]) {
      await page.goto(`${site.url}#/${at}`);
      await page.locator('main h1').first().waitFor({ state: 'attached' });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const seen = await page.evaluate(() => {
          const header = document.querySelector('header')!;
          const boxes = Array.from(header.children, (child) => child.getBoundingClientRect()).filter(
            (box) => box.width > 0,
          );
          const apart = (a: DOMRect, b: DOMRect) =>
            a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
          return {
            beyond: document.documentElement.scrollWidth - innerWidth,
            overlaps: boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => !apart(a, b))).length,
            below: boxes.filter((box) => box.bottom > header.getBoundingClientRect().bottom + 1).length,
          };
        });
        expect(seen, `${at} at ${width} px`).toEqual({ beyond: 0, overlaps: 0, below: 0 });
      }
    }
    await context.close();
  },
);
