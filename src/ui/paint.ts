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
