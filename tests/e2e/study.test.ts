/** A study as somebody sits through it, by keyboard; its file; several people's files together. */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromStudyCsv, toStudyCsv } from '../../src/lib/study/csv.ts';
import { agree, summarize } from '../../src/lib/study/summary.ts';
import { takePart } from '../support/study.ts';
import { violations } from './support/axe.ts';
import { launch, visit } from './support/browser.ts';
import { serve, type Site } from './support/site.ts';
import { StudyPage } from './support/studyPage.ts';

let site: Site;
let browser: Browser;
beforeAll(async () => {
  site = await serve();
  browser = await launch('none');
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

const SMALL = 'v=1&seed=7&trials=4&materials=rocks&models=dcgan-64&ratings=1';

test('a whole study by keyboard, over a reload, into a file that reads back', async () => {
  const { page, context, foreign, uncaught } = await visit(browser, site);
  const study = new StudyPage(page);
  await study.open(site, `${SMALL}&colour=red`);
  await page.getByText('Not everything in this link could be used: colour.').waitFor();
  await study.ready();

  await page.getByLabel('Alias').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Give an alias' }).waitFor();
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await study.drawn();

  await study.at('A pair to practise');
  await page.keyboard.press('3');
  await page.getByText('Choose a slice first').waitFor();
  await study.answer('Left', '2');
  await page.getByText(/the (left|right) slice is the model’s/).waitFor();
  await page.keyboard.press('Enter'); // the button to begin has the focus

  await study.at('Pair 1 of 4');
  const first = await study.pixels();
  await page.keyboard.press('p');
  await page.getByText('Paused.').waitFor();
  expect(await page.locator('.pair').count(), 'the pair is hidden').toBe(0);
  await page.keyboard.press('p');
  await study.answer('Left', '4');
  await study.at('Pair 2 of 4');
  expect(await page.getByText(/slice is the model’s/).count(), 'no truth on the way').toBe(0);
  await study.answer('Right', '1');
  await study.at('Pair 3 of 4');

  await page.reload();
  await page.getByRole('button', { name: 'Go on' }).click();
  await study.at('Pair 3 of 4');
  expect(await study.pixels()).not.toBe(first);
  await study.answer('Right', '3');
  await study.at('Pair 4 of 4');
  await study.answer('Left', '2');

  await page.getByRole('heading', { name: 'Sheet 1 of 1' }).waitFor();
  for (const [axis, mark] of [
    ['Quality', 4],
    ['Diversity', 3],
    ['Controllability', 5],
  ] as const) {
    const group = page.getByRole('group', { name: axis });
    await group.getByRole('radio').first().focus();
    for (let press = 1; press < mark; press++) await page.keyboard.press('ArrowRight');
    await group.getByRole('radio', { name: String(mark), checked: true }).waitFor();
  }
  await page.getByRole('button', { name: 'See the result' }).press('Enter');

  await page.getByRole('heading', { name: 'Result', exact: true }).waitFor();
  const { name, text } = await study.download('Save CSV');
  expect(name).toMatch(/^specimen-study-Ada-\d{4}-\d\d-\d\d\.csv$/);
  const [saved, ...more] = fromStudyCsv(text);
  expect(more).toEqual([]);
  expect(saved).toMatchObject({ alias: 'Ada', seed: 7 });
  expect(saved!.trials.map(({ answer, confidence }) => [answer, confidence])).toEqual([
    ['left', 4],
    ['right', 1],
    ['right', 3],
    ['left', 2],
  ]);
  expect(saved!.trials.filter(({ side }) => side === 'left')).toHaveLength(2);
  expect(saved!.trials.every(({ ms }) => ms > 0 && ms < 60_000)).toBe(true);
  expect(saved!.ratings).toMatchObject([{ quality: 4, diversity: 3, controllability: 5 }]);
  const right = saved!.trials.filter(({ side, answer }) => side === answer).length;
  await page.getByText(`${right} of 4 right`).first().waitFor();
  expect(await page.locator('figure').count()).toBe(4 - right);

  expect(foreign).toEqual([]);
  expect(uncaught).toEqual([]);
  await context.close();
});

test('two tabs at one study do not overwrite each other', async () => {
  const { page, context, uncaught } = await visit(browser, site);
  const one = new StudyPage(page);
  await one.open(site, SMALL.replace('ratings=1', 'ratings=0'));
  await one.ready();
  await page.getByLabel('Alias').fill('Ada');
  await page.keyboard.press('Enter');
  await one.drawn();
  await one.answer('Left', '1');
  await page.getByRole('button', { name: 'Begin with the first pair' }).click();
  await one.answer('Left', '1');
  await one.at('Pair 2 of 4');

  const other = await context.newPage();
  const two = new StudyPage(other);
  await two.open(site);
  await other.getByRole('button', { name: 'Go on' }).click();
  await two.at('Pair 2 of 4');
  await two.answer('Right', '4');
  await two.at('Pair 3 of 4');
  await page.bringToFront();
  const resume = page.getByRole('button', { name: 'Go on' }).first();
  if (await resume.isVisible()) await resume.click(); // a tab that is hidden pauses by itself
  await one.answer('Left', '2'); // of the pair that the other tab has answered
  await one.at('Pair 3 of 4');
  await one.answer('Left', '3');
  await one.at('Pair 4 of 4');
  await one.answer('Left', '3');
  const { text } = await one.download('Save CSV');
  const answers = fromStudyCsv(text)[0]!.trials.map(({ answer, confidence }) => `${answer} ${confidence}`);
  expect(answers).toEqual(['left 1', 'right 4', 'left 3', 'left 3']);
  expect(uncaught).toEqual([]);
  await context.close();
});

test('with full storage a study goes on in memory, and says so', async () => {
  const { page, context, uncaught } = await visit(browser, site);
  const study = new StudyPage(page);
  // Before the first visit: for half a minute Chromium goes by the room that it found before.
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: 1 });
  await study.open(site, SMALL.replace('ratings=1', 'ratings=0'));
  await study.ready();
  await page.getByLabel('Alias').fill('Ada');
  await page.keyboard.press('Enter');
  await study.drawn();
  await page.getByRole('alert').filter({ hasText: 'storage is full' }).waitFor();
  await study.answer('Left', '1');
  await page.getByRole('button', { name: 'Begin with the first pair' }).click();
  for (let k = 1; k <= 4; k++) {
    await study.at(`Pair ${k} of 4`);
    await study.answer('Right', '2');
  }
  const { text } = await study.download('Save CSV');
  expect(fromStudyCsv(text)[0]!.trials.map(({ answer }) => answer)).toEqual(['right', 'right', 'right', 'right']);
  expect(uncaught).toEqual([]);
  await context.close();
});

describe('several people’s files', () => {
  const people = [takePart(1, 0.7), takePart(2, 0.5), takePart(3, 0.9)];
  const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

  test('become one result; the same one twice and a wrong one are told', async () => {
    const { page, context, uncaught } = await visit(browser, site);
    const study = new StudyPage(page);
    await study.open(site);
    await page.getByRole('button', { name: 'Pool several people’s files' }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles([
        ...people.map((person, k) => file(`person-${k}.csv`, `\uFEFF${toStudyCsv([person])}`)),
        file('again.csv', toStudyCsv([people[0]!])),
        file('holiday.csv', 'place,price\r\nRome,12'),
      ]);
    await page.getByText('Person 1 was there already').waitFor();
    await page.getByText('It is no file of this study').waitFor();

    const summary = summarize(people.map(({ trials }) => trials))!;
    const { agreement } = agree(people);
    const share = `${Math.round(100 * summary.share)} %`;
    await page.getByText(new RegExp(`^3 people with 72 answers.* ${share} right`)).waitFor();
    await page.getByText(`Fleiss’ κ = ${agreement!.kappa.toFixed(2)}`).waitFor();
    expect(await page.getByRole('row', { name: /^Person \d/ }).count()).toBe(3);

    const { text } = await study.download('Save all as one CSV');
    expect(fromStudyCsv(text)).toEqual(people);
    await page.getByRole('button', { name: 'Leave out Person 3' }).click();
    await page.getByText(/^2 people with 48 answers/).waitFor();
    expect(uncaught).toEqual([]);
    await context.close();
  });
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test('nothing serious on any part', async () => {
    const viewport = colorScheme === 'light' ? { width: 1280, height: 800 } : { width: 390, height: 844 };
    // axe itself is injected, which the page's policy would refuse.
    const { page, context } = await visit(browser, site, { colorScheme, viewport, bypassCSP: true });
    const study = new StudyPage(page);
    await study.open(site, SMALL);
    await study.ready();
    expect(await violations(page), 'setting up').toEqual([]);
    await page.getByLabel('Alias').fill('Ada');
    await page.keyboard.press('Enter');
    await study.drawn();
    expect(await violations(page), 'a pair').toEqual([]);
    await study.answer('Left', '1');
    await page.getByRole('button', { name: 'Begin with the first pair' }).click();
    for (let k = 1; k <= 4; k++) {
      await study.at(`Pair ${k} of 4`);
      await study.answer('Left', '1');
    }
    await page.getByRole('heading', { name: 'Sheet 1 of 1' }).waitFor();
    expect(await violations(page), 'a sheet').toEqual([]);
    await page.getByRole('button', { name: 'Skip the sheets' }).click();
    await page.getByRole('heading', { name: 'Result', exact: true }).waitFor();
    expect(await violations(page), 'the result').toEqual([]);
    await page.getByRole('button', { name: 'Pool with others' }).click();
    await page.getByRole('heading', { name: 'Agreement' }).waitFor();
    expect(await violations(page), 'pooling').toEqual([]);
    await context.close();
  });
});
