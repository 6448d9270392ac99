/** How believable a repair is: the edited part of a region against the kept part around it. */
import type { RegionReport, RegionStatistics } from '../../contract/edit.ts';
import type { ImageBatch } from '../../contract/image.ts';
import type { Material } from '../../contract/materials.ts';
import { THRESHOLDS } from '../../materials/attributes.ts';
import { ssim } from './ssim.ts';

/** S2 is compared up to this distance, px: beyond it a hole of usual size has too few pairs. */
const MAX_LAG = 16;

/**
 * One report per alternative.
 * @param before the region before the edit, one image, at least 11 px wide and high, grey in [0, 1]
 * @param after the alternatives, same width and height
 * @param edited `[height, width]`, above 0 where pixels were edited; null for all of them
 */
export async function regionReports(
  before: ImageBatch,
  after: ImageBatch,
  edited: Float32Array | null,
  material: Material,
): Promise<RegionReport[]> {
  const { width, height, count } = after;
  const size = width * height;
  const repeated = new Float32Array(count * size);
  for (let k = 0; k < count; k++) repeated.set(before.data, k * size);
  const { maps } = await ssim({ ...after, data: repeated }, after, { maps: true });
  const inside = Uint8Array.from({ length: size }, (_, i) => (edited === null || edited[i]! > 0 ? 1 : 0));
  const outside = inside.map((part) => 1 - part);
  const mixed = inside.includes(1) && outside.includes(1);
  return Array.from({ length: count }, (_, k) => {
    const image = after.data.subarray(k * size, (k + 1) * size);
    const map = maps!.subarray(k * size, (k + 1) * size);
    return {
      ssimInside: meanWhere(map, inside),
      ssimOutside: mixed ? meanWhere(map, outside) : null,
      seam: mixed ? seam(image, inside, width, height) : null,
      inside: statistics(image, inside, width, height, material),
      around: mixed ? statistics(image, outside, width, height, material) : null,
    };
  });
}

function meanWhere(values: Float32Array, part: Uint8Array): number {
  let sum = 0;
  let pixels = 0;
  for (let i = 0; i < values.length; i++) {
    if (part[i] === 0) continue;
    sum += values[i]!;
    pixels++;
  }
  return sum / pixels;
}

/**
 * The mean grey step between neighbours on two sides of the border, over the mean step between the next two neighbours in the
 * same row or column on either side. 1 where the border cannot be told from its surroundings; NaN-free: 1 when both are flat.
 */
export function seam(image: Float32Array, part: Uint8Array, width: number, height: number): number {
  let across = 0;
  let crossings = 0;
  let beside = 0;
  let neighbours = 0;
  const line = (start: number, step: number, count: number) => {
    for (let i = 0; i + 1 < count; i++) {
      const p = start + i * step;
      if (part[p] === part[p + step]) continue;
      across += Math.abs(image[p]! - image[p + step]!);
      crossings++;
      for (const [q, has] of [
        [p - step, i > 0 && part[p - step] === part[p]],
        [p + step, i + 2 < count && part[p + 2 * step] === part[p + step]],
      ] as const) {
        if (!has) continue;
        beside += Math.abs(image[q]! - image[q + step]!);
        neighbours++;
      }
    }
  };
  for (let y = 0; y < height; y++) line(y * width, 1, width);
  for (let x = 0; x < width; x++) line(x, width, height);
  const usual = neighbours === 0 ? 0 : beside / neighbours;
  const step = crossings === 0 ? 0 : across / crossings;
  return usual === 0 ? (step === 0 ? 1 : Infinity) : step / usual;
}

/** Fraction and S2(r) of the material's phase over pairs along rows and columns that lie wholly in the part. */
function statistics(
  image: Float32Array,
  part: Uint8Array,
  width: number,
  height: number,
  material: Material,
): RegionStatistics {
  const threshold = THRESHOLDS[material];
  const phase = Uint8Array.from(image, (grey) => (grey >= threshold !== (material === 'rocks') ? 1 : 0));
  const s2: number[] = [];
  for (let r = 0; r <= Math.min(MAX_LAG, Math.min(width, height) - 1); r++) {
    let both = 0;
    let pairs = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const p = y * width + x;
        if (part[p] === 0) continue;
        if (x + r < width && part[p + r] === 1) {
          pairs++;
          both += phase[p]! & phase[p + r]!;
        }
        if (y + r < height && part[p + r * width] === 1) {
          pairs++;
          both += phase[p]! & phase[p + r * width]!;
        }
      }
    }
    if (pairs === 0) break;
    s2.push(both / pairs);
  }
  const pixels = part.reduce((sum, value) => sum + value, 0);
  return { pixels, areaFraction: s2[0] ?? 0, s2: Float64Array.from(s2) };
}
