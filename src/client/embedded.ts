/** Files that the page as one file carries in itself, in script elements that no browser runs. */
import { decodeEmbedded } from '../lib/offlineFile.ts';

/** @throws Error when the page does not carry `path` */
export async function readEmbedded(path: string): Promise<Uint8Array> {
  const element = document.querySelector(`script[data-file="${CSS.escape(path)}"]`);
  if (!element?.textContent) throw new Error(`${path} is not in this file`);
  return decodeEmbedded(element.textContent);
}
