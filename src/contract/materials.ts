/** The three materials, in the order of the one-hot part of every model's condition vector. */
export const MATERIALS = ['rocks', 'fibers', 'roots'] as const;
export type Material = (typeof MATERIALS)[number];

/** Whether a model should draw slices that look like real measurements or like the simulators' output. */
export const LOOKS = ['real', 'simulated'] as const;
export type Look = (typeof LOOKS)[number];

/** Attributes of a slice, measured from its pixels in the same way on real, simulated and sampled slices. */
export interface Attributes {
  /** Rocks: porosity. Fibers and roots: area fraction of the fibers or roots. In [0, 1]. */
  areaFraction: number;
  /** Mean linear intercept length of the solid, fiber or root phase, in pixels. */
  featureSize: number;
  /** Robust standard deviation of the pixel noise, in grey units of the [0, 1] range. */
  noise: number;
}

export const ATTRIBUTES = ['areaFraction', 'featureSize', 'noise'] as const satisfies readonly (keyof Attributes)[];
export type AttributeName = (typeof ATTRIBUTES)[number];
