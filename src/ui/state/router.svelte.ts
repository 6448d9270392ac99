/** The address after `#`, which names the screen, may name a part of it, and may carry a share link. */
import { partsOf, screenOf } from '../address.ts';

export class Router {
  hash = $state(location.hash);
  /** The screen’s name, such as `sample` in `#/sample?v=1`. */
  readonly screen = $derived(screenOf(this.hash));
  /** What of the screen is meant, such as `noise`, `2` in `#/learn/noise/2`; empty for the screen itself. */
  readonly parts = $derived(partsOf(this.hash));

  constructor() {
    addEventListener('hashchange', () => (this.hash = location.hash));
  }

  /** Goes from a link to a screen to the screen itself, where it is the one in front; the way back leads to the link. */
  leaveLink(screen: string): void {
    if (this.screen === screen && this.hash.includes('?')) location.hash = `#/${screen}`;
  }
}
