/** Outlines filled line by line. */
import type { Region } from '../../lib/slice.ts';
import type { Point } from './operations.ts';
import { clipped, type Size } from './region.ts';

export type FillRule = 'evenodd' | 'nonzero';

export function polygonRegion(size: Size, points: readonly Point[]): Region | null {
  if (points.length < 3) return null;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  // Not by spreading: a long lasso has more points than a call takes arguments.
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  return clipped(size, least(xs), least(ys), most(xs), most(ys));
}

/** Sets the pixels whose centres lie inside the closed outline to `value`. */
export function fillPolygon(
  mask: Uint8Array,
  size: Size,
  points: readonly Point[],
  rule: FillRule,
  value: number,
): void {
  const region = polygonRegion(size, points);
  if (!region) return;
  const rows = Array.from({ length: region.height }, (): Crossing[] => []);
  points.forEach((a, i) => addCrossings(rows, region.top, a, points[(i + 1) % points.length]!));
  rows.forEach((crossings, y) => {
    crossings.sort((a, b) => a.x - b.x);
    const row = (region.top + y) * size.width;
    let winding = 0;
    for (let i = 0; i + 1 < crossings.length; i++) {
      winding += rule === 'evenodd' ? 1 : crossings[i]!.turn;
      if (rule === 'evenodd' ? winding % 2 === 0 : winding === 0) continue;
      const left = Math.max(0, Math.ceil(crossings[i]!.x - 0.5));
      const right = Math.min(size.width, Math.ceil(crossings[i + 1]!.x - 0.5));
      if (right > left) mask.fill(value, row + left, row + right);
    }
  });
}

interface Crossing {
  x: number;
  turn: 1 | -1; // whether the edge goes down or up
}

/** Where the edge crosses the lines through the centres of pixels; its lower end belongs to the next edge. */
function addCrossings(rows: Crossing[][], top: number, a: Point, b: Point): void {
  const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
  const first = Math.max(0, Math.ceil(upper.y - 0.5) - top);
  const end = Math.min(rows.length, Math.ceil(lower.y - 0.5) - top);
  for (let y = first; y < end; y++) {
    const t = (top + y + 0.5 - upper.y) / (lower.y - upper.y);
    rows[y]!.push({ x: upper.x + t * (lower.x - upper.x), turn: a.y <= b.y ? 1 : -1 });
  }
}
