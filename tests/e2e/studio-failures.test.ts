/** What can go wrong in the Studio ends in a sentence; and what axe says of the screen. */
import { encode } from 'fast-png';
import type { Browser, BrowserContextOptions } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { tiffOf } from '../support/tiff.ts';
import { violations } from './support/axe.ts';
import { launch, visit, type Visit } from './support/browser.ts';
import type { TestFile } from './support/measurePage.ts';
import { serve, type Site } from './support/site.ts';
import { StudioPage } from './support/studioPage.ts';

let site: Site;
let browser: Browser;
let visitor: Visit;
let studio: StudioPage;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
async function arrive(options: BrowserContextOptions = {}): Promise<void> {
  visitor = await visit(browser, site, options);
  studio = new StudioPage(visitor.page);
}
beforeEach(() => arrive());
afterEach(async () => {
  expect(visitor.foreign).toEqual([]);
  expect(visitor.uncaught).toEqual([]);
  await visitor.context.close();
});

const file = (name: string, bytes: Uint8Array): TestFile => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(bytes),
});
const ramp = (length: number) => Uint8Array.from({ length }, (_, i) => i % 256);
const small = encode({ width: 1, height: 1, data: ramp(1), depth: 8, channels: 1 });
const page = (values: Float32Array) => ({
  width: 64,
  height: 64,
  bits: 32,
  format: 3,
  photometric: 1,
  bytes: new Uint8Array(values.buffer),
});

function huge(): Uint8Array {
  const bytes = small.slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, 20000);
  view.setUint32(20, 20000);
  return bytes;
}

test('files that cannot be opened are refused with a sentence, and the next one opens', async () => {
  await studio.open(site);
  const alert = visitor.page.locator('.note[role=alert]');
  for (const [bad, sentence] of [
    [file('one.png', small), 'It is 1×1, and the models look at 64×64 pixels at least; choose a larger picture.'],
    [file('huge.png', huge()), 'It has 20000×20000 pixels, and up to 50 million are read; cut it into tiles.'],
    [file('notes.txt', new TextEncoder().encode('hello')), 'It is no PNG, JPEG, TIFF or zip; choose another file.'],
    [file('nan.tif', tiffOf([page(new Float32Array(4096).fill(NaN))])), 'It holds NaN or infinite values'],
  ] as const) {
    await studio.choose(bad);
    await alert.filter({ hasText: sentence }).waitFor();
  }
  const coloured = Uint8Array.from({ length: 4 * 4096 }, (_, i) => (i * 7) % 256);
  await studio.choose(file('rgba.png', encode({ width: 64, height: 64, data: coloured, depth: 8, channels: 4 })));
  await studio.canvas.waitFor();
  expect(await visitor.page.getByText('rgba.png', { exact: true }).getAttribute('title')).toBe(
    'PNG, 8 bit, RGB → luminance, transparency over black',
  );
});

test('of a stack the visitor chooses the page', async () => {
  const pages = [1, 2, 3].map((k) => page(Float32Array.from({ length: 4096 }, (_, i) => ((i * k) % 256) / 256)));
  await studio.open(site);
  await studio.choose(file('stack.tif', tiffOf(pages)));
  await studio.note('stack.tif, page 1');
  await visitor.page.getByLabel('Page', { exact: true }).fill('3');
  await visitor.page.keyboard.press('Enter');
  await studio.note('stack.tif, page 3');
  // A page that takes its time says so beside the picture that stands, and can be left.
  await visitor.page.route('**/intake.worker*', () => undefined);
  await visitor.page.getByLabel('Page', { exact: true }).fill('2');
  await visitor.page.keyboard.press('Enter');
  await visitor.page.locator('progress').waitFor();
  await studio.button('Cancel').click();
  await studio.button('Cancel').waitFor({ state: 'detached' });
  await studio.note('stack.tif, page 3');
});

test('without storage one sentence says so, and everything else works', async () => {
  await visitor.page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', {
      value: {
        open() {
          throw new DOMException('forbidden', 'SecurityError');
        },
      },
    });
  });
  await studio.open(site);
  await studio.openExample();
  await studio.note(/^This browser does not let the page store anything, so this picture/);
  await studio.paint();
  await studio.hurry();
  await studio.inpaint();
  await studio.button('Keep this one').click();
  expect(await studio.versions.count()).toBe(2);
  expect(await visitor.page.locator('[role=alert]').filter({ hasText: /\S/ }).count()).toBe(1);
});

test('of two tabs the first is kept, the other one says so, and is kept whole once the first is closed', async () => {
  const elsewhere = visitor.page.getByText(/^The Studio is open in another tab too/);
  const first = await visitor.context.newPage();
  const other = new StudioPage(first);
  await other.open(site);
  await other.openExample();
  await other.paint();
  await other.stored(0, 1);
  await visitor.page.goto(`${site.url}#/studio`);
  await studio.canvas.waitFor(); // the same picture, as it was stored
  expect(await elsewhere.count()).toBe(0);
  await studio.paint();
  await elsewhere.waitFor();
  await studio.hurry();
  await studio.inpaint();
  await studio.button('Keep this one').click();
  await other.paint();
  await other.stored(0, 2);
  await first.close();
  await elsewhere.waitFor({ state: 'detached' });
  await studio.stored(1, 2);
  await visitor.page.reload();
  await studio.canvas.waitFor();
  expect(await studio.versions.count()).toBe(2);
});

test('a tab in which nothing was done goes on from what the other one kept, once that one is closed', async () => {
  const first = await visitor.context.newPage();
  const other = new StudioPage(first);
  await other.open(site);
  await other.openExample();
  await other.stored(0, 0);
  await visitor.page.goto(`${site.url}#/studio`);
  await studio.canvas.waitFor();
  await studio.note('Paint over what should be filled in.');
  await other.paint();
  await other.stored(0, 1);
  await first.close();
  // The mask has come along.
  await visitor.page.getByText('Paint over what should be filled in.').waitFor({ state: 'detached' });
  await studio.stored(0, 1);
});

test('another picture is opened over a mask or alternatives only after a yes', async () => {
  await studio.open(site);
  await studio.openExample();
  await studio.paint();
  await studio.stored(0, 1);
  await studio.button('Open another').click();
  await studio.button('Open the example').click();
  await studio.note(/discards the mask/);
  await studio.button('Stay with this one').click();
  await studio.stored(0, 1);
  await studio.hurry();
  await studio.inpaint();
  await studio.button('Open another').click();
  await studio.button('Open the example').click();
  await studio.note(/discards the alternatives/);
  await studio.button('Open the other').click();
  await studio.stored(0, 0);
});

test('what an earlier version of the page had stored is still there after the database’s upgrade', async () => {
  await visitor.page.goto(`${site.url}icon.svg`); // of the same origin, without the page's scripts
  await visitor.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('specimen', 1);
        request.onupgradeneeded = () => {
          for (const name of ['weights', 'documents', 'measurements']) request.result.createObjectStore(name);
        };
        request.onsuccess = () => {
          const transaction = request.result.transaction('measurements', 'readwrite');
          transaction.objectStore('measurements').put(42, 'kept');
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
        request.onerror = () => reject(new Error('no database'));
      }),
  );
  await studio.open(site);
  await studio.openExample();
  await studio.stored(0, 0);
  const kept = await visitor.page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('specimen');
        request.onsuccess = () => {
          const read = request.result.transaction('measurements').objectStore('measurements').get('kept');
          read.onsuccess = () => resolve(read.result);
        };
      }),
  );
  expect(kept).toBe(42);
});

test('a sentence is shown as it was understood, and unknown words name what is known', async () => {
  await studio.open(site);
  await studio.openExample();
  await studio.tab('Edit');
  await studio.note('Say what should change, in a sentence or with a slider.');
  const say = visitor.page.getByLabel('Say it');
  await say.fill('more pores, much less noise');
  await studio.note(/^Understood: porosity 0\.\d+ → 0\.\d+, instrument noise 0\.\d+ → 0\.\d+/);
  await say.fill('shinier grains');
  await studio.note(/^Not understood: “shinier”\. For rocks you can say more or fewer pores/);
});

test.each([
  { name: 'a desktop, light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'a phone, dark', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const)('nothing serious to axe on $name', async ({ colorScheme, viewport }) => {
  await visitor.context.close();
  // axe itself is injected, which the page's policy would refuse.
  await arrive({ colorScheme, viewport, bypassCSP: true });
  await studio.open(site);
  expect(await violations(visitor.page), 'empty').toEqual([]);
  await studio.openExample();
  await studio.paint();
  for (const tab of ['Vary', 'Edit', 'Inpaint'] as const) {
    await studio.tab(tab);
    expect(await violations(visitor.page), tab).toEqual([]);
  }
  await studio.hurry();
  await studio.inpaint();
  expect(await violations(visitor.page), 'alternatives').toEqual([]);
  for (const view of ['Compare', 'Difference']) {
    await visitor.page.locator('label').filter({ hasText: view }).click();
    expect(await violations(visitor.page), view).toEqual([]);
  }
});
