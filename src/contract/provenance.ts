/** How a synthetic slice was made, or a picture edited: what travels in every exported file, so that it is never taken for a measurement. */
import type { EditMethod } from './edit.ts';
import type { HostedProvenance } from './hosted.ts';
import type { Attributes, Look, Material } from './materials.ts';
import { PICTURE_FIELDS, type SampleRequest } from './request.ts';

type PictureField = (typeof PICTURE_FIELDS)[number];

export interface Provenance {
  synthetic: true;
  generator: 'Specimen';
  modelVersion: string;
  /** Drawing image `index` of this request again, with the pictures that it had, gives the same picture. */
  request: Omit<SampleRequest, PictureField>;
  index: number;
  /** Which pictures the request had; they are not in here. Left out: none. */
  pictures?: PictureField[];
  asked: Partial<Attributes>;
}

/**
 * The provenance of image `index` of a result, as the shortest request that draws it: alone and with its own seed, except
 * for interpolations and draws of a picture's posterior, whose images depend on their place among the others.
 */
export function provenance(
  {
    request,
    modelVersion,
    slices,
  }: { request: SampleRequest; modelVersion: string; slices: { seed: number; asked: Partial<Attributes> }[] },
  index: number,
): Provenance {
  const { seed, asked } = slices[index]!;
  const pictures = PICTURE_FIELDS.filter((name) => request[name] !== undefined);
  const rest = { ...request };
  delete rest.like;
  delete rest.sketch;
  delete rest.from;
  const own = {
    synthetic: true,
    generator: 'Specimen',
    modelVersion,
    asked,
    ...(pictures.length > 0 && { pictures }),
  } as const;
  return request.interpolateTo === undefined && request.from === undefined
    ? { ...own, request: { ...rest, seed, count: 1 }, index: 0 }
    : { ...own, request: rest, index };
}

/** Where a picture came from before it was edited. */
export type PictureSource =
  | { kind: 'file'; name: string; how: string } // of the file itself nothing is known
  | { kind: 'simulated'; material: Material; seed: number; size: number; crack: boolean; ring?: boolean }
  | { kind: 'sampled'; made: Provenance };

/** Where a picture was edited. */
interface EditedPart {
  region: { left: number; top: number; width: number; height: number };
  /** Pixels of the region that could change; all others are bit for bit what they were. */
  editedPixels: number;
}

/** An edit by a model on this computer, with all that makes it again. */
export interface LocalEditRecord extends EditedPart {
  model: string;
  modelVersion: string;
  material: Material;
  look: Look;
  method: EditMethod;
  strength: number;
  steps?: number;
  resampling?: number;
  seed: number; // of the alternative that was kept
  attributes: Partial<Attributes>; // that were asked for
}

/** An edit by a hosted model, which takes no seed, so that nothing makes it again. */
export interface HostedEditRecord extends EditedPart {
  hosted: HostedProvenance;
}

export type EditRecord = LocalEditRecord | HostedEditRecord;

export interface EditProvenance {
  synthetic: true;
  kind: 'synthetic edit';
  generator: 'Specimen';
  source: PictureSource;
  edits: EditRecord[]; // oldest first
}

/** What an edited picture says of itself. */
export function editProvenance(source: PictureSource, edits: EditRecord[]): EditProvenance {
  return { synthetic: true, kind: 'synthetic edit', generator: 'Specimen', source, edits };
}
