/** How a synthetic slice was made: what travels in every exported file, so that it is never taken for a measurement. */
import type { Attributes } from './materials.ts';
import type { SampleRequest } from './request.ts';

export interface Provenance {
  synthetic: true;
  generator: 'Specimen';
  modelVersion: string;
  /** Drawing image `index` of this request again gives the same picture. */
  request: SampleRequest;
  index: number;
  asked: Attributes;
}

/**
 * The provenance of image `index` of a result, as the shortest request that draws it: alone and with its own seed, except
 * for interpolations, whose images depend on their place among the others.
 */
export function provenance(
  {
    request,
    modelVersion,
    slices,
  }: { request: SampleRequest; modelVersion: string; slices: { seed: number; asked: Attributes }[] },
  index: number,
): Provenance {
  const { seed, asked } = slices[index]!;
  const own = { synthetic: true, generator: 'Specimen', modelVersion, asked } as const;
  return request.interpolateTo === undefined
    ? { ...own, request: { ...request, seed, count: 1 }, index: 0 }
    : { ...own, request, index };
}
