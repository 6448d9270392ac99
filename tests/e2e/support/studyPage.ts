/** The study screen as a visitor handles it. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { STUDY_PATH } from '../../../src/lib/study/spec.ts';
import type { Site } from './site.ts';

/** How long drawing a small study may take on a busy machine. */
const DRAWN = 120_000;

export class StudyPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** @param query of the study link */
  async open(site: Site, query = ''): Promise<void> {
    await this.page.goto(`${site.url}${STUDY_PATH}${query && `?${query}`}`);
    await this.page.getByRole('heading', { name: 'Real or synthetic?' }).waitFor({ timeout: 60_000 });
  }

  /** Waits until the choice of models is there, so that beginning is possible. */
  async ready(): Promise<void> {
    await this.page.locator('button.main:not([disabled])').waitFor({ timeout: 60_000 });
  }

  /** Waits until the practice pair is in sight; fails at once when the page reports a failure instead. */
  async drawn(): Promise<void> {
    const pair = this.page.getByRole('heading', { name: 'Which one is the model’s?' });
    const failure = this.page.locator('.note[role=alert]');
    await pair.or(failure).first().waitFor({ timeout: DRAWN });
    if (await failure.isVisible()) throw new Error(`the page says: ${await failure.textContent()}`);
  }

  /** The line above the pair: “Pair 3 of 24”. */
  async at(words: string): Promise<void> {
    await this.page.getByRole('status').filter({ hasText: words }).waitFor();
  }

  /** Names a side once the pair is in sight, and says how sure. */
  async answer(side: 'Left' | 'Right', confidence: '1' | '2' | '3' | '4'): Promise<void> {
    const slice = this.page.getByRole('button', { name: `The ${side.toLowerCase()} slice is the model’s` });
    await slice.locator('canvas').waitFor();
    // Time counts from the frame in which both slices are there, and only then a choice is one: somebody who saw nothing happen presses again.
    const chosen = this.page.locator('[aria-pressed=true]').and(slice);
    await expect
      .poll(async () => {
        await this.page.keyboard.press(`Arrow${side}`);
        return chosen.isVisible();
      })
      .toBe(true);
    await this.page.keyboard.press(confidence);
  }

  /** The pixels of both slices that are shown, as one text. */
  pixels(): Promise<string> {
    return this.page.locator('.pair canvas').evaluateAll((canvases) =>
      (canvases as HTMLCanvasElement[])
        .map((canvas) => {
          const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
          return Array.from(data.filter((_, i) => i % 4 === 0)).join(',');
        })
        .join(';'),
    );
  }

  async download(button: string): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: button, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }
}
