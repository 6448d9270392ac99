/** The hosted panel as a visitor handles it, on a page of its own that is built with the site's configuration and policy. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Locator, Page } from 'playwright';
import type { Mock } from '../../../scripts/mock/server.ts';
import { factsOf } from '../../../src/client/hosted/facts.ts';
import type { Operation, ProviderId } from '../../../src/contract/hosted.ts';
import english from '../../../src/ui/language/en/hosted.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const HOSTED_PAGE = `${root}.cache/hosted-page/`;

/** @param outDir is emptied and filled */
export async function buildHostedPage(outDir: string): Promise<void> {
  await build({
    root: `${root}tests/pages/hosted`,
    configFile: `${root}vite.config.ts`,
    mode: 'production',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}

/** A key that the tests look for everywhere. */
export const PLANTED = 'sk-planted-0123456789abcdef';

export class HostedPage {
  readonly page: Page;
  readonly mock: Mock;
  constructor(page: Page, mock: Mock) {
    this.page = page;
    this.mock = mock;
  }

  get panel(): Locator {
    return this.page.getByRole('region', { name: 'Hosted models' });
  }

  /** Sets a provider up through the form, with the practice server behind it. */
  async add(provider: ProviderId, { key = PLANTED, keep = 'Memory', passphrase = '' } = {}): Promise<void> {
    const { reach, name } = factsOf(provider);
    await this.page.getByRole('button', { name: 'Add a provider' }).click();
    await this.page.getByLabel('Provider', { exact: true }).selectOption(provider);
    if (reach === 'direct') await this.page.getByLabel(/practice server/).check();
    await this.page.getByLabel(/^Address/).fill(provider === 'compatible' ? `${this.mock.url}/v1` : this.mock.url);
    await this.page.getByLabel('Key', { exact: true }).fill(key);
    await this.page.locator('label', { hasText: keep }).click();
    if (passphrase) await this.page.getByLabel('Passphrase').fill(passphrase);
    await this.page.getByRole('button', { name: `Add ${name}` }).click();
    await this.page.getByRole('list', { name: 'Providers' }).getByText(name, { exact: true }).waitFor();
  }

  async forget(provider: ProviderId): Promise<void> {
    const row = this.page.getByRole('listitem').filter({ hasText: factsOf(provider).name });
    await row.getByRole('button', { name: 'Forget' }).click();
    await row.waitFor({ state: 'detached' });
  }

  /** Fills in the form and opens the review; nothing is sent by that. */
  async review(operation: Operation, prompt: string): Promise<void> {
    await this.panel.getByLabel('What to do').selectOption(english.operations[operation]);
    const own = this.panel.getByLabel('Name of the model');
    if (await own.isVisible()) await own.fill('any');
    const words = this.panel.getByLabel('Prompt');
    if (await words.isVisible()) await words.fill(prompt);
    await this.press('See what will be sent');
    await this.panel.getByRole('heading', { name: /^This will be sent to/ }).waitFor();
  }

  async send(): Promise<void> {
    const agree = this.panel.getByRole('checkbox');
    if (await agree.isVisible()) await agree.check();
    await this.panel.getByRole('button', { name: /^Send to/ }).click();
  }

  async press(name: string): Promise<void> {
    await this.panel.getByRole('button', { name, exact: true }).click();
  }

  /** The sentence of a failure, which is then put away. */
  async problem(): Promise<string> {
    const alert = this.panel.getByRole('alert');
    const sentence = await alert.locator('p').first().innerText();
    await alert.getByRole('button', { name: 'Close' }).click();
    return sentence;
  }

  /** Requests that may be billed. */
  billed(since = 0): number {
    return this.mock.arrivals.slice(since).filter(({ method, path }) => method === 'POST' && !path.endsWith('/cancel'))
      .length;
  }

  /** Everything that the page shows, holds and stores, as text. */
  async everything(): Promise<string> {
    return this.page.evaluate(async () => {
      const databases = await indexedDB.databases();
      const stored = await Promise.all(
        databases.map(
          ({ name }) =>
            new Promise<string>((resolve, reject) => {
              const open = indexedDB.open(name!);
              open.onerror = () => reject(new Error('the database does not open'));
              open.onsuccess = () => {
                const db = open.result;
                const names = [...db.objectStoreNames];
                if (names.length === 0) resolve('');
                const found: string[] = [];
                const transaction = db.transaction(names);
                for (const store of names) {
                  transaction.objectStore(store).getAll().onsuccess = (event) => {
                    const values = (event.target as IDBRequest<unknown[]>).result;
                    const text = (_: string, value: unknown): unknown => {
                      const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
                      return bytes instanceof Uint8Array ? new TextDecoder('latin1').decode(bytes) : bytes;
                    };
                    found.push(JSON.stringify(values, text));
                  };
                }
                transaction.oncomplete = () => {
                  db.close();
                  resolve(found.join('\n'));
                };
              };
            }),
        ),
      );
      const cached = await Promise.all(
        (await caches.keys()).map(async (name) =>
          (await (await caches.open(name)).keys()).map(({ url }) => url).join('\n'),
        ),
      );
      const fields = [...document.querySelectorAll('input, textarea, select')].map(
        (field) => (field as HTMLInputElement).value,
      );
      return [
        location.href,
        document.documentElement.outerHTML,
        JSON.stringify(localStorage),
        JSON.stringify(sessionStorage),
        document.cookie,
        JSON.stringify(history.state),
        ...performance.getEntries().map(({ name }) => name),
        ...fields,
        ...stored,
        ...cached,
      ].join('\n');
    });
  }
}
