/** A sentence for a simulated slice, from its ground truth. */
import type { Material } from '../contract/materials.ts';

export interface Described {
  /** Porosity, or area fraction of the fibers or roots, in [0, 1]. */
  areaFraction: number;
  /** Mean diameter of the grains or fibers or mean width of the roots, px. */
  diameter: number;
  /** Noise standard deviation, grey units. */
  noise: number;
}

/** Limits between the low, middle and high third of what the simulators draw. */
const THIRDS: Record<Material, Record<keyof Described, [number, number]>> = {
  rocks: { areaFraction: [0.15, 0.26], diameter: [10, 17], noise: [0.01, 0.02] },
  fibers: { areaFraction: [0.45, 0.6], diameter: [7, 11], noise: [0.015, 0.025] },
  roots: { areaFraction: [0.14, 0.24], diameter: [2.4, 4], noise: [0.008, 0.02] },
};

export function captionOf(material: Material, described: Described): string {
  const word = (name: keyof Described, words: readonly [string, string, string]): string => {
    const [low, high] = THIRDS[material][name];
    return words[described[name] < low ? 0 : described[name] < high ? 1 : 2];
  };
  const noise = word('noise', ['little noise', 'some noise', 'strong noise']);
  const size = word('diameter', ['small', 'medium-sized', 'large']);
  switch (material) {
    case 'rocks':
      return `microCT slice of a rock with ${size} grains, ${word('areaFraction', ['low', 'medium', 'high'])} porosity, ${noise}`;
    case 'fibers':
      return `microCT slice of a fiber composite with ${size} fibers, ${word('areaFraction', ['loosely', 'closely', 'densely'])} packed, ${noise}`;
    case 'roots':
      return `scan of ${word('areaFraction', ['few', 'several', 'many'])} ${word('diameter', ['thin', 'medium-sized', 'thick'])} plant roots on paper, ${noise}`;
  }
}
