/** Masks as PNG files: white is edited, black is kept, grey is mixed. */
import { encode } from 'fast-png';
import { COLOUR_NOTE, Refused, TRANSPARENCY_NOTE } from '../../lib/decode/picture.ts';
import { decodePng } from '../../lib/decode/png.ts';
import { editorWords } from '../language/editor.ts';
import type { MaskDocument } from './document.ts';
import type { Size } from './region.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** The mask as a PNG of 8-bit grey. */
export function encodeMask({ width, height, mask }: Pick<MaskDocument, 'width' | 'height' | 'mask'>): Uint8Array {
  return encode({ width, height, data: mask, depth: 8, channels: 1 });
}

/**
 * Coverage of a mask that a visitor chose, of the picture's size.
 * @throws Refused with a sentence for the visitor: for other files, and for masks whose size or meaning is not sure
 */
export function decodeMask(bytes: Uint8Array, picture: Size): Uint8Array {
  const text = editorWords().file;
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw new Refused(text.noPng);
  const { width, height, grey, limits, what } = decodePng(bytes);
  if (what.includes(COLOUR_NOTE)) throw new Refused(text.colour);
  if (what.includes(TRANSPARENCY_NOTE)) {
    // Some programs mean “edit here” by transparent, others “keep”.
    throw new Refused(text.transparent);
  }
  if (width !== picture.width || height !== picture.height) {
    throw new Refused(text.size(`${width}×${height}`, `${picture.width}×${picture.height}`));
  }
  const white = limits![1];
  return Uint8Array.from(grey, (value) => Math.round((255 * value) / white));
}
