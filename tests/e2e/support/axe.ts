/** What axe-core finds on a page, where its context lets scripts in past the page's policy (`bypassCSP`). */
import axe from 'axe-core';
import type { Page } from 'playwright';

/** @returns a line for each element with a serious or critical finding */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html}`));
}
