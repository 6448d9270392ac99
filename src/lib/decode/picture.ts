/** What every decoder gives: pages of grey values in the file's own units. */

/** One page before it is brought to the common size and range. */
export interface Raster {
  width: number;
  height: number;
  /** Row-major `[height, width]`, in the units of the file. */
  grey: Float32Array;
  /** Values of black and white in those units; null for types without them, such as floats. */
  limits: [black: number, white: number] | null;
  /** What it was: “PNG, 16 bit, RGB → luminance”. */
  what: string;
}

export interface Picture {
  pages: number;
  read(page: number): Promise<Raster>;
}

/** A file, or a page of it, that cannot be used; the message is a sentence for the visitor. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** A picture that has to be decoded as a whole may not be larger, or one file could fill the memory. */
const MAX_PIXELS = 50_000_000;

/** @throws Refused for pictures above `MAX_PIXELS` */
export function checkPixels(width: number, height: number): void {
  if (width * height > MAX_PIXELS) {
    throw new Refused(`It has ${width}×${height} pixels, and up to 50 million are read; cut it into tiles.`);
  }
}

/** What `Raster.what` says of a picture that was not plain grey. */
export const COLOUR_NOTE = ', RGB → luminance';
export const TRANSPARENCY_NOTE = ', transparency over black';

/**
 * Luminance Y = 0.2126 R + 0.7152 G + 0.0722 B (ITU-R BT.709) of the values as they are stored, as scikit-image's
 * `rgb2gray` has it; transparent pixels are laid over black.
 * @param samples row-major, `channels` values per pixel: grey, grey and alpha, RGB, or RGB and alpha
 * @param opaque alpha of a pixel that hides what is behind it
 * @param multiplied whether the colours are stored multiplied by alpha, which is how they look over black
 */
export function toGrey(
  samples: ArrayLike<number>,
  channels: number,
  opaque: number,
  multiplied = false,
): { grey: Float32Array; note: string } {
  const grey = new Float32Array(samples.length / channels);
  const colour = channels >= 3;
  const alpha = channels % 2 === 0 ? channels - 1 : null;
  let transparent = false;
  let coloured = false;
  for (let i = 0, k = 0; i < grey.length; i++, k += channels) {
    let value = samples[k]!;
    if (colour && !(value === samples[k + 1] && value === samples[k + 2])) {
      coloured = true;
      value = 0.2126 * value + 0.7152 * samples[k + 1]! + 0.0722 * samples[k + 2]!;
    }
    if (alpha !== null && samples[k + alpha] !== opaque) {
      transparent = true;
      if (!multiplied) value *= samples[k + alpha]! / opaque;
    }
    grey[i] = value;
  }
  return { grey, note: (coloured ? COLOUR_NOTE : '') + (transparent ? TRANSPARENCY_NOTE : '') };
}
