/** Keys live here, inside the worker: they come in, are used, and never go out. */
import { Cancelled, SpecimenError, toPayload, type ErrorPayload } from '../../contract/errors.ts';
import type { ProviderId, ProviderSetup, RememberedProvider } from '../../contract/hosted.ts';
import { seal, unseal } from '../../lib/seal.ts';
import type { KeyStore } from '../../store/keys.ts';
import { toBase64 } from './base64.ts';
import { factsOf } from './facts.ts';

/** A longer name of a request is none. */
const MAX_REQUEST_ID = 200;

interface Entry {
  setup: ProviderSetup;
  key: string;
}

/** What a remembered key is bound to: it does not open for another address. */
const purposeOf = ({ provider, base }: ProviderSetup) => `specimen ${provider} ${base ?? ''}`;

export class Vault {
  readonly #entries = new Map<ProviderId, Entry>();
  readonly #store: KeyStore;

  constructor(store: KeyStore) {
    this.#store = store;
  }

  /** Keeps a key in memory. */
  set(setup: ProviderSetup, key: string): void {
    this.#entries.set(setup.provider, { setup, key });
  }

  /**
   * Stores a key, encrypted, in the place of an older one, and keeps it in memory too.
   * @throws SpecimenError `StorageFailed`; the older one is then still there, stored and in memory
   */
  async remember(setup: ProviderSetup, key: string, passphrase: string): Promise<void> {
    if (!('subtle' in crypto)) {
      throw new SpecimenError(
        'StorageFailed',
        'Browsers encrypt on https pages only; open this page over https, or keep the key in memory.',
      );
    }
    await this.#store.put({ ...setup, sealed: await seal(key, passphrase, purposeOf(setup)) });
    this.set(setup, key);
  }

  /** @throws SpecimenError `PassphraseWrong`, `KeyMissing` */
  async unlock(provider: ProviderId, passphrase: string): Promise<void> {
    const locked = (await this.#store.all()).find((candidate) => candidate.provider === provider);
    if (!locked) throw missing(provider);
    const { base, sealed } = locked;
    const key = await unseal(sealed, passphrase, purposeOf({ provider, base }));
    if (key === null) {
      throw new SpecimenError(
        'PassphraseWrong',
        'The key does not open with this passphrase; try again, or forget the key and add it anew.',
      );
    }
    this.set({ provider, base }, key);
  }

  /**
   * Deletes a key.
   * @param stored whether it is known to be stored; of a key in memory alone, a storage that fails holds nothing
   * @throws SpecimenError `StorageFailed`; the key is then still there, stored and in memory
   */
  async forget(provider: ProviderId, stored: boolean): Promise<void> {
    await this.#store.delete(provider).catch((error: unknown) => {
      if (stored) throw error;
    });
    this.#entries.delete(provider);
  }

  async remembered(): Promise<RememberedProvider[]> {
    const all = await this.#store.all();
    return all.map(({ provider, base }) => ({ provider, base, unlocked: this.#entries.has(provider) }));
  }

  /** For the request alone. @throws SpecimenError `KeyMissing` */
  entry(provider: ProviderId): Entry {
    const entry = this.#entries.get(provider);
    if (!entry) throw missing(provider);
    return entry;
  }

  /**
   * For a request that was looked at before it was sent: to that address and to no other.
   * @throws SpecimenError `KeyMissing`, `BadRequest`
   */
  entryAt({ provider, base }: ProviderSetup): Entry {
    const entry = this.entry(provider);
    if (entry.setup.base !== base) {
      throw new SpecimenError(
        'BadRequest',
        `The address of ${factsOf(provider).name} has changed since this was prepared, so nothing was sent; look again at what will be sent.`,
      );
    }
    return entry;
  }

  /** A failure as data, with every key in it blotted out, whole or encoded. */
  payload(error: unknown): ErrorPayload {
    const known = error instanceof SpecimenError || error instanceof Cancelled;
    const { name, message, cause } = toPayload(known ? error : unknownFault(error));
    return { name, message: this.#blot(message), cause: cause === null ? null : this.#blot(cause) };
  }

  /** A request's name, which goes into files that are passed on: none where a server has put a key into it. */
  harmless(requestId: string | null): string | null {
    if (requestId === null || requestId === '' || requestId.length > MAX_REQUEST_ID) return null;
    return this.#blot(requestId) === requestId ? requestId : null;
  }

  #blot(text: string): string {
    let out = text;
    for (const { key } of this.#entries.values()) {
      // What is shorter is no key, and would blot out half of every sentence.
      if (key.length < 6) continue;
      for (const form of [key, encodeURIComponent(key), toBase64(new TextEncoder().encode(key))])
        out = out.replaceAll(form, '[key]');
    }
    return out;
  }
}

function unknownFault(error: unknown): SpecimenError {
  const message =
    'The request ended for a reason that the page does not know, and it may be billed; look at your usage before you send again.';
  return new SpecimenError('HostFailed', message, error);
}

function missing(provider: ProviderId): SpecimenError {
  const { name } = factsOf(provider);
  return new SpecimenError('KeyMissing', `There is no open key for ${name}; add or unlock it in Settings.`);
}
