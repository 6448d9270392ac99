/** Settings as a visitor uses them: keys go in, stay where they were told to, and nobody else is asked for anything. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMock, type Mock } from '../../scripts/mock/server.ts';
import { WRONG_KEY } from '../../scripts/mock/types.ts';
import { launch, visit } from './support/browser.ts';
import { HostedPage, PLANTED } from './support/hostedPage.ts';
import { SamplePage } from './support/samplePage.ts';
import { serve, type Site } from './support/site.ts';

let site: Site;
let browser: Browser;
let mock: Mock;
beforeAll(async () => {
  site = await serve();
  mock = await startMock(0, 5);
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await mock.close();
});

async function settings() {
  const opened = await visit(browser, site, { serviceWorkers: 'block' });
  const said: string[] = [];
  opened.page.on('console', (message) => said.push(message.text()));
  await opened.page.goto(`${site.url}#/settings`);
  const screen = new HostedPage(opened.page, mock);
  await opened.page.getByRole('button', { name: 'Add a provider' }).waitFor();
  return { ...opened, screen, said };
}

test('with no provider set up, no part of it is loaded before Settings, and not one byte goes elsewhere', async () => {
  const { page, context, foreign, uncaught } = await visit(browser, site, { serviceWorkers: 'block' });
  const from = site.requests.length;
  const screen = new SamplePage(page);
  await screen.open(site);
  await screen.drawn(16);
  const isHosted = (path: string) => /hosted/i.test(path);
  expect(site.requests.slice(from).filter(isHosted)).toEqual([]);
  for (const route of ['lab', 'measure', 'settings']) await page.goto(`${site.url}#/${route}`);
  await page.getByRole('button', { name: 'Add a provider' }).waitFor();
  expect(site.requests.slice(from).some(isHosted)).toBe(true); // so the names above would have been noticed
  await page.getByRole('button', { name: 'Add a provider' }).click();
  for (const id of ['openai', 'fal', 'gemini', 'replicate'])
    await page.getByLabel('Provider', { exact: true }).selectOption(id);
  await page.getByText('What the paper used').click();
  expect(foreign).toEqual([]);
  expect(uncaught).toEqual([]);
  expect(mock.arrivals).toEqual([]);
  await context.close();
});

test('by default a key is in memory: nowhere in page, storage, address or logs, and gone with a reload', async () => {
  const { page, context, screen, said } = await settings();
  await screen.add('openai');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The key works.').waitFor();
  expect(mock.arrivals.at(-1)).toMatchObject({ path: '/api.openai.com/v1/models', key: PLANTED });
  expect(await screen.everything()).not.toContain(PLANTED);
  expect(said.join('\n')).not.toContain(PLANTED);
  await page.reload();
  await page.getByRole('button', { name: 'Add a provider' }).waitFor();
  expect(await page.getByRole('list', { name: 'Providers' }).count()).toBe(0);
  await context.close();
});

test('a key survives another screen, and a wrong one is told without being repeated', async () => {
  const { page, context, screen } = await settings();
  const badge = page.getByRole('banner').getByRole('button', { name: /images stay on this computer/ });
  expect(await badge.innerText()).not.toContain('unless');
  await screen.add('gemini', { key: WRONG_KEY });
  expect(await badge.innerText()).toContain('unless you send one');
  await page.goto(`${site.url}#/measure`);
  await page.goto(`${site.url}#/settings`);
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('Google Gemini does not accept this key').waitFor();
  await context.close();
});

test('for this tab: a reload keeps it, forgetting deletes it', async () => {
  const { page, context, screen } = await settings();
  await screen.add('fal', { keep: 'This tab' });
  await page.reload();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The key works.').waitFor();
  expect(mock.arrivals.at(-1)!.key).toBe(PLANTED);
  // It lies where the page said that it would, and nowhere else.
  expect(await page.evaluate(() => sessionStorage.getItem('specimen.hosted'))).toContain(PLANTED);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(PLANTED);
  await screen.forget('fal');
  expect(await screen.everything()).not.toContain(PLANTED);
  await context.close();
});

test('encrypted: it comes back locked, opens with the passphrase only, and is unreadable until then', async () => {
  const { page, context, screen } = await settings();
  // A visitor of earlier versions has a database without a place for keys, and keeps what is in it.
  await page.goto(`${site.url}icon.svg`);
  await page.evaluate(async () => {
    const settled = (request: IDBRequest) =>
      new Promise((resolve, reject) => {
        request.onsuccess = resolve;
        request.onerror = () => reject(new Error('the database refused'));
      });
    await settled(indexedDB.deleteDatabase('specimen'));
    const open = indexedDB.open('specimen', 1);
    open.onupgradeneeded = () =>
      ['weights', 'documents', 'measurements'].map((name) => open.result.createObjectStore(name));
    await settled(open);
    await settled(
      open.result.transaction('documents', 'readwrite').objectStore('documents').put('kept from before', 'old'),
    );
    open.result.close();
  });
  await page.goto(`${site.url}#/settings`);
  await screen.add('openai', { keep: 'Encrypted', passphrase: 'a long passphrase' });
  await page.reload();
  const passphrase = page.getByLabel('Passphrase for OpenAI');
  await passphrase.fill('another passphrase');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('does not open with this passphrase').waitFor();
  const everything = await screen.everything();
  expect(everything).toContain('kept from before');
  expect(everything).toContain('"iterations":600000'); // so the store was looked into
  expect(everything).not.toContain(PLANTED);
  await passphrase.fill('a long passphrase');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The key works.').waitFor();
  expect(mock.arrivals.at(-1)!.key).toBe(PLANTED);
  const unlocked = await screen.everything();
  expect(unlocked).not.toContain(PLANTED);
  expect(unlocked).not.toContain('a long passphrase');
  await screen.forget('openai');
  expect(await screen.everything()).not.toContain('"iterations":600000');
  await context.close();
});

test('a page that its host isolates reaches providers too', async () => {
  const isolated = await serve({
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
  const { page, context } = await visit(browser, isolated, { serviceWorkers: 'block' });
  await page.goto(`${isolated.url}#/settings`);
  const screen = new HostedPage(page, mock);
  await screen.add('huggingface');
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByText('The key works.').waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await context.close();
  await isolated.close();
});

test('an address that the page’s policy forbids is refused with the reason', async () => {
  const { page, context, foreign } = await settings();
  await page.getByRole('button', { name: 'Add a provider' }).click();
  await page.getByLabel('Provider', { exact: true }).selectOption('compatible');
  await page.getByLabel(/^Address/).fill('https://lab.example/v1');
  await page.getByLabel('Key', { exact: true }).fill('k');
  await page.getByRole('button', { name: /^Add OpenAI-compatible/ }).click();
  await page.getByText('SPECIMEN_HOSTED_ORIGINS="https://lab.example"').waitFor();
  expect(foreign).toEqual([]);
  await context.close();
});

test('the page’s policy names the direct providers and this computer only', async () => {
  const { page, context } = await settings();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  const sources = /connect-src ([^;]*)/.exec(policy ?? '')![1]!.split(' ');
  expect(sources.sort()).toEqual(
    [
      "'self'",
      'http://127.0.0.1:*',
      'http://localhost:*',
      'https://*.fal.media',
      'https://api.openai.com',
      'https://fal.media',
      'https://generativelanguage.googleapis.com',
      'https://huggingface.co',
      'https://queue.fal.run',
      'https://router.huggingface.co',
    ].sort(),
  );
  await context.close();
});
