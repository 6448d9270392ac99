/** What is asked of files that become a set of images, and what comes back. Plain, cloneable data only. */
import type { ImageBatch } from './image.ts';

/** `shrink`: the whole centred square, each new pixel the mean of the area it covers. `crop`: its middle, pixel by pixel. */
export const FITS = ['shrink', 'crop'] as const;
export type Fit = (typeof FITS)[number];

/** `type`: black and white are the ends of the number type. `stretch`: they are the least and greatest grey of each file. */
export const RANGES = ['type', 'stretch'] as const;
export type Range = (typeof RANGES)[number];

export interface IntakeSettings {
  side: number; // px, of the square images that come out
  fit: Fit;
  range: Range;
}

/** A file to read. Its bytes are fetched when its turn comes. */
export interface InputFile {
  /** Its path in the folder or archive that it came in. */
  name: string;
  blob: Blob;
}

export interface TakenImage {
  name: string;
  /** How it was brought to the common size and range: this path changes every score. */
  how: string;
  /** Of the file, in hexadecimal; null for files too large to be hashed in memory. */
  sha256: string | null;
}

export interface RefusedFile {
  name: string;
  /** One sentence that a person can act on. */
  why: string;
}

export interface IntakeResult {
  /** Null when no image could be taken. */
  images: ImageBatch | null;
  /** One row per image, in the order of `images`: by name, numbers as numbers, then by page. */
  taken: TakenImage[];
  refused: RefusedFile[];
}

export interface IntakeProgress {
  files: number; // read so far
  total: number; // files; an archive is one
  images: number; // taken so far
  refused: number;
}
