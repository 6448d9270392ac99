/** Long work of the CPU in turns, so that a worker hears a cancel, and answers others, while it goes on. */
import { throwIfAborted, yieldTask } from '../lib/abort.ts';

/** How long a turn lasts, ms: short enough to seem at once, long enough for the pauses to cost nothing. */
const TURN = 30;

/**
 * Drives work that stops on its way to its end, and pauses where it stops after each turn.
 * @throws Cancelled, at the first stop after the signal fired; as the work
 */
export async function inTurns<T>(work: Generator<void, T>, signal: AbortSignal | undefined): Promise<T> {
  for (;;) {
    await yieldTask();
    throwIfAborted(signal);
    const turn = performance.now();
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() - turn < TURN);
  }
}
