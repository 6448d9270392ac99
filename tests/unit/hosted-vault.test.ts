/** Keys stay inside: what is stored is unreadable, what fails says no word of them, and a passphrase opens for one address only. */
import { describe, expect, test } from 'vitest';
import { Vault } from '../../src/client/hosted/vault.ts';
import { SpecimenError } from '../../src/contract/errors.ts';
import type { ProviderSetup } from '../../src/contract/hosted.ts';
import { seal, unseal } from '../../src/lib/seal.ts';
import type { KeyStore, LockedKey } from '../../src/store/keys.ts';

const KEY = 'sk-planted+key/with=signs';
const openai: ProviderSetup = { provider: 'openai', base: null };

class MemoryStore implements KeyStore {
  readonly keys = new Map<string, LockedKey>();
  all = () => Promise.resolve([...this.keys.values()]);
  put = (key: LockedKey) => Promise.resolve(void this.keys.set(key.provider, key));
  delete = (provider: string) => Promise.resolve(void this.keys.delete(provider));
}

/** Everything a value holds, as text, whatever it is packed in. */
function dump(value: unknown): string {
  if (value instanceof ArrayBuffer) return dump(new Uint8Array(value));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (value !== null && typeof value === 'object') return Object.values(value).map(dump).join('\n');
  return String(value);
}

describe('vault', () => {
  test('by default nothing is stored', async () => {
    const store = new MemoryStore();
    new Vault(store).set(openai, KEY);
    expect(await store.all()).toEqual([]);
  });

  test('a remembered key is stored locked, opens with its passphrase, and is gone when forgotten', async () => {
    const store = new MemoryStore();
    const vault = new Vault(store);
    await vault.remember(openai, KEY, 'correct horse');
    expect(dump(await store.all())).not.toContain(KEY);
    expect(await vault.remembered()).toEqual([{ ...openai, unlocked: true }]);

    const later = new Vault(store);
    expect(await later.remembered()).toEqual([{ ...openai, unlocked: false }]);
    expect(() => later.entry('openai')).toThrow(expect.objectContaining({ name: 'KeyMissing' }));
    await expect(later.unlock('openai', 'wrong horse')).rejects.toMatchObject({ name: 'PassphraseWrong' });
    await later.unlock('openai', 'correct horse');
    expect(later.entry('openai').key).toBe(KEY);

    await later.forget('openai', true);
    expect(await store.all()).toEqual([]);
    await expect(later.unlock('openai', 'correct horse')).rejects.toMatchObject({ name: 'KeyMissing' });
  });

  test('a stored key does not open for another address', async () => {
    const store = new MemoryStore();
    const vault = new Vault(store);
    await vault.remember(openai, KEY, 'correct horse');
    store.keys.set('openai', { ...store.keys.get('openai')!, base: 'https://evil.example' });
    await expect(new Vault(store).unlock('openai', 'correct horse')).rejects.toMatchObject({ name: 'PassphraseWrong' });
  });

  test('a key goes to the address that was looked at, and to no other', () => {
    const vault = new Vault(new MemoryStore());
    const practice = { ...openai, base: 'http://localhost:8788' };
    vault.set(practice, 'practice');
    expect(vault.entryAt(practice).key).toBe('practice');
    vault.set(openai, KEY);
    expect(() => vault.entryAt(practice)).toThrow(/^The address of OpenAI has changed .* look again/);
    expect(vault.entryAt(openai).key).toBe(KEY);
  });

  test.each([
    ['as it is', KEY],
    ['encoded for an address', encodeURIComponent(KEY)],
    ['in base64', Buffer.from(KEY).toString('base64')],
  ])('failures blot out the key %s', (_, form) => {
    const vault = new Vault(new MemoryStore());
    vault.set(openai, KEY);
    expect(vault.harmless(`req-${form}`)).toBeNull(); // it would go into files
    const known = vault.payload(new SpecimenError('HostFailed', `a ${form} b`, `c ${form} d`));
    expect(known).toEqual({ name: 'HostFailed', message: 'a [key] b', cause: 'c [key] d' });
    const unknown = vault.payload(new TypeError(`fetch of ${form} failed`));
    expect(unknown.name).toBe('HostFailed');
    expect(unknown.cause).toBe('TypeError: fetch of [key] failed');
  });
});

test('a request’s name is kept as it came, unless it is no name', () => {
  const vault = new Vault(new MemoryStore());
  expect(vault.harmless('req-1')).toBe('req-1');
  for (const none of [null, '', 'x'.repeat(201)]) expect(vault.harmless(none)).toBeNull();
});

test('AES-GCM: a changed byte does not open, and each guess at a passphrase is dear', async () => {
  const sealed = await seal('text', 'pass', 'purpose');
  expect(sealed.iterations).toBeGreaterThanOrEqual(600_000); // OWASP, 2023
  expect(await unseal({ ...sealed, iterations: sealed.iterations - 1 }, 'pass', 'purpose')).toBeNull();
  expect(await unseal(sealed, 'pass', 'purpose')).toBe('text');
  expect(await unseal(sealed, 'pass', 'other')).toBeNull();
  new Uint8Array(sealed.bytes)[0]! ^= 1;
  expect(await unseal(sealed, 'pass', 'purpose')).toBeNull();
});
