/** The attributes of a slice, measured from its pixels alone, in the same way on real, simulated and sampled slices. */
import type { Attributes, Material } from '../contract/materials.ts';

/**
 * Grey levels that part the phases. Fixed rather than chosen per image, because a crop without pores has no second mode for
 * Otsu's method to find. Rocks: half-way between the pores and the quartz of the sandstone; fibers: between matrix and
 * fibers of the SiC bed; roots: between ground and roots as the simulated camera exposes them.
 */
export const THRESHOLDS: Record<Material, number> = { rocks: 0.334, fibers: 0.5, roots: 0.5 };

/**
 * @param grey one slice, row-major `[height, width]`, values in [0, 1]; at least 3 × 3
 */
export function measureAttributes(material: Material, grey: Float32Array, width: number, height: number): Attributes {
  const threshold = THRESHOLDS[material];
  let above = 0;
  for (const value of grey) if (value >= threshold) above++;
  const fraction = above / grey.length;
  return {
    areaFraction: material === 'rocks' ? 1 - fraction : fraction,
    featureSize: meanIntercept(smooth(grey, width, height), width, height, threshold),
    noise: noiseDeviation(grey, width, height),
  };
}

/**
 * Mean linear intercept (ASTM E112) of the phase at or above the threshold, over all rows and columns, in pixels: the length
 * of test line in the phase over the number of pieces it is cut into. Pieces that touch the border count half, because the
 * border cut them. At most the larger side; 0 for an absent phase.
 */
function meanIntercept(grey: Float32Array, width: number, height: number, threshold: number): number {
  let length = 0;
  let pieces = 0;
  const scan = (start: number, step: number, count: number) => {
    let inside = false;
    for (let i = 0; i < count; i++) {
      const phase = grey[start + i * step]! >= threshold;
      if (phase) length++;
      if (phase !== inside) pieces += 0.5; // each inner piece has two ends
      inside = phase;
    }
    // A piece at the border lacks the end outside; the entry at i = 0 was no end either.
    if (grey[start]! >= threshold) pieces -= 0.5;
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
function noiseDeviation(grey: Float32Array, width: number, height: number): number {
  const answers = new Float32Array((width - 2) * (height - 2));
  let i = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const c = y * width + x;
      const corners = grey[c - width - 1]! + grey[c - width + 1]! + grey[c + width - 1]! + grey[c + width + 1]!;
      const edges = grey[c - width]! + grey[c - 1]! + grey[c + 1]! + grey[c + width]!;
      answers[i++] = Math.abs(corners - 2 * edges + 4 * grey[c]!);
    }
  }
  answers.sort();
  return answers[answers.length >> 1]! / (6 * 0.6745);
}
