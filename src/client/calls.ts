/** Calls to a worker, each of which ends when the worker does: one on a terminated worker never settles by itself. */
import * as Comlink from 'comlink';
import { Cancelled, SpecimenError, fromPayload, type Outcome } from '../contract/errors.ts';

/**
 * The calls that are under way on one worker. `Promise.race` with a promise that lasts as long as the worker would keep what
 * every call brought until then.
 */
export class Calls {
  readonly #pending = new Set<(error: SpecimenError) => void>();
  #ended: SpecimenError | null = null;

  /** Ends those under way, and all later ones, with this error. */
  end(error: SpecimenError): void {
    this.#ended ??= error;
    for (const reject of this.#pending) reject(error);
  }

  /**
   * Waits for a call.
   * @param onCancel called when the signal fires before the call is settled
   * @throws SpecimenError that ended the worker; Cancelled; as `reply`
   */
  async wait<T>(reply: Promise<T>, signal?: AbortSignal, onCancel: () => void = () => undefined): Promise<T> {
    if (signal?.aborted) throw new Cancelled();
    if (this.#ended) throw this.#ended;
    let fail!: (error: SpecimenError | Cancelled) => void;
    const cancel = () => {
      onCancel();
      fail(new Cancelled());
    };
    signal?.addEventListener('abort', cancel);
    try {
      return await new Promise<T>((resolve, reject) => {
        fail = reject;
        this.#pending.add(fail);
        reply.then(resolve, reject);
      });
    } finally {
      this.#pending.delete(fail);
      signal?.removeEventListener('abort', cancel);
    }
  }
}

/** What a call brought. @throws SpecimenError and Cancelled as the worker did */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw fromPayload(outcome.error);
}

/**
 * Runs one call in a worker of its own that ends with it, and with it whatever large files made it hold. Cancelling ends the
 * worker.
 * @param crashed what to tell when the worker dies, as where the memory is too small
 */
export async function callOnce<Api, T>(
  spawn: () => Worker,
  crashed: string,
  signal: AbortSignal,
  call: (remote: Comlink.Remote<Api>) => Promise<Outcome<T>>,
): Promise<T> {
  if (signal.aborted) throw new Cancelled();
  const worker = spawn();
  const calls = new Calls();
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    calls.end(new SpecimenError('WorkerCrashed', crashed, event.message));
  });
  try {
    return valueOf(await calls.wait(call(Comlink.wrap<Api>(worker)), signal));
  } finally {
    worker.terminate();
  }
}
