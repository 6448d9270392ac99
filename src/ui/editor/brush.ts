/** Round brushes swept along a stroke. */
import type { Region } from '../../lib/slice.ts';
import type { Brush, StrokePoint } from './operations.ts';
import { clipped, type Size } from './region.ts';

/** The pixels that the points and the way between them may touch. */
export function strokeRegion(size: Size, brush: Brush, points: readonly StrokePoint[]): Region | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, pressure } of points) {
    const radius = radiusOf(brush, pressure);
    left = Math.min(left, x - radius);
    right = Math.max(right, x + radius);
    top = Math.min(top, y - radius);
    bottom = Math.max(bottom, y + radius);
  }
  return clipped(size, left, top, right, bottom);
}

/**
 * Sweeps the brush from each point to the next. A pixel at distance d from the way, where the radius is R, is covered wholly for
 * d ≤ hardness · R and fades to nothing at R (smoothstep). Painting takes the larger of what is there and the brush, erasing
 * the smaller of what is there and the brush's complement: so a stroke does not grow darker where it crosses itself, and may
 * be painted in any pieces that share their end points.
 */
export function sweep(mask: Uint8Array, size: Size, brush: Brush, points: readonly StrokePoint[]): void {
  const table = falloff(brush.hardness);
  const last = points.length - 1;
  for (let i = 0; i < Math.max(1, last); i++) {
    sweepSegment(mask, size, brush, table, points[i]!, points[Math.min(i + 1, last)]!);
  }
}

/** A brush never gets so small that it falls between the centres of pixels. */
const SMALLEST = Math.SQRT1_2;
const radiusOf = ({ size }: Brush, pressure: number) => Math.max(SMALLEST, (size / 2) * pressure);

function sweepSegment(
  mask: Uint8Array,
  size: Size,
  brush: Brush,
  table: Uint8Array,
  a: StrokePoint,
  b: StrokePoint,
): void {
  const region = strokeRegion(size, brush, [a, b]);
  if (!region) return;
  const [radiusA, radiusB] = [radiusOf(brush, a.pressure), radiusOf(brush, b.pressure)];
  const [alongX, alongY] = [b.x - a.x, b.y - a.y];
  const done = brush.erase ? 0 : 255;
  const square = alongX * alongX + alongY * alongY;
  for (let y = region.top; y < region.top + region.height; y++) {
    const fromY = y + 0.5 - a.y;
    const row = y * size.width;
    for (let x = region.left; x < region.left + region.width; x++) {
      const at = row + x;
      // Most of a large brush lies where it was a moment ago.
      if (mask[at] === done) continue;
      const fromX = x + 0.5 - a.x;
      const t = square === 0 ? 0 : Math.min(1, Math.max(0, (fromX * alongX + fromY * alongY) / square));
      const radius = radiusA + t * (radiusB - radiusA);
      let ratio = ((fromX - t * alongX) ** 2 + (fromY - t * alongY) ** 2) / (radius * radius);
      if (radiusA !== radiusB) {
        // Where the radius shrinks quickly, the disc at the thick end reaches beyond the sweep.
        ratio = Math.min(
          ratio,
          (fromX * fromX + fromY * fromY) / (radiusA * radiusA),
          ((fromX - alongX) ** 2 + (fromY - alongY) ** 2) / (radiusB * radiusB),
        );
      }
      if (ratio > 1) continue;
      const value = table[Math.floor(ratio * STEPS)]!;
      if (brush.erase) mask[at] = Math.min(mask[at]!, 255 - value);
      else mask[at] = Math.max(mask[at]!, value);
    }
  }
}

const STEPS = 1024;

/** Coverage by the square of d / R, 0 to 1 in `STEPS` steps. */
function falloff(hardness: number): Uint8Array {
  return Uint8Array.from({ length: STEPS + 1 }, (_, i) => {
    const distance = Math.sqrt(i / STEPS);
    if (distance <= hardness || hardness === 1) return 255;
    const t = (1 - distance) / (1 - hardness);
    return Math.round(255 * t * t * (3 - 2 * t));
  });
}
