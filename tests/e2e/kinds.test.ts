/** What only some kinds of model do, clicked through with every published model that can. */
import type { Browser, Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isFewStep, type CatalogRow, type Taken } from '../../src/contract/card.ts';
import { launch, visit, type Visit } from './support/browser.ts';
import { arrival, models } from './support/catalog.ts';
import { rock } from './support/rock.ts';
import { SamplePage } from './support/samplePage.ts';
import { serve, type Site } from './support/site.ts';

const SLOW = 240_000; // ms, a network of 128 px on a busy machine
const SOON = { timeout: 30_000 };

let site: Site;
let browser: Browser;
let current: Visit;
let screen: SamplePage;

beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  current = await visit(browser, site);
  screen = new SamplePage(current.page);
  await screen.open(site);
  await screen.drawn(16);
  await screen.set('How many', 1);
});
afterEach(async () => {
  await current.context.close();
  expect(current.foreign).toEqual([]);
  expect(current.uncaught).toEqual([]);
});

const taking = (taken: Taken) => models.filter(({ takes }) => takes.includes(taken));
/** Every test of a kind fails where a model of it is published and does not do it; without such a model there is none. */
const withEach = (rows: CatalogRow[], title: string, run: (row: CatalogRow) => Promise<void>) => {
  for (const row of rows) test(`${row.name} ${title}`, () => run(row), SLOW);
};
const byBeta = models.filter(({ beta }) => beta !== undefined);
const pixels = (picture: Locator) =>
  picture.evaluate((canvas: HTMLCanvasElement) =>
    Array.from(
      canvas
        .getContext('2d')!
        .getImageData(0, 0, canvas.width, canvas.height)
        .data.filter((_, i) => i % 4 === 0),
    ),
  );
const chosen = () => current.page.getByLabel('Choose a picture').locator('input[type=file]');
const numberIn = (text: string | null, pattern: RegExp) => Number(pattern.exec(text ?? '')?.[1] ?? NaN);

describe('the picker', () => {
  test(
    'says of every model what it costs, and what it is good and bad at',
    async () => {
      for (const { id, calls, resolution, picker } of models) {
        await screen.chooseModel(id);
        const label = current.page.locator('label', { has: current.page.locator(`input[name=model][value="${id}"]`) });
        const text = (await label.textContent())?.replace(/\s+/g, ' ');
        expect(text).toContain(`${resolution} px · ${calls} network call`);
        expect(text).toContain(picker!.good);
        expect(text).toContain(picker!.bad);
      }
    },
    SLOW,
  );

  test('takes the few-step model by itself where there is no GPU, draws few slices, and says so', async () => {
    await screen.set('How many', 16);
    await screen.choose('Diffusion');
    await current.page.getByText(/No GPU helps here/).waitFor();
    const chosen = await current.page.locator('input[name=model]:checked').inputValue();
    const few = models.filter((row) => isFewStep(row) && row.teaching === undefined);
    if (few.length > 0) expect(few.map(({ id }) => id)).toContain(chosen);
    // The sentence stands as soon as the family is chosen, the number once the model's card is there.
    await expect.poll(() => current.page.getByLabel('How many', { exact: true }).inputValue(), SOON).toBe('4');
  });
});

describe('few-step models', () => {
  withEach(models.filter(isFewStep), 'draws without a choice of steps', async ({ id, calls }) => {
    await screen.chooseModel(id);
    await screen.sample();
    await screen.drawn(1);
    expect(await current.page.getByLabel('Steps', { exact: true }).count()).toBe(0);
    expect(calls).toBeLessThanOrEqual(8);
  });
});

withEach(taking('mix'), 'mixes a second style, and shows every depth in a table', async ({ id }) => {
  const { page } = current;
  await screen.chooseModel(id);
  await screen.lockSeed(5);
  await screen.sample();
  await screen.drawn(1);
  const [own] = await screen.digests();
  await page.getByLabel('Take a second style from a depth on').check();
  await expect.poll(async () => (await screen.digests())[0], SOON).not.toBe(own);
  await page.getByText('Styles of two seeds, mixed at every depth').click();
  await page.getByRole('button', { name: 'Draw the table' }).click();
  await page.getByRole('button', { name: 'Draw the table' }).waitFor();
  const first = page.getByRole('button', { name: /^Seed 5, second style from layer/ }).first();
  await first.click(); // the slice's own style alone
  await expect.poll(async () => (await screen.digests())[0], SOON).toBe(own);
});

describe('rebuilding', () => {
  withEach(taking('from'), 'rebuilds a slice from a file and says how well', async ({ id, resolution }) => {
    const { page } = current;
    await screen.chooseModel(id);
    await chosen().setInputFiles(rock(resolution - 8).file);
    expect(await screen.problem()).toMatch(new RegExp(`needs ${resolution} px each way`));
    await chosen().setInputFiles(rock(resolution + 40).file);
    await screen.drawn(1);
    const report = page.getByRole('region', { name: 'Rebuild a slice' });
    const ssim = async () => numberIn(await report.textContent(), /SSIM\s*(\d\.\d+)/);
    await expect.poll(ssim, SOON).toBeGreaterThan(0.1);
    expect(await ssim()).toBeLessThan(1);
    const given = () => pixels(report.getByRole('img', { name: 'Given' }));
    const before = await given();
    expect(before).toHaveLength(resolution ** 2);
    const square = page.getByRole('application');
    await page.getByText(`${resolution}×${resolution} px from 20, 20`).waitFor();
    await square.press('Shift+ArrowRight');
    await page.getByText(`${resolution}×${resolution} px from 30, 20`).waitFor();
    // What the model is given moved by those ten pixels, not only the frame around it.
    const rowOf = (picture: number[], from: number, to: number) => picture.slice(from, to).join();
    await expect.poll(async () => rowOf(await given(), 0, resolution - 10), SOON).toBe(rowOf(before, 10, resolution));
    // So it does once the controls have been away and are back.
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByRole('link', { name: 'Sample', exact: true }).click();
    await square.press('Shift+ArrowLeft');
    await expect.poll(given, SOON).toEqual(before);
    // A run that is repeated has a picture of its own, which is not the square that was moved since.
    await screen.drawn(1);
    await page.locator('[aria-label="Slices"]').getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByText('Kept in the Gallery on this computer.').waitFor();
    await square.press('Shift+ArrowRight');
    await expect.poll(given, SOON).not.toEqual(before);
    await page.getByRole('link', { name: 'Gallery', exact: true }).click();
    await page.getByRole('list', { name: 'Gallery' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Repeat', exact: true }).click();
    await expect.poll(given, SOON).toEqual(before);
    expect(await square.count()).toBe(0);
  });

  test(
    'β is a choice between models, which keeps the slice',
    async () => {
      const { page } = current;
      await screen.chooseModel(byBeta[0]!.id);
      await page.getByRole('button', { name: 'Take a simulated slice' }).click();
      await screen.drawn(1);
      const group = page.getByRole('group', { name: /^β/ });
      expect(await group.getByRole('radio').count()).toBe(byBeta.length);
      await group.locator('label').last().click();
      await screen.sample();
      await screen.drawn(1);
      await page.getByRole('region', { name: 'Rebuild a slice' }).waitFor();
    },
    SLOW,
  );
});

test(
  'the table of directions is shown of the model that drew it alone',
  async () => {
    const { page } = current;
    await screen.chooseModel(byBeta[0]!.id);
    const fold = page.getByText('What each latent direction does');
    const draw = page.getByRole('button', { name: 'Draw the directions' });
    const cells = page.getByRole('button', { name: /^Direction 1 at/ });
    await fold.click();
    await draw.click();
    await page
      .getByRole('status')
      .filter({ hasText: /^\d+ of \d+ pictures$/ })
      .waitFor();
    await cells.first().waitFor();
    await draw.waitFor({ timeout: SLOW }); // the table is full
    await screen.chooseModel(byBeta[1]!.id);
    await fold.click(); // closed by the model before, whose controls went
    await draw.waitFor();
    expect(await cells.count()).toBe(0);
    await screen.chooseModel(byBeta[0]!.id); // whose card is here, so that the fold stays open
    await cells.first().waitFor();
  },
  SLOW,
);

describe('resembling', () => {
  withEach(
    taking('like').slice(0, 1),
    'draws more like a slice, with a likeness beside its baseline',
    async ({ id }) => {
      const { page } = current;
      await screen.chooseModel(id);
      await screen.set('Steps', 8);
      await screen.set('How many', 1);
      await screen.chooseModel(arrival.id);
      await screen.sample();
      await screen.drawn(1);
      await page.locator('[aria-busy] li button').first().click();
      await page.getByRole('dialog').getByRole('button', { name: 'More like this one' }).click();
      await expect.poll(() => page.locator('input[name=model]:checked').inputValue(), SOON).toBe(id);
      const report = page.getByRole('region', { name: 'More like a slice' });
      await report.getByText(/Likeness/).waitFor({ timeout: SLOW });
      const text = await report.textContent();
      expect(numberIn(text, /Likeness (−?\d\.\d+)/)).toBeLessThanOrEqual(1);
      expect(numberIn(text, /without it (−?\d\.\d+)/)).toBeLessThanOrEqual(1);
      expect(text).toMatch(/6 slices of the same model/);
    },
  );

  withEach(
    taking('like').slice(0, 1),
    'is given the square that the pointer leaves it, of a picture in its own shape',
    async ({ id, resolution }) => {
      const { page } = current;
      await screen.chooseModel(id);
      const [width, height] = [resolution + 32, 3 * resolution];
      const { file, greys } = rock(width, height);
      await chosen().setInputFiles(file);
      await page.getByText(`${resolution}×${resolution} px from 16, ${resolution}`).waitFor();
      const frame = page.getByRole('application');
      await frame.scrollIntoViewIfNeeded();
      const box = (await frame.boundingBox())!;
      expect(box.height / box.width).toBeCloseTo(height / width, 1);
      const at = (x: number, y: number) =>
        [box.x + (x * box.width) / width, box.y + (y * box.height) / height] as const;
      await page.mouse.move(...at(width / 2, height / 2));
      await page.mouse.down();
      await page.mouse.move(...at(width / 2 - 10, height / 2 + 100), { steps: 4 });
      await page.getByText(`px from 6, ${resolution + 100}`).waitFor(); // while it is dragged
      await page.mouse.up();
      const first = (resolution + 100) * width + 6;
      const row = () => pixels(page.getByRole('img', { name: 'The slice to resemble' }));
      await expect
        .poll(async () => (await row()).slice(0, resolution), SOON)
        .toEqual(Array.from(greys.subarray(first, first + resolution)));
    },
  );
});

describe('sketching', () => {
  withEach(taking('sketch'), 'follows a sketch from an example, the keyboard or the pointer', async ({ id }) => {
    const { page } = current;
    await screen.chooseModel(id);
    await page.getByText('The pad is empty', { exact: false }).waitFor();
    const pad = page.getByRole('application', { name: 'Drawing pad' });
    await pad.focus();
    await page.keyboard.press('Enter'); // a dot in the middle
    await page.getByText('The pad is empty', { exact: false }).waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+z');
    await page.getByText('The pad is empty', { exact: false }).waitFor();
    const box = (await pad.boundingBox())!;
    await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.4 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.6 * box.height, { steps: 4 });
    await page.mouse.up();
    await page.getByText('The pad is empty', { exact: false }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Clear the pad' }).click();
    await page.getByRole('button', { name: 'Ring of pores' }).click();
    await screen.set('Steps', 8);
    await screen.sample();
    await screen.drawn(1, SLOW);
    const report = page.getByRole('region', { name: 'Sketch' });
    const text = await report.textContent();
    expect(numberIn(text, /in (\d+) % of pixels/)).toBeGreaterThan(0);
    expect(numberIn(text, /(\d+) % by chance/)).toBeGreaterThan(0);
  });

  withEach(
    taking('sketch'),
    'shows the sketch of a run that is repeated, and none with a link without one',
    async ({ id }) => {
      const { page } = current;
      const empty = page.getByText('The pad is empty', { exact: false });
      await screen.chooseModel(id);
      await page.getByRole('button', { name: 'Ring of pores' }).click();
      await screen.set('Steps', 2);
      await screen.sample();
      await screen.drawn(1, SLOW);
      const [drawn] = await screen.digests();
      await page.locator('[aria-label="Slices"]').getByRole('button', { name: 'Keep', exact: true }).click();
      await page.getByRole('button', { name: 'Clear the pad' }).click();
      await empty.waitFor();
      await page.getByRole('link', { name: 'In the Gallery' }).click();
      await page.getByRole('button', { name: 'Repeat', exact: true }).click();
      await empty.waitFor({ state: 'detached' });
      await screen.drawn(1, SLOW);
      expect(await screen.digests()).toEqual([drawn]);
      await screen.open(site, `#/sample?model=${id}&material=rocks&look=real&count=1&seed=2&steps=2`);
      await empty.waitFor();
      expect(await page.getByRole('button', { name: 'Clear the pad' }).isDisabled()).toBe(true);
    },
  );
});
