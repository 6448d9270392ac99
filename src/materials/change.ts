/** From changes that were asked for to the attributes that a slice should then have. */
import type { AttributeRanges } from '../contract/ranges.ts';
import { ATTRIBUTES, type Attributes } from '../contract/materials.ts';
import type { Change } from './phrase.ts';

/** What a model knows of each attribute. */
export interface Known {
  /** Of which a change is a share: the intervals of the model's card. */
  scale: AttributeRanges;
  /** Within which it can be asked: see `askRanges`. */
  limits: AttributeRanges;
}

/**
 * What is beyond the limits goes its way from the limit, because the network is told no more of it (see `prepare` in
 * engine/edit.ts). Where nothing within the limits lies on the way that was asked for, the attribute is as before.
 * @param before attributes as measured
 * @returns only the attributes that were to change, within the limits or as before
 */
export function changedAttributes(
  changes: Change[],
  before: Attributes,
  { scale, limits }: Known,
): Partial<Attributes> {
  const after: Partial<Attributes> = {};
  for (const change of changes) {
    const name = change.attribute;
    const now = before[name];
    const within = (value: number) => Math.min(limits[name].max, Math.max(limits[name].min, value));
    const way =
      'to' in change
        ? change.to - now
        : 'plus' in change
          ? change.plus
          : change.by * (scale[name].max - scale[name].min);
    const value = within('to' in change ? change.to : within(now) + way);
    after[name] = way * (value - now) > 0 ? value : now;
  }
  return after;
}

/** A change of less than this share of the scale cannot be seen. */
const SEEN = 0.01;

/** Those of the attributes that are not as before: what an edit asks for. */
export function moved(after: Partial<Attributes>, before: Attributes, scale: AttributeRanges): Partial<Attributes> {
  const rest: Partial<Attributes> = {};
  for (const name of ATTRIBUTES) {
    const { min, max } = scale[name];
    const to = after[name];
    if (to !== undefined && Math.abs(to - before[name]) > SEEN * (max - min)) rest[name] = to;
  }
  return rest;
}
