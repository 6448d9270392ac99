/** The Measure screen as a visitor handles it. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright';
import { simulate } from '../../../src/materials/simulate.ts';
import { encodePng } from '../../../src/lib/png.ts';
import type { Site } from './site.ts';

export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Simulated rocks as grey PNG files, `seed` on. */
export function rockFiles(count: number, seed: number, size = 64): TestFile[] {
  return Array.from({ length: count }, (_, k) => {
    const { image } = simulate('rocks', { seed: seed + k, size });
    const bytes = encodePng({ data: image, width: size, height: size }, 8, {});
    return { name: `rock-${seed + k}.png`, mimeType: 'image/png', buffer: Buffer.from(bytes) };
  });
}

export class MeasurePage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async open(site: Pick<Site, 'url'>): Promise<void> {
    await this.page.goto(`${site.url}#/measure`);
    await this.well('Reference').waitFor();
  }

  well(name: 'Reference' | 'Synthetic'): Locator {
    return this.page.getByRole('region', { name });
  }

  get results(): Locator {
    return this.page.getByRole('region', { name: 'Results' });
  }

  async choose(name: 'Reference' | 'Synthetic', files: TestFile[]): Promise<void> {
    await this.well(name).locator('input[type=file]').first().setInputFiles(files);
  }

  async chooseFolder(name: 'Reference' | 'Synthetic', path: string): Promise<void> {
    await this.well(name).locator('input[webkitdirectory]').setInputFiles(path);
  }

  /** Drops a folder of this computer as the desktop does: a script in the page cannot make one. */
  async dropFolder(name: 'Reference' | 'Synthetic', path: string): Promise<void> {
    const box = await this.well(name).boundingBox();
    if (!box) throw new Error(`The well ${name} is not on the screen.`);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const session = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...at, data });
    }
    await session.detach();
  }

  /** Drops files as the desktop does. */
  async drop(name: 'Reference' | 'Synthetic', files: TestFile[]): Promise<void> {
    const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
    const transfer = await this.page.evaluateHandle((files) => {
      const transfer = new DataTransfer();
      for (const { name, mimeType, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: mimeType }));
      }
      return transfer;
    }, plain);
    await this.well(name).dispatchEvent('drop', { dataTransfer: transfer });
  }

  async filled(name: 'Reference' | 'Synthetic', count: number): Promise<void> {
    await this.well(name).getByText(`N = ${count} `).waitFor();
  }

  /** Opens the sheet that holds the controls on phones, if it is closed. */
  async openControls(): Promise<void> {
    const sheet = this.page.locator('[aria-controls=controls-sheet][aria-expanded=false]');
    if (await sheet.isVisible()) await sheet.click();
  }

  /** Few resamples, which is where the time goes. */
  async hurry(): Promise<void> {
    await this.openControls();
    await this.page.getByText('How it measures').click();
    await this.page.getByLabel('Resamples').fill('20');
  }

  async measure(): Promise<void> {
    await this.page.getByRole('button', { name: 'Measure', exact: true }).click();
  }

  /** Waits for numbers; fails at once when the page reports a failure instead. */
  async measured(timeout = 90_000): Promise<void> {
    const numbers = this.results.getByRole('heading', { name: 'Numbers' });
    const failure = this.results.locator('.note[role=alert]');
    await numbers.or(failure).first().waitFor({ timeout });
    if (await failure.isVisible()) throw new Error(`the page says: ${await failure.textContent()}`);
  }

  /** The row of a measure or descriptor, its cells joined. */
  async row(label: string): Promise<string> {
    const row = this.results
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: label, exact: true }) });
    return (await row.innerText()).replaceAll(/\s+/g, ' ');
  }

  async download(button: 'Report' | 'CSV' | 'JSON'): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.results.getByRole('button', { name: button, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }
}
