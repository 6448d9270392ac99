/** The page's end of the intake worker. */
import * as Comlink from 'comlink';
import type { IntakeApi } from '../../workers/intake.worker.ts';
import { Cancelled, SpecimenError, fromPayload, type Outcome } from '../contract/errors.ts';
import type { InputFile, IntakeProgress, IntakeResult, IntakeSettings } from '../contract/intake.ts';
import type { OpenedPicture } from '../contract/opened.ts';

export interface IntakeCall {
  signal: AbortSignal;
  onProgress: (progress: IntakeProgress) => void;
}

/**
 * Reads files into a set of images. The files are handed over by reference; the worker fetches their bytes.
 * @throws SpecimenError `WorkerCrashed` where the memory was too small; Cancelled
 */
export function takeIn(
  files: InputFile[],
  settings: IntakeSettings,
  { signal, onProgress }: IntakeCall,
): Promise<IntakeResult> {
  return inWorker(signal, (remote) => remote.takeIn(files, settings, Comlink.proxy(onProgress)));
}

/**
 * Opens one page of a file as integers.
 * @param page from 0
 * @throws SpecimenError `BadFile` with the reason, `WorkerCrashed` where the memory was too small; Cancelled
 */
export function openPicture(file: Blob, page: number, signal: AbortSignal): Promise<OpenedPicture> {
  return inWorker(signal, (remote) => remote.open(file, page));
}

/**
 * Runs a call in a worker of its own that ends with it: cancelling ends the worker, and whatever a large file made it hold
 * goes with it.
 */
async function inWorker<T>(
  signal: AbortSignal,
  call: (remote: Comlink.Remote<IntakeApi>) => Promise<Outcome<T>>,
): Promise<T> {
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
    const outcome = await Promise.race([call(Comlink.wrap<IntakeApi>(worker)), ended]);
    if (outcome.ok) return outcome.value;
    throw fromPayload(outcome.error);
  } finally {
    worker.terminate();
  }
}
