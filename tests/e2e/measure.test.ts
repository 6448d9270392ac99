/** The Measure screen in the built page: files in, numbers out, cancelling, the report, and what axe says of it. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { violations } from './support/axe.ts';
import { framesUntilGone, launch, visit, type Visit } from './support/browser.ts';
import { MeasurePage, rockFiles, type TestFile } from './support/measurePage.ts';
import { DIST, serve, type Site } from './support/site.ts';

const COUNT = 8;
const reference = rockFiles(COUNT, 1);
const synthetic = rockFiles(COUNT, 101);

let site: Site;
let browser: Browser;
let visitor: Visit;
let screen: MeasurePage;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  visitor = await visit(browser, site);
  screen = new MeasurePage(visitor.page);
  await screen.open(site);
});
afterEach(async () => {
  expect(visitor.foreign).toEqual([]);
  expect(visitor.uncaught).toEqual([]);
  await visitor.context.close();
});

/** Both wells filled and measured. */
async function measureAll(): Promise<void> {
  await screen.drop('Reference', reference);
  await screen.choose('Synthetic', synthetic);
  await screen.filled('Reference', COUNT);
  await screen.filled('Synthetic', COUNT);
  await screen.hurry();
  await screen.measure();
  await screen.measured();
}

test('two sets of files become numbers, curves and twins', async () => {
  await measureAll();
  expect(await screen.row('Fréchet distance')).toMatch(/^Fréchet distance \d.* to \d.* 8 .*cannot fix a covariance/);
  expect(await screen.row('Porosity')).toMatch(/0\.\d+ ± 0\.\d+ 0\.\d+ ± 0\.\d+/);
  expect(await screen.results.locator('figure svg').count()).toBe(5);
  await screen.results.getByRole('heading', { name: 'Twins' }).waitFor();
  // Without pairs the pair measures are left out and the reason stands there.
  expect(await screen.results.getByRole('rowheader', { name: 'SSIM', exact: true }).count()).toBe(0);
});

test('a set against itself, as pairs: SSIM is 1, the map is clear and the twins are copies', async () => {
  await screen.choose('Reference', reference);
  await screen.choose('Synthetic', reference);
  await screen.filled('Reference', COUNT);
  await screen.filled('Synthetic', COUNT);
  await screen.page.getByLabel('These are pairs').check();
  await screen.hurry();
  await screen.measure();
  await screen.measured();
  expect(await screen.row('SSIM')).toMatch(/^SSIM 1\.000 1\.000 to 1\.000 8/);
  const overlay = screen.results.locator('.picture canvas[aria-hidden=true]').first();
  await overlay.waitFor();
  const greatest = await overlay.evaluate((canvas: HTMLCanvasElement) =>
    Math.max(
      ...canvas
        .getContext('2d')!
        .getImageData(0, 0, canvas.width, canvas.height)
        .data.filter((_, i) => i % 4 === 3),
    ),
  );
  expect(greatest).toBe(0);
});

test.each(['dropped', 'chosen'] as const)('a folder that is %s is searched to the bottom', async (how) => {
  const folder = await mkdtemp(join(tmpdir(), 'specimen-'));
  try {
    // More files in one folder than a reader of folders gives at once.
    const many = 120;
    await mkdir(join(folder, '0/bottom'), { recursive: true });
    await mkdir(join(folder, 'at'));
    for (let k = 0; k < many; k++) await writeFile(join(folder, 'at', `${k}.png`), reference[k % COUNT]!.buffer);
    await writeFile(join(folder, '0/bottom/0.png'), reference[0]!.buffer);
    await writeFile(join(folder, 'notes.txt'), 'hello');
    if (how === 'dropped') await screen.dropFolder('Reference', folder);
    else await screen.chooseFolder('Reference', folder);
    await screen.filled('Reference', many + 1);
    const well = screen.well('Reference');
    await well.getByText('1 left out').waitFor();
    expect(await well.textContent()).toMatch(/0\/bottom\/0\.png/);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('sets that are simulated in both wells hold different slices', async () => {
  for (const [name, seed] of [
    ['Reference', 1],
    ['Synthetic', 513],
  ] as const) {
    await screen.well(name).getByRole('button', { name: 'Simulate rocks' }).click();
    await screen.well(name).getByText(`Rocks from the simulator, seed ${seed} on`).waitFor();
  }
});

test('what cannot be used is named with its reason, and the rest goes on', async () => {
  const text: TestFile = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') };
  const cut: TestFile = { ...reference[0]!, name: 'cut.png', buffer: reference[0]!.buffer.subarray(0, 200) };
  await screen.drop('Reference', [...reference, text, cut]);
  await screen.filled('Reference', COUNT);
  const well = screen.well('Reference');
  await well.getByText('2 left out').waitFor();
  expect(await well.textContent()).toMatch(/notes\.txt It is no PNG.*cut\.png The PNG is cut off/s);
  expect(await well.textContent()).toContain('PNG, 8 bit; grey 0..255 → [0, 1]; 64×64');

  const zip = zipSync({});
  const empty: TestFile = { name: 'empty.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) };
  await screen.choose('Synthetic', [empty]);
  const alert = screen.well('Synthetic').getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('The zip holds no files.');
  expect(await screen.page.getByRole('button', { name: 'Measure', exact: true }).isDisabled()).toBe(true);
});

test('an extractor of one’s own gives the features; a wrong answer about it gets a sentence', async () => {
  const buffer = readFileSync(`${DIST}models/extractor-64/features.onnx`);
  await screen.choose('Reference', reference);
  await screen.choose('Synthetic', synthetic);
  await screen.filled('Synthetic', COUNT);
  await screen.hurry();
  const { page } = visitor;
  await page
    .locator('label')
    .filter({ hasText: /^\s*Your own\s*$/ })
    .click();
  const file = { name: 'mine.onnx', mimeType: 'application/octet-stream', buffer };
  await page.locator('input[accept=".onnx"]').setInputFiles(file);
  await page.getByLabel('Input', { exact: true }).fill('nonsense');
  await page.getByLabel('Output', { exact: true }).fill('features');
  await page.getByLabel('Size, px').fill('64');
  await page.getByLabel('Mean', { exact: true }).fill('0');
  await page.getByLabel('Deviation', { exact: true }).fill('1');
  await page
    .locator('label')
    .filter({ hasText: /^\s*Grey\s*$/ })
    .click();
  await screen.measure();
  const failure = screen.results.locator('.note[role=alert]');
  await failure.waitFor({ timeout: 60_000 });
  expect(await failure.textContent()).toMatch(/x/); // names the input that there is

  await page.getByLabel('Input', { exact: true }).fill('x');
  await screen.measure();
  await failure.waitFor({ state: 'detached', timeout: 60_000 });
  await screen.measured();
  expect(await screen.results.textContent()).toContain('mine, 101 features');
  expect(await screen.row('Fréchet distance')).toMatch(/^Fréchet distance \d/); // not called FID
});

test('sets of unequal count cannot be pairs, and the page says why', async () => {
  await screen.choose('Reference', reference);
  await screen.choose('Synthetic', synthetic.slice(1));
  await screen.filled('Reference', COUNT);
  await screen.filled('Synthetic', COUNT - 1);
  expect(await screen.page.getByLabel('These are pairs').isDisabled()).toBe(true);
  await screen.page.getByText('Pairs need equal counts; here are 8 and 7.').waitFor();
});

test('larger images are shrunk or cropped, as asked, and each says so', async () => {
  await screen.choose('Reference', rockFiles(2, 1, 96));
  await screen.filled('Reference', 2);
  const well = screen.well('Reference');
  expect(await well.textContent()).toContain('96×96, mean of 1.5×1.5 → 64×64');
  await screen.page.getByText('Crop', { exact: true }).click();
  await well.getByText('centre 64×64 of 96×96').waitFor({ state: 'attached' });
});

test('cancelling a measurement and the reading of files is at once', async () => {
  await screen.choose('Reference', reference);
  await screen.choose('Synthetic', synthetic);
  await screen.filled('Reference', COUNT);
  await screen.filled('Synthetic', COUNT);
  await screen.measure();
  const cancel = screen.page.getByRole('button', { name: 'Cancel', exact: true });
  expect(await framesUntilGone(cancel, '[aria-label=Results][aria-busy=true]')).toBeLessThan(10);
  expect(await screen.results.textContent()).toContain('The numbers will stand here');

  const well = screen.well('Reference');
  await well.getByRole('button', { name: 'Empty Reference' }).click();
  await screen.choose(
    'Reference',
    Array.from({ length: 300 }, (_, k) => ({ ...reference[0]!, name: `${k}.png` })),
  );
  await well.getByRole('button', { name: 'Cancel', exact: true }).click();
  await well.getByText('Choose files').waitFor();
});

test('the report is one file that asks for nothing else, and says what was compared', async () => {
  await measureAll();
  const { name, text } = await screen.download('Report');
  expect(name).toMatch(/^specimen-rocks-.*\.html$/);
  expect(text).not.toMatch(/(src|href)="(?!data:)/);
  expect(text).not.toMatch(/url\(|@import|<script/);
  expect(text).toContain('rock-101.png');

  const json = JSON.parse((await screen.download('JSON')).text) as Record<string, never>;
  expect(json).toMatchObject({
    generator: 'Specimen',
    version: expect.stringMatching(/^\d+\.\d+/) as string,
    settings: { material: 'rocks', bootstrap: 20, seed: 1, pairs: false },
    reference: { n: COUNT, pixelsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    result: { frechet: { n: COUNT }, descriptors: { areaFraction: { n: { reference: COUNT } } } },
  });
  const csv = (await screen.download('CSV')).text.split('\r\n');
  expect(csv[0]).toBe('\uFEFFkind,name,set,x,value,std,ciLow,ciHigh,n,extractor,note');
  expect(csv.some((line) => line.startsWith('measure,kid,'))).toBe(true);
  expect(csv.filter((line) => line.startsWith('image,')).length).toBe(2 * COUNT);

  // Opened in a page of its own, it asks the network for nothing.
  const page = await visitor.context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.setContent(text);
  await page.getByRole('heading', { name: 'Curves' }).waitFor();
  expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([]);
  expect(
    await page
      .locator('img')
      .evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
  ).toBe(true);
});

test.each([
  { name: 'a desktop, light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'a phone, dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const)('nothing serious to axe on $name', async ({ colorScheme, viewport }) => {
  await visitor.context.close();
  // axe itself is injected, which the page's policy would refuse.
  visitor = await visit(browser, site, { colorScheme, viewport, bypassCSP: true });
  screen = new MeasurePage(visitor.page);
  const { page } = visitor;
  await screen.open(site);
  expect(await violations(page), 'empty').toEqual([]);
  await measureAll();
  await screen.page.getByText('What the paper reports').click();
  expect(await violations(page), 'with results').toEqual([]);
});
