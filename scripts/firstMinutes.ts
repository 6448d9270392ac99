/**
 * `npm run first-minutes`: a stranger's first five minutes on the built page (`npm run build` first): open, sample, understand,
 * share, by what is on the screen alone. Writes one screenshot per step, at a desktop's and a phone's width, for
 * docs/first-minutes.md.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { serve } from '../tests/e2e/support/site.ts';
import { findChromium, NO_CHROMIUM } from './chromium.mjs';

const FOLDER = new URL('../docs/first-minutes/', import.meta.url);
/** A run on a slow computer. */
const PATIENCE = { timeout: 180_000 };

const SIZES = [
  { name: '1280', viewport: { width: 1280, height: 800 } },
  { name: '390', viewport: { width: 390, height: 844 } },
] as const;

const drawn = (page: Page) => page.locator('[aria-busy=false] li canvas').first().waitFor(PATIENCE);

/** What is done before each picture, in this order. */
const STEPS: [string, (page: Page) => Promise<unknown>][] = [
  ['open', drawn],
  [
    'sample',
    async (page) => {
      const sheet = page.getByRole('button', { name: /^Rocks ·/ }); // on phones
      if (await sheet.isVisible()) await sheet.click();
      await page.getByText('Fibers', { exact: true }).click();
      await page.getByRole('button', { name: 'Sample', exact: true }).click();
      await page
        .getByRole('button', { name: /^Fibers, seed/ })
        .first()
        .waitFor(PATIENCE);
      await drawn(page);
    },
  ],
  [
    'look',
    (page) =>
      page
        .getByRole('button', { name: /^Fibers, seed/ })
        .first()
        .click(),
  ],
  [
    'share',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Share as QR code' }).click();
      await page.getByRole('img', { name: 'QR code' }).waitFor();
    },
  ],
  [
    'learn',
    async (page) => {
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Learn', exact: true }).click();
      await page.getByRole('heading', { name: 'Learn' }).waitFor();
    },
  ],
  [
    'lesson',
    async (page) => {
      await page
        .getByRole('link', { name: /^Start/ })
        .first()
        .click();
      await drawn(page);
    },
  ],
];

const executablePath = findChromium();
if (executablePath === null) throw new Error(NO_CHROMIUM);
await mkdir(FOLDER, { recursive: true });
const site = await serve();
const browser = await chromium.launch({ executablePath });
for (const { name, viewport } of SIZES) {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
  const start = performance.now();
  await page.goto(site.url);
  for (const [i, [step, act]] of STEPS.entries()) {
    await act(page);
    console.log(`${name} ${step} ${((performance.now() - start) / 1000).toFixed(0)} s`);
    const path = fileURLToPath(new URL(`${i + 1}-${step}-${name}.jpg`, FOLDER));
    await page.screenshot({ path, type: 'jpeg', quality: 75 });
  }
  await page.close();
}
await browser.close();
await site.close();
