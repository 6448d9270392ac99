/** Escape closes what lies above a screen first; only what nobody took ends the screen's run. */
export function endsRun(event: KeyboardEvent): boolean {
  return (
    event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open], [popover]:popover-open')
  );
}
