/** Rectangles of whole pixels. */
import type { Region } from '../../lib/slice.ts';

export interface Size {
  width: number;
  height: number;
}

/** The smallest rectangle of whole pixels around the given edges that lies in the picture; null when none does. */
export function clipped(
  { width, height }: Size,
  left: number,
  top: number,
  right: number,
  bottom: number,
): Region | null {
  const x0 = Math.max(0, Math.floor(left));
  const y0 = Math.max(0, Math.floor(top));
  const x1 = Math.min(width, Math.ceil(right));
  const y1 = Math.min(height, Math.ceil(bottom));
  return x1 > x0 && y1 > y0 ? { left: x0, top: y0, width: x1 - x0, height: y1 - y0 } : null;
}

/** `region` with `by` pixels more on each side, as far as the picture reaches. */
export function padded(size: Size, { left, top, width, height }: Region, by: number): Region {
  return clipped(size, left - by, top - by, left + width + by, top + height + by)!;
}

/** The smallest rectangle around both. */
export function union(a: Region | null, b: Region | null): Region | null {
  if (!a || !b) return a ?? b;
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(a.left + a.width, b.left + b.width) - left,
    height: Math.max(a.top + a.height, b.top + b.height) - top,
  };
}

export function whole({ width, height }: Size): Region {
  return { left: 0, top: 0, width, height };
}

/** What lies in both; null when nothing does. */
export function intersection(a: Region, b: Region): Region | null {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const width = Math.min(a.left + a.width, b.left + b.width) - left;
  const height = Math.min(a.top + a.height, b.top + b.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}
