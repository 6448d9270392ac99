/** What the page says of share links. */
import type { LinkPart } from '../contract/link.ts';
import { shareWords } from './language/share.ts';

/** A sentence or two that name what was left out of a link; null when nothing was. */
export function describeLeftOut(parts: readonly LinkPart[]): string | null {
  const words = shareWords();
  const named = [...new Set(parts)].flatMap((part) => (part === 'version' ? [] : words.parts[part]));
  const sentences = [
    ...(parts.includes('version') ? [words.otherVersion] : []),
    ...(named.length > 0 ? [words.notUsed(named)] : []),
  ];
  return sentences.length > 0 ? sentences.join(' ') : null;
}

/** What keeps a link to `url` from opening elsewhere, as a sentence; null when nothing does. */
export function limitOf(url: URL): string | null {
  if (url.protocol === 'file:') return shareWords().file;
  const local = url.hostname === 'localhost' || url.hostname === '[::1]' || url.hostname.startsWith('127.');
  return local ? shareWords().here : null;
}
