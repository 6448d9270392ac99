/** Points from a lesson's card at a control of the live screen, by its `data-lesson`. */

/** The elements that a target may be, in the order in which they are focused. */
const FOCUSABLE = 'button, a[href], input, select, textarea, summary, [tabindex]';

/** The first of the targets that is on the page. */
function find(targets: readonly string[]): HTMLElement | null {
  for (const target of targets) {
    const element = document.querySelector<HTMLElement>(`[data-lesson="${target}"]`);
    if (element) return element;
  }
  return null;
}

/** What can be seen of a target: itself, or what has to be opened to see it. */
function visible(element: HTMLElement): HTMLElement | null {
  const closed = outermostClosed(element);
  if (closed) return closed.querySelector<HTMLElement>('summary') ?? closed;
  if (element.getClientRects().length > 0) return element;
  // On phones the controls are a sheet that a button opens.
  return document.querySelector<HTMLElement>('[aria-controls="controls-sheet"]');
}

function outermostClosed(element: HTMLElement): HTMLDetailsElement | null {
  let found: HTMLDetailsElement | null = null;
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement && !at.open && !at.querySelector(':scope > summary')?.contains(element))
      found = at;
  }
  return found && found.getClientRects().length > 0 ? found : null;
}

const focusableOf = (element: HTMLElement) =>
  element.matches(FOCUSABLE) ? element : element.querySelector<HTMLElement>(FOCUSABLE);

/**
 * Marks a control and describes it by the card's task, and follows it as folds and sheets open and screens appear.
 * @param targets `data-lesson` of the control, then of those that bring it about while it is not on the page
 * @param description id of the element that says what to do
 * @returns a function that takes the mark away
 */
export function pointAt(targets: readonly string[], description: string): () => void {
  let marked: HTMLElement | null = null;
  let described: HTMLElement | null = null;
  let frame = 0;

  const unmark = () => {
    if (marked) delete marked.dataset['pointed'];
    if (described) {
      const others = (described.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .filter((id) => id && id !== description);
      if (others.length > 0) described.setAttribute('aria-describedby', others.join(' '));
      else described.removeAttribute('aria-describedby');
    }
    [marked, described] = [null, null];
  };
  const mark = () => {
    frame = 0;
    const target = find(targets);
    const element = target && visible(target);
    if (element === marked) return;
    unmark();
    if (!element) return;
    marked = element;
    marked.dataset['pointed'] = '';
    described = focusableOf(marked);
    described?.setAttribute(
      'aria-describedby',
      [described.getAttribute('aria-describedby'), description].filter(Boolean).join(' '),
    );
    scrollTo(marked);
  };
  const observer = new MutationObserver(() => (frame ||= requestAnimationFrame(mark)));
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['open', 'class', 'hidden', 'data-lesson'],
  });
  mark();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
    unmark();
  };
}

/** Opens what hides a control and puts the focus on it. */
export function focusTarget(targets: readonly string[]): void {
  const element = find(targets);
  if (!element) return;
  for (let closed = outermostClosed(element); closed; closed = outermostClosed(element)) closed.open = true;
  if (element.getClientRects().length === 0) visible(element)?.click();
  // The sheet of phones opens with the next update of the page.
  requestAnimationFrame(() => {
    scrollTo(element);
    focusableOf(element)?.focus();
  });
}

function scrollTo(element: HTMLElement): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const padding = parseFloat(getComputedStyle(document.documentElement).scrollPaddingBottom) || 0;
  // What is taller than the room above a lesson's card is shown from its top.
  const block = element.offsetHeight > innerHeight - padding ? 'start' : 'nearest';
  element.scrollIntoView({ block, behavior: still ? 'auto' : 'smooth' });
}
