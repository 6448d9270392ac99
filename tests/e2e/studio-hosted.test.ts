/** A hosted model from within the Studio, with the practice server behind it; and the Studio without any provider. */
import { encode } from 'fast-png';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startMock, type Mock } from '../../scripts/mock/server.ts';
import type { HostedEditRecord } from '../../src/contract/provenance.ts';
import { quantize } from '../../src/lib/png.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { launch, visit, type Visit } from './support/browser.ts';
import { HostedPage, PLANTED } from './support/hostedPage.ts';
import { serve, type Site } from './support/site.ts';
import { StudioPage } from './support/studioPage.ts';

const SIDE = 96;
const data = quantize(simulate('rocks', { seed: 5, size: SIDE }).image, 16);
const FILE = {
  name: 'mine.png',
  mimeType: 'image/png',
  buffer: Buffer.from(encode({ width: SIDE, height: SIDE, data, depth: 16, channels: 1 })),
};

let site: Site;
let browser: Browser;
let mock: Mock;
let visitor: Visit;
let studio: StudioPage;
let hosted: HostedPage;
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
beforeEach(async () => {
  visitor = await visit(browser, site, { serviceWorkers: 'block' });
  studio = new StudioPage(visitor.page);
  hosted = new HostedPage(visitor.page, mock);
});
afterEach(async () => {
  expect(visitor.foreign.filter((url) => !url.startsWith(mock.url))).toEqual([]);
  expect(visitor.uncaught).toEqual([]);
  await visitor.context.close();
});

const tabs = () => visitor.page.locator('aside .tabs label').allInnerTexts();

/** A provider is added in Settings, and the file is open in the Studio, with the tab of hosted models in front. */
async function start(keep: string): Promise<void> {
  await visitor.page.goto(`${site.url}#/settings`);
  await hosted.add('fal', { keep });
  await studio.open(site);
  await studio.choose(FILE);
  await studio.canvas.waitFor();
  await studio.note(/^Guessed from the picture/);
  await studio.tab('Hosted');
}

test('a masked edit: looked at, sent, measured, kept and saved like any other, with who made it and without the key', async () => {
  const said: string[] = [];
  visitor.page.on('console', (message) => said.push(message.text()));
  await start('Memory');
  const since = mock.arrivals.length;
  await studio.paint();
  await hosted.review('inpaint', 'sediment');
  await hosted.panel.getByText(`your own is ${SIDE} × ${SIDE} px`).waitFor();
  expect(mock.arrivals.length).toBe(since); // nothing is sent by looking
  await hosted.send();
  await hosted.press('Use this result');
  expect(hosted.billed(since)).toBe(1);

  await studio.proposed();
  const known = visitor.page.getByLabel('Who made it').getByText(/^\d\.\d of 255, put back$/);
  expect(Number.parseFloat(await known.innerText())).toBeGreaterThan(4); // the practice server shifts them by six
  for (const label of ['SSIM inside', 'SSIM outside', 'Seam', 'Porosity inside · around']) {
    await visitor.page.getByRole('rowheader', { name: label }).waitFor();
  }
  await visitor.page.getByRole('img', { name: /^Two-point correlation/ }).waitFor();
  await visitor.page.getByRole('radio', { name: 'Compare' }).check({ force: true });
  await visitor.page.getByRole('img', { name: 'Before the edit' }).waitFor();
  await visitor.page.getByRole('radio', { name: 'Difference' }).check({ force: true });
  await studio.button('Keep this one').click();
  expect(await studio.versions.count()).toBe(2);
  await hosted.panel.getByRole('button', { name: 'See what will be sent' }).waitFor(); // free for the next one

  const { bytes, depth, pixels, metadata } = await studio.save();
  expect(depth).toBe(16);
  expect(metadata).toMatchObject({ synthetic: true, kind: 'synthetic edit', source: { name: 'mine.png' } });
  const [edit] = metadata.edits as [HostedEditRecord];
  expect(edit.hosted).toMatchObject({
    synthetic: true,
    provider: 'fal',
    practice: true,
    model: 'fal-ai/flux-pro/v1/fill',
    requestId: expect.stringMatching(/^job-\d+$/) as string,
    operation: 'inpaint',
    prompt: 'sediment',
  });
  const changed = pixels.filter((value, i) => value !== data[i]).length;
  expect(changed).toBeGreaterThan(edit.editedPixels / 2);
  expect(changed).toBeLessThanOrEqual(edit.editedPixels); // so all others are bit for bit what they were
  expect(edit.editedPixels).toBeLessThan(pixels.length / 4);

  await studio.stored(1, 1);
  const everything = await hosted.everything();
  expect(everything).toContain('fal-ai/flux-pro/v1/fill'); // so the stored history was looked into
  for (const text of [everything, bytes.toString('latin1'), JSON.stringify(metadata), said.join('\n')]) {
    expect(text).not.toContain(PLANTED);
  }

  await studio.button('Undo the edit').click();
  expect(await studio.button('Save PNG').isDisabled()).toBe(true);
  await studio.tab('Inpaint');
  await studio.note('Four alternatives, each from a seed of its own.'); // the mask is back
  await studio.button('Redo the edit').click();
  await visitor.page.reload();
  await studio.canvas.waitFor();
  expect(await tabs()).toEqual(['Inpaint', 'Vary', 'Edit']); // the key was in memory
  await visitor.page.getByLabel('Who made it').getByText('a practice server in its place').waitFor();
  expect((await studio.save()).metadata).toEqual(metadata);
});

test('a key that the tab keeps brings the tab back, and a result finds the version and the mask that it was made from', async () => {
  await start('This tab');
  await visitor.page.reload();
  await studio.canvas.waitFor();
  await studio.tab('Hosted');
  await studio.paint();
  await hosted.review('inpaint', 'first');
  await hosted.send();
  await hosted.press('Use this result');
  await studio.proposed();
  await studio.button('Keep this one').click();

  // Made from version 1, without a mask; meanwhile another version is shown and something is painted.
  await hosted.review('instruct', 'second');
  await hosted.send();
  await hosted.panel.getByRole('button', { name: 'Use this result' }).waitFor();
  await studio.button('Undo the edit').click();
  await hosted.press('Use this result');
  await studio.proposed();
  await studio.button('Keep this one').click();
  const { metadata } = await studio.save();
  expect((metadata.edits as HostedEditRecord[]).map(({ hosted }) => hosted.prompt)).toEqual(['first', 'second']);

  // A result of a picture that is no longer open is refused, in a sentence.
  await hosted.review('generate', 'third');
  await hosted.send();
  await hosted.panel.getByRole('button', { name: 'Use this result' }).waitFor();
  await studio.button('Open another').click();
  await studio.button('Open the example').click();
  await studio.button('Open the other').click();
  await hosted.press('Use this result');
  await studio.note('This result was made from a picture that is no longer open');
  expect(await studio.versions.count()).toBe(1);
});

test('with no provider set up there is no such tab, nothing of it is loaded, and no request leaves the origin', async () => {
  const from = site.requests.length;
  const arrived = mock.arrivals.length;
  await studio.open(site);
  await studio.openExample();
  await studio.paint();
  await studio.note('Four alternatives, each from a seed of its own.');
  expect(await tabs()).toEqual(['Inpaint', 'Vary', 'Edit']);
  expect(site.requests.slice(from).filter((path) => /hosted/i.test(path))).toEqual([]);
  expect(visitor.foreign).toEqual([]);
  expect(mock.arrivals.length).toBe(arrived);
});
