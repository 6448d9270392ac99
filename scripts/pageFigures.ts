/**
 * `npm run page-figures`: Lighthouse over the built page (`npm run build` first), as a phone and as a desktop. Prints the rows of the
 * table in docs/figures.md. Run it on a machine that does nothing else: performance is timed.
 */
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { serve } from '../tests/e2e/support/site.ts';
import { findChromium, NO_CHROMIUM } from './chromium.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

const chromePath = findChromium();
if (chromePath === null) throw new Error(NO_CHROMIUM);
const site = await serve();
console.log(`| as | ${CATEGORIES.join(' | ')} |\n| --- | --- | --- | --- |`);
for (const device of ['phone', 'desktop'] as const) {
  const chrome = await launch({ chromePath, chromeFlags: ['--headless=new', '--no-sandbox'] });
  const flags = { port: chrome.port, onlyCategories: [...CATEGORIES], logLevel: 'error' as const };
  const result = await lighthouse(site.url, flags, device === 'desktop' ? desktopConfig : undefined);
  if (!result) throw new Error('Lighthouse gave no result');
  const { categories, audits } = result.lhr;
  const scores = CATEGORIES.map((name) => Math.round((categories[name]?.score ?? 0) * 100));
  console.log(`| ${device} | ${scores.join(' | ')} |`);
  for (const name of CATEGORIES) {
    for (const { id, weight } of categories[name]?.auditRefs ?? []) {
      const audit = audits[id];
      if (weight > 0 && audit?.score !== null && (audit?.score ?? 1) < 0.9) {
        console.log(`  ${name}: ${audit?.title} (${audit?.displayValue ?? 'failed'})`);
      }
    }
  }
  chrome.kill();
}
await site.close();
