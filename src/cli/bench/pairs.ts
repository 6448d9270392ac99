/** The pairs of images that SSIM is timed on, the same for every implementation: 8-bit grey, in Node and in the page. */
import { ssim as ssimJs } from 'ssim.js';
import type { ImageBatch } from '../../contract/image.ts';
import { words } from '../../lib/rng.ts';

/** Count and side of the images: a run of slices, and single images as large as scans are. */
export const SSIM_CASES = [
  { count: 64, side: 256 },
  { count: 1, side: 1024 },
  { count: 1, side: 2048 },
] as const;

export interface Pairs {
  bytes: [Uint8Array, Uint8Array]; // [count, side, side] each
  batches: [ImageBatch, ImageBatch]; // the same, in [0, 1]
}

/** Noise on a slanted wave, and a paler copy with noise of its own. */
export function drawPairs(count: number, side: number): Pairs {
  const noise = words(1, side, (count * side * side) / 4);
  const grain = new Uint8Array(noise.buffer, 0, count * side * side);
  const a = grain.map((value, i) => 48 + (((i % side) + 3 * Math.floor(i / side)) % 96) + (value >> 2));
  const b = a.map((value, i) => 24 + 0.7 * value + (grain[grain.length - 1 - i]! >> 3));
  const batch = (bytes: Uint8Array) => ({
    data: Float32Array.from(bytes, (v) => v / 255),
    count,
    width: side,
    height: side,
  });
  return { bytes: [a, b], batches: [batch(a), batch(b)] };
}

/** The package ssim.js on the same pairs: `fast` is its Gaussian window, `weber` its default. Mean SSIM over the pairs. */
export function prepareSsimJs({ bytes }: Pairs, side: number): (method: 'fast' | 'weber') => number {
  const size = side * side;
  const [a, b] = bytes.map((set) =>
    Array.from({ length: set.length / size }, (_, k) => {
      const data = new Uint8ClampedArray(4 * size);
      for (let i = 0; i < size; i++) data.fill(set[k * size + i]!, 4 * i, 4 * i + 3);
      return { data, width: side, height: side };
    }),
  ) as [
    { data: Uint8ClampedArray; width: number; height: number }[],
    { data: Uint8ClampedArray; width: number; height: number }[],
  ];
  return (method) => {
    const options = { ssim: method, windowSize: 11, downsample: false } as const;
    return a.reduce((sum, image, k) => sum + ssimJs(image, b[k]!, options).mssim, 0) / a.length;
  };
}
