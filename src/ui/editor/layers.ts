/** What the editor draws: the picture, and the mask over it. */
import type { Region } from '../../lib/slice.ts';
import type { MaskDocument } from './document.ts';
import { clipped, intersection, type Size } from './region.ts';
import type { GreyPicture } from './select.ts';
import { shownRegion, type Field, type View } from './viewport.ts';

const TILE = 1024; // px; browsers refuse canvases that are much larger than a screen

/** A part of the picture as bitmaps of full, half, quarter … size, so that a small view does not read every pixel. */
interface Tile {
  region: Region;
  levels: OffscreenCanvas[];
}

/** Turns a picture into bitmaps once, and draws them at any size. */
export class PictureLayer {
  readonly #tiles: Tile[] = [];

  constructor(picture: GreyPicture) {
    for (let top = 0; top < picture.height; top += TILE) {
      for (let left = 0; left < picture.width; left += TILE) {
        const region = clipped(picture, left, top, left + TILE, top + TILE)!;
        this.#tiles.push({ region, levels: levelsOf(bitmap(picture, region)) });
      }
    }
  }

  draw(canvas: HTMLCanvasElement, view: View, field: Field): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    canvas.width = Math.round(field.width * field.density); // which clears it
    canvas.height = Math.round(field.height * field.density);
    const scale = view.scale * field.density;
    context.imageSmoothingEnabled = scale < 1; // between two levels, so the quick kind is enough
    const level = Math.max(0, Math.floor(-Math.log2(scale)));
    for (const { region, levels } of this.#tiles) {
      // Whole device pixels, or seams would show between tiles.
      const left = Math.round(view.x * field.density + region.left * scale);
      const top = Math.round(view.y * field.density + region.top * scale);
      const right = Math.round(view.x * field.density + (region.left + region.width) * scale);
      const bottom = Math.round(view.y * field.density + (region.top + region.height) * scale);
      if (right <= 0 || bottom <= 0 || left >= canvas.width || top >= canvas.height) continue;
      context.drawImage(levels[Math.min(level, levels.length - 1)]!, left, top, right - left, bottom - top);
    }
  }
}

function bitmap({ width, grey }: GreyPicture, region: Region): OffscreenCanvas {
  const canvas = new OffscreenCanvas(region.width, region.height);
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(region.width, region.height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let y = 0, i = 0; y < region.height; y++) {
    const row = (region.top + y) * width + region.left;
    for (let x = 0; x < region.width; x++, i++) {
      const level = Math.round(255 * Math.min(1, Math.max(0, grey[row + x]!)));
      pixels[i] = rgba(level, level, level, 255);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function levelsOf(canvas: OffscreenCanvas): OffscreenCanvas[] {
  const levels = [canvas];
  for (let last = canvas; last.width > 64 && last.height > 64; levels.push(last)) {
    const half = new OffscreenCanvas(Math.ceil(last.width / 2), Math.ceil(last.height / 2));
    const context = half.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(last, 0, 0, half.width, half.height);
    last = half;
  }
  return levels;
}

export interface Look {
  opacity: number; // 0 to 1
  colour: string; // #rrggbb
}

/** Coverage from which a pixel lies inside the drawn edge. */
const EDGE = 128;
/** Length of the edge's dashes on the screen, px. */
const DASH = 4;

/**
 * Draws a part of the mask: its colour by coverage, and a dashed edge of black and white, which is seen without colour and on any
 * grey. Where several pixels of the picture fall on one of the screen the largest coverage is shown, so that thin lines do
 * not vanish.
 * @param part of the screen; all that lies in it is drawn anew
 */
export function drawMask(
  context: CanvasRenderingContext2D,
  document: MaskDocument,
  view: View,
  field: Field,
  part: Region,
  { opacity, colour }: Look,
): void {
  context.clearRect(part.left, part.top, part.width, part.height);
  const covered = document.bound && shownRegion(view, document.bound, field);
  const drawn = covered && intersection(part, covered);
  if (drawn) drawCovered(context, document, view, drawn, opacity, colour);
}

function drawCovered(
  context: CanvasRenderingContext2D,
  document: MaskDocument,
  view: View,
  part: Region,
  opacity: number,
  colour: string,
): void {
  // One pixel more on each side, to see edges at the border of the part.
  const width = part.width + 2;
  const height = part.height + 2;
  const shown = sample(document.mask, document, view, { left: part.left - 1, top: part.top - 1, width, height });
  const image = context.createImageData(part.width, part.height);
  const pixels = new Uint32Array(image.data.buffer);
  const rgb = Number.parseInt(colour.slice(1), 16);
  const fill = rgba(rgb >> 16, (rgb >> 8) & 255, rgb & 255, 0);
  const alphas = Uint8Array.from({ length: 256 }, (_, coverage) => Math.round(opacity * coverage));
  for (let y = 0, i = 0; y < part.height; y++) {
    for (let x = 0, at = (y + 1) * width + 1; x < part.width; x++, at++, i++) {
      const value = shown[at]!;
      if (value === 0) continue;
      const edge =
        value >= EDGE &&
        (shown[at - 1]! < EDGE || shown[at + 1]! < EDGE || shown[at - width]! < EDGE || shown[at + width]! < EDGE);
      if (edge && opacity > 0) {
        const odd = Math.floor((part.left + x + part.top + y) / DASH) % 2;
        pixels[i] = odd ? BLACK : WHITE;
      } else pixels[i] = (fill | (alphas[value]! << 24)) >>> 0;
    }
  }
  context.putImageData(image, part.left, part.top);
}

/** Coverage at each pixel of a part of the screen, 0 beside the picture. */
function sample(mask: Uint8Array, picture: Size, view: View, part: Region): Uint8Array {
  const shown = new Uint8Array(part.width * part.height);
  const columns = ranges(part.left, part.width, view.x, view.scale, picture.width);
  const rows = ranges(part.top, part.height, view.y, view.scale, picture.height);
  for (let y = 0; y < part.height; y++) {
    const top = rows[2 * y]! * picture.width;
    const bottom = rows[2 * y + 1]! * picture.width;
    for (let x = 0; x < part.width; x++) {
      const left = columns[2 * x]!;
      const right = columns[2 * x + 1]!;
      let most = 0;
      for (let row = top; row < bottom && most < 255; row += picture.width) {
        for (let at = row + left; at < row + right; at++) if (mask[at]! > most) most = mask[at]!;
      }
      shown[y * part.width + x] = most;
    }
  }
  return shown;
}

/** The picture's pixels under each pixel of the screen: first, end, first, end, …; none beside the picture. */
function ranges(start: number, length: number, offset: number, scale: number, limit: number): Int32Array {
  const bounds = new Int32Array(2 * length);
  for (let i = 0; i < length; i++) {
    const centre = (start + i + 0.5 - offset) / scale;
    if (centre < 0 || centre >= limit) continue;
    const first = scale >= 1 ? Math.floor(centre) : Math.max(0, Math.round(centre - 0.5 / scale));
    bounds[2 * i] = first;
    bounds[2 * i + 1] = scale >= 1 ? first + 1 : Math.min(limit, Math.max(first + 1, Math.round(centre + 0.5 / scale)));
  }
  return bounds;
}

/** A pixel of an ImageData seen as one number; every platform that runs a browser is little-endian. */
function rgba(red: number, green: number, blue: number, alpha: number): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
const BLACK = rgba(0, 0, 0, 255);
const WHITE = rgba(255, 255, 255, 255);
