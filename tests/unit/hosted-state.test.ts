/** Keys on their way in and out: what cannot be sent is refused, and what fails leaves the key before it where it was. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Vault } from '../../src/client/hosted/vault.ts';
import type { Hosted } from '../../src/client/hosted.ts';
import { SpecimenError } from '../../src/contract/errors.ts';
import { BrowserKeyStore, type KeyStore, type LockedKey } from '../../src/store/keys.ts';
import { HostedState } from '../../src/ui/state/hosted.svelte.ts';

/** Stores in memory; refuses to write, or to delete, when it is told to. */
class FailingStore implements KeyStore {
  readonly keys = new Map<string, LockedKey>();
  fails = false;
  readonly #refuse = () => Promise.reject(new SpecimenError('StorageFailed', 'Allow it.'));
  all = () => Promise.resolve([...this.keys.values()]);
  put = (key: LockedKey) => (this.fails ? this.#refuse() : Promise.resolve(void this.keys.set(key.provider, key)));
  delete = (provider: string) => (this.fails ? this.#refuse() : Promise.resolve(void this.keys.delete(provider)));
}

let store: FailingStore;
let vault: Vault;
let state: HostedState;
let tab: Map<string, string>;

beforeEach(async () => {
  tab = new Map();
  vi.stubGlobal('location', { origin: 'https://specimen.example' });
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => tab.get(name) ?? null,
    setItem: (name: string, value: string) => void tab.set(name, value),
    removeItem: (name: string) => void tab.delete(name),
  });
  store = new FailingStore();
  vault = new Vault(store);
  // The worker's own vault, without a worker around it.
  const client: Pick<Hosted, 'set' | 'remember' | 'unlock' | 'forget' | 'remembered'> = {
    set: (setup, key) => {
      vault.set(setup, key);
      return Promise.resolve();
    },
    remember: (setup, key, passphrase) => vault.remember(setup, key, passphrase),
    unlock: (provider, passphrase) => vault.unlock(provider, passphrase),
    forget: (provider, stored) => vault.forget(provider, stored),
    remembered: () => vault.remembered(),
  };
  state = new HostedState(client as Hosted);
  await state.ready;
});
afterEach(() => vi.unstubAllGlobals());

const openAi = { provider: 'openai', address: '', keep: 'memory', passphrase: '' } as const;
const rows = () => state.providers.map(({ provider, keep, unlocked }) => [provider, keep, unlocked]);
const key = () => vault.entry('openai').key;

describe('a key', () => {
  test.each([
    ['a zero-width space', 'sk-abc\u200bdef'],
    ['an ellipsis', 'sk-abc…'],
    ['a break', 'sk-abc\ndef'],
    ['a space', 'sk-abc def'],
  ])('with %s is refused before anything is made of it', async (_, bad) => {
    await expect(state.add({ ...openAi, key: bad })).rejects.toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(/OpenAI.*; copy the whole key again\.$/) as string,
    });
    expect(rows()).toEqual([]);
  });

  test('is taken without what stands around it', async () => {
    await state.add({ ...openAi, key: ' sk-abc\n' });
    expect(key()).toBe('sk-abc');
  });
});

describe('when storing fails', () => {
  const encrypted = { ...openAi, keep: 'device', passphrase: 'correct horse' } as const;

  test('the key before is still there: encrypted', async () => {
    await state.add({ ...encrypted, key: 'sk-old' });
    store.fails = true;
    await expect(state.add({ ...encrypted, key: 'sk-new' })).rejects.toMatchObject({ name: 'StorageFailed' });
    expect(rows()).toEqual([['openai', 'device', true]]);
    expect(key()).toBe('sk-old');
    expect(store.keys.size).toBe(1);
  });

  test('the key before is still there: in the tab', async () => {
    await state.add({ ...openAi, keep: 'tab', key: 'sk-old' });
    store.fails = true;
    await expect(state.add({ ...encrypted, key: 'sk-new' })).rejects.toMatchObject({ name: 'StorageFailed' });
    expect(rows()).toEqual([['openai', 'tab', true]]);
    expect(key()).toBe('sk-old');
    expect([...tab.values()].join()).toContain('sk-old');
  });

  test('none stays where none was', async () => {
    store.fails = true;
    await expect(state.add({ ...encrypted, key: 'sk-new' })).rejects.toMatchObject({ name: 'StorageFailed' });
    expect(rows()).toEqual([]);
    expect(key).toThrow(expect.objectContaining({ name: 'KeyMissing' }) as Error);
  });
});

describe('when deleting fails', () => {
  test('forgetting a stored key says so, and its row stays', async () => {
    await state.add({ ...openAi, keep: 'device', passphrase: 'correct horse', key: 'sk-old' });
    store.fails = true;
    await expect(state.forget('openai')).rejects.toMatchObject({ name: 'StorageFailed' });
    expect(rows()).toEqual([['openai', 'device', true]]);
    await expect(state.add({ ...openAi, key: 'sk-new' })).rejects.toMatchObject({ name: 'StorageFailed' });
    expect(key()).toBe('sk-old');
  });

  test('a key that was never stored is added and forgotten all the same', async () => {
    store.fails = true;
    await state.add({ ...openAi, key: 'sk-old' });
    await state.add({ ...openAi, key: 'sk-new' });
    expect(key()).toBe('sk-new');
    await state.forget('openai');
    expect(rows()).toEqual([]);
    expect(key).toThrow(expect.objectContaining({ name: 'KeyMissing' }) as Error);
  });
});

// Node has no database, which is one that cannot be opened.
test('a database that does not open holds no keys, and tells when it shall delete one', async () => {
  const browser = new BrowserKeyStore();
  expect(await browser.all()).toEqual([]);
  await expect(browser.delete('openai')).rejects.toMatchObject({
    name: 'StorageFailed',
    message: expect.stringMatching(/could not be deleted.*try again/) as string,
  });
});
