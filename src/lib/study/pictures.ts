/** How slices are brought onto the screen in a study. Both of a pair take exactly this path, so that nothing but what they show tells them apart. */

/** Grey levels as they are shown, 8 bit. @param grey values in [0, 1] */
export const toShown = (grey: Float32Array): Uint8Array => Uint8Array.from(grey, (value) => Math.round(value * 255));

/** Share of the pixels that may become black, and white. */
const TAIL = 0.005;

/**
 * Stretched so that the darkest and the brightest half per cent become black and white: scans differ in how their values were windowed,
 * which says nothing about what they show, and would tell a visitor's own slices from a model's at once.
 */
export function stretched(grey: Float32Array): Float32Array {
  const sorted = grey.toSorted();
  const low = sorted[Math.floor(TAIL * (sorted.length - 1))]!;
  const high = sorted[Math.ceil((1 - TAIL) * (sorted.length - 1))]!;
  const range = high - low || 1;
  return grey.map((value) => Math.min(1, Math.max(0, (value - low) / range)));
}

/** A name for pixels that is the same wherever the same file was read (FNV-1a, 32 bit), eight hexadecimal digits. */
export function fingerprint(pixels: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const value of pixels) hash = Math.imul(hash ^ value, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
