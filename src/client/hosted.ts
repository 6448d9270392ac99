/** The page's end of the hosted worker, which is started when the first provider is looked for. */
import * as Comlink from 'comlink';
import workerUrl from '../../workers/hosted.worker.ts?worker&url';
import type { HostedApi } from '../../workers/hosted.worker.ts';
import { Cancelled, SpecimenError, type Outcome } from '../contract/errors.ts';
import type {
  HostedCall,
  HostedProgress,
  HostedResult,
  ProviderId,
  ProviderSetup,
  RememberedProvider,
} from '../contract/hosted.ts';
import { Calls, valueOf } from './calls.ts';

/** Every method rejects with `SpecimenError` or `Cancelled` only. No method gives a key back. */
export interface Hosted {
  /** Keeps a key in the worker's memory. */
  set(setup: ProviderSetup, key: string): Promise<void>;
  /** Stores a key, encrypted under a passphrase, and keeps it in the worker's memory too; where that fails, nothing has changed. */
  remember(setup: ProviderSetup, key: string, passphrase: string): Promise<void>;
  unlock(provider: ProviderId, passphrase: string): Promise<void>;
  /** Deletes a key from memory and from this computer. `stored` is whether it is known to be on this computer. */
  forget(provider: ProviderId, stored: boolean): Promise<void>;
  remembered(): Promise<RememberedProvider[]>;
  /** Asks the provider whether it takes the key, at no cost. */
  check(provider: ProviderId, signal: AbortSignal): Promise<void>;
  /** Sends a call that may be billed, once, to the address that it was prepared for, `base` as in `ProviderSetup`. */
  run(
    call: HostedCall,
    base: string | null,
    options: { signal: AbortSignal; onProgress: (p: HostedProgress) => void },
  ): Promise<HostedResult>;
}

/**
 * A worker from a file has the policy of its own response, which a static host does not set; one from a blob has the policy of
 * the page, whose `connect-src` names where requests may go. So a blob loads the file.
 */
function spawn(): Worker {
  const url = new URL(workerUrl, import.meta.url).href;
  const script = new Blob([`import ${JSON.stringify(url)};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { type: 'module', name: 'hosted' });
}

export function createHosted(): Hosted {
  const worker = spawn();
  const remote = Comlink.wrap<HostedApi>(worker);
  const calls = new Calls();
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const message =
      'The part of the page that talks to hosted models could not start; reload the page and add the key again.';
    calls.end(new SpecimenError('WorkerCrashed', message, event.message));
  });
  let jobs = 0;

  const settle = async <T>(reply: Promise<Outcome<T>>) => valueOf(await calls.wait(reply));

  /** Rejects at once when the signal fires; the worker cancels at the provider meanwhile. */
  async function cancellable<T>(signal: AbortSignal, start: (job: number) => Promise<Outcome<T>>): Promise<T> {
    if (signal.aborted) throw new Cancelled();
    const job = ++jobs;
    return valueOf(await calls.wait(start(job), signal, () => void remote.cancel(job)));
  }

  return {
    set: (setup, key) => calls.wait(remote.set(setup, key)),
    remember: (setup, key, passphrase) => settle(remote.remember(setup, key, passphrase)),
    unlock: (provider, passphrase) => settle(remote.unlock(provider, passphrase)),
    forget: (provider, stored) => settle(remote.forget(provider, stored)),
    remembered: () => settle(remote.remembered()),
    check: (provider, signal) => cancellable(signal, (job) => remote.check(job, provider)),
    run: (call, base, { signal, onProgress }) =>
      cancellable(signal, (job) => {
        const report = (progress: HostedProgress) => {
          if (!signal.aborted) onProgress(progress);
        };
        return remote.run(job, call, base, Comlink.proxy(report));
      }),
  };
}
