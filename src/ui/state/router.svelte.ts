/** The address after `#`, which names the screen and may carry a share link. */
export class Router {
  hash = $state(location.hash);
  /** The screen’s name, such as `sample` in `#/sample?v=1`. */
  readonly screen = $derived(/^#\/([a-z]+)/.exec(this.hash)?.[1] ?? 'sample');

  constructor() {
    addEventListener('hashchange', () => (this.hash = location.hash));
  }
}
