/** The view for a projector: large type, high contrast, no chrome, arrow keys. Never stored: the next visitor finds the page as usual. */

/** Where the keys belong to what has the focus. */
const OWN_ARROWS = 'input, select, textarea, summary, dialog, [contenteditable], [role=application], [role=slider]';

export class Presenter {
  /** `?present` in front of the `#` opens the page like this. */
  on = $state(/[?&]present(?=&|=|$)/.test(location.search));
  #step: ((by: 1 | -1) => void) | null = null;

  toggle(): void {
    this.on = !this.on;
  }

  /**
   * What the arrow keys do on the screen in front.
   * @returns a function that takes it back
   */
  steps(step: (by: 1 | -1) => void): () => void {
    this.#step = step;
    return () => {
      if (this.#step === step) this.#step = null;
    };
  }

  /**
   * @param lesson walks the running lesson; null where none runs
   * @returns whether the key was one of the presenter's
   */
  press(event: KeyboardEvent, lesson: ((by: 1 | -1) => void) | null): boolean {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
    const at = event.target instanceof Element ? event.target : null;
    const writes = at?.matches('input:not([type=radio], [type=checkbox], [type=range]), select, textarea') ?? false;
    if (event.key === 'P' && event.shiftKey && !writes) {
      this.toggle();
      return true;
    }
    if (!this.on || document.querySelector('dialog[open]')) return false;
    if (event.key === 'Escape') {
      this.on = false;
      return true;
    }
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const step = lesson ?? this.#step;
    if (by === 0 || !step || at?.closest(OWN_ARROWS)) return false;
    step(by);
    return true;
  }
}
