/** What the page says of share links. */
import { toLink, type LinkPart } from '../contract/link.ts';
import { picturesIn } from '../contract/pictures.ts';
import { PICTURE_FIELDS, type PictureField, type SampleRequest } from '../contract/request.ts';
import { shareWords } from './language/share.ts';

/** A link to slices and what it promises, for `CopyLink`: without the pictures that the request holds it draws others. */
export function sliceLink(request: SampleRequest): { link: string; hint: string; meaning: string } {
  const { hints, meanings } = shareWords();
  const kind = picturesIn(request).length > 0 ? 'withoutPictures' : 'slices';
  return { link: toLink(request), hint: hints[kind], meaning: meanings[kind] };
}

/** Sentences that name what was left out of a link; null when nothing was. */
export function describeLeftOut(parts: readonly LinkPart[]): string | null {
  const words = shareWords();
  const unique = [...new Set(parts)];
  const pictures = unique.filter(isPicture).map((part) => words.pictures[part]);
  const named = unique.flatMap((part) => (part === 'version' || isPicture(part) ? [] : words.parts[part]));
  const sentences = [
    ...(parts.includes('version') ? [words.otherVersion] : []),
    ...(named.length > 0 ? [words.notUsed(named)] : []),
    ...(pictures.length > 0 ? [words.withPictures(pictures)] : []),
  ];
  return sentences.length > 0 ? sentences.join(' ') : null;
}

const isPicture = (part: LinkPart): part is PictureField => (PICTURE_FIELDS as readonly LinkPart[]).includes(part);

/** What keeps a link to `url` from opening elsewhere, as a sentence; null when nothing does. */
export function limitOf(url: URL): string | null {
  if (url.protocol === 'file:') return shareWords().file;
  const local = url.hostname === 'localhost' || url.hostname === '[::1]' || url.hostname.startsWith('127.');
  return local ? shareWords().here : null;
}
