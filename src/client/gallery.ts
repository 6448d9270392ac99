/** The page's end of the gallery's worker. */
import * as Comlink from 'comlink';
import type { GalleryApi } from '../../workers/gallery.worker.ts';
import { Cancelled, SpecimenError, fromPayload, type Outcome } from '../contract/errors.ts';
import type { PackFormat, PackProgress, UnpackReport } from '../contract/kept.ts';

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

/** Runs a call in a worker of its own that ends with it, and with it whatever a large set made it hold. */
async function inWorker<T>(
  signal: AbortSignal,
  call: (remote: Comlink.Remote<GalleryApi>) => Promise<Outcome<T>>,
): Promise<T> {
  if (signal.aborted) throw new Cancelled();
  const worker = new Worker(new URL('../../workers/gallery.worker.ts', import.meta.url), {
    type: 'module',
    name: 'gallery',
  });
  // A call on a terminated worker never settles by itself, so it races with what can end it.
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Cancelled()), { once: true });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const message = 'The set could not be handled; take fewer runs and try again.';
      reject(new SpecimenError('WorkerCrashed', message, event.message));
    });
  });
  try {
    const outcome = await Promise.race([call(Comlink.wrap<GalleryApi>(worker)), ended]);
    if (outcome.ok) return outcome.value;
    throw fromPayload(outcome.error);
  } finally {
    worker.terminate();
  }
}
