/** Runs that a visitor keeps in the gallery: what is told of them apart from their pixels, so that a long list opens at once. */
import type { ImageBatch } from '../contract/image.ts';
import type { BackendReport, PICTURE_FIELDS, SampleRequest, Sketch, SliceInfo } from '../contract/request.ts';

type PictureField = (typeof PICTURE_FIELDS)[number];

/** Grey levels as integers, row-major `[count, height, width]`: 0 is black, 65535 white. */
export interface KeptImages {
  data: Uint16Array;
  count: number;
  height: number;
  width: number;
}

/** A kept run without its pictures. */
export interface KeptRun {
  id: string;
  at: number; // when it was kept, ms since 1970
  name: string;
  note: string;
  /** As it was asked, without the pictures that it may have held. */
  request: Omit<SampleRequest, PictureField>;
  /** Which pictures the request held; they are in `RunPictures`. */
  pictures: PictureField[];
  model: {
    name: string;
    version: string;
    licence: string;
    /** SHA-256 of all in its card that decides what it draws, hexadecimal; null where nothing can be hashed. */
    hash: string | null;
  };
  backend: BackendReport['backend'];
  page: string; // version of the page that drew it
  slices: SliceInfo[];
  /** Bits of each pixel that were kept: 8 after a way through a file of 8 bits. */
  bits: 8 | 16;
  bytes: number; // of its pictures
  /** The first slices, small, 8 bit, row-major `[count, height, width]`. */
  cover: { data: Uint8Array; count: number; height: number; width: number };
}

/** The pixels of a kept run, and the pictures that its request held. */
export interface RunPictures {
  images: KeptImages;
  like?: ImageBatch;
  sketch?: Sketch;
  from?: ImageBatch;
}
