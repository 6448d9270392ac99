/** “Keep everything for offline”: what it takes, its progress, and what stood in its way. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { KeptBytes } from '../../contract/request.ts';

export class KeepOffline {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  /** Null until it is known. */
  size = $state.raw<KeptBytes | null>(null);
  /** Bytes that are here while it runs; null at rest. */
  loadedBytes = $state<number | null>(null);
  error = $state.raw<SpecimenError | null>(null);
  /** Whether this browser keeps the page itself: with a service worker, which a page from a file or a private window has not. */
  pageKept = $state<boolean | null>(null);

  readonly running = $derived(this.loadedBytes !== null);
  readonly complete = $derived(this.size !== null && this.size.keptBytes === this.size.totalBytes);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Looks at what is here. */
  async look(): Promise<void> {
    // Refused where the browser forbids what sites keep.
    const registration =
      'serviceWorker' in navigator ? await navigator.serviceWorker.getRegistration().catch(() => undefined) : undefined;
    this.pageKept = registration !== undefined;
    await this.#guarded(async () => (this.size = await this.#engine.keptBytes()));
  }

  /** Brings what is missing; a second call while one runs does nothing. */
  async start(): Promise<void> {
    if (this.#controller) return;
    const controller = (this.#controller = new AbortController());
    this.loadedBytes = this.size?.keptBytes ?? 0;
    // Browsers may delete what a site keeps when space runs short, unless they agree not to.
    void (navigator.storage as StorageManager | undefined)?.persist().catch(() => false);
    await this.#guarded(() =>
      this.#engine.keepEverything({
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.stage === 'download' && this.#controller === controller) this.loadedBytes = progress.loadedBytes;
        },
      }),
    );
    const failure = this.error;
    this.#controller = null;
    this.loadedBytes = null;
    await this.look();
    this.error = failure ?? this.error;
  }

  cancel(): void {
    this.#controller?.abort();
  }

  async #guarded(work: () => Promise<unknown>): Promise<void> {
    this.error = null;
    try {
      await work();
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    }
  }
}
