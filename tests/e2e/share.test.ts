/** Share links in the built page: the QR code, the Lab's settings, keys that stay home, and links that mean harm. */
import { decode as decodePng } from 'fast-png';
import jsQR from 'jsqr';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { hostileLinks } from '../support/hostileLinks.ts';
import { launch, visit, type Visit } from './support/browser.ts';
import { SamplePage } from './support/samplePage.ts';
import { serve, type Site } from './support/site.ts';

let site: Site;
let browser: Browser;
let current: Visit;

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
});
afterEach(async () => {
  await current.context.close();
  expect(current.foreign).toEqual([]);
  expect(current.uncaught).toEqual([]);
});

/** What a camera reads from the code on the screen. */
async function readCode(page: Page): Promise<string | undefined> {
  const { width, height, data, channels } = decodePng(await page.getByRole('img', { name: 'QR code' }).screenshot());
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) rgba[4 * i + c] = data[channels * i + c]!;
  return jsQR(rgba, width, height)?.data;
}

test('the QR code holds the link, small and for the projector, and the link draws the same', async () => {
  const { page } = current;
  const screen = new SamplePage(page);
  await screen.open(site, '#/sample?v=1&model=vae-64&material=fibers&look=real&count=2&seed=5&truncation=0.5');
  await screen.drawn(2);
  const digests = await screen.digests();
  await page.getByRole('button', { name: 'Share as QR code' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
  expect(await readCode(page)).toBe(link);
  await dialog.getByRole('button', { name: 'Fill the screen' }).click();
  expect(await readCode(page)).toBe(link);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.goto('about:blank');
  await page.goto(link);
  await screen.drawn(2);
  expect(await screen.digests()).toEqual(digests);
  // One that differs in a setting is told apart.
  await page.goto(link.replace('seed=5', 'seed=6'));
  await expect.poll(async () => (await screen.digests())[0]).not.toBe(digests[0]);
});

test('a link to the Lab brings its view and both ways of sampling', async () => {
  const { page } = current;
  const settings =
    'model=ddpm-64&material=rocks&look=real&count=1&seed=3&steps=2&sampler=euler&view=compare&bSteps=3&bSampler=ddim';
  await page.goto(`${site.url}#/lab?v=2&${settings}`);
  const finished = page.getByRole('region', { name: 'From noise to slice' }).and(page.locator('[aria-busy=false]'));
  await page.getByRole('button', { name: 'Share as QR code' }).waitFor({ timeout: 90_000 });
  await finished.waitFor({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Share as QR code' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  expect(new URL(link).hash).toBe(`#/lab?v=2&${settings}`);
});

test('no key of a hosted provider gets into a link', async () => {
  const { page } = current;
  const key = 'sk-test-0123456789abcdef';
  const screen = new SamplePage(page);
  await screen.open(site, '#/settings');
  await page.getByRole('button', { name: 'Add a provider' }).click();
  await page.getByLabel('Key', { exact: true }).fill(key);
  // In this tab's storage, where the page itself could read it.
  await page.locator('label', { hasText: 'This tab' }).first().click();
  await page.getByRole('button', { name: 'Add OpenAI' }).click();
  await page.getByRole('list', { name: 'Providers' }).getByText('OpenAI', { exact: true }).waitFor();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).toContain(key);
  await screen.open(site, '#/sample?v=2&model=vae-64&material=rocks&look=real&count=1&seed=5');
  await screen.drawn(1);
  await page.getByRole('button', { name: 'Share as QR code' }).click();
  const link = await page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  expect(link).not.toContain(key.slice(3, 12));
  expect(await page.content()).not.toContain(key);
  expect(link.length).toBeLessThan(200);
});

test('a hundred links that mean harm: each shows a screen, runs nothing of theirs and asks nobody', async () => {
  const { page, foreign, uncaught } = current;
  await page.addInitScript(() => {
    // What markup or script in a link would call.
    globalThis.alert = () => {
      document.title = 'harmed';
    };
  });
  const links = hostileLinks(100, 77, ['vae-64', 'dcgan-64', 'ddpm-64']);
  await page.goto(site.url);
  await page.locator('[aria-busy] li canvas').first().waitFor({ timeout: 60_000 });
  for (const [i, link] of links.entries()) {
    // Every fifth as somebody who arrives with it, the others on the page as it stands.
    if (i % 5 === 0) await page.goto('about:blank');
    await page
      .evaluate((to) => (location.href = to), site.url + (link.startsWith('#') ? link : `#${link}`))
      .catch(() => undefined);
    await page.waitForURL((url) => url.href.startsWith(site.url));
    await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    expect(await page.title(), link).toMatch(/ · Specimen$/);
    // A screen may still be on its way when its heading stands.
    await page.locator('main :is(button, a, input)').first().waitFor({ state: 'attached' });
    expect(uncaught, link).toEqual([]);
    expect(foreign, link).toEqual([]);
    const cancel = page.getByRole('button', { name: 'Cancel', exact: true }).first();
    if (await cancel.isVisible()) await cancel.click({ timeout: 2000 }).catch(() => undefined);
  }
}, 400_000);
