/** Exact Euclidean distances between pixels. */

/**
 * Squared distance, px², of every pixel to the nearest target, from centre to centre; Infinity where there is no target. Exact
 * distances down the columns, then along each row the lower envelope of parabolas (Felzenszwalb & Huttenlocher 2012).
 * @param values row-major `[height, width]`
 */
export function squaredDistances(
  values: Uint8Array,
  width: number,
  height: number,
  isTarget: (value: number) => boolean,
): Float64Array {
  const squares = new Float64Array(width * height).fill(Infinity);
  const nearest = new Float64Array(width).fill(Infinity);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      nearest[x] = isTarget(values[y * width + x]!) ? 0 : nearest[x]! + 1;
      squares[y * width + x] = nearest[x]! ** 2;
    }
  }
  nearest.fill(Infinity);
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0; x < width; x++) {
      nearest[x] = squares[y * width + x] === 0 ? 0 : nearest[x]! + 1;
      squares[y * width + x] = Math.min(squares[y * width + x]!, nearest[x]! ** 2);
    }
  }
  const centres = new Int32Array(width);
  const starts = new Float64Array(width + 1);
  const row = new Float64Array(width);
  for (let y = 0; y < height; y++) envelope(squares.subarray(y * width, (y + 1) * width), row, centres, starts);
  return squares;
}

/** Replaces f(x) by the minimum over q of f(q) + (x − q)². */
function envelope(f: Float64Array, out: Float64Array, centres: Int32Array, starts: Float64Array): void {
  let last = -1;
  for (let q = 0; q < f.length; q++) {
    if (f[q] === Infinity) continue;
    let start = -Infinity;
    while (last >= 0) {
      const p = centres[last]!;
      start = (f[q]! + q * q - (f[p]! + p * p)) / (2 * (q - p));
      if (start > starts[last]!) break;
      start = -Infinity;
      last--;
    }
    last++;
    centres[last] = q;
    starts[last] = start;
  }
  if (last < 0) return;
  for (let x = 0, k = 0; x < f.length; x++) {
    while (k < last && starts[k + 1]! <= x) k++;
    out[x] = f[centres[k]!]! + (x - centres[k]!) ** 2;
  }
  f.set(out);
}
