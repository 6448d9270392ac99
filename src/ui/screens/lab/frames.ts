/** Pictures out of a trace. */
import type { ImageBatch } from '../../../contract/image.ts';

/**
 * Frame `frame` of slice `slice` as a batch of one.
 * @param frames `[frames, count, height, width]`, grey in [0, 1]
 */
export function frameOf(
  frames: Float32Array,
  { width, height }: Pick<ImageBatch, 'width' | 'height'>,
  count: number,
  frame: number,
  slice: number,
): ImageBatch {
  const pixels = width * height;
  const first = (frame * count + slice) * pixels;
  return { data: frames.subarray(first, first + pixels), count: 1, width, height };
}

/** At most `most` of the numbers 0 … n − 1, evenly spread, with both ends. */
export function spread(n: number, most: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (n - 1)) / (most - 1)));
}

/** Image `index` as a batch of one, in memory of its own. */
export function single({ data, width, height }: ImageBatch, index: number): ImageBatch {
  const pixels = width * height;
  return { data: data.slice(index * pixels, (index + 1) * pixels), count: 1, width, height };
}

/** b − a of one slice: grey ½ where they agree, full contrast at a difference of half the grey range. */
export function difference(a: ImageBatch, b: ImageBatch, index: number): ImageBatch {
  const from = single(a, index);
  const to = single(b, index);
  const data = from.data.map((value, i) => Math.min(1, Math.max(0, 0.5 + (to.data[i]! - value))));
  return { ...from, data };
}
