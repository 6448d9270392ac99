/** Without a network: everything kept beforehand, the page as one file on a fresh profile, and newer versions that wait. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, visit } from './support/browser.ts';
import { MeasurePage, rockFiles } from './support/measurePage.ts';
import { SamplePage } from './support/samplePage.ts';
import { DIST, serve, type Site } from './support/site.ts';
import { StudioPage } from './support/studioPage.ts';

const SLOW = 90_000; // a cold run on a busy machine
const LINK = '#/sample?v=2&model=vae-64&material=fibers&look=real&count=2&seed=5';

let browser: Browser;
beforeAll(async () => {
  browser = await launch('none');
});
afterAll(() => browser.close());

/** Every screen does its work; the network is gone before this is called. */
async function everythingWorks(page: Page, address: string): Promise<void> {
  const screen = new SamplePage(page);
  await page.goto(address + LINK);
  await screen.drawn(2);
  await page.goto(`${address}#/lab?v=2&model=ddpm-64&material=rocks&look=real&count=1&seed=3&steps=2`);
  await page
    .getByText(/network calls,/)
    .first()
    .waitFor({ timeout: SLOW });
  const studio = new StudioPage(page);
  await studio.open({ url: address });
  await studio.openExample();
  await page.goto('about:blank'); // without the last run, both wells are empty
  const measure = new MeasurePage(page);
  await measure.open({ url: address });
  await measure.choose('Reference', rockFiles(4, 1));
  await measure.choose('Synthetic', rockFiles(4, 100));
  await page.getByRole('button', { name: 'Measure', exact: true }).click({ timeout: SLOW });
  await measure.results.getByText('Porosity').first().waitFor({ timeout: SLOW });
}

test('kept beforehand, every screen works with the server gone', async () => {
  const site = await serve();
  const { page, context, foreign, uncaught } = await visit(browser, site);
  await page.goto(`${site.url}#/settings`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.getByRole('button', { name: 'Keep everything for offline' }).click();
  await page.getByText(/^Everything is on this computer/).waitFor({ timeout: SLOW });
  await site.close();
  await page.goto('about:blank');
  await everythingWorks(page, site.url);
  expect(foreign).toEqual([]);
  expect(uncaught).toEqual([]);
  await context.close();
}, 400_000);

test('keeping everything can be cancelled and goes on where it was; a full disk is told', async () => {
  const site = await serve();
  const { page, context } = await visit(browser, site);
  const session = await context.newCDPSession(page);
  const quota = (quotaSize?: number) =>
    session.send('Storage.overrideQuotaForOrigin', {
      origin: new URL(site.url).origin,
      ...(quotaSize && { quotaSize }),
    });
  await page.goto(`${site.url}#/settings`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await quota(16_000_000);
  await page.getByRole('button', { name: 'Keep everything for offline' }).click();
  await page.getByText(/no room for all of it/).waitFor({ timeout: SLOW });
  await quota();
  const before = site.requests.length;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(/^Everything is on this computer/).waitFor({ timeout: SLOW });
  const again = site.requests.slice(before).filter((path) => /\.(onnx|wasm)$/.test(path));
  expect(new Set(again).size).toBe(again.length);
  await context.close();
  await site.close();
}, 300_000);

test('the page as one file draws the same on a fresh profile without a network', async () => {
  const site = await serve();
  const { page, context } = await visit(browser, site);
  const online = new SamplePage(page);
  await online.open(site, LINK);
  await online.drawn(2);
  const digests = await online.digests();
  await page.goto(`${site.url}#/settings`);
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: SLOW }),
    page.getByRole('button', { name: 'Make the offline file' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('specimen-offline.html');
  const file = join('/tmp', `specimen-offline-${process.pid}.html`);
  await download.saveAs(file);
  await context.close();
  await site.close();

  const fresh = await launch('none');
  const stick = await fresh.newContext({ offline: true });
  const asked: string[] = [];
  const uncaught: string[] = [];
  stick.on('request', (request) => asked.push(request.url()));
  stick.on('weberror', (error) => uncaught.push(error.error().message));
  const other = await stick.newPage();
  await other.goto(`file://${file}${LINK}`);
  const screen = new SamplePage(other);
  await screen.drawn(2);
  expect(await screen.digests()).toEqual(digests);
  await everythingWorks(other, `file://${file}`);
  expect(asked.filter((url) => !/^(blob|data):/.test(url) && !url.startsWith(`file://${file}`))).toEqual([]);
  expect(uncaught).toEqual([]);
  await fresh.close();
}, 500_000);

/** Serves a page that differs from the built one, as the next release would. */
function release(site: Site): void {
  const page = readFileSync(join(DIST, 'index.html'), 'utf8').replace(
    '<title>',
    '<meta name="release" content="next" /><title>',
  );
  const worker = readFileSync(join(DIST, 'sw.js'), 'utf8');
  const next = worker
    .replace(/(url:"index\.html",revision:")\w+/, '$1next')
    .replace(/(revision:")\w+(",url:"index\.html")/, '$1next$2');
  expect(next).not.toBe(worker);
  site.faults.set('index.html', () => Buffer.from(page));
  site.faults.set('sw.js', () => Buffer.from(next));
}

test('a newer version says so, waits for the visitor, and for other tabs', async () => {
  const site = await serve();
  const { page, context, uncaught } = await visit(browser, site);
  await page.goto(`${site.url}#/settings`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.reload();
  const other = await context.newPage();
  await other.goto(`${site.url}#/settings`);
  release(site);
  await page.evaluate(() => {
    (globalThis as { mark?: boolean }).mark = true;
    return navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => undefined);
  });
  const prompt = page.getByRole('complementary', { name: 'New version' });
  await prompt.waitFor();
  const stays = () => page.evaluate(() => (globalThis as { mark?: boolean }).mark === true);
  expect(await stays()).toBe(true);
  await prompt.getByRole('button', { name: 'Reload with it' }).click();
  await prompt.getByText(/open in another tab too/).waitFor();
  expect(await stays()).toBe(true);
  await other.close();
  // A browser frees a closed tab a moment later.
  const reload = prompt.getByRole('button', { name: 'Reload with it' });
  await expect
    .poll(
      async () => {
        await reload.click({ timeout: 1000 }).catch(() => undefined);
        return page.locator('meta[name=release]').count();
      },
      { timeout: 40_000 },
    )
    .toBe(1);
  expect(await stays()).toBe(false);
  expect(uncaught).toEqual([]);
  await context.close();
  await site.close();
});
