/**
 * The large set of the Measure screen, as anyone can repeat it: `npm run intake`.
 *
 * A folder of 2,000 images of 256×256 px is dropped at once on the built site in a headless Chromium; then once more, to be
 * cancelled on the way; then two other images, to see that the page is alive. Prints the seconds that reading takes, how often
 * progress was seen to move, the longest time in which the page's main thread answered nothing, how long a cancel takes, and the
 * most memory that the page's process ever held (on Linux, by the kernel's own count).
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { encodePng } from '../src/lib/png.ts';
import { uniforms } from '../src/lib/rng.ts';
import { launch, visit } from '../tests/e2e/support/browser.ts';
import build from '../tests/e2e/support/build.ts';
import { MeasurePage, rockFiles } from '../tests/e2e/support/measurePage.ts';
import { serve } from '../tests/e2e/support/site.ts';

const COUNT = 2000;
const SIDE = 256;
/** Different images; noise, because nothing is larger as a PNG or slower to unpack. */
const DIFFERENT = 16;
/** Files read before the second drop is cancelled. */
const CANCEL_AFTER = 300;
const PATIENCE = 600_000; // ms

async function fillFolder(folder: string): Promise<number> {
  const images = Array.from({ length: DIFFERENT }, (_, k) =>
    encodePng({ data: Float32Array.from(uniforms(k, 0, SIDE ** 2)), width: SIDE, height: SIDE }, 8, {}),
  );
  for (let k = 0; k < COUNT; k++) await writeFile(join(folder, `${k}.png`), images[k % DIFFERENT]!);
  return (images.reduce((sum, { length }) => sum + length, 0) / DIFFERENT) * COUNT;
}

/** Asks the main thread for a turn again and again, and keeps the longest wait. */
function watchMainThread(page: Page): Promise<void> {
  return page.evaluate(() => {
    const watch = { longest: 0 };
    Object.assign(globalThis, { watch });
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - last);
      last = now;
    });
  });
}

const longestWait = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { watch: { longest: number } }).watch.longest);

/** How often the well's words about its progress changed, in 50-ms looks, until `until` holds. */
async function follow(screen: MeasurePage, until: (words: string) => boolean): Promise<number> {
  const progress = screen.well('Reference');
  let changes = 0;
  let before = '';
  const end = performance.now() + PATIENCE;
  for (;;) {
    const words = (await progress.textContent()) ?? '';
    if (until(words)) return changes;
    if (performance.now() > end) throw new Error(`Reading did not get on; the page says: ${words}`);
    const now = /\d+ of \d+ files/.exec(words)?.[0] ?? '';
    if (now !== before) changes++;
    before = now;
    await screen.page.waitForTimeout(50);
  }
}

/** MiB; null where the kernel does not tell. */
async function peakOfPages(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peaks = await Promise.all(
    processInfo
      .filter(({ type }) => type === 'renderer')
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
        return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
      }),
  );
  const peak = Math.max(0, ...peaks);
  return peak > 0 ? peak : null;
}

build();
const folder = await mkdtemp(join(tmpdir(), 'specimen-intake-'));
const site = await serve();
const browser = await launch('none');
try {
  const bytes = await fillFolder(folder);
  const { page } = await visit(browser, site);
  const screen = new MeasurePage(page);
  await screen.open(site);
  await page.getByText(`${SIDE} px`, { exact: true }).click();
  await watchMainThread(page);

  const idle = await peakOfPages(browser);
  const start = performance.now();
  await screen.dropFolder('Reference', folder);
  const changes = await follow(screen, (words) => words.includes(`N = ${COUNT} `));
  const seconds = (performance.now() - start) / 1000;
  const peak = await peakOfPages(browser);
  const wait = await longestWait(page);
  console.log(
    `${COUNT} images of ${SIDE}×${SIDE} px, ${(bytes / 2 ** 20).toFixed(0)} MiB of PNG, dropped as a folder: read in ` +
      `${seconds.toFixed(1)} s, progress seen to move ${changes} times, the main thread busy for ${wait.toFixed(0)} ms at most.`,
  );
  console.log(
    peak === null || idle === null
      ? 'Peak memory is known on Linux only.'
      : `Peak memory of the page ${peak.toFixed(0)} MiB, of which ${idle.toFixed(0)} MiB before the drop; the pixels are ` +
          `${((COUNT * SIDE ** 2 * 4) / 2 ** 20).toFixed(0)} MiB.`,
  );

  await screen.well('Reference').getByRole('button', { name: 'Empty Reference' }).click();
  await screen.dropFolder('Reference', folder);
  await follow(screen, (words) => Number(/(\d+) of \d+ files/.exec(words)?.[1] ?? 0) >= CANCEL_AFTER);
  const cancelled = performance.now();
  await screen.well('Reference').getByRole('button', { name: 'Cancel', exact: true }).click();
  await screen.well('Reference').getByText('Choose files').waitFor();
  console.log(
    `Cancelled after ${CANCEL_AFTER} files: the well was empty ${(performance.now() - cancelled).toFixed(0)} ms later.`,
  );

  await screen.choose('Reference', rockFiles(2, 1, SIDE));
  await screen.filled('Reference', 2);
  console.log('The page is alive: two other images fill the well.');
} finally {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
}
