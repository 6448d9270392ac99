/** The service worker that keeps the page for use without a network. */
export class Offline {
  #waiting = $state.raw<ServiceWorker | null>(null);
  /** A newer version of the page is stored and waits to be used. */
  readonly updateReady = $derived(this.#waiting !== null);

  /** Registers the service worker of the built page. Without one the page only needs its network. */
  async register(): Promise<void> {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    try {
      const registration = await navigator.serviceWorker.register('./sw.js');
      const watch = (worker: ServiceWorker | null) => {
        const ready = () => {
          // The first version waits for nobody.
          if (worker?.state === 'installed' && navigator.serviceWorker.controller) this.#waiting = worker;
        };
        ready();
        worker?.addEventListener('statechange', ready);
      };
      watch(registration.waiting ?? registration.installing);
      registration.addEventListener('updatefound', () => watch(registration.installing));
    } catch {
      // Private windows and some hosts refuse service workers.
    }
  }

  /** Reloads the page with the newer version. */
  update(): void {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.#waiting?.postMessage({ type: 'SKIP_WAITING' });
  }
}
