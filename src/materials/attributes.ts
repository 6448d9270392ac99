/** The attributes of a slice, measured from its pixels alone, in the same way on real, simulated and sampled slices. */
import type { Attributes, Material } from '../contract/materials.ts';

/**
 * Grey levels that part the phases. Fixed rather than chosen per image, because a crop without pores has no second mode for
 * Otsu's method to find. Rocks: half-way between the pores and the quartz of the sandstone; fibers: between matrix and
 * fibers of the SiC bed; roots: between ground and roots as the simulated camera exposes them.
 */
export const THRESHOLDS: Record<Material, number> = { rocks: 0.334, fibers: 0.5, roots: 0.5 };

/**
 * Which pixels belong to the material's phase (pore, fiber, root): those that `areaFraction` counts.
 * @param grey values in [0, 1]
 * @returns 1 for the phase, 0 for the rest
 */
export function phaseOf(material: Material, grey: Float32Array): Uint8Array {
  const threshold = THRESHOLDS[material];
  const above = material === 'rocks' ? 0 : 1;
  return Uint8Array.from(grey, (value) => (value >= threshold ? above : 1 - above));
}

/**
 * @param grey one slice, row-major `[height, width]`, values in [0, 1]; at least 3 × 3
 * @param part same shape, 1 where pixels count and 0 where they do not; left out, all count
 */
export function measureAttributes(
  material: Material,
  grey: Float32Array,
  width: number,
  height: number,
  part?: Uint8Array,
): Attributes {
  const threshold = THRESHOLDS[material];
  let above = 0;
  let pixels = 0;
  for (let i = 0; i < grey.length; i++) {
    if (part?.[i] === 0) continue;
    pixels++;
    if (grey[i]! >= threshold) above++;
  }
  const fraction = above / pixels;
  return {
    areaFraction: material === 'rocks' ? 1 - fraction : fraction,
    featureSize: featureSizeOf(material, grey, width, height, part),
    noise: noiseDeviation(grey, width, height, part),
  };
}

/** The feature size alone. @returns px; 0 for an absent phase */
export function featureSizeOf(
  material: Material,
  grey: Float32Array,
  width: number,
  height: number,
  part?: Uint8Array,
): number {
  return meanIntercept(smooth(grey, width, height), width, height, THRESHOLDS[material], part);
}

/**
 * Mean linear intercept (ASTM E112) of the phase at or above the threshold, over all rows and columns, in pixels: the length
 * of test line in the phase over the number of pieces it is cut into. Pieces that touch the border, or a pixel that does not
 * count, count half there, because something other than the phase's end cut them. At most the larger side; 0 for an absent phase.
 */
function meanIntercept(
  grey: Float32Array,
  width: number,
  height: number,
  threshold: number,
  part: Uint8Array | undefined,
): number {
  let length = 0;
  let pieces = 0;
  const scan = (start: number, step: number, count: number) => {
    let before: boolean | null = null; // null: outside the image, or in pixels that do not count
    for (let i = 0; i < count; i++) {
      const at = start + i * step;
      const phase = part?.[at] === 0 ? null : grey[at]! >= threshold;
      if (phase) length++;
      if (phase !== null && before !== null && phase !== before) pieces += 0.5; // each inner piece has two ends
      before = phase;
    }
  };
  for (let y = 0; y < height; y++) scan(y * width, 1, width);
  for (let x = 0; x < width; x++) scan(x, width, height);
  if (length === 0) return 0;
  const longest = Math.max(width, height);
  return pieces === 0 ? longest : Math.min(longest, length / pieces);
}

/** Binomial 3 × 3 smoothing with mirrored borders, so that noise does not cut intercepts to pieces. */
export function smooth(grey: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(grey.length);
  const out = new Float32Array(grey.length);
  smoothLines(grey, rows, height, width, width, 1);
  smoothLines(rows, out, width, 1, height, width);
  return out;
}

/** Smooths `lines` lines, `lineStep` apart, of `count` pixels that are `step` apart. */
function smoothLines(
  source: Float32Array,
  out: Float32Array,
  lines: number,
  lineStep: number,
  count: number,
  step: number,
): void {
  for (let line = 0; line < lines; line++) {
    const first = line * lineStep;
    const last = first + (count - 1) * step;
    for (let i = first; i <= last; i += step) {
      const before = source[i === first ? i + step : i - step]!;
      const after = source[i === last ? i - step : i + step]!;
      out[i] = (before + 2 * source[i]! + after) / 4;
    }
  }
}

/**
 * Standard deviation of the noise after Immerkær 1996: the mask [1 −2 1; −2 4 −2; 1 −2 1] answers neither to slopes nor to
 * straight edges along the axes. The median of its magnitude is used in place of the mean, which edges and corners would
 * raise; for Gaussian noise the median of |N(0, 6σ)| is 0.6745 · 6σ.
 */
function noiseDeviation(grey: Float32Array, width: number, height: number, part: Uint8Array | undefined): number {
  const answers = new Float32Array((width - 2) * (height - 2));
  let i = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const c = y * width + x;
      if (part && !wholeIn(part, c, width)) continue;
      const corners = grey[c - width - 1]! + grey[c - width + 1]! + grey[c + width - 1]! + grey[c + width + 1]!;
      const edges = grey[c - width]! + grey[c - 1]! + grey[c + 1]! + grey[c + width]!;
      answers[i++] = Math.abs(corners - 2 * edges + 4 * grey[c]!);
    }
  }
  const sorted = answers.subarray(0, i).sort();
  return i === 0 ? 0 : sorted[i >> 1]! / (6 * 0.6745);
}

/** Whether all nine pixels around `c` count. */
function wholeIn(part: Uint8Array, c: number, width: number): boolean {
  for (let row = c - width; row <= c + width; row += width) {
    if (part[row - 1] === 0 || part[row] === 0 || part[row + 1] === 0) return false;
  }
  return true;
}
