/** Which runs make the tables of mixed styles and of latent directions, and what a direction does. */
import type { ModelCard } from '../../contract/card.ts';
import { ATTRIBUTES, type AttributeName } from '../../contract/materials.ts';
import type { SampleRequest, SampleResult } from '../../contract/request.ts';

const MIX_ROWS = 3;
const MIX_COLUMNS = 9;
/** Where a direction is looked at, in standard deviations of the prior. */
export const WALK_VALUES = [-2, -1, 0, 1, 2] as const;
/** An attribute counts as changed by a direction from this share of its range on. */
const CLEAR = 0.15;

/**
 * One run for each depth, from the slice's own style alone to the second style alone; its slices are the rows.
 * @param mixWith seed of the second style
 */
export function mixRequests(request: SampleRequest, mixWith: number, layers: number): SampleRequest[] {
  const columns = Math.min(MIX_COLUMNS, layers + 1);
  const plain = { ...request };
  delete plain.interpolateTo;
  return Array.from({ length: columns }, (_, k) => ({
    ...plain,
    count: MIX_ROWS,
    mixWith,
    mixFrom: Math.round(layers * (1 - k / (columns - 1))),
  }));
}

/** Row after row, one run of a single slice for each value of each direction; coordinates that are set stay where they are. */
export function walkRequests(request: SampleRequest, latents: { dimension: number }[]): SampleRequest[] {
  const plain = { ...request };
  delete plain.interpolateTo;
  return latents.flatMap(({ dimension }) => {
    const others = (request.latent ?? []).filter((set) => set.dimension !== dimension);
    return WALK_VALUES.map((value) => ({ ...plain, count: 1, latent: [...others, { dimension, value }] }));
  });
}

/** What changed most between two single slices of one material. */
export function effectOf(
  from: SampleResult,
  to: SampleResult,
  card: ModelCard | null,
): { attribute: AttributeName | null; rms: number } {
  const ranges = card?.conditions.attributes[from.request.material];
  const share = (name: AttributeName) => {
    const range = ranges?.[name];
    if (!range) return 0;
    return Math.abs(to.slices[0]!.measured[name] - from.slices[0]!.measured[name]) / (range.max - range.min);
  };
  const most = ATTRIBUTES.reduce((a, b) => (share(b) > share(a) ? b : a));
  const squares = from.images.data.reduce((sum, grey, i) => sum + (grey - to.images.data[i]!) ** 2, 0);
  return {
    attribute: share(most) >= CLEAR ? most : null,
    rms: Math.sqrt(squares / from.images.data.length),
  };
}
