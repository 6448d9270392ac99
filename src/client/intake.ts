/** The page's end of the intake worker. */
import * as Comlink from 'comlink';
import type { IntakeApi } from '../../workers/intake.worker.ts';
import type { Outcome } from '../contract/errors.ts';
import type { InputFile, IntakeProgress, IntakeResult, IntakeSettings } from '../contract/intake.ts';
import type { OpenedPicture } from '../contract/opened.ts';
import { callOnce } from './calls.ts';

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

function inWorker<T>(
  signal: AbortSignal,
  call: (remote: Comlink.Remote<IntakeApi>) => Promise<Outcome<T>>,
): Promise<T> {
  const spawn = () =>
    new Worker(new URL('../../workers/intake.worker.ts', import.meta.url), { type: 'module', name: 'intake' });
  return callOnce(spawn, 'Reading the files failed; choose fewer or smaller ones and try again.', signal, call);
}
