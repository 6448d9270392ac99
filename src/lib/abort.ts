import { Cancelled } from '../contract/errors.ts';

/** @throws Cancelled when the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled();
}

/** Waits for work that others may wait for too, and that therefore goes on when the signal ends this wait. @throws Cancelled; as the work */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal?.aborted) return Promise.reject(new Cancelled());
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Cancelled());
    signal?.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });
}

/**
 * Lets every event that is already waiting (a cancel message above all) run before the loop goes on. A message channel is
 * used because nested timers are held back by 4 ms in browsers.
 */
export function yieldTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
