/** How the page reads its address after `#`: `#/screen/part/part?query`. */

const ADDRESS = /^#\/([a-z]+)((?:\/[a-z0-9-]{1,64}){0,3})(?=\/?(?:\?|$))/;

/** The name of the screen in an address; the first screen for anything else. */
export function screenOf(hash: string): string {
  return /^#\/([a-z]+)/.exec(hash)?.[1] ?? 'sample';
}

/** The parts after the screen’s name, at most three small words; none where anything of them is not one. */
export function partsOf(hash: string): string[] {
  return ADDRESS.exec(hash)?.[2]?.split('/').slice(1) ?? [];
}

/** Opens an address. That of a lesson only starts it: what comes next takes its place, or going back would start it again. */
export function openScreen(hash: string): void {
  if (/^#\/learn\/./.test(location.hash)) location.replace(hash);
  else location.hash = hash;
}
