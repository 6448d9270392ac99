/** The keys that start and end a screen's run. */

/** Whether a dialog lies above the screen, or something else that Escape closes. */
const covered = () => document.querySelector('dialog[open], [popover]:popover-open') !== null;

/** Escape closes what lies above a screen first; only what nobody took ends the screen's run. */
export function endsRun(event: KeyboardEvent): boolean {
  return event.key === 'Escape' && !event.defaultPrevented && !covered();
}

/** Ctrl+Enter, or ⌘+Enter on a Mac, presses the main button; not through a dialog that lies above it. */
export function startsRun(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.defaultPrevented && !covered();
}
