/** Runs that a visitor keeps in the gallery: what is told of them apart from their pixels, so that a long list opens at once. */
import type { ImageBatch } from './image.ts';
import type { BackendReport, PictureField, SampleRequest, Sketch, SliceInfo, Timing } from './request.ts';

/** Grey levels as integers, row-major `[count, height, width]`: 0 is black, 65535 white. */
export interface KeptImages {
  data: Uint16Array;
  count: number;
  height: number;
  width: number;
}

/** A sampling request without the pictures that it may hold. */
export type BareRequest = Omit<SampleRequest, PictureField>;

/** Sizes of the pictures that a request may hold, px; left out: it held none. */
export interface HeldPictures {
  like?: { width: number; height: number };
  from?: { width: number; height: number };
  sketch?: { side: number; strength: number };
}

/** A kept run without its pictures. */
export interface KeptRun {
  /** SHA-256 of its request, its model and its pixels (`runId`), hexadecimal: the same run kept twice is one. */
  id: string;
  at: number; // when it was kept, ms since 1970
  name: string;
  note: string;
  request: BareRequest;
  /** The pictures that the request held, which are in `RunPictures`. */
  held: HeldPictures;
  model: KeptModel;
  backend: BackendReport;
  timing: Timing;
  page: string; // version of the page that drew it
  slices: SliceInfo[];
  width: number; // of a slice, px
  height: number;
  /** Bits of each pixel that were kept: 8 after a way through files of 8 bits. */
  bits: 8 | 16;
  bytes: number; // of its pictures
  /** The first slices, small, 8 bit, row-major `[count, height, width]`. */
  cover: { data: Uint8Array; count: number; height: number; width: number };
}

export interface KeptModel {
  name: string;
  version: string;
  licence: string;
  /** SHA-256 of all in its card that decides what it draws (`cardHash`), hexadecimal; null in sets of older pages that could not hash. */
  hash: string | null;
}

/** The pixels of a kept run, and the pictures that its request held. */
export interface RunPictures {
  images: KeptImages;
  like?: ImageBatch;
  sketch?: Sketch;
  from?: ImageBatch;
}

/** Files that a set is saved in: PNG with the 8 bits that a screen shows, or for each run a TIFF stack with 16. */
export const PACK_FORMATS = ['png', 'tiff'] as const;
export type PackFormat = (typeof PACK_FORMATS)[number];

/** How far a set has been written or read, in slices. */
export interface PackProgress {
  done: number;
  total: number;
}

/** What came of reading a set. */
export interface UnpackReport {
  added: number; // runs
  known: number; // runs that were here already
  /** A sentence when not all could be read or kept; what was added before stays. */
  problem: string | null;
}
