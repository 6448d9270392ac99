/** Keys of hosted providers, locked, where the visitor asked for that. */
import { SpecimenError } from '../contract/errors.ts';
import type { ProviderSetup } from '../contract/hosted.ts';
import type { Sealed } from '../lib/seal.ts';
import { database } from './database.ts';

export interface LockedKey extends ProviderSetup {
  sealed: Sealed;
}

export interface KeyStore {
  all(): Promise<LockedKey[]>;
  put(key: LockedKey): Promise<void>;
  delete(provider: string): Promise<void>;
}

export class BrowserKeyStore implements KeyStore {
  /** Forbidden storage reads as holding none; `put` tells. */
  async all(): Promise<LockedKey[]> {
    return database()
      .then((db) => db.getAll('keys'))
      .catch(() => []);
  }

  /** @throws SpecimenError `StorageFailed` */
  async put(key: LockedKey): Promise<void> {
    try {
      await (await database()).put('keys', key, key.provider);
    } catch (error) {
      const message =
        'This browser does not let the page store the key; allow site data for it, or keep the key in memory.';
      throw new SpecimenError('StorageFailed', message, error);
    }
  }

  async delete(provider: string): Promise<void> {
    await database()
      .then((db) => db.delete('keys', provider))
      .catch(() => undefined);
  }
}
