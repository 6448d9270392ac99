/** A single picture as the Studio opens it. Plain, cloneable data only. */

/** The Studio opens pictures of up to this many pixels a side; a network looks at a part of a large one at a time. */
export const MAX_SIDE = 4096;
/** Side of the smallest model's pictures, px: with fewer pixels there is nothing for it to look at. */
export const MIN_SIDE = 64;

export interface OpenedPicture {
  width: number;
  height: number;
  bitDepth: 8 | 16;
  /** Row-major `[height, width]`, 0 black, 255 or 65535 white. */
  pixels: Uint8Array | Uint16Array;
  pages: number; // of the file
  page: number; // that was opened, from 0
  /** What the file was, and how its values became these: “TIFF, 12 bit, RGB → luminance; values × 16”. */
  how: string;
  /** A sentence where the picture opens but will look or work worse than it could. */
  caution: string | null;
}
