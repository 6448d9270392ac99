/** A sentence for a slice, in the words that the caption score and the teaching texts use. */
import type { Attributes, Material } from '../contract/materials.ts';

/** Limits between the low, middle and high third of what the simulators draw. */
const LIMITS: Record<Material, { [A in keyof Attributes]: [number, number] }> = {
  rocks: { areaFraction: [0.12, 0.24], featureSize: [12, 24], noise: [0.015, 0.04] },
  fibers: { areaFraction: [0.45, 0.58], featureSize: [7, 11], noise: [0.015, 0.04] },
  roots: { areaFraction: [0.08, 0.18], featureSize: [4, 7], noise: [0.008, 0.02] },
};

export function captionOf(material: Material, attributes: Attributes): string {
  const word = <T>(name: keyof Attributes, words: readonly [T, T, T]): T => {
    const [low, high] = LIMITS[material][name];
    return words[attributes[name] < low ? 0 : attributes[name] < high ? 1 : 2];
  };
  const size = word('featureSize', ['small', 'medium', 'large'] as const);
  const noise = word('noise', ['little noise', 'some noise', 'strong noise'] as const);
  switch (material) {
    case 'rocks':
      return `microCT slice of a rock with ${size} grains, ${word('areaFraction', ['low', 'medium', 'high'])} porosity, ${noise}`;
    case 'fibers':
      return `microCT slice of a fiber composite with ${size} fibers, ${word('areaFraction', ['loosely', 'fairly closely', 'densely'])} packed, ${noise}`;
    case 'roots':
      return `scan of plant roots, ${word('areaFraction', ['few', 'several', 'many'])} of them, ${word('featureSize', ['thin', 'medium', 'thick'])}, ${noise}`;
  }
}
