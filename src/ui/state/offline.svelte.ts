import { IN_FILE } from '../inFile.ts';

/** The service worker that keeps the page for use without a network. */
export class Offline {
  #waiting = $state.raw<ServiceWorker | null>(null);
  /** A newer version of the page is stored and waits to be used. */
  readonly updateReady = $derived(this.#waiting !== null);

  /** The newer version was asked for while another tab has this one open. */
  elsewhere = $state(false);

  /** Registers the service worker of the built page. Without one the page only needs its network. */
  async register(): Promise<void> {
    if (!import.meta.env.PROD || IN_FILE || !('serviceWorker' in navigator)) return;
    try {
      // Refused where the browser forbids storage, and then no service worker comes either.
      navigator.locks
        .request(lockName(), { mode: 'shared' }, () => new Promise(() => undefined))
        .catch(() => undefined);
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

  /**
   * Reloads the page with the newer version, unless another tab has it open too: the newer version would take the older one's
   * files away from that tab, perhaps in the middle of a lesson.
   */
  async update(): Promise<void> {
    if ((this.elsewhere = await openInOtherTabs())) return;
    // Another tab may have changed over meanwhile, and be closed.
    if (this.#waiting?.state !== 'installed') {
      location.reload();
      return;
    }
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    this.#waiting.postMessage({ type: 'SKIP_WAITING' });
  }
}

/** Each tab holds it for as long as it is open; one host may have several copies of the page. */
const lockName = () => `specimen.open ${new URL('.', document.baseURI).pathname}`;

async function openInOtherTabs(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name === lockName()).length > 1;
}
