/**
 * Randomness that is the same on every machine: a counter-based generator (Philox4x32-10, Salmon et al. 2011, "Parallel
 * random numbers: as easy as 1, 2, 3") and normal deviates by the inverse of the normal distribution (Wichura 1988,
 * algorithm AS 241), computed with + − × ÷ √ only. Those five are exact in IEEE 754, whereas Math.log and Math.cos may
 * differ in their last bit between engines.
 *
 * A generator is named by a seed and a stream, both uint32; word w of it is word w mod 4 of block ⌊w / 4⌋.
 */

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/** High 32 bits of the 64-bit product of two uint32. */
function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const low = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + (low >>> 16)) >>> 0;
}

/**
 * One block of Philox4x32-10.
 * @param counter four uint32
 * @param key two uint32
 * @param out receives four uint32 from `offset` on
 */
export function philoxBlock(counter: ArrayLike<number>, key: ArrayLike<number>, out: Uint32Array, offset = 0): void {
  let c0 = counter[0]! >>> 0;
  let c1 = counter[1]! >>> 0;
  let c2 = counter[2]! >>> 0;
  let c3 = counter[3]! >>> 0;
  let k0 = key[0]! >>> 0;
  let k1 = key[1]! >>> 0;
  for (let round = 0; round < ROUNDS; round++) {
    const low0 = Math.imul(M0, c0) >>> 0;
    const low1 = Math.imul(M1, c2) >>> 0;
    const next0 = (mulHigh(M1, c2) ^ c1 ^ k0) >>> 0;
    const next2 = (mulHigh(M0, c0) ^ c3 ^ k1) >>> 0;
    c0 = next0;
    c1 = low1;
    c2 = next2;
    c3 = low0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/** The first `length` words of a stream, uint32. */
export function words(seed: number, stream: number, length: number): Uint32Array {
  const blocks = Math.ceil(length / 4);
  const out = new Uint32Array(blocks * 4);
  const counter = new Uint32Array(4);
  const key = Uint32Array.of(seed, stream);
  for (let block = 0; block < blocks; block++) {
    counter[0] = block;
    philoxBlock(counter, key, out, block * 4);
  }
  return out.subarray(0, length);
}

/** A word as a number strictly between 0 and 1. */
const toUniform = (word: number) => (word + 0.5) / 0x1_0000_0000;

/** The first `length` uniform deviates of a stream, in (0, 1). */
export function uniforms(seed: number, stream: number, length: number): Float64Array {
  return Float64Array.from(words(seed, stream, length), toUniform);
}

/** The first `length` standard normal deviates of a stream, rounded to float32; all within ±6.4. */
export function normals(seed: number, stream: number, length: number): Float32Array {
  return Float32Array.from(words(seed, stream, length), (word) => normalQuantile(toUniform(word)));
}

/** `normals` into an array that is there already. */
export function fillNormals(seed: number, stream: number, out: Float32Array): void {
  const counter = new Uint32Array(4);
  const block = new Uint32Array(4);
  const key = Uint32Array.of(seed, stream);
  for (let i = 0; i < out.length; i++) {
    if (i % 4 === 0) {
      counter[0] = i / 4;
      philoxBlock(counter, key, block);
    }
    out[i] = normalQuantile(toUniform(block[i % 4]!));
  }
}

/** Deviates one after another from one stream, for the simulators. */
export class Random {
  readonly #key: Uint32Array;
  readonly #counter = new Uint32Array(4);
  readonly #block = new Uint32Array(4);
  #next = 4;

  constructor(seed: number, stream: number) {
    this.#key = Uint32Array.of(seed, stream);
  }

  /** Uniform in (0, 1). */
  uniform(): number {
    if (this.#next === 4) {
      philoxBlock(this.#counter, this.#key, this.#block);
      this.#counter[0]!++;
      this.#next = 0;
    }
    return toUniform(this.#block[this.#next++]!);
  }

  /** Uniform in (from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** Standard normal. */
  normal(): number {
    return normalQuantile(this.uniform());
  }

  /** Whole number from 0 to n − 1. */
  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}

// Coefficients of AS 241's PPND16, highest power first.
const CENTRE_NUMERATOR = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
];
const CENTRE_DENOMINATOR = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
];
const NEAR_NUMERATOR = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const NEAR_DENOMINATOR = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const FAR_NUMERATOR = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const FAR_DENOMINATOR = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
];

function horner(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** The quantile of the standard normal distribution, relative error about 1e-16. @param p in (0, 1) */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * horner(CENTRE_NUMERATOR, r)) / horner(CENTRE_DENOMINATOR, r);
  }
  const r = Math.sqrt(-logarithm(q < 0 ? p : 1 - p));
  const magnitude =
    r <= 5
      ? horner(NEAR_NUMERATOR, r - 1.6) / horner(NEAR_DENOMINATOR, r - 1.6)
      : horner(FAR_NUMERATOR, r - 5) / horner(FAR_DENOMINATOR, r - 5);
  return q < 0 ? -magnitude : magnitude;
}

/**
 * Natural logarithm of a positive normal number by exact arithmetic steps: x = 2^k m with m in [√½, √2), and
 * ln m = 2 artanh(s) = 2 (s + s³/3 + s⁵/5 + …) with s = (m − 1)/(m + 1), |s| < 0.172. Twelve terms leave an error below 1e-18.
 */
export function logarithm(x: number): number {
  let k = 0;
  let m = x;
  // Halving and doubling are exact.
  while (m >= Math.SQRT2) {
    m /= 2;
    k++;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let term = 23; term >= 1; term -= 2) sum = sum * square + 1 / term;
  return k * Math.LN2 + 2 * s * sum;
}
