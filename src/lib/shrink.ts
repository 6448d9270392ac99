/**
 * Shrinks a grey picture by a whole factor: each new pixel is the mean of `factor` × `factor` old ones.
 * @param levels row-major, `width` wide
 * @param size of what comes out, px
 */
export function shrink(
  levels: ArrayLike<number>,
  width: number,
  size: { width: number; height: number },
  factor: number,
): Float32Array {
  const out = new Float32Array(size.width * size.height);
  for (let y = 0; y < size.height * factor; y++) {
    for (let x = 0; x < size.width * factor; x++) {
      out[Math.floor(y / factor) * size.width + Math.floor(x / factor)]! += levels[y * width + x]! / factor ** 2;
    }
  }
  return out;
}
