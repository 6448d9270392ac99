/** Every provider against the practice server, on the built panel in Chromium: preflights, workers and policy are real here. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMock, type Mock } from '../../scripts/mock/server.ts';
import { PROVIDERS } from '../../src/client/hosted/facts.ts';
import type { ProviderId } from '../../src/contract/hosted.ts';
import type { HostedImage } from '../../src/ui/hosted/panel.svelte.ts';
import { violations } from './support/axe.ts';
import { launch, visit, type Visit } from './support/browser.ts';
import { buildHostedPage, HOSTED_PAGE, HostedPage, PLANTED } from './support/hostedPage.ts';
import { serve, type Site } from './support/site.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  await buildHostedPage(HOSTED_PAGE);
  site = await serve({}, HOSTED_PAGE);
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** A fresh page with one provider and a practice server; `ends` closes both and checks that nobody else was asked and nothing thrown. */
async function start(
  provider: ProviderId,
): Promise<{ screen: HostedPage; mock: Mock; said: string[]; ends: () => Promise<void> } & Visit> {
  const mock = await startMock(0, 50);
  const opened = await visit(browser, site, { serviceWorkers: 'block' });
  const said: string[] = [];
  opened.page.on('console', (message) => said.push(message.text()));
  await opened.page.goto(site.url);
  const screen = new HostedPage(opened.page, mock);
  await screen.add(provider);
  const ends = async () => {
    expect(opened.foreign.filter((url) => !url.startsWith(mock.url))).toEqual([]);
    expect(opened.uncaught).toEqual([]);
    await opened.context.close();
    await mock.close();
  };
  return { ...opened, screen, mock, said, ends };
}

/** What the page made of a taken result: how many kept pixels differ from the picture, how many masked ones, and who made it. */
const differences = (screen: HostedPage) =>
  screen.page.evaluate(() => {
    const page = globalThis as unknown as {
      picture: { data: Float32Array };
      mask: Float32Array;
      holder: { taken: HostedImage };
    };
    const { data } = page.holder.taken.picture;
    const differs = (masked: boolean) =>
      data.filter((v, i) => page.mask[i]! > 0 === masked && Math.abs(v - page.picture.data[i]!) > 1e-4);
    const { practice } = page.holder.taken.provenance;
    return { kept: differs(false).length, masked: differs(true).length, practice };
  });

// Each test has a practice server of its own, so that they may run side by side.
describe.each(PROVIDERS.map(({ id, mask, name }) => ({ id, mask, name })))('$name', ({ id, mask, name }) => {
  test.concurrent('a picture comes, the mask is read right, and kept pixels are the old ones', async ({ expect }) => {
    const { screen, mock, ends } = await start(id);
    const since = mock.arrivals.length;
    const operation = mask === 'none' ? 'instruct' : 'inpaint';
    await screen.review(operation, 'rock');
    expect(mock.arrivals.length).toBe(since); // nothing is sent by looking
    await screen.send();
    await screen.press('Use this result');
    await screen.page.getByText('Taken:').waitFor();
    expect(screen.billed(since)).toBe(1);
    const arrived = mock.arrivals.slice(since).find(({ method }) => method === 'POST')!;
    expect(arrived.key).toBe(PLANTED);
    const { kept, masked, practice } = await differences(screen);
    expect(practice).toBe(true);
    expect(masked).toBeGreaterThan(1000);
    if (mask !== 'none') {
      expect(arrived.mask!.edited).toBeCloseTo(1 / 3, 2);
      expect(kept).toBe(0);
      await screen.panel.getByText(/had changed them by [4-9]\.\d of 255/).waitFor();
    }
    await ends();
  });

  test.concurrent('each fault ends in a sentence, is sent once, and leaves no word of the key', async ({ expect }) => {
    const { screen, mock, said, ends } = await start(id);
    const sentences: Record<string, RegExp> = {
      '401': /does not accept this key/,
      '403': /organization verified/,
      '429-rate': /too many requests.*wait (7 seconds|a minute)/,
      '429-quota': /no credit left/,
      moderation: /safety system refused/,
      '500': /failed at its end.*before you send again/,
      'no-cors': /no answer from .* that this page may read/,
      truncated: /cut off or holds no picture/,
    };
    for (const [fault, sentence] of Object.entries(sentences)) {
      const since = mock.arrivals.length;
      await screen.review('generate', `rock fault:${fault}`);
      await screen.send();
      expect(await screen.problem(), fault).toMatch(sentence);
      expect(screen.billed(since), fault).toBe(1);
    }
    expect(await screen.everything()).not.toContain(PLANTED);
    expect(said.join('\n')).not.toContain(PLANTED);
    await ends();
  });

  test.concurrent(
    'cancelling ends a call that hangs, here and at the other end, and says what that means',
    async ({ expect }) => {
      const { screen, mock, ends } = await start(id);
      const since = mock.arrivals.length;
      await screen.review('generate', 'rock fault:hang');
      await screen.press('Back');
      expect(mock.arrivals.length).toBe(since);
      await screen.review('generate', 'rock fault:hang');
      await screen.send();
      await expect.poll(() => screen.billed(since)).toBe(1);
      await screen.press('Cancel');
      await screen.panel.getByText(/^Cancelled/).waitFor();
      await expect.poll(() => mock.arrivals.slice(since).find(({ method }) => method === 'POST')!.hungUp).toBe(true);
      await screen.panel.getByRole('button', { name: 'See what will be sent' }).waitFor();
      expect(screen.billed(since), name).toBe(1);
      await ends();
    },
  );
});

test.each(['fal', 'replicate'] as const)('%s: a job under way is cancelled at the provider', async (id) => {
  const { screen, mock, ends } = await start(id);
  const since = mock.arrivals.length;
  await screen.review('generate', 'rock fault:slow');
  await screen.send();
  await screen.panel.getByText(/is working/).waitFor();
  await screen.press('Cancel');
  await expect.poll(() => mock.arrivals.slice(since).filter(({ path }) => path.endsWith('/cancel')).length).toBe(1);
  await ends();
});

test('OpenAI shows the picture while it emerges, and a stream is cancelled too', async () => {
  const { screen, mock, ends } = await start('openai');
  const since = mock.arrivals.length;
  await screen.review('generate', 'rock fault:slow');
  await screen.send();
  await screen.panel.getByRole('img', { name: 'The picture as far as it has come' }).waitFor();
  await screen.press('Cancel');
  await screen.panel.getByText(/^Cancelled/).waitFor();
  await expect.poll(() => mock.arrivals.slice(since)[0]!.hungUp).toBe(true);
  await ends();
});

test('offline nothing is sent, and the page says so', async () => {
  // A practice server in the place of OpenAI is on this computer and needs no network; what stands behind a proxy does.
  const { screen, mock, context, ends } = await start('replicate');
  const since = mock.arrivals.length;
  await screen.review('generate', 'rock');
  await context.setOffline(true);
  await screen.send();
  expect(await screen.problem()).toMatch(/offline, so nothing was sent/);
  expect(mock.arrivals.length).toBe(since);
  await ends();
});

test('what was looked at goes to the address that was shown, or nowhere', async () => {
  const { screen, mock, page, ends } = await start('openai');
  const other = await startMock(0, 50);
  await screen.review('generate', 'rock');
  // The worker has another address already, the page does not know of it yet.
  await page.evaluate((base) => {
    const { holder } = globalThis as unknown as {
      holder: { hosted: import('../../src/ui/state/hosted.svelte.ts').HostedState };
    };
    return holder.hosted.client.set({ provider: 'openai', base }, 'another key');
  }, other.url);
  await screen.send();
  expect(await screen.problem()).toMatch(/^The address of OpenAI has changed since/);

  await new HostedPage(page, mock).add('openai');
  await screen.review('generate', 'rock');
  await new HostedPage(page, other).add('openai');
  await screen.panel.getByRole('button', { name: 'See what will be sent' }).waitFor(); // the review is gone
  expect([...mock.arrivals, ...other.arrivals]).toEqual([]);
  await ends();
  await other.close();
});

test('preflights are real, and carry no key', async () => {
  const { screen, mock, ends } = await start('openai');
  const since = mock.preflights.length;
  await screen.review('generate', 'rock');
  await screen.send();
  await screen.press('Use this result');
  expect(mock.preflights.slice(since)).toEqual(['/api.openai.com/v1/images/generations']);
  await ends();
});

test('the page’s policy binds the worker: an address outside of it is not even asked', async () => {
  const mock = await startMock(0, 50);
  const other = await launch('none', ['--host-resolver-rules=MAP lab.test 127.0.0.1']);
  const { page, context } = await visit(other, site, { serviceWorkers: 'block' });
  const foreign = mock.url.replace('127.0.0.1', 'lab.test');
  // The name does lead to the practice server; the browser asks it for an icon, too.
  const asked = () =>
    [...mock.arrivals.map(({ path }) => path), ...mock.preflights].filter((path) => path.startsWith('/v1/'));
  await page.goto(`${foreign}/v1/models`);
  expect(asked()).toEqual(['/v1/models']);

  await page.goto(site.url);
  await page.getByRole('button', { name: 'Add a provider' }).waitFor();
  const name = await page.evaluate(async (base) => {
    const { holder } = globalThis as unknown as {
      holder: { hosted: import('../../src/ui/state/hosted.svelte.ts').HostedState };
    };
    const { client } = holder.hosted;
    await client.set({ provider: 'compatible', base }, 'any key');
    return client.check('compatible', new AbortController().signal).then(
      () => 'it answered',
      (error: unknown) => (error as Error).name,
    );
  }, `${foreign}/v1`);
  expect(name).toBe('HostUnreachable');
  expect(asked()).toEqual(['/v1/models']);
  await context.close();
  await other.close();
  await mock.close();
});

test('a copy that is built for a lab’s server names it in its policy and takes its address', async () => {
  const lab = 'https://images.lab.example';
  const folder = HOSTED_PAGE.replace(/\/$/, '-lab/');
  process.env['SPECIMEN_HOSTED_ORIGINS'] = lab;
  await buildHostedPage(folder).finally(() => delete process.env['SPECIMEN_HOSTED_ORIGINS']);
  const copy = await serve({}, folder);
  const { page, context, foreign } = await visit(browser, copy, { serviceWorkers: 'block' });
  await page.goto(copy.url);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(/connect-src ([^;]*)/.exec(policy!)![1]!.split(' ')).toContain(lab);
  const elsewhere = { url: lab, arrivals: [], preflights: [], close: () => Promise.resolve() };
  await new HostedPage(page, elsewhere).add('compatible');
  await page.getByText('images.lab.example').waitFor();
  expect(foreign).toEqual([]); // adding asks nobody
  await context.close();
  await copy.close();
});

test.concurrent.each(['light', 'dark'] as const)(
  'nothing serious for axe on the way through the panel, %s',
  async (colorScheme) => {
    const { page, context } = await visit(browser, site, {
      colorScheme,
      viewport: { width: 390, height: 844 },
      bypassCSP: true, // axe itself is injected
      serviceWorkers: 'block',
    });
    await page.goto(site.url);
    const mock = await startMock(0, 50);
    const screen = new HostedPage(page, mock);
    await page.getByRole('button', { name: 'Add a provider' }).click();
    expect(await violations(page), 'adding').toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await screen.add('openai');
    expect(await violations(page), 'the form').toEqual([]);
    await screen.review('inpaint', 'rock');
    expect(await violations(page), 'the review').toEqual([]);
    await screen.send();
    await screen.panel.getByRole('button', { name: 'Use this result' }).waitFor();
    expect(await violations(page), 'the result').toEqual([]);
    await screen.press('Ask for another');
    await screen.review('generate', 'fault:500');
    await screen.send();
    await screen.panel.getByRole('alert').waitFor();
    await page.getByText('What the paper used').click();
    expect(await violations(page), 'a failure and the table').toEqual([]);
    await context.close();
    await mock.close();
  },
);
