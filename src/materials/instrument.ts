/**
 * The simulated scanner: parallel-beam projections of a disc of material, photon noise, detector gain errors, and filtered
 * back-projection (Kak & Slaney 1988, chapter 3), so that noise and rings have the texture of the real kind.
 */
import type { Random } from '../lib/rng.ts';

export interface Scan {
  /** Photons per detector bin in the open beam; Infinity for none of the noise. */
  photons: number;
  /** Standard deviation of the detector bins' gains, relative; 0 for no rings. */
  gainError: number;
  /** Where the rotation axis is, in pixels from the centre of the field. */
  axis: { x: number; y: number };
  /** Detector blur: standard deviation in pixels. */
  blur: number;
}

/** Optical depth of a ray through the whole field at grey 1; about what a well-set scan of a plug has. */
const OPTICAL_DEPTH = 1.6;
/** Projections per pixel of the field's width: π/2 would be complete sampling (Crowther), scans often take fewer. */
const ANGLES_PER_PIXEL = 1.5;

/**
 * Side of the square field that has to be drawn for a reconstruction of `size` pixels: the crop's circumscribed circle. It is odd where
 * the size is, so that the pixels of both have their centres in the same places.
 */
export const fieldSize = (size: number) => 2 * Math.ceil(size * Math.SQRT1_2 + 2) + (size % 2);

/**
 * Scan a field and reconstruct its centre. Stops after each angle, because all of them take seconds for a large slice, so that
 * whoever drives it can let others have their turn.
 * @param field attenuation, row-major `[side, side]` with side = fieldSize(size), grey units; what lies outside the inscribed disc is not seen
 * @returns the central `[size, size]` pixels in the same grey units, not clipped
 */
export function* scan(
  field: Float32Array,
  size: number,
  { photons, gainError, axis, blur }: Scan,
  random: Random,
): Generator<void, Float32Array> {
  const side = fieldSize(size);
  const radius = side / 2;
  const angles = Math.ceil(side * ANGLES_PER_PIXEL);
  const perUnit = OPTICAL_DEPTH / side;
  const filter = rampFilter(side);
  const gain = detectorGain(gainError, Math.ceil(2 * (radius + Math.hypot(axis.x, axis.y))) + 2, random);
  const out = new Float32Array(size * size);
  const projection = new Float64Array(side);
  const weights = new Float64Array(side);
  const filtered = new Float64Array(side + 1); // one bin more so that interpolation may read past the last

  for (let a = 0; a < angles; a++) {
    const angle = (Math.PI * a) / angles;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    project(field, side, cos, sin, projection, weights);
    smoothInPlace(projection, blur);
    // The axis moves the field over the detector, so that a bin's error sits at a fixed distance from the axis: a ring.
    const shift = gain.length / 2 - radius - (axis.x * cos + axis.y * sin);
    for (let bin = 0; bin < side; bin++) {
      const depth = projection[bin]! * perUnit;
      const mean = photons * Math.exp(-depth);
      // Normal approximation of the Poisson count, good for the hundreds of photons that every scan has.
      const noise = Number.isFinite(photons)
        ? -Math.log(Math.max(1, mean + Math.sqrt(mean) * random.normal()) / mean)
        : 0;
      projection[bin] = (depth + noise + interpolate(gain, bin + shift)) / perUnit;
    }
    convolve(projection, filter, filtered);
    backProject(filtered, out, size, radius, cos, sin);
    yield;
  }
  const scale = Math.PI / angles;
  return out.map((value) => value * scale);
}

/** Drives work that stops on its way, such as `scan`, to its end at once. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/**
 * Line integrals at one angle: the mean along the ray, from sharing each pixel of the disc between its two nearest bins,
 * times the length of the ray in the disc. A plain sum would beat with the pixel lattice, and the filter would amplify that.
 */
function project(
  field: Float32Array,
  side: number,
  cos: number,
  sin: number,
  out: Float64Array,
  weights: Float64Array,
): void {
  out.fill(0);
  weights.fill(0);
  const centre = (side - 1) / 2;
  const limit = (side / 2 - 1) ** 2;
  for (let y = 0; y < side; y++) {
    const dy = y - centre;
    const half = Math.floor(Math.sqrt(Math.max(0, limit - dy * dy)));
    const from = Math.ceil(centre - half);
    const to = Math.floor(centre + half);
    let s = (from - centre) * cos + dy * sin + centre;
    for (let x = from, i = y * side + from; x <= to; x++, i++, s += cos) {
      const bin = Math.floor(s);
      const share = s - bin;
      const value = field[i]!;
      out[bin]! += value * (1 - share);
      out[bin + 1]! += value * share;
      weights[bin]! += 1 - share;
      weights[bin + 1]! += share;
    }
  }
  for (let bin = 0; bin < side; bin++) {
    const length = 2 * Math.sqrt(Math.max(0, limit - (bin - centre) ** 2));
    out[bin] = weights[bin]! > 0.5 ? (out[bin]! / weights[bin]!) * length : 0;
  }
}

/** The Ram-Lak kernel in space (Kak & Slaney eq. 61) for bins −n … n; without a window, so that edges stay sharp. */
function rampFilter(n: number): Float64Array {
  return Float64Array.from({ length: 2 * n + 1 }, (_, i) => {
    const k = i - n;
    if (k === 0) return 0.25;
    return k % 2 === 0 ? 0 : -1 / (Math.PI * k) ** 2;
  });
}

/** Bins an even distance apart are passed over: their weight is exactly 0 but for the bin itself. Summed from left to right. */
function convolve(signal: Float64Array, filter: Float64Array, out: Float64Array): void {
  const n = signal.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = (i + 1) % 2; j < i; j += 2) sum += signal[j]! * filter[i - j + n]!;
    sum += signal[i]! * filter[n]!;
    for (let j = i + 1; j < n; j += 2) sum += signal[j]! * filter[i - j + n]!;
    out[i] = sum;
  }
  out[n] = out[n - 1]!;
}

function backProject(
  filtered: Float64Array,
  out: Float32Array,
  size: number,
  radius: number,
  cos: number,
  sin: number,
): void {
  const centre = (size - 1) / 2;
  for (let y = 0, i = 0; y < size; y++) {
    let s = -centre * cos + (y - centre) * sin + radius - 0.5;
    for (let x = 0; x < size; x++, s += cos, i++) {
      const bin = Math.floor(s);
      const weight = s - bin;
      out[i]! += filtered[bin]! * (1 - weight) + filtered[bin + 1]! * weight;
    }
  }
}

/** −ln of the gain of each detector bin: white errors and a few bad bins, which make the rings that one notices. */
function detectorGain(error: number, bins: number, random: Random): Float64Array {
  return Float64Array.from({ length: bins }, () => error * random.normal() * (random.uniform() < 0.04 ? 4 : 1));
}

function interpolate(values: Float64Array, position: number): number {
  const p = Math.min(values.length - 1.001, Math.max(0, position));
  const i = Math.floor(p);
  return values[i]! + (p - i) * (values[i + 1]! - values[i]!);
}

/** Gaussian blur of a projection, which is detector blur; three taps are enough below one pixel. */
function smoothInPlace(values: Float64Array, sigma: number): void {
  if (sigma === 0) return;
  const side = Math.exp(-1 / (2 * sigma * sigma));
  const total = 1 + 2 * side;
  let before = values[0]!;
  for (let i = 0; i < values.length; i++) {
    const here = values[i]!;
    const after = values[Math.min(i + 1, values.length - 1)]!;
    values[i] = (side * (before + after) + here) / total;
    before = here;
  }
}
