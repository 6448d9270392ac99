/** How closely slices follow the areas of a sketch. */
import type { ImageBatch } from '../../contract/image.ts';
import type { Material } from '../../contract/materials.ts';
import { smooth, THRESHOLDS } from '../../materials/attributes.ts';

export interface Followed {
  /** Share of pixels that are of the drawn phase, mean over slices. */
  mean: number;
  /** The same if each slice's phase lay at places of its own: p q + (1 − p)(1 − q) for the shares p drawn and q found. */
  chance: number;
}

/**
 * @param labels of the drawing, above 0 where the material's phase shall be and below where it shall not; 0 is left out
 * @returns null where nothing is said of areas
 */
export function followed(labels: Float32Array, images: ImageBatch, material: Material): Followed | null {
  const said = labels.reduce((count, label) => count + (label === 0 ? 0 : 1), 0);
  if (said === 0) return null;
  const { data, count, width, height } = images;
  const pixels = width * height;
  const drawn = labels.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0) / said;
  const totals = { mean: 0, chance: 0 };
  for (let k = 0; k < count; k++) {
    const grey = smooth(data.subarray(k * pixels, (k + 1) * pixels), width, height);
    let same = 0;
    let found = 0;
    for (let i = 0; i < pixels; i++) {
      if (labels[i] === 0) continue;
      const above = grey[i]! >= THRESHOLDS[material];
      const phase = material === 'rocks' ? !above : above;
      if (phase) found++;
      if (phase === labels[i]! > 0) same++;
    }
    const share = found / said;
    totals.mean += same / said / count;
    totals.chance += (drawn * share + (1 - drawn) * (1 - share)) / count;
  }
  return totals;
}
