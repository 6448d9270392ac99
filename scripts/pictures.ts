/**
 * Draws the pictures in docs/images with the product itself: `npm run pictures` (all of them) or `npm run pictures -- grids`,
 * `npm run pictures -- page`; `npm run pictures -- grids ddpm-128` draws those of one model. Grids hold seeds 1 to 64 of each model and
 * material, uncurated, diffusion in as many steps as training/evaluate.py measures it with; of a model that follows sketches seeds 1 to
 * 32, each beside its sketch, the areas of a simulated slice.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import { chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { createNodeEngine } from '../src/cli/source.ts';
import { usualSampling, takesSketch } from '../src/contract/card.ts';
import { MATERIALS } from '../src/contract/materials.ts';
import type { ImageBatch } from '../src/contract/image.ts';
import type { SampleRequest } from '../src/contract/request.ts';
import { quantize } from '../src/lib/png.ts';
import { phaseOf, smooth } from '../src/materials/attributes.ts';
import { simulate } from '../src/materials/simulate.ts';
import { SOFTWARE_WEBGPU, findChromium } from './chromium.mjs';

const FOLDER = new URL('../docs/images/', import.meta.url);
const COLUMNS = 8;
const COUNT = 64;
/** White lines between the slices, px. */
const GAP = 2;

async function drawGrids(only: string[]): Promise<void> {
  const engine = createNodeEngine();
  const { models } = await engine.catalog();
  for (const { id } of models) {
    if (only.length > 0 && !only.includes(id)) continue;
    const card = await engine.card(id);
    for (const material of MATERIALS) {
      const look = card.conditions.looks[material]?.[0];
      if (!look) continue;
      const request: SampleRequest = {
        model: id,
        material,
        look,
        count: COUNT,
        seed: 1,
        attributes: {},
        ...usualSampling(card),
      };
      const images = takesSketch(card)
        ? await besideSketches(engine, request, card.resolution)
        : (await engine.sample(request)).images;
      await writeFile(new URL(`${id}-${material}.png`, FOLDER), grid(images));
      console.log(`${id} ${material}`);
    }
  }
}

/** Sketches, in the greys of the material, and the slices drawn after them, in turn. */
async function besideSketches(
  engine: ReturnType<typeof createNodeEngine>,
  request: SampleRequest,
  side: number,
): Promise<ImageBatch> {
  const { material } = request;
  const pixels = side * side;
  const data = new Float32Array(COUNT * pixels);
  for (let k = 0; k < COUNT / 2; k++) {
    const seed = request.seed + k;
    const areas = phaseOf(material, smooth(simulate(material, { seed, size: side }).image, side, side));
    const sketch = {
      edges: new Float32Array(pixels),
      labels: Float32Array.from(areas, (area) => 2 * area - 1),
      strength: 1,
    };
    const { images } = await engine.sample({ ...request, count: 1, seed, sketch });
    data.set(
      Float32Array.from(areas, (area) => (material === 'rocks' ? 1 - area : area)),
      2 * k * pixels,
    );
    data.set(images.data, (2 * k + 1) * pixels);
  }
  return { data, count: COUNT, width: side, height: side };
}

/** The slices of a batch in rows of `COLUMNS`, 8-bit grey. */
function grid({ data, count, width, height }: ImageBatch): Uint8Array {
  const step = width + GAP;
  const wide = COLUMNS * step - GAP;
  const high = Math.ceil(count / COLUMNS) * step - GAP;
  const out = new Uint8Array(wide * high).fill(255);
  const grey = quantize(data, 8);
  for (let k = 0; k < count; k++) {
    const corner = Math.floor(k / COLUMNS) * step * wide + (k % COLUMNS) * step;
    for (let y = 0; y < height; y++) {
      out.set(grey.subarray((k * height + y) * width, (k * height + y + 1) * width), corner + y * wide);
    }
  }
  return encode({ data: out, width: wide, height: high, depth: 8, channels: 1 });
}

/** A place on the crack of the example, as shares of the stage's width and height. */
const CRACK = { x: 0.48, y: 0.48 };

const SIZES = [
  { name: '1280', width: 1280, height: 800 },
  { name: '390', width: 390, height: 844 },
] as const;

/** The screens at both sizes and in both themes, with the diffusion model's slices on them. */
async function photographPage(): Promise<void> {
  execFileSync('npx', ['vite', 'build'], { stdio: 'inherit' });
  const server = await preview({ preview: { port: 0, open: false } });
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('The pictures of the page need Chromium; install it or set CHROMIUM.');
  const browser = await chromium.launch({ executablePath, args: SOFTWARE_WEBGPU });
  const url = server.resolvedUrls?.local[0] ?? '';
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name, width, height } of SIZES) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
      await page.goto(`${url}#/sample?v=1&model=ddpm-64&material=rocks&look=real&count=16&seed=1&steps=12`);
      await settled(page);
      await page.screenshot({ path: fileURLToPath(new URL(`sample-${name}-${colorScheme}.png`, FOLDER)) });
      await photographLab(page, url);
      await page.screenshot({ path: fileURLToPath(new URL(`lab-${name}-${colorScheme}.png`, FOLDER)) });
      await photographMeasure(page, url);
      await page.screenshot({ path: fileURLToPath(new URL(`measure-${name}-${colorScheme}.png`, FOLDER)) });
      if (name === '1280' && colorScheme === 'light') {
        await photographStudio(page, url);
        await page.screenshot({ path: fileURLToPath(new URL('studio-1280-light.png', FOLDER)) });
      }
      await page.close();
    }
  }
  await browser.close();
  await server.close();
}

/** A run of the Lab, stopped where grains appear. */
async function photographLab(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/lab?v=1&model=ddpm-64&material=rocks&look=real&count=4&seed=5&steps=10&sampler=dpmpp2m`);
  await page.getByRole('list', { name: /Film strip/ }).waitFor({ timeout: 600_000 });
  await page.getByLabel('Step', { exact: true }).fill('6');
}

/** Measures the slices that are on the Sample screen against simulated ones. */
async function photographMeasure(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/measure`);
  const reference = page.getByRole('region', { name: 'Reference' });
  await reference.getByLabel('How many').fill('64');
  await reference.getByRole('button', { name: 'Simulate' }).click();
  await reference.getByText('N = 64').waitFor({ timeout: 600_000 });
  await page.getByRole('button', { name: 'Measure', exact: true }).click();
  await page.getByRole('heading', { name: 'Numbers' }).waitFor({ timeout: 600_000 });
  await page.evaluate(() => scrollTo(0, 0));
}

/** The crack of the Studio's example, found and filled in four ways. */
async function photographStudio(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/studio`);
  await page.getByRole('button', { name: 'Open the example' }).click();
  await page.getByRole('button', { name: 'Find a crack or ring' }).click();
  const picture = (await page.getByRole('application').boundingBox())!;
  await page.mouse.click(picture.x + CRACK.x * picture.width, picture.y + CRACK.y * picture.height);
  await page.getByRole('button', { name: 'Grow', exact: true }).click();
  await page.getByRole('button', { name: 'Inpaint', exact: true }).click();
  await page.getByRole('button', { name: 'Keep this one' }).waitFor({ timeout: 600_000 });
}

/** Waits until a run has ended with slices on the page: only then can a link be copied. */
async function settled(page: Page): Promise<void> {
  await page.locator('button:enabled', { hasText: 'Copy link' }).first().waitFor({ timeout: 600_000 });
}

await mkdir(FOLDER, { recursive: true });
const [only, ...ids] = process.argv.slice(2);
if (only === undefined || only === 'grids') await drawGrids(ids);
if (only === undefined || only === 'page') await photographPage();
