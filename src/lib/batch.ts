import type { ImageBatch } from '../contract/image.ts';

/** A copy of image `index` of a batch, as a batch of one. */
export function sliceAt({ data, width, height }: ImageBatch, index: number): ImageBatch {
  const pixels = width * height;
  return { data: data.slice(index * pixels, (index + 1) * pixels), count: 1, width, height };
}
