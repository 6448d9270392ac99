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
    try {
      return await (await database()).getAll('keys');
    } catch {
      return [];
    }
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

  /** @throws SpecimenError `StorageFailed`; the key may then still be there */
  async delete(provider: string): Promise<void> {
    try {
      await (await database()).delete('keys', provider);
    } catch (error) {
      const message =
        'The key could not be deleted from this browser; close other tabs with this page and try again, or delete the data of this site in the browser.';
      throw new SpecimenError('StorageFailed', message, error);
    }
  }
}
