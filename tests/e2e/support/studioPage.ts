/** The Studio as a visitor handles it. */
import { readFile } from 'node:fs/promises';
import { decode } from 'fast-png';
import { expect } from 'vitest';
import type { Locator, Page } from 'playwright';
import type { EditProvenance } from '../../../src/contract/provenance.ts';
import { METADATA_KEY } from '../../../src/lib/png.ts';
import type { TestFile } from './measurePage.ts';
import type { Site } from './site.ts';

/** How long a first run may take on a busy machine. */
const COLD = 90_000;

export interface SavedPng {
  bytes: Buffer;
  depth: number;
  pixels: number[];
  metadata: EditProvenance;
}

export class StudioPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(site: Pick<Site, 'url'>): Promise<void> {
    await this.page.goto(`${site.url}#/studio`);
    await this.page.getByRole('button', { name: 'Open the example' }).waitFor();
  }

  async openExample(): Promise<void> {
    await this.button('Open the example').click();
    await this.canvas.waitFor();
  }

  async choose(file: TestFile): Promise<void> {
    await this.page.locator('input[type=file]').first().setInputFiles(file);
  }

  /** The picture that is painted on. */
  get canvas(): Locator {
    return this.page.getByRole('application');
  }

  get alternatives(): Locator {
    return this.page.getByRole('radio', { name: /^Alternative/ });
  }

  get versions(): Locator {
    return this.page.getByRole('region', { name: 'History of edits' }).getByRole('listitem');
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async tab(name: 'Inpaint' | 'Vary' | 'Edit' | 'Hosted'): Promise<void> {
    await this.page
      .locator('aside label')
      .filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) })
      .click();
  }

  /** Few steps: what is shown is the same. */
  async hurry(): Promise<void> {
    await this.page.getByText('How it samples').click();
    await this.page.getByLabel('Steps', { exact: true }).fill('4');
  }

  /** Paints a short stroke through the middle of the picture with the mouse. */
  async paint(): Promise<void> {
    const { x, y } = await this.middle();
    await this.page.mouse.move(x - 20, y - 10);
    await this.page.mouse.down();
    await this.page.mouse.move(x, y, { steps: 4 });
    await this.page.mouse.move(x + 20, y + 10, { steps: 4 });
    await this.page.mouse.up();
  }

  async middle(): Promise<{ x: number; y: number }> {
    const box = (await this.canvas.boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Waits for alternatives; fails at once when the page reports a failure instead. */
  async proposed(): Promise<void> {
    const failure = this.page.locator('.note[role=alert]');
    await this.button('Keep this one').or(failure).first().waitFor({ timeout: COLD });
    if (await failure.isVisible()) throw new Error(`the page says: ${await failure.textContent()}`);
  }

  async inpaint(): Promise<void> {
    await this.button('Inpaint').click();
    await this.proposed();
  }

  /** What keeps the main button from being pressed, or what it says below it. */
  async note(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Waits until what is stored of the mask and of the edits is as expected; storing follows a change by a moment. */
  async stored(edits: number, strokes: number): Promise<void> {
    const read = () =>
      this.page.evaluate(async () => {
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('specimen');
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(new Error('no database'));
        });
        const get = <T>(request: IDBRequest<T>) =>
          new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
        const transaction = db.transaction(['edits', 'sessions']);
        const edits = await get(transaction.objectStore('edits').count());
        const session = await get(
          transaction.objectStore('sessions').get('studio') as IDBRequest<{ mask: string } | undefined>,
        );
        db.close();
        const { operations = [], applied = 0 } = JSON.parse(session?.mask ?? '{}') as {
          operations?: { kind: string }[];
          applied?: number;
        };
        return [edits, operations.slice(0, applied).filter(({ kind }) => kind === 'stroke').length];
      });
    await expect.poll(read).toEqual([edits, strokes]);
  }

  async save(): Promise<SavedPng> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.button('Save PNG').click()]);
    const bytes = await readFile(await download.path());
    const png = decode(bytes);
    const metadata = JSON.parse(png.text[METADATA_KEY]!) as EditProvenance;
    return { bytes, depth: png.depth, pixels: Array.from(png.data), metadata };
  }
}
