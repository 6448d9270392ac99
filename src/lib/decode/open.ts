/** One page of a file as integers, so that pixels that no edit touches leave the page as they came. */
import { MAX_SIDE, MIN_SIDE, type OpenedPicture } from '../../contract/opened.ts';
import { openFile } from './file.ts';
import type { JpegDecoder } from './jpeg.ts';
import { Refused, type Raster } from './picture.ts';

/** A picture whose greys fill less than this share of its range looks flat, and is not what the models learned. */
const FLAT = 0.25;

/**
 * Integers of up to 8 bits become 8-bit pixels, of up to 16 bits 16-bit pixels; those of fewer bits are multiplied by a whole
 * number, signed ones shifted, so that nothing is lost. Colours become their luminance. Values without a black and white of
 * their own (floats, 32-bit integers) are stretched from their least to their greatest, floats in [0, 1] kept.
 * @param page from 0
 * @throws Refused for what is no picture, is too small or too large, or holds NaN or infinity
 */
export async function openPicture(blob: Blob, page: number, jpeg: JpegDecoder): Promise<OpenedPicture> {
  const file = await openFile(blob, jpeg);
  const { pages } = file;
  if (page >= pages) throw new Refused(`It has ${pages} ${pages === 1 ? 'page' : 'pages'}; choose one of them.`);
  const raster = await file.read(page);
  checkSize(raster);
  const { limits } = raster;
  return { ...(limits ? fromIntegers(raster, limits) : fromFloats(raster)), pages, page };
}

function checkSize({ width, height }: Raster): void {
  if (width > MAX_SIDE || height > MAX_SIDE) {
    throw new Refused(
      `It is ${width}×${height}, and up to ${MAX_SIDE}×${MAX_SIDE} is opened; cut out the part to edit.`,
    );
  }
  if (width < MIN_SIDE || height < MIN_SIDE) {
    throw new Refused(
      `It is ${width}×${height}, and the models look at ${MIN_SIDE}×${MIN_SIDE} pixels at least; choose a larger picture.`,
    );
  }
}

type Converted = Omit<OpenedPicture, 'pages' | 'page'>;

function fromIntegers({ width, height, grey, what }: Raster, [black, white]: [number, number]): Converted {
  const bitDepth = white - black <= 255 ? 8 : 16;
  const full = bitDepth === 8 ? 255 : 65535;
  const factor = Math.floor(full / (white - black));
  const pixels = bitDepth === 8 ? new Uint8Array(grey.length) : new Uint16Array(grey.length);
  let least = full;
  let greatest = 0;
  for (let i = 0; i < grey.length; i++) {
    const value = Math.round((grey[i]! - black) * factor);
    pixels[i] = value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const steps = [what, black === 0 ? null : `values + ${-black}`, factor === 1 ? null : `values × ${factor}`];
  const how = steps.filter((step) => step !== null).join('; ');
  return { width, height, bitDepth, pixels, how, caution: cautionOf(least / full, greatest / full) };
}

function fromFloats({ width, height, grey, what }: Raster): Converted {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of grey) {
    if (!Number.isFinite(value)) {
      throw new Refused('It holds NaN or infinite values, which have no grey; fill them in and save it again.');
    }
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const [black, white] = least >= 0 && greatest <= 1 ? [0, 1] : [least, greatest];
  const pixels = Uint16Array.from(grey, (value) => Math.round((65535 * (value - black)) / (white - black || 1)));
  const how = `${what}; values ${round(black)} to ${round(white)} → 16 bit`;
  const caution = black === 0 && white === 1 ? cautionOf(least, greatest) : null;
  return { width, height, bitDepth: 16, pixels, how, caution };
}

function cautionOf(least: number, greatest: number): string | null {
  if (least === greatest) return 'All its pixels have the same grey, so there is nothing for a model to go by.';
  if (greatest - least >= FLAT) return null;
  return `Its greys fill only ${Math.round(100 * (greatest - least))} % of the range from black to white; stretch its contrast before opening it, or the models will see little.`;
}

const round = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));
