/** Attributes of a slice larger than what a model was trained on, so that they mean what the model learned them to mean. */
import type { Attributes, Material } from '../contract/materials.ts';
import { featureSizeOf, measureAttributes } from './attributes.ts';

/**
 * As `measureAttributes`, but with the feature size as a network of `side` px would have been told it: the mean over windows of
 * that side that cover the slice, weighted by the pixels that count, of those that hold the phase. An intercept is never longer
 * than what it is measured in, and cut at its border, so that of one and the same rock a larger window gives a larger size.
 * Area fraction and noise belong to single pixels and their neighbours, whatever the window; they are those of the whole slice.
 * @param side px; a slice that is smaller is one window
 * @param part 1 where pixels count and 0 where they do not; left out, all count
 */
export function measureInWindows(
  material: Material,
  grey: Float32Array,
  width: number,
  height: number,
  side: number,
  part?: Uint8Array,
): Attributes {
  const whole = measureAttributes(material, grey, width, height, part);
  if (width <= side && height <= side) return whole;
  const [columns, rows] = [Math.min(side, width), Math.min(side, height)];
  let sum = 0;
  let weights = 0;
  for (const top of starts(height, rows)) {
    for (const left of starts(width, columns)) {
      const window = new Float32Array(columns * rows);
      const counted = part && new Uint8Array(columns * rows);
      for (let y = 0; y < rows; y++) {
        const from = (top + y) * width + left;
        window.set(grey.subarray(from, from + columns), y * columns);
        counted?.set(part!.subarray(from, from + columns), y * columns);
      }
      const size = featureSizeOf(material, window, columns, rows, counted);
      if (size === 0) continue; // no phase here, or nothing that counts
      const weight = counted ? counted.reduce((pixels, counts) => pixels + counts, 0) : columns * rows;
      sum += weight * size;
      weights += weight;
    }
  }
  return { ...whole, featureSize: weights === 0 ? 0 : sum / weights };
}

/** Where windows begin that cover a length with as little overlap as may be, at equal distances. */
function starts(length: number, side: number): number[] {
  const gaps = Math.ceil(length / side) - 1;
  return Array.from({ length: gaps + 1 }, (_, i) => (gaps === 0 ? 0 : Math.round((i * (length - side)) / gaps)));
}
