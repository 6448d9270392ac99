/** How a synthetic slice was made, or a picture edited: what travels in every exported file, so that it is never taken for a measurement. */
import type { EditMethod, EditRequest, EditResult } from './edit.ts';
import type { HostedProvenance } from './hosted.ts';
import type { BareRequest } from './kept.ts';
import type { Attributes, Look, Material } from './materials.ts';
import { picturesIn, withoutPictures } from './pictures.ts';
import type { PictureField, SampleRequest, SampleResult } from './request.ts';

export interface Provenance {
  synthetic: true;
  generator: 'Specimen';
  modelVersion: string;
  /** Drawing image `index` of this request again, with the pictures that it had, gives the same picture. */
  request: BareRequest;
  index: number;
  /** Which pictures the request had; they are not in here. Left out: none. */
  pictures?: PictureField[];
  /** How much the sketch guided, which also decides whether attributes were drawn or left to it; with a sketch only. */
  sketchStrength?: number;
  asked: Partial<Attributes>;
}

/**
 * The shortest request that draws image `index` of a result, and the image's place in it: alone and with its own seed, except
 * for interpolations and draws of a picture's posterior, whose images depend on their place among the others.
 */
export function shortest(
  { request, slices }: Pick<SampleResult, 'request' | 'slices'>,
  index: number,
): { request: SampleRequest; index: number } {
  return request.interpolateTo === undefined && request.from === undefined
    ? { request: { ...request, seed: slices[index]!.seed, count: 1 }, index: 0 }
    : { request, index };
}

/** The provenance of image `index` of a result. */
export function provenance(
  result: Pick<SampleResult, 'request' | 'modelVersion' | 'slices'>,
  index: number,
): Provenance {
  const own = shortest(result, index);
  const pictures = picturesIn(own.request);
  const { sketch } = own.request;
  return {
    synthetic: true,
    generator: 'Specimen',
    modelVersion: result.modelVersion,
    asked: result.slices[index]!.asked,
    ...(pictures.length > 0 && { pictures }),
    ...(sketch && { sketchStrength: sketch.strength }),
    request: withoutPictures(own.request),
    index: own.index,
  };
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

/** An edit by a model on this computer: what makes it again, with the picture it began with and the mask, which are not in here. */
export interface LocalEditRecord extends EditedPart {
  model: string;
  modelVersion: string;
  material: Material;
  look: Look;
  method: EditMethod;
  strength: number;
  steps?: number;
  resampling?: number;
  guidance?: number;
  imageGuidance?: number;
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

/** Pixels of a region that an edit could change. @param mask null: all of them */
export function editedPixels({ width, height }: EditedPart['region'], mask: Float32Array | null): number {
  return mask ? mask.filter((share) => share > 0).length : width * height;
}

/**
 * What alternative k of a result says of itself.
 * @param region where the request's image lies in the picture
 */
export function localEditRecord(
  request: EditRequest,
  region: EditedPart['region'],
  { modelVersion, mask }: Pick<EditResult, 'modelVersion' | 'mask'>,
  k: number,
): LocalEditRecord {
  const { model, material, look, method, strength, steps, resampling, guidance, imageGuidance, attributes } = request;
  return {
    model,
    modelVersion,
    material,
    look,
    method,
    strength,
    ...(steps !== undefined && { steps }),
    ...(resampling !== undefined && { resampling }),
    ...(guidance !== undefined && { guidance }),
    ...(imageGuidance !== undefined && { imageGuidance }),
    seed: (request.seed + k) % 2 ** 32,
    attributes,
    region,
    editedPixels: editedPixels(region, mask),
  };
}

/** What an edited picture says of itself. */
export function editProvenance(source: PictureSource, edits: EditRecord[]): EditProvenance {
  return { synthetic: true, kind: 'synthetic edit', generator: 'Specimen', source, edits };
}
