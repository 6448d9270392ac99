/**
 * Descriptors that test lines measure: all rows and all columns of the image, the usual choice on pixel lattices (Yeong &
 * Torquato 1998).
 */

/**
 * Lineal path function L(r): the probability that a segment from one pixel to another r px further on its row or column lies
 * in the phase all along (Torquato 2002, chapter 2); never more than S2 of the same lags. Thirty-two neighbouring lines are
 * counted at once, as the bits of a word.
 * @param mask row-major `[height, width]`, 1 in the phase, else 0
 * @param maxLag px, less than the shorter side
 * @returns L(r) for r = 0 … maxLag; L(0) is the area fraction
 */
export function linealPath(mask: Uint8Array, width: number, height: number, maxLag: number): Float64Array {
  const segments = new Float64Array(maxLag + 1);
  countSegments(packRows(mask, width, height), height, segments);
  countSegments(pack(mask, height, width, 1, width), width, segments);
  return segments.map((count, r) => count / (width * (height - r) + height * (width - r)));
}

/** Rows as bits: bit x mod 32 of word ⌊x / 32⌋ of a row is its pixel x. @returns `[height, ⌈width / 32⌉]` */
function packRows(mask: Uint8Array, width: number, height: number): Uint32Array {
  return pack(mask, width, height, width, 1);
}

/** Bit x of the words of line y is the pixel x · acrossStep + y · alongStep. */
function pack(mask: Uint8Array, across: number, along: number, alongStep: number, acrossStep: number): Uint32Array {
  const words = Math.ceil(across / 32);
  const packed = new Uint32Array(words * along);
  for (let y = 0; y < along; y++) {
    for (let x = 0, i = y * alongStep; x < across; x++, i += acrossStep) {
      packed[y * words + (x >>> 5)]! |= mask[i]! << (x & 31);
    }
  }
  return packed;
}

/** Adds to `segments[r]` the unbroken segments of r + 1 pixels along the packed lines. */
function countSegments(packed: Uint32Array, length: number, segments: Float64Array): void {
  const words = packed.length / length;
  const unbroken = packed.slice(); // bits whose pixel and the r after it are all in the phase
  for (let r = 0; r < segments.length; r++) {
    let count = 0;
    for (let i = 0, j = r * words; j < packed.length; i++, j++) {
      unbroken[i]! &= packed[j]!;
      count += bits(unbroken[i]!);
    }
    segments[r]! += count;
  }
}

/** Number of ones in a word (Warren, Hacker's Delight, figure 5-2). */
function bits(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Chord-length distribution: the share of the chords, the pieces of rows and columns in the phase, that are z px long. Chords
 * that touch the border are left out, because nobody knows how far they go.
 * @returns shares of z = 1 … maxLength, the last of them with all longer chords; null where there is no whole chord
 */
export function chordLengths(mask: Uint8Array, width: number, height: number, maxLength: number): Float64Array | null {
  const shares = new Float64Array(maxLength);
  let chords = 0;
  const scan = (start: number, step: number, count: number) => {
    let from = -1; // where the chord began; −1 outside a whole chord
    for (let k = 1, i = start + step; k < count; k++, i += step) {
      if (mask[i] === mask[i - step]) continue;
      if (mask[i] === 1) from = k;
      else if (from >= 0) {
        shares[Math.min(maxLength, k - from) - 1]!++;
        chords++;
      }
    }
  };
  for (let y = 0; y < height; y++) scan(y * width, 1, width);
  for (let x = 0; x < width; x++) scan(x, width, height);
  return chords === 0 ? null : shares.map((count) => count / chords);
}

/**
 * Length of the interface per area, px⁻¹: (π/2) times its crossings per length of test line (Saltykov's relation, the Crofton
 * formula), averaged over rows, columns and both diagonals.
 * @param mask at least 2 × 2
 */
export function interfaceLength(mask: Uint8Array, width: number, height: number): number {
  const crossings = (dx: number, dy: number) => {
    let count = 0;
    for (let y = 0; y < height - dy; y++) {
      const from = y * width + Math.max(0, -dx);
      const to = (y + 1) * width - Math.max(0, dx);
      for (let i = from; i < to; i++) count += mask[i]! ^ mask[i + dy * width + dx]!;
    }
    return count / ((height - dy) * (width - Math.abs(dx)) * Math.hypot(dx, dy));
  };
  return ((Math.PI / 2) * (crossings(1, 0) + crossings(0, 1) + crossings(1, 1) + crossings(-1, 1))) / 4;
}
