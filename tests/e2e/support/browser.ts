/** Chromium as the tests open it. */
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type BrowserContext,
  type Locator,
  type Page,
} from 'playwright';
import { findChromium, NO_CHROMIUM, SOFTWARE_WEBGPU } from '../../../scripts/chromium.mjs';
import type { Site } from './site.ts';

/** `none`: the browser offers no WebGPU adapter. `software`: its only adapter is a CPU in disguise. */
export type Gpu = 'none' | 'software';

export function launchOptions(gpu: Gpu): { executablePath: string; args: string[] } {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(NO_CHROMIUM);
  const args = gpu === 'software' ? SOFTWARE_WEBGPU : ['--disable-gpu', '--no-sandbox'];
  return { executablePath, args };
}

/** @param more command line switches of Chromium */
export function launch(gpu: Gpu, more: string[] = []): Promise<Browser> {
  const { args, ...options } = launchOptions(gpu);
  return chromium.launch({ ...options, args: [...args, ...more] });
}

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** Requests that left the site's origin; must stay empty. */
  foreign: string[];
  /** Exceptions in the page that nobody caught. */
  uncaught: string[];
}

/** Watches what a context asks for and throws. */
export async function watch(context: BrowserContext, site: Site): Promise<Visit> {
  const foreign: string[] = [];
  const uncaught: string[] = [];
  const { origin } = new URL(site.url);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) foreign.push(url.href);
  });
  context.on('weberror', (error) => uncaught.push(error.error().message));
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  return { context, page, foreign, uncaught };
}

/** A fresh visitor: nothing stored, no service worker yet. */
export async function visit(browser: Browser, site: Site, options: BrowserContextOptions = {}): Promise<Visit> {
  return watch(await browser.newContext(options), site);
}

/**
 * Presses a button and counts the frames until nothing matches a selector any more: how soon a cancel is seen, on a slow computer
 * as on a fast one.
 */
export function framesUntilGone(button: Locator, selector: string): Promise<number> {
  return button.evaluate(async (element: HTMLButtonElement, busy) => {
    element.click();
    let frames = 0;
    for (; document.querySelector(busy); frames++) await new Promise(requestAnimationFrame);
    return frames;
  }, selector);
}
