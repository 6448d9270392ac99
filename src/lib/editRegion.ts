/** Which part of a picture an edit works on. */
import type { Region } from './slice.ts';

/**
 * The mask's bounding box with `margin` pixels of surroundings, at least `side` pixels each way, inside the picture.
 * @param mask `[height, width]`, above 0 where pixels are edited
 * @param side the model's, px; both sides of the picture must have as many
 * @returns null when the mask is empty
 */
export function editRegion(
  mask: ArrayLike<number>,
  width: number,
  height: number,
  { side, margin }: { side: number; margin: number },
): Region | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!(mask[y * width + x]! > 0)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (bottom < 0) return null;
  const box = { left, top, width: right + 1 - left, height: bottom + 1 - top };
  return regionAround(box, width, height, { side, margin });
}

/** The same for a bounding box that is known already. */
export function regionAround(
  box: Region,
  width: number,
  height: number,
  { side, margin }: { side: number; margin: number },
): Region {
  const across = widened(box.left - margin, box.left + box.width + margin, side, width);
  const down = widened(box.top - margin, box.top + box.height + margin, side, height);
  return { left: across.first, top: down.first, width: across.length, height: down.length };
}

/** The range from `first` to `end`, grown around its middle to `least`, then moved and cut to lie in [0, size). */
function widened(first: number, end: number, least: number, size: number): { first: number; length: number } {
  const length = Math.min(size, Math.max(least, Math.min(end, size) - Math.max(first, 0)));
  const middle = (Math.max(first, 0) + Math.min(end, size)) / 2;
  const start = Math.min(size - length, Math.max(0, Math.round(middle - length / 2)));
  return { first: start, length };
}
