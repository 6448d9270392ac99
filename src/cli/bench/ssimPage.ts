/** SSIM in one page of a Chromium: our CPU code, ssim.js, and the WebGPU kernel on the adapter that this machine has. */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { NO_CHROMIUM, findChromium } from '../../../scripts/chromium.mjs';
import type { PageTimings } from './inPage.ts';
import { ms } from './time.ts';

/** Lets a headless Chromium use the machine's GPU, or its own software adapter where there is none. */
const WEBGPU = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--no-sandbox'];

export async function benchSsimPage() {
  const executablePath = findChromium();
  if (executablePath === null)
    return { result: { ssimPage: null, ssimPageReason: NO_CHROMIUM }, sentences: [NO_CHROMIUM] };
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    cacheDir: '.cache/bench', // ssim.js is no part of the page, so the page's own cache must not learn of it
    logLevel: 'error',
    optimizeDeps: { include: ['ssim.js'], noDiscovery: true },
    server: { port: 0, hmr: false },
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath, args: WEBGPU });
  try {
    const page = await browser.newPage();
    await page.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto(new URL('blank', server.resolvedUrls!.local[0]).href);
    const ssimPage = await page.evaluate<PageTimings>("import('/src/cli/bench/inPage.ts').then((m) => m.timeInPage())");
    return {
      result: { ssimPage },
      sentences: ssimPage.cases.map(
        ({ pairs, side, own, ssimJs, gpu, gpuResident }) =>
          `SSIM in the page, ${pairs} × ${side}² px: ${ms(own.warmMs)} (cold ${ms(own.coldMs)}), ssim.js ${ms(ssimJs.warmMs)}` +
          (gpu && gpuResident
            ? `, on ${ssimPage.adapter} ${ms(gpu.warmMs)} (cold ${ms(gpu.coldMs)}), ${ms(gpuResident.warmMs)} for images that are there.`
            : `; too much for ${ssimPage.adapter}.`),
      ),
    };
  } finally {
    await browser.close();
    await server.close();
  }
}
