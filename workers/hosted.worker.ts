/** Keeps the keys of hosted providers and makes the requests. The type of `api` is the contract with the page: no key comes out. */
import * as Comlink from 'comlink';
import { decodeImage } from '../src/client/hosted/decode.ts';
import { factsOf } from '../src/client/hosted/facts.ts';
import { checkKey, runCall } from '../src/client/hosted/index.ts';
import { Vault } from '../src/client/hosted/vault.ts';
import type { Outcome } from '../src/contract/errors.ts';
import type { HostedCall, HostedProgress, HostedResult, ProviderId, ProviderSetup } from '../src/contract/hosted.ts';
import { BrowserKeyStore } from '../src/store/keys.ts';
import { decodeJpeg } from './browserJpeg.ts';

const vault = new Vault(new BrowserKeyStore());
const jobs = new Map<number, AbortController>();

async function outcome<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, error: vault.payload(error) };
  }
}

/** Runs a job under its number, so that `cancel` finds it. */
async function cancellable<T>(job: number, run: (signal: AbortSignal) => Promise<T>): Promise<Outcome<T>> {
  const controller = new AbortController();
  jobs.set(job, controller);
  const result = await outcome(() => run(controller.signal));
  jobs.delete(job);
  return result;
}

async function run(
  call: HostedCall,
  base: string | null,
  signal: AbortSignal,
  onProgress: (p: HostedProgress) => void,
): Promise<HostedResult> {
  const { setup, key } = vault.entryAt({ provider: call.provider, base });
  const { name } = factsOf(call.provider);
  const onPartial = (bytes: Uint8Array) => {
    // A view that does not decode is only not shown; the picture itself is what counts.
    decodeImage(bytes, name, decodeJpeg).then(
      (image) => onProgress({ stage: 'partial', image }),
      () => undefined,
    );
  };
  const { bytes, usage, requestId, practice } = await runCall(call, setup, {
    key,
    signal,
    onProgress,
    onPartial,
    fetch: (...args) => fetch(...args),
  });
  const image = await decodeImage(bytes, name, decodeJpeg);
  return { image, usage, requestId: vault.harmless(requestId), practice };
}

const api = {
  /** Keeps a key until the page is closed. */
  set: (setup: ProviderSetup, key: string) => vault.set(setup, key),
  remember: (setup: ProviderSetup, key: string, passphrase: string) =>
    outcome(() => vault.remember(setup, key, passphrase)),
  unlock: (provider: ProviderId, passphrase: string) => outcome(() => vault.unlock(provider, passphrase)),
  forget: (provider: ProviderId, stored: boolean) => outcome(() => vault.forget(provider, stored)),
  remembered: () => outcome(() => vault.remembered()),
  check: (job: number, provider: ProviderId) =>
    cancellable(job, (signal) => {
      const { setup, key } = vault.entry(provider);
      const ignore = () => undefined;
      return checkKey(setup, {
        key,
        signal,
        onProgress: ignore,
        onPartial: ignore,
        fetch: (...args) => fetch(...args),
      });
    }),
  run: async (job: number, call: HostedCall, base: string | null, onProgress: (progress: HostedProgress) => void) => {
    const result = await cancellable(job, (signal) => run(call, base, signal, onProgress));
    return result.ok ? Comlink.transfer(result, [result.value.image.data.buffer]) : result;
  },
  cancel: (job: number) => jobs.get(job)?.abort(),
};

export type HostedApi = typeof api;
Comlink.expose(api);
