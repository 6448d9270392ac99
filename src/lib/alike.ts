/** How alike pictures are, in numbers that a student can check: correlations and standard deviations of grey levels. */
import type { ImageBatch } from '../contract/image.ts';

/** Image `index` of a batch, as a view. */
export function imageOf({ data, width, height }: ImageBatch, index: number): Float32Array {
  return data.subarray(index * width * height, (index + 1) * width * height);
}

/** Standard deviation of grey levels; 0 for an even grey. */
export function contrast(image: Float32Array): number {
  const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
  return Math.sqrt(image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length);
}

/** Pearson's correlation of two pictures of one size, −1 to 1; 0 where one of them is an even grey. */
export function correlation(a: Float32Array, b: Float32Array): number {
  const n = a.length;
  const meanA = a.reduce((sum, value) => sum + value, 0) / n;
  const meanB = b.reduce((sum, value) => sum + value, 0) / n;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Mean correlation of all pairs of a batch: near 0 where pictures have nothing in common, 1 where all are one. Null below 2. */
export function meanPairCorrelation(images: ImageBatch): number | null {
  if (images.count < 2) return null;
  let sum = 0;
  let pairs = 0;
  for (let a = 0; a < images.count; a++) {
    for (let b = a + 1; b < images.count; b++) {
      sum += correlation(imageOf(images, a), imageOf(images, b));
      pairs++;
    }
  }
  return sum / pairs;
}

/** Means of blocks of `block`×`block` px: what is left of a square picture from afar. @param side a multiple of `block` */
export function coarse(image: Float32Array, side: number, block: number): Float32Array {
  const blocks = side / block;
  const out = new Float32Array(blocks * blocks);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      out[Math.floor(y / block) * blocks + Math.floor(x / block)]! += image[y * side + x]! / block ** 2;
    }
  }
  return out;
}

/** What `coarse` leaves out: each pixel less the mean of its block. */
export function fine(image: Float32Array, side: number, block: number): Float32Array {
  const blocks = coarse(image, side, block);
  return image.map((value, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return value - blocks[Math.floor(y / block) * (side / block) + Math.floor(x / block)]!;
  });
}
