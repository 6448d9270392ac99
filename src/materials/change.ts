/** From changes that were asked for to the attributes that a slice should then have. */
import { ATTRIBUTES, type AttributeName, type Attributes } from '../contract/materials.ts';
import type { Change } from './phrase.ts';

/**
 * @param before attributes as measured
 * @param ranges what the model knows of each attribute; results are kept inside
 * @returns only the attributes that change
 */
export function changedAttributes(
  changes: Change[],
  before: Attributes,
  ranges: Record<AttributeName, { min: number; max: number }>,
): Partial<Attributes> {
  const after: Partial<Attributes> = {};
  for (const name of ATTRIBUTES) {
    const change = changes.find(({ attribute }) => attribute === name);
    if (!change) continue;
    const { min, max } = ranges[name];
    const value = 'to' in change ? change.to : before[name] + change.by * (max - min);
    after[name] = Math.min(max, Math.max(min, value));
  }
  return after;
}
