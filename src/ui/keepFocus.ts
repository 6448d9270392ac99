const usable = (element: HTMLElement) => element.isConnected && !element.matches(':disabled');

/** The attribute of an element that holds somebody's place and is itself nothing to press. */
const PLACE = 'data-place';

/**
 * Keeps the place of whoever goes by keyboard when the control in focus is taken off the page or disabled, as by what it brings
 * about: the
 * focus goes to the nearest part of the page around it that is still there, rather than to the page's beginning. What takes
 * a control away may give the focus to something better; that is waited for.
 * @returns a function that ends it
 */
export function keepFocus(): () => void {
  /** The element in focus and those around it, from the inside out. */
  let path: HTMLElement[] = [];
  const remember = ({ target }: FocusEvent) => {
    path = [];
    for (let at = target as HTMLElement | null; at && at !== document.body; at = at.parentElement) path.push(at);
  };
  // Somebody who presses elsewhere has left.
  const forget = () => (path = []);
  const observer = new MutationObserver(() => {
    const around = path;
    const lost = around[0];
    if (!lost || usable(lost)) return;
    path = [];
    setTimeout(() => {
      const { activeElement } = document;
      if (activeElement !== document.body && activeElement !== lost) return;
      const place = around.find(usable);
      if (!place) return;
      if (!place.hasAttribute('tabindex')) {
        place.tabIndex = -1;
        place.setAttribute(PLACE, '');
        const leave = () => {
          place.removeAttribute('tabindex');
          place.removeAttribute(PLACE);
        };
        place.addEventListener('blur', leave, { once: true });
      }
      place.focus({ preventScroll: true });
    });
  });
  document.addEventListener('focusin', remember);
  document.addEventListener('pointerdown', forget, { capture: true });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('pointerdown', forget, { capture: true });
    observer.disconnect();
  };
}
