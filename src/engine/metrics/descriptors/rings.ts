/**
 * Ring-artefact index. A detector bin with a wrong gain draws a ring, or half of one, around the rotation axis, so in polar
 * coordinates about the axis it is a line along the angle (Sijbers & Postnov 2004, Phys. Med. Biol. 49, N247). The index is
 * the share of the fine-scale grey variance that is the same along such lines:
 *
 *   Σ w m(ρ, s) m(ρ, s + 2) / (Σ w · var),   w = √(n(ρ, s) n(ρ, s + 2)),
 *
 * with m the mean and n the number of pixels of the residual in the ring of radius ρ, one px wide, and the sector s, of
 * sixteen that divide the angle under which the axis sees the image. Means of sectors a sector apart share no noise, so
 * about a given axis noise alone gives 0 on average, however coarse it is (a single image may fall a little below 0); rings
 * alone give 1. An axis that is fitted to the images, as `AxisVotes` does, is where they look most like rings, so that noise
 * alone then gives more than 0: less and less the more images share the axis. Compare sets of equal size.
 */
import { smooth } from '../../../materials/attributes.ts';

/** Where the rotation axis meets the slice, px from the centre of the first pixel; it may lie outside the image. */
export interface Axis {
  x: number;
  y: number;
}

const SECTORS = 16;
const APART = 2; // sectors
const INNERMOST = 4; // px; sectors are narrower than noise is coarse nearer to the axis

/** Which ring and sector each pixel is in. */
export interface PolarBins {
  bin: Uint32Array;
  pixels: Uint32Array; // in each bin, [rings, SECTORS]
  closed: boolean; // the axis sees the image all around
}

export function polarBins(width: number, height: number, axis: Axis): PolarBins {
  const dx = (width - 1) / 2 - axis.x;
  const dy = (height - 1) / 2 - axis.y;
  const distance = Math.hypot(dx, dy);
  const radius = Math.hypot(width, height) / 2;
  const closed = distance <= radius;
  const towards = Math.atan2(dy, dx);
  const extent = closed ? 2 * Math.PI : 2 * Math.asin(radius / distance);
  const bin = new Uint32Array(width * height);
  const pixels = new Uint32Array((Math.ceil(distance + radius) + 1) * SECTORS);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const turn = (Math.atan2(y - axis.y, x - axis.x) - towards) / (2 * Math.PI);
      const share = ((turn - Math.round(turn)) * 2 * Math.PI) / extent + 0.5;
      const sector = Math.min(SECTORS - 1, Math.max(0, Math.floor(share * SECTORS)));
      bin[i] = Math.round(Math.sqrt((x - axis.x) ** 2 + (y - axis.y) ** 2)) * SECTORS + sector;
      pixels[bin[i]!]!++;
    }
  }
  return { bin, pixels, closed };
}

/**
 * What is finer than a few pixels, without the edges of grains and fibers: the image minus itself smoothed, clipped at three
 * robust standard deviations.
 * @param grey row-major `[height, width]`, values in [0, 1]; at least 3 × 3
 */
export function fineResidual(grey: Float32Array, width: number, height: number): Float32Array {
  let smoothed = grey;
  for (let pass = 0; pass < 3; pass++) smoothed = smooth(smoothed, width, height);
  const residual = new Float32Array(grey.length);
  for (let i = 0; i < residual.length; i++) residual[i] = grey[i]! - smoothed[i]!;
  const limit = (3 * medianMagnitude(residual)) / 0.6745; // 0.6745 σ is the median magnitude of normal deviates
  for (let i = 0; i < residual.length; i++) residual[i] = Math.min(limit, Math.max(-limit, residual[i]!));
  return residual;
}

/** From a few thousand evenly spaced values, which are enough for two digits. */
function medianMagnitude(values: Float32Array): number {
  const stride = Math.max(1, Math.floor(values.length / 4096)) | 1; // odd, so that it does not stay in a few columns
  const sample = new Float32Array(Math.ceil(values.length / stride));
  for (let k = 0; k < sample.length; k++) sample[k] = Math.abs(values[k * stride]!);
  sample.sort();
  return sample[sample.length >> 1]!;
}

/** @param residual of one image, as `fineResidual` returns it */
export function ringIndex(residual: Float32Array, { bin, pixels, closed }: PolarBins): number {
  const sums = new Float64Array(pixels.length);
  let squares = 0;
  for (let i = 0; i < residual.length; i++) {
    const value = residual[i]!;
    sums[bin[i]!]! += value;
    squares += value * value;
  }
  let shared = 0;
  let weights = 0;
  for (let ring = INNERMOST * SECTORS; ring < pixels.length; ring += SECTORS) {
    for (let s = 0; s < (closed ? SECTORS : SECTORS - APART); s++) {
      const i = ring + s;
      const j = ring + ((s + APART) % SECTORS);
      const weight = Math.sqrt(pixels[i]! * pixels[j]!);
      if (weight === 0) continue;
      shared += (sums[i]! * sums[j]!) / weight; // w · m(i) · m(j)
      weights += weight;
    }
  }
  return squares === 0 || weights === 0 ? 0 : shared / weights / (squares / residual.length);
}
