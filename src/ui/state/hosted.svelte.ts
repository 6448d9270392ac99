/** Hosted providers as the visitor set them up, and what was spent. Keys are handed to the worker and kept by nobody here. */
import * as v from 'valibot';
import { createHosted, type Hosted } from '../../client/hosted.ts';
import { factsOf, type ProviderFacts } from '../../client/hosted/facts.ts';
import { EMPTY_LEDGER, Ledger } from '../../client/hosted/ledger.ts';
import { checkBase } from '../../client/hosted/origins.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { PROVIDER_IDS, type ProviderId, type ProviderSetup } from '../../contract/hosted.ts';
import { hostedWords } from '../language/hosted.ts';
import { TAB_KEY } from './providersKept.ts';

declare const __HOSTED_ORIGINS__: string[];

/** How long a key is kept: until the page is closed, until the tab is, or on this computer under a passphrase. */
export type Keep = 'memory' | 'tab' | 'device';

export interface Configured extends ProviderSetup {
  keep: Keep;
  unlocked: boolean;
}

export interface NewProvider {
  provider: ProviderId;
  /** Empty for the service's own address. */
  address: string;
  key: string;
  keep: Keep;
  passphrase: string; // for `device`
}

/** Shorter ones are guessed in an afternoon. */
export const MIN_PASSPHRASE = 8;

const LEDGER_KEY = 'specimen.spending';
const TabKeys = v.array(
  v.object({ provider: v.picklist(PROVIDER_IDS), base: v.nullable(v.string()), key: v.string() }),
);

export class HostedState {
  readonly client: Hosted;
  /** Where else the page may send to: its own origin, and those it was built with. */
  readonly #origins = [location.origin, ...__HOSTED_ORIGINS__];
  #tabKeys: v.InferOutput<typeof TabKeys>;
  #ledger: Ledger = $state.raw(EMPTY_LEDGER);
  providers = $state.raw<Configured[]>([]);
  /** Settles when it is known which keys are kept. */
  readonly ready: Promise<void>;

  constructor(client: Hosted = createHosted()) {
    this.client = client;
    this.#tabKeys = read(TAB_KEY, TabKeys) ?? [];
    this.#ledger = read(LEDGER_KEY, Ledger) ?? EMPTY_LEDGER;
    this.ready = this.#restore();
  }

  get ledger(): Ledger {
    return this.#ledger;
  }
  set ledger(ledger: Ledger) {
    this.#ledger = ledger;
    write(LEDGER_KEY, ledger);
  }

  /** Providers that a call can go to now. */
  get usable(): { setup: Configured; facts: ProviderFacts }[] {
    return this.providers
      .filter(({ unlocked }) => unlocked)
      .map((setup) => ({ setup, facts: factsOf(setup.provider) }));
  }

  /** @throws SpecimenError with what to do about the form */
  async add({ provider, address, key, keep, passphrase }: NewProvider): Promise<void> {
    const { reach, name } = factsOf(provider);
    const base = address.trim() === '' && reach === 'direct' ? null : checkBase(address, this.#origins);
    const pasted = key.trim();
    if (pasted === '') throw new SpecimenError('BadRequest', hostedWords().adding.pasteKey(name));
    // A header takes nothing else, and the browser would call it a failed connection.
    if (!/^[\x21-\x7e]+$/.test(pasted)) throw new SpecimenError('BadRequest', hostedWords().adding.badKey(name));
    if (keep === 'device' && passphrase.length < MIN_PASSPHRASE) {
      throw new SpecimenError('BadRequest', hostedWords().adding.shortPassphrase(MIN_PASSPHRASE));
    }
    const setup = { provider, base };
    // The key before it goes only once the new one is where it shall be: what fails here leaves everything as it was.
    if (keep === 'device') {
      await this.client.remember(setup, pasted, passphrase);
    } else {
      await this.client.forget(provider, this.#isStored(provider));
      await this.client.set(setup, pasted);
    }
    const others = this.#tabKeys.filter((kept) => kept.provider !== provider);
    this.#keepInTab(keep === 'tab' ? [...others, { ...setup, key: pasted }] : others);
    this.#replace({ ...setup, keep, unlocked: true });
  }

  async unlock(provider: ProviderId, passphrase: string): Promise<void> {
    await this.client.unlock(provider, passphrase);
    this.providers = this.providers.map((setup) =>
      setup.provider === provider ? { ...setup, unlocked: true } : setup,
    );
  }

  /** @throws SpecimenError `StorageFailed` */
  async forget(provider: ProviderId): Promise<void> {
    await this.client.forget(provider, this.#isStored(provider));
    this.#keepInTab(this.#tabKeys.filter((kept) => kept.provider !== provider));
    this.providers = this.providers.filter((setup) => setup.provider !== provider);
  }

  #isStored(provider: ProviderId): boolean {
    return this.providers.some((setup) => setup.provider === provider && setup.keep === 'device');
  }

  async #restore(): Promise<void> {
    const remembered = await this.client.remembered();
    for (const setup of remembered) this.#replace({ ...setup, keep: 'device' });
    for (const { key, ...setup } of this.#tabKeys) {
      await this.client.set(setup, key);
      this.#replace({ ...setup, keep: 'tab', unlocked: true });
    }
  }

  #replace(configured: Configured): void {
    const others = this.providers.filter(({ provider }) => provider !== configured.provider);
    const order = (a: Configured, b: Configured) => PROVIDER_IDS.indexOf(a.provider) - PROVIDER_IDS.indexOf(b.provider);
    this.providers = [...others, configured].sort(order);
  }

  #keepInTab(keys: v.InferOutput<typeof TabKeys>): void {
    if (keys.length === 0 && this.#tabKeys.length === 0) return;
    this.#tabKeys = keys;
    write(TAB_KEY, keys.length > 0 ? keys : null);
  }
}

function read<T extends v.GenericSchema>(key: string, schema: T): v.InferOutput<T> | null {
  try {
    const result = v.safeParse(schema, JSON.parse(sessionStorage.getItem(key) ?? 'null'));
    return result.success ? result.output : null;
  } catch {
    return null; // forbidden storage throws on access
  }
}

function write(key: string, value: object | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Then it holds until the page is closed.
  }
}
