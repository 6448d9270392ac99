/** Pictures on canvases. */
import type { ImageBatch } from '../contract/image.ts';

/** Draws image `index` of a batch at its own size; the canvas is enlarged by CSS, pixel by pixel. */
export function paint(canvas: HTMLCanvasElement, { data, width, height }: ImageBatch, index: number): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const picture = context.createImageData(width, height);
  const first = index * width * height;
  for (let i = 0; i < width * height; i++) {
    // The array of an ImageData is clamped and rounds by itself.
    picture.data.fill(data[first + i]! * 255, 4 * i, 4 * i + 3);
    picture.data[4 * i + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

/** Pixels of the hatching that shows the map without colour. */
const HATCH = 4;

/**
 * Draws where two images differ, to lie over one of them: nothing where their SSIM is 1, teal of growing opacity below, hatched,
 * so that it reads without colour as well.
 * @param map SSIM of each pixel, `[height, width]`
 */
export function paintOverlay(canvas: HTMLCanvasElement, map: Float32Array, width: number, height: number): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const picture = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const difference = Math.min(1, 1 - map[i]!);
    const hatched = ((i % width) + Math.floor(i / width)) % HATCH === 0;
    picture.data.set([20, 184, 174, 255 * difference ** 2 * (hatched ? 0.9 : 0.45)], 4 * i);
  }
  context.putImageData(picture, 0, 0);
}
