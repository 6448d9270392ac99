/**
 * Adds the inner products of all rows of `a` with all rows of `b`: out[i, j] += Σk a[i, k] b[j, k].
 *
 * Eight sums are kept at once, of two rows with four: they do not wait for one another, and six loads serve eight products.
 * Float64 throughout, because converting float32 at every load would halve the speed.
 *
 * @param a [rowsA, length]
 * @param b [rowsB, length]
 * @param out row-major, a row starting every `stride` values
 */
export function addProducts(
  a: Float64Array,
  rowsA: number,
  b: Float64Array,
  rowsB: number,
  length: number,
  out: Float64Array,
  stride = rowsB,
): void {
  for (let i = 0; i < rowsA; i += 2) {
    const second = Math.min(i + 1, rowsA - 1);
    const a0 = i * length;
    const a1 = second * length;
    for (let j = 0; j < rowsB; j += 4) {
      // Past the end the last row stands in, and its sums are dropped.
      const b0 = j * length;
      const b1 = Math.min(j + 1, rowsB - 1) * length;
      const b2 = Math.min(j + 2, rowsB - 1) * length;
      const b3 = Math.min(j + 3, rowsB - 1) * length;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let t0 = 0;
      let t1 = 0;
      let t2 = 0;
      let t3 = 0;
      for (let k = 0; k < length; k++) {
        const v = a[a0 + k]!;
        const w = a[a1 + k]!;
        const c0 = b[b0 + k]!;
        const c1 = b[b1 + k]!;
        const c2 = b[b2 + k]!;
        const c3 = b[b3 + k]!;
        s0 += v * c0;
        s1 += v * c1;
        s2 += v * c2;
        s3 += v * c3;
        t0 += w * c0;
        t1 += w * c1;
        t2 += w * c2;
        t3 += w * c3;
      }
      addUpTo(out, i * stride + j, rowsB - j, s0, s1, s2, s3);
      if (second > i) addUpTo(out, second * stride + j, rowsB - j, t0, t1, t2, t3);
    }
  }
}

function addUpTo(out: Float64Array, at: number, count: number, s0: number, s1: number, s2: number, s3: number): void {
  out[at]! += s0;
  if (count > 1) out[at + 1]! += s1;
  if (count > 2) out[at + 2]! += s2;
  if (count > 3) out[at + 3]! += s3;
}
