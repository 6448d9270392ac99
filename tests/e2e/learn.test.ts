/** Lessons over the live page: walked, resumed, opened by link and by keyboard; the presenter view; what axe says. */
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { violations } from './support/axe.ts';
import { launch, visit, type Visit } from './support/browser.ts';
import { LearnPage } from './support/learnPage.ts';
import { serve, type Site } from './support/site.ts';

const LONG = 900_000; // ms; lessons run real models on whatever computer this is

let site: Site;
let browser: Browser;
let visitor: Visit;
let learn: LearnPage;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  // axe itself is injected, which the page's policy would refuse.
  visitor = await visit(browser, site, { bypassCSP: true, viewport: { width: 1280, height: 800 } });
  learn = new LearnPage(visitor.page);
});
afterEach(async () => {
  expect(visitor.foreign).toEqual([]);
  expect(visitor.uncaught).toEqual([]);
  await visitor.context.close();
});

test.each(['latent', 'gan', 'noise', 'steering', 'ring', 'trust'])(
  'the lesson %s can be walked to its end, and says that it is finished',
  async (id) => {
    await learn.open(site, `/${id}`);
    await learn.heading.waitFor({ timeout: 60_000 });
    const titles = await learn.walk();
    expect(titles.length).toBeGreaterThan(5);
    await learn.listed();
    expect(await learn.page.getByText('finished', { exact: true }).count()).toBe(1);
  },
  LONG,
);

test(
  'answers come from what the learner did: another choice of slices gives other numbers',
  async () => {
    await learn.open(site, '/gan/draw-gan');
    await learn.at('Draw with the GAN');
    await learn.done(); // the page draws 16 when the lesson opens
    const { page } = learn;
    const draw = async (seed: string) => {
      await page.getByLabel('Seed', { exact: true }).fill(seed);
      await page.getByRole('button', { name: 'Sample', exact: true }).click();
      await page.getByRole('button', { name: `Rocks, seed ${seed}` }).waitFor({ timeout: 60_000 });
      return page.evaluate(() => {
        const { gan } = JSON.parse(localStorage.getItem('specimen.lessons')!) as {
          gan: { facts: { ganFine: number } };
        };
        return gan.facts.ganFine;
      });
    };
    const first = await draw('7');
    expect(await draw('8')).not.toBe(first);
    expect(await draw('7')).toBe(first);
  },
  LONG,
);

test('every lesson opens and pauses by keyboard alone, and goes on where it was left', async () => {
  await learn.open(site);
  await learn.listed();
  const { page } = learn;
  const count = await page.getByRole('link', { name: /^Start/ }).count();
  expect(count).toBeGreaterThanOrEqual(6);
  for (let k = 0; k < count; k++) {
    // Tab from the top of the page until the next lesson that has not been begun.
    await page.locator('main h1').evaluate((heading: HTMLElement) => {
      heading.tabIndex = -1;
      heading.focus();
    });
    for (let tabs = 0; tabs < 60; tabs++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.textContent.trim().startsWith('Start'))) break;
    }
    await page.keyboard.press('Enter');
    await learn.heading.waitFor({ timeout: 60_000 });
    await expect.poll(() => learn.heading.evaluate((node) => document.activeElement === node)).toBe(true);
    await page.keyboard.press('Escape');
    await learn.card.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#/learn');
    await page.keyboard.press('Enter');
    await learn.listed();
  }
  expect(await page.getByRole('link', { name: /^Go on/ }).count()).toBe(count);
}, 300_000);

test.each([
  'latent/move',
  'latent/walk',
  'latent/gather',
  'gan/draw-collapsed',
  'noise/scrub',
  'noise/drown',
  'noise/compare',
  'steering/guide',
  'ring/mask',
  'ring/inpaint',
  'trust/measure-fresh',
])(
  'the step %s can be done by somebody who comes to it by its link',
  async (step) => {
    await learn.open(site, `/${step}`);
    const help = learn.card.getByRole('button', { name: 'Do it for me' });
    await help.waitFor({ timeout: 60_000 });
    await learn.page.locator('[data-pointed]').waitFor(); // where to begin is shown, whatever the screen holds
    await help.click();
    await learn.done();
  },
  LONG,
);

test('the link of a step opens that very step for somebody who was never here; the teacher’s page has it for each', async () => {
  const { page } = learn;
  await learn.open(site, '/gan/sharp');
  await learn.at('Whose slices are sharper?');
  await learn.card.getByRole('button', { name: 'Share as QR code: Whose slices are sharper?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share: Whose slices are sharper?' });
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
  expect(new URL(link).hash).toBe('#/learn/gan/sharp');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await learn.card.isVisible(), 'Escape closes the dialog alone').toBe(true);

  await learn.open(site, '/teacher');
  const share = (what: string) =>
    page.locator('main').getByRole('button', { name: `Share as QR code: ${what}`, exact: true });
  const linkTo = async (what: string) => {
    await share(what).click();
    const shared = await page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
    await page.keyboard.press('Escape');
    return shared;
  };
  expect(new URL(await linkTo('For teachers')).hash).toBe('#/learn/teacher');
  expect(new URL(await linkTo('Real or synthetic?')).hash).toBe('#/learn/real-or-synthetic');
  await page.getByText('Links to its steps: Two networks that fight').click();
  expect(await linkTo('Whose slices are sharper?')).toBe(link);

  const stranger = await visit(browser, site);
  await stranger.page.goto(link);
  await new LearnPage(stranger.page).at('Whose slices are sharper?');
  expect(stranger.foreign).toEqual([]);
  expect(stranger.uncaught).toEqual([]);
  await stranger.context.close();
}, 300_000);

test('a lesson survives a reload of its tab, and its answers can be forgotten', async () => {
  await learn.open(site, '/gan/sharp');
  await learn.at('Whose slices are sharper?');
  await learn.card.getByRole('radio').first().check();
  await learn.page.reload();
  await learn.at('Whose slices are sharper?');
  expect(await learn.card.getByRole('radio').first().isChecked()).toBe(true);
  await learn.open(site);
  await learn.listed();
  await learn.page.getByRole('button', { name: /^Forget answers/ }).click();
  expect(await learn.page.evaluate(() => localStorage.getItem('specimen.lessons'))).toBe('{}');
});

test.each(['/__proto__/constructor', '/noise/%2e%2e', '/latent/999', '/<script>', '/teacher/x', '/a/b/c/d/e'])(
  'the address #/learn%s opens something sensible',
  async (path) => {
    await learn.open(site, path);
    await learn.card
      .or(learn.page.getByRole('heading', { name: /^(Learn|For teachers)$/ }))
      .first()
      .waitFor({ timeout: 60_000 });
  },
);

test('the presenter view hides the chrome, walks the lesson by arrow keys and is forgotten by the next visit', async () => {
  const { page } = learn;
  await learn.open(site, '/gan');
  await learn.at('A forger and a critic');
  await page.keyboard.press('Shift+P');
  await page.getByRole('banner').waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await learn.at('Whose slices are sharper?');
  await page.keyboard.press('ArrowLeft');
  await learn.at('A forger and a critic');
  await page.keyboard.press('Escape');
  await page.getByRole('banner').waitFor();
  expect(await learn.card.isVisible()).toBe(true); // the lesson goes on
  await page.keyboard.press('Shift+P');
  await page.reload();
  await page.getByRole('banner').waitFor();
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing serious in lists, card and presenter view, %s',
  async (colorScheme) => {
    const { page } = learn;
    await page.emulateMedia({ colorScheme });
    await learn.open(site);
    await learn.listed();
    expect(await violations(learn.page), 'the list').toEqual([]);
    await learn.open(site, '/teacher');
    await page.getByRole('heading', { name: 'For teachers' }).waitFor();
    expect(await violations(learn.page), 'the teacher’s page').toEqual([]);
    await learn.open(site, '/gan/draw-gan');
    await learn.at('Draw with the GAN');
    await learn.done();
    expect(await violations(learn.page), 'a task').toEqual([]);
    await learn.next.click();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(learn.page), 'on a phone').toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('Shift+P');
    await page.getByRole('banner').waitFor({ state: 'detached' });
    expect(await violations(learn.page), 'the presenter view').toEqual([]);
  },
  300_000,
);
