/** The page's end of the gallery's worker. */
import * as Comlink from 'comlink';
import type { GalleryApi } from '../../workers/gallery.worker.ts';
import type { Outcome } from '../contract/errors.ts';
import type { PackFormat, PackProgress, UnpackReport } from '../contract/kept.ts';
import { callOnce } from './calls.ts';

export interface PackCall {
  signal: AbortSignal;
  onProgress: (progress: PackProgress) => void;
}

/**
 * Kept runs as one zip.
 * @param ids of the runs, in the order of their files
 * @param settings.page version of this page
 * @throws SpecimenError `BadRequest` when a run is not there any more, `StorageFailed`, `WorkerCrashed`; Cancelled
 */
export function saveSet(
  ids: string[],
  settings: { format: PackFormat; page: string },
  { signal, onProgress }: PackCall,
): Promise<Blob> {
  return inWorker(signal, (remote) => remote.save(ids, settings, Comlink.proxy(onProgress)));
}

/**
 * Keeps the runs of a saved set here. Runs that were kept before it fails or is cancelled stay.
 * @throws SpecimenError `BadFile` with the reason, `WorkerCrashed`; Cancelled
 */
export function loadSet(file: Blob, { signal, onProgress }: PackCall): Promise<UnpackReport> {
  return inWorker(signal, (remote) => remote.load(file, Comlink.proxy(onProgress)));
}

function inWorker<T>(
  signal: AbortSignal,
  call: (remote: Comlink.Remote<GalleryApi>) => Promise<Outcome<T>>,
): Promise<T> {
  const spawn = () =>
    new Worker(new URL('../../workers/gallery.worker.ts', import.meta.url), { type: 'module', name: 'gallery' });
  return callOnce(spawn, 'The set could not be handled; take fewer runs and try again.', signal, call);
}
