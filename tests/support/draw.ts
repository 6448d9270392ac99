/** Images and features that `training/golden_metrics.py` draws too, number for number. */
import type { ImageBatch } from '../../src/contract/image.ts';
import type { FeatureBatch } from '../../src/engine/metrics/features.ts';
import { normals, uniforms } from '../../src/lib/rng.ts';

/** A smooth pattern and a noisier, paler copy of it. */
export function drawPair(width: number, height: number, seed: number): [ImageBatch, ImageBatch] {
  const size = width * height;
  const noise = uniforms(seed, 0, size);
  const more = uniforms(seed, 1, size);
  const a = Float64Array.from({ length: size }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    const wave = 0.5 + 0.25 * ((x % 16) / 15 - 0.5) + 0.25 * (((x + 2 * y) % 24) / 23 - 0.5);
    return 0.8 * wave + 0.2 * noise[i]!;
  });
  const b = a.map((value, i) => 0.1 + 0.8 * value + 0.1 * more[i]!);
  return [a, b].map((data) => ({ data: Float32Array.from(data), count: 1, width, height })) as [ImageBatch, ImageBatch];
}

/** Correlated normal features. @param tilt how much larger the last dimension is than the first */
export function drawFeatures(count: number, dimension: number, seed: number, shift = 0, tilt = 0): FeatureBatch {
  const z = normals(seed, 2, count * dimension);
  const data = Float32Array.from(z, (value, i) => {
    const j = i % dimension;
    const before = z[i - j + ((j + dimension - 1) % dimension)]!;
    return value * (1 + (tilt * j) / dimension) + 0.5 * before + shift;
  });
  return { data, count, dimension };
}

/** One batch of several batches of images of one size. */
export function join(batches: readonly ImageBatch[]): ImageBatch {
  const { width, height } = batches[0]!;
  const data = new Float32Array(batches.length * width * height);
  batches.forEach((batch, k) => data.set(batch.data, k * width * height));
  return { data, count: batches.length, width, height };
}
