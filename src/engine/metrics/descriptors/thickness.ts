/** Local thickness (Hildebrand & Rüegsegger 1997): at each point of the phase, the largest disc in it that covers the point. */

const FAR = 1e12; // squared distance where there is nothing to be distant from

/**
 * Squared Euclidean distance to the nearest pixel outside the phase, px², by lower envelopes of parabolas (Felzenszwalb &
 * Huttenlocher 2012). The border of the image is no edge of the phase.
 * @param mask row-major `[height, width]`, 1 in the phase, else 0
 */
export function squaredDistance(mask: Uint8Array, width: number, height: number): Float64Array {
  const distance = new Float64Array(mask.length);
  for (let i = 0; i < mask.length; i++) distance[i] = mask[i] === 1 ? FAR : 0;
  const longest = Math.max(width, height);
  const line = new Float64Array(longest);
  const vertex = new Int32Array(longest);
  const from = new Float64Array(longest + 1);
  const pass = (start: number, step: number, count: number) => {
    for (let k = 0; k < count; k++) line[k] = distance[start + k * step]!;
    let last = 0;
    vertex[0] = 0;
    from[0] = -Infinity;
    from[1] = Infinity;
    for (let k = 1; k < count; k++) {
      let meet = crossing(line, k, vertex[last]!);
      while (meet <= from[last]!) meet = crossing(line, k, vertex[--last]!);
      vertex[++last] = k;
      from[last] = meet;
      from[last + 1] = Infinity;
    }
    for (let k = 0, v = 0; k < count; k++) {
      while (from[v + 1]! < k) v++;
      distance[start + k * step] = Math.min(FAR, (k - vertex[v]!) ** 2 + line[vertex[v]!]!);
    }
  };
  for (let x = 0; x < width; x++) pass(x, width, height);
  for (let y = 0; y < height; y++) pass(y * width, 1, width);
  return distance;
}

/** Where the parabolas over k and v < k cross. */
const crossing = (line: Float64Array, k: number, v: number) => (line[k]! + k * k - line[v]! - v * v) / (2 * (k - v));

/**
 * Radius of the largest disc in the phase that covers each pixel, px: max { d(c) : |p − c| < d(c) } with d the distance of a
 * centre c to the nearest pixel outside. Zero outside the phase, and everywhere when all is phase.
 */
export function localRadius(mask: Uint8Array, width: number, height: number): Float64Array {
  const squared = squaredDistance(mask, width, height);
  const radius = new Float64Array(mask.length);
  if (squared[0] === FAR) return radius;
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
