/** The Lab as a visitor handles it. */
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright';
import type { Site } from './site.ts';

/** How long a first run may take on a busy machine. */
const COLD = 90_000;

export class LabPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(site: Site, query = ''): Promise<void> {
    await this.page.goto(`${site.url}#/lab${query}`);
  }

  get film(): Locator {
    return this.page.getByRole('list', { name: /Film strip/ });
  }

  get time(): Locator {
    return this.page.getByLabel('Step', { exact: true });
  }

  async drawn(): Promise<void> {
    await this.film.waitFor({ timeout: COLD });
  }

  async view(name: 'Watch' | 'Compare' | 'Noise' | 'Quality'): Promise<void> {
    await this.page
      .getByRole('group', { name: 'What to look at' })
      .locator('label', { hasText: new RegExp(`^\\s*${name}\\s*$`) })
      .click();
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** The pixels of a picture by the beginning of its text alternative. */
  pixels(label: RegExp): Promise<number[]> {
    return this.page
      .getByRole('img', { name: label })
      .first()
      .evaluate((canvas: HTMLCanvasElement) =>
        Array.from(canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data).filter(
          (_, i) => i % 4 === 0,
        ),
      );
  }

  /** Waits until a picture's pixels satisfy a condition. */
  async becomes(label: RegExp, condition: (pixels: number[]) => boolean): Promise<void> {
    await expect.poll(async () => condition(await this.pixels(label)), { timeout: COLD }).toBe(true);
  }
}
