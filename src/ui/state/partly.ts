/** What the page tells of a link that it followed in part. */
import { SpecimenError } from '../../contract/errors.ts';
import type { LinkPart } from '../../contract/link.ts';
import { describeLeftOut } from '../linkWords.ts';

/** The parts that were left out as a note that can be shown; null when there are none. */
export function partly(leftOut: readonly LinkPart[]): SpecimenError | null {
  const sentence = describeLeftOut(leftOut);
  return sentence === null ? null : new SpecimenError('BadLink', sentence, [...new Set(leftOut)].join(', '));
}
