/** Lessons as a learner takes them. */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright';
import type { Site } from './site.ts';

/** How long a step may take on a busy machine: a model, its first run, a measurement. */
const PATIENCE = 240_000;

export class LearnPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** @param path behind `#/learn`, such as `/noise/scrub` */
  async open(site: Site, path = ''): Promise<void> {
    await this.page.goto(`${site.url}#/learn${path}`);
  }

  /** Waits for the list with what the catalogue allows. */
  async listed(): Promise<void> {
    await this.page.getByRole('heading', { name: 'Learn', exact: true }).waitFor();
    await this.page
      .getByText(/^\d+ steps$/)
      .first()
      .waitFor();
  }

  get card(): Locator {
    return this.page.locator('aside[aria-labelledby$="-lesson"]');
  }

  get heading(): Locator {
    return this.card.getByRole('heading', { level: 2 });
  }

  get next(): Locator {
    return this.card.locator('footer .next');
  }

  /** Waits until the step of this title is in front and has the focus. */
  async at(title: string): Promise<void> {
    await this.card.getByRole('heading', { name: title, exact: true }).waitFor({ timeout: PATIENCE });
    await expect.poll(() => this.heading.evaluate((node) => document.activeElement === node)).toBe(true);
  }

  async done(): Promise<void> {
    await this.card.getByText('Done: measured in what you did').waitFor({ timeout: PATIENCE });
  }

  /** Takes the step in front, everything done for the learner. @returns its title */
  async take(): Promise<string> {
    const title = (await this.heading.textContent()) ?? '';
    const choice = this.card.getByRole('radio').first();
    const assist = this.card.getByRole('button', { name: 'Do it for me' });
    const where = this.card.getByRole('button', { name: 'Show me where' });
    // What a step points at is marked, unless it is done already.
    if ((await where.count()) > 0) {
      await this.page.locator('[data-pointed]').first().waitFor({ timeout: PATIENCE });
    }
    if ((await choice.count()) > 0) await choice.check();
    if ((await assist.count()) > 0) {
      // What the page does by itself may be done before this is pressed, and then there is nothing to press any more.
      await assist.click({ timeout: 5_000 }).catch(async (error: unknown) => {
        if ((await assist.count()) > 0) throw error;
      });
      await this.done();
    }
    if ((await this.card.getByText('Measured in what you did', { exact: true }).count()) > 0) {
      expect(await this.numbers(), title).not.toHaveLength(0);
    }
    return title;
  }

  /** The numbers of an answer. */
  async numbers(): Promise<number[]> {
    const cells = await this.card.getByRole('cell').allTextContents();
    const numbers = cells.map((text) => Number.parseFloat(text.replace('−', '-')));
    expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
    return numbers;
  }

  /** Walks from the step in front to the end. @returns the titles of the steps */
  async walk(): Promise<string[]> {
    const titles: string[] = [];
    for (;;) {
      const title = await this.take();
      titles.push(title);
      const last = (await this.next.textContent())?.trim() === 'Finish';
      await this.next.click();
      if (last) return titles;
      await expect.poll(() => this.heading.textContent()).not.toBe(title);
    }
  }
}
