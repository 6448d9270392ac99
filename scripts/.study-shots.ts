import { chromium } from 'playwright';
import { serve } from '/work/wt-study/tests/e2e/support/site.ts';
import { StudyPage } from '/work/wt-study/tests/e2e/support/studyPage.ts';
import { takePart } from '/work/wt-study/tests/support/study.ts';
import { toStudyCsv } from '/work/wt-study/src/lib/study/csv.ts';
const site = await serve();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const shot = async (name: string, width: number, height: number, colorScheme: 'light' | 'dark', locale = 'en-GB') => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale });
  context.setDefaultTimeout(60000);
  const page = await context.newPage();
  page.on('pageerror', (e) => console.log('PAGEERROR', e.message));
  page.on('console', (m) => m.type() === 'error' && console.log('CONSOLE', m.text()));
  const snap = (part: string) => page.screenshot({ path: `/tmp/study-${name}-${part}.png`, fullPage: part !== 'pair' && part !== 'choice' });
  await page.goto(site.url + '#/learn/real-or-synthetic' + (name === 'default' ? '' : '?v=1&seed=11&trials=6&materials=rocks,fibers&models=dcgan-64,vae-64&ratings=1'));
  await page.locator('button.main:not([disabled])').waitFor();
  await snap('setup');
  if (name === 'default') { await context.close(); return; }
  await page.locator('input.narrow').fill('Ada');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1500);
  await snap('preparing');
  await page.locator('.pair canvas').first().waitFor({ timeout: 200000 });
  const answer = async (key: string, level: string) => {
    await page.locator('.pair canvas').first().waitFor();
    await page.waitForTimeout(400);
    await page.keyboard.press(key); 
    if (level === '4') await snap('choice');
    await page.keyboard.press(level);
  };
  await snap('pair');
  await answer('ArrowLeft', '2');
  await page.waitForTimeout(300);
  await snap('practice');
  await page.keyboard.press('Enter');
  for (let k = 0; k < 6; k++) await answer(k % 2 ? 'ArrowLeft' : 'ArrowRight', String(1 + (k % 4)));
  await page.locator('.sheet canvas').first().waitFor();
  await snap('sheet');
  for (let s = 0; s < 2; s++) {
    for (let g = 0; g < 3; g++) await page.locator('form fieldset').nth(g).locator('label').nth((g + s) % 5).click();
    await page.locator('form .main').click();
    await page.waitForTimeout(300);
  }
  await page.locator('figure, .verdict').first().waitFor();
  await snap('result');
  await page.locator('.actions button').nth(1).click();
  await page.locator('input[type=file]').setInputFiles([1,2,3].map((k) => ({ name: `p${k}.csv`, mimeType: 'text/csv', buffer: Buffer.from(toStudyCsv([takePart(k, 0.3 * k)])) })).concat([{ name: 'holiday.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2') }]));
  await page.waitForTimeout(1500);
  await snap('pool');
  await context.close();
};
const which = process.argv[2];
if (which === 'desk') { await shot('desk', 1280, 800, 'light'); await shot('default', 1280, 800, 'light'); }
if (which === 'phone') await shot('phone', 390, 844, 'dark', 'de-DE');
await browser.close(); await site.close();
