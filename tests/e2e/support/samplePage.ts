/** The Sample screen as a visitor handles it. */
import type { Page } from 'playwright';
import { framesUntilGone } from './browser.ts';
import { models } from './catalog.ts';
import type { Site } from './site.ts';

/** How long a first run may take on a busy machine: runtime, model, self-test and slices. */
const COLD = 60_000;

export class SamplePage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** @param hash the part of the address from `#` on */
  async open(site: Site, hash = ''): Promise<void> {
    await this.page.goto(site.url + hash);
  }

  /** Waits until `count` finished slices stand in the field; fails at once when the page reports a failure instead. */
  async drawn(count: number, timeout = COLD): Promise<void> {
    const field = this.page.locator('[aria-busy]');
    const end = performance.now() + timeout;
    let seen = 'nothing';
    while (performance.now() < end) {
      const [failure] = await field.getByRole('alert').allTextContents();
      if (failure !== undefined) throw new Error(`the page says: ${failure.trim()}`);
      const busy = (await field.getAttribute('aria-busy')) === 'true';
      const slices = await field.locator('li canvas').count();
      if (!busy && slices === count) return;
      seen = `${slices} slices, ${busy ? 'drawing' : 'at rest'}`;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`expected ${count} slices within ${timeout} ms, saw ${seen}`);
  }

  /** A digest of each slice's pixels, in the order of the grid. */
  digests(): Promise<string[]> {
    return this.page.locator('[aria-busy] li canvas').evaluateAll(async (canvases) => {
      const digests: string[] = [];
      for (const canvas of canvases as HTMLCanvasElement[]) {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        if (new Set(data).size < 8) throw new Error('a slice is all but one grey');
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
        digests.push(Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''));
      }
      return digests;
    });
  }

  /** Presses the radio button of a material, a model or a look. */
  async choose(name: string): Promise<void> {
    await this.page
      .locator('label', { has: this.page.locator('input[type=radio]') })
      .filter({ hasText: new RegExp(`^\\s*${name}\\b`) })
      .click();
  }

  /** Chooses a model by way of its family, and out of its fold where it is one to learn from. */
  async chooseModel(id: string): Promise<void> {
    const { family, teaching } = models.find((model) => model.id === id)!;
    await this.page.locator('label', { has: this.page.locator(`input[value=${family}]`) }).click();
    if (teaching !== undefined) await this.page.getByText('To learn from', { exact: true }).click();
    await this.page.locator('label', { has: this.page.locator(`input[name=model][value="${id}"]`) }).click();
  }

  async set(field: 'Seed' | 'How many' | 'Steps', value: number | string): Promise<void> {
    await this.page.getByLabel(field, { exact: true }).fill(String(value));
  }

  async lockSeed(seed: number): Promise<void> {
    await this.set('Seed', seed);
    const lock = this.page.getByRole('button', { name: 'Keep this seed' });
    if ((await lock.getAttribute('aria-pressed')) === 'false') await lock.click();
  }

  /** Presses the main button. Quick models follow their controls by themselves, so it first lets such a run pass. */
  async sample(): Promise<void> {
    await this.page.waitForTimeout(300);
    await this.page.locator('[aria-busy=false]').waitFor({ timeout: COLD });
    await this.page.getByRole('button', { name: 'Sample', exact: true }).click();
  }

  /** Presses Cancel. @returns the frames until the page was at rest */
  cancel(): Promise<number> {
    return framesUntilGone(this.page.getByRole('button', { name: 'Cancel', exact: true }), '[aria-busy=true]');
  }

  /** Waits for a message to the visitor and gives its sentence, without its details. */
  async problem(timeout = COLD): Promise<string> {
    const sentence = this.page.locator('[role=alert]').filter({ hasText: /\S/ }).first();
    await sentence.waitFor({ timeout });
    const paragraph = sentence.locator('p').first();
    return ((await paragraph.count()) > 0 ? await paragraph.textContent() : await sentence.textContent())?.trim() ?? '';
  }
}
