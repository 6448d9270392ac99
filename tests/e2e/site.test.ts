/** What the built site weighs, where it can stand, and that it works without a network after the first visit. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, visit } from './support/browser.ts';
import { SamplePage } from './support/samplePage.ts';
import { DIST, serve } from './support/site.ts';
import { StudioPage } from './support/studioPage.ts';

const SCRIPT_BUDGET = 120_000; // bytes of JavaScript, gzipped, before the runtime starts
const FILE_LIMIT = 25 * 2 ** 20; // bytes; some static hosts refuse larger files

let browser: Browser;
beforeAll(async () => {
  browser = await launch('none');
});
afterAll(() => browser.close());

test('the page stays within its budget of JavaScript before the runtime starts', async () => {
  const site = await serve();
  // Without its service worker, which fetches every file in the background once the page stands.
  const { page, context } = await visit(browser, site, { serviceWorkers: 'block' });
  const screen = new SamplePage(page);
  await screen.open(site);
  await screen.drawn(16);
  const runtime = site.requests.findIndex((path) => path.endsWith('.wasm'));
  expect(runtime).toBeGreaterThan(0);
  const scripts = site.requests.slice(0, runtime).filter((path) => path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(1); // the page's and the worker's
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(DIST, path))).length, 0);
  console.log(`JavaScript before the runtime: ${(bytes / 1000).toFixed(1)} kB gzipped in ${scripts.length} files`);
  expect(bytes).toBeLessThanOrEqual(SCRIPT_BUDGET);
  // The runtime comes in one build only, and no model comes that nobody chose.
  expect(site.requests.filter((path) => path.endsWith('.wasm'))).toHaveLength(1);
  expect(site.requests.filter((path) => path.endsWith('.onnx'))).toHaveLength(1);
  await context.close();
  await site.close();
});

test('no file is too large for a static host', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).map((path) => join(DIST, path));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((path) => statSync(path).size > FILE_LIMIT)).toEqual([]);
});

test('after its first visit the page works with the server gone', async () => {
  const site = await serve();
  const { page, context, foreign } = await visit(browser, site);
  const screen = new SamplePage(page);
  await screen.open(site);
  await screen.drawn(16);
  const online = await screen.digests();
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await site.close();
  await page.reload();
  await screen.drawn(16);
  expect(await screen.digests()).toEqual(online);
  expect(foreign).toEqual([]);
  await context.close();
});

test('over plain http from another computer, where browsers lack WebCrypto, it draws, edits and keeps', async () => {
  const insecure = await launch('none', ['--host-resolver-rules=MAP classroom.test 127.0.0.1']);
  const own = await serve();
  const site = { ...own, url: own.url.replace('127.0.0.1', 'classroom.test') };
  const { page, foreign, uncaught } = await visit(insecure, site);
  const screen = new SamplePage(page);
  await screen.open(site);
  await screen.drawn(16);
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle])).toEqual([false, 'undefined']);
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  const studio = new StudioPage(page);
  await studio.open(site);
  await studio.openExample();
  await studio.paint();
  await studio.hurry();
  await studio.inpaint();
  await page.goto(`${site.url}#/gallery`);
  await page.getByRole('list', { name: 'Gallery' }).getByRole('listitem').waitFor();
  expect([foreign, uncaught]).toEqual([[], []]);
  await insecure.close();
  await own.close();
});

test('where the host isolates the page, WASM uses several threads', async () => {
  const site = await serve({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  const { page, context, uncaught } = await visit(browser, site);
  const screen = new SamplePage(page);
  await screen.open(site);
  await screen.drawn(16);
  const threads = await page.evaluate(() => Math.min(4, navigator.hardwareConcurrency));
  expect(await page.getByRole('banner').textContent()).toContain(`${threads} thread`);
  expect(uncaught).toEqual([]);
  await context.close();
  await site.close();
});
