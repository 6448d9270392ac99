/** What the Studio and the command line ask of the engine to change a part of a picture. Plain, cloneable data only. */
import type { ImageBatch } from './image.ts';
import type { Attributes, Look, Material } from './materials.ts';
import type { BackendReport, Timing } from './request.ts';

/** Fill a masked region from noise, given what is around it. */
export const INPAINT_METHODS = ['posterior', 'repaint', 'replacement'] as const;
/** Change what is there, in a masked region or everywhere. */
export const CHANGE_METHODS = ['sdedit', 'diffedit', 'ledits', 'instruct'] as const;
export const EDIT_METHODS = [...INPAINT_METHODS, ...CHANGE_METHODS] as const;
export type InpaintMethod = (typeof INPAINT_METHODS)[number];
export type EditMethod = (typeof EDIT_METHODS)[number];

export const EDIT_COUNT_LIMITS = { min: 1, max: 8 } as const;
export const STRENGTH_LIMITS = { min: 0.05, max: 1 } as const;
export const RESAMPLING_LIMITS = { min: 1, max: 10 } as const;
/** Noise levels of the full way when a request names none: those that docs/studio.md measures. */
export const DEFAULT_EDIT_STEPS: Record<EditMethod, number> = {
  posterior: 14,
  repaint: 20,
  replacement: 20,
  sdedit: 20,
  diffedit: 20,
  ledits: 30,
  instruct: 20,
};
/** The region that is worked on at once may have at most this many pixels; a larger picture is edited through a mask. */
export const MAX_REGION_PIXELS = 512 * 512;
/** Hosted models work at about this many pixels and charge by it; smaller pictures are enlarged to it. */
export const HOSTED_PIXELS = 1024 * 1024;

export interface EditRequest {
  model: string; // id of a diffusion model in the catalogue
  material: Material;
  look: Look;
  method: EditMethod;
  /** The region that is worked on: one image, each side at least the model's; `editRegion` finds it in a larger picture. */
  image: ImageBatch;
  /** `[height, width]` of `image`: 1 is edited, 0 is kept bit for bit, between them old and new are mixed. Null edits everything. */
  mask: Float32Array | null;
  seed: number; // uint32; alternative k uses (seed + k) mod 2^32
  count: number; // alternatives, 1 to 8
  /** Attributes that the result should have; those left out are as measured in the picture. */
  attributes: Partial<Attributes>;
  /** How far from what is there: 1 starts at pure noise, towards 0 less and less changes. 0.05 to 1. */
  strength: number;
  steps?: number; // noise levels of the full way
  resampling?: number; // RePaint: times each step is repeated, 1 to 10
  /** Of the condition, as in `SampleRequest`; left out: 1, and for a change of attributes as much as its method needs. */
  guidance?: number;
  imageGuidance?: number; // `instruct`: pull towards the picture that is edited, 0 to 8
}

/** How believable a repair is: the edited region against its surroundings. */
export interface RegionReport {
  ssimInside: number; // mean SSIM to the picture before, over edited pixels
  ssimOutside: number | null; // over kept pixels; null when everything is edited
  /**
   * Mean absolute step across the mask's border over the mean absolute step between neighbours on either side of it: 1 is
   * no visible seam. Null when everything is edited.
   */
  seam: number | null;
  inside: RegionStatistics;
  around: RegionStatistics | null; // kept pixels of the region; null when everything is edited
}

export interface RegionStatistics {
  pixels: number;
  areaFraction: number; // porosity of rocks, area fraction of fibers and roots
  /** Two-point correlation S2(r) of that phase, r = 0, 1, 2, … px, over pairs that lie in the part. */
  s2: Float64Array;
}

export interface EditResult {
  modelVersion: string;
  images: ImageBatch; // the alternatives, of the size of the request's image; kept pixels are the request's own values
  mask: Float32Array | null; // the mask that was used: the request's, or the one that DiffEdit found
  reports: RegionReport[]; // one per alternative
  measured: Attributes[]; // of each whole alternative, in windows of the model's side
  before: Attributes; // of the request's image, likewise
  backend: BackendReport;
  timing: Timing;
  notices: string[];
}

/** Which material a picture seems to show. */
export interface MaterialGuess {
  material: Material;
  /** Softmax of the caption scores, one per material in the order of `MATERIALS`. */
  shares: number[];
}
