/** Local thickness (Hildebrand & Rüegsegger 1997): at each point of the phase, the largest disc in it that covers the point. */

import { squaredDistances } from '../../../lib/distance.ts';

/**
 * Radius of the largest disc in the phase that covers each pixel, px: max { d(c) : |p − c| < d(c) } with d the distance of a
 * centre c to the nearest pixel outside. Zero outside the phase, and everywhere when all is phase.
 */
export function localRadius(mask: Uint8Array, width: number, height: number): Float64Array {
  // The border of the image is no edge of the phase.
  const squared = squaredDistances(mask, width, height, (value) => value === 0);
  const radius = new Float64Array(mask.length);
  if (squared[0] === Infinity) return radius;
  const distance = squared.map(Math.sqrt);
  const centres = new Uint32Array(mask.length);
  let found = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++)
      if (mask[i] === 1 && !covered(distance, width, height, x, y)) centres[found++] = i;
  }
  // Largest first, so that the first disc to reach a pixel is its largest.
  const order = centres.subarray(0, found).sort((a, b) => squared[b]! - squared[a]!);
  for (const centre of order) {
    const r = distance[centre]!;
    const square = squared[centre]!;
    const cx = centre % width;
    const cy = (centre - cx) / width;
    const reach = Math.ceil(r) - 1;
    for (let y = Math.max(0, cy - reach); y <= Math.min(height - 1, cy + reach); y++) {
      const half = Math.ceil(Math.sqrt(square - (y - cy) ** 2)) - 1;
      const to = y * width + Math.min(width - 1, cx + half);
      for (let i = y * width + Math.max(0, cx - half); i <= to; i++) if (radius[i] === 0) radius[i] = r;
    }
  }
  return radius;
}

/** Whether the disc of a neighbour covers the whole disc around (x, y). */
function covered(distance: Float64Array, width: number, height: number, x: number, y: number): boolean {
  const own = distance[y * width + x]!;
  for (let dy = -1; dy <= 1; dy++) {
    if (y + dy < 0 || y + dy >= height) continue;
    for (let dx = -1; dx <= 1; dx++) {
      if ((dx === 0 && dy === 0) || x + dx < 0 || x + dx >= width) continue;
      const apart = dx !== 0 && dy !== 0 ? Math.SQRT2 : 1;
      if (distance[(y + dy) * width + x + dx]! >= own + apart - 1e-9) return true;
    }
  }
  return false;
}

/**
 * Distribution of the local thickness: the share of the phase's area whose thickness 2 r − 1, rounded, is t px. With the − 1 a
 * band of t pixels is t thick, since distances run from pixel centre to pixel centre.
 * @returns shares of t = 1 … maxThickness, the last of them with all above; null when the phase is absent or everything
 */
export function localThickness(
  mask: Uint8Array,
  width: number,
  height: number,
  maxThickness: number,
): Float64Array | null {
  const shares = new Float64Array(maxThickness);
  let area = 0;
  for (const r of localRadius(mask, width, height)) {
    if (r === 0) continue;
    area++;
    shares[Math.min(maxThickness, Math.round(2 * r - 1)) - 1]!++;
  }
  return area === 0 ? null : shares.map((count) => count / area);
}
