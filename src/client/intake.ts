/** The page's end of the intake worker. */
import * as Comlink from 'comlink';
import type { IntakeApi } from '../../workers/intake.worker.ts';
import { Cancelled, SpecimenError, fromPayload } from '../contract/errors.ts';
import type { InputFile, IntakeProgress, IntakeResult, IntakeSettings } from '../contract/intake.ts';

export interface IntakeCall {
  signal: AbortSignal;
  onProgress: (progress: IntakeProgress) => void;
}

/**
 * Reads files into a set of images, in a worker of its own that ends with the call: cancelling ends the worker, and whatever a
 * large file made it hold goes with it. The files are handed over by reference; the worker fetches their bytes.
 * @throws SpecimenError `WorkerCrashed` where the memory was too small; Cancelled
 */
export async function takeIn(
  files: InputFile[],
  settings: IntakeSettings,
  { signal, onProgress }: IntakeCall,
): Promise<IntakeResult> {
  if (signal.aborted) throw new Cancelled();
  const worker = new Worker(new URL('../../workers/intake.worker.ts', import.meta.url), {
    type: 'module',
    name: 'intake',
  });
  // A call on a terminated worker never settles by itself, so it races with what can end it.
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const message = 'Reading the files failed; choose fewer or smaller ones and try again.';
      reject(new SpecimenError('WorkerCrashed', message, event.message));
    });
  });
  try {
    const remote = Comlink.wrap<IntakeApi>(worker);
    const outcome = await Promise.race([remote.takeIn(files, settings, Comlink.proxy(onProgress)), ended]);
    if (outcome.ok) return outcome.value;
    throw fromPayload(outcome.error);
  } finally {
    worker.terminate();
  }
}
