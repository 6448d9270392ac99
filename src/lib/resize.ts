/**
 * A grey picture at another size: linear interpolation where it grows, and a triangle over all pixels that fall together where it
 * shrinks, so that nothing aliases. Rows and columns are treated apart.
 * @param grey row-major `[height, width]`
 * @returns row-major `[toHeight, toWidth]`
 */
export function resize(
  grey: Float32Array,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Float32Array {
  const rows = alongRows(grey, width, height, toWidth);
  return transpose(alongRows(transpose(rows, toWidth, height), height, toWidth, toHeight), toHeight, toWidth);
}

function alongRows(grey: Float32Array, width: number, height: number, to: number): Float32Array {
  const out = new Float32Array(to * height);
  const step = width / to;
  const reach = Math.max(1, step); // half the triangle's base, px of the source
  for (let k = 0; k < to; k++) {
    const middle = (k + 0.5) * step - 0.5;
    let total = 0;
    for (let j = Math.ceil(middle - reach); j <= Math.floor(middle + reach); j++) {
      const weight = 1 - Math.abs(j - middle) / reach;
      if (weight <= 0) continue;
      total += weight;
      const x = Math.min(width - 1, Math.max(0, j));
      for (let y = 0; y < height; y++) out[y * to + k]! += weight * grey[y * width + x]!;
    }
    for (let y = 0; y < height; y++) out[y * to + k]! /= total;
  }
  return out;
}

function transpose(grey: Float32Array, width: number, height: number): Float32Array {
  const out = new Float32Array(grey.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + y] = grey[y * width + x]!;
  return out;
}
