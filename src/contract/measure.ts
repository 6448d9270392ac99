/** What the Measure screen and `specimen measure` ask of the engine, and what comes back. Plain, cloneable data only. */
import type { ImageBatch } from './image.ts';
import type { Material } from './materials.ts';

export interface MeasureRequest {
  /** Decides which phase the physical descriptors look at. */
  material: Material;
  /** Both sets in one size; values in [0, 1]. */
  reference: ImageBatch;
  synthetic: ImageBatch;
  /** Image k of one set belongs to image k of the other: pair measures are computed. Needs equal counts. */
  pairs: boolean;
  /** How well the synthetic images fit this sentence is measured; null leaves the caption score out. */
  caption: string | null;
  /** Resamples for the confidence intervals of set measures. */
  bootstrap: number;
  /**
   * The grey level that parts the phases in both sets. Left out, it is Otsu's of all reference images together, so that the
   * sets stay comparable and a crop with one phase only still has a threshold.
   */
  threshold?: number;
  seed: number; // of the bootstrap and of subsampling
}

/** A number that says what it is a number of. */
export interface Measured {
  value: number;
  n: number; // images, or pairs
  std?: number; // standard deviation over the n
  ci?: [low: number, high: number]; // 95 % bootstrap interval
  extractor?: string; // name and dimension of the features it was computed from
  /** One sentence where the number should not be trusted, such as N below the feature dimension. */
  warning?: string;
}

/** How the phase that the descriptors look at was told from the rest: the same for every image of both sets. */
export interface Segmentation {
  threshold: number; // grey level in [0, 1], applied after 3 × 3 binomial smoothing
  method: 'otsu' | 'given'; // Otsu 1979 on the pooled histogram of the reference, or the request's own
  phase: 'below' | 'above'; // pores lie below; fibers and roots at or above
}

/** A curve of a physical descriptor: its mean over images, and the spread between them. */
export interface Curve {
  x: number[]; // px, or cycles per px for spectra
  mean: number[];
  std: number[];
}

export const SCALAR_DESCRIPTORS = ['areaFraction', 'interfaceLength', 'ringIndex'] as const;
export const CURVE_DESCRIPTORS = ['twoPoint', 'linealPath', 'chordLength', 'localThickness', 'radialPower'] as const;
export type ScalarDescriptor = (typeof SCALAR_DESCRIPTORS)[number];
export type CurveDescriptor = (typeof CURVE_DESCRIPTORS)[number];

export interface DescriptorComparison {
  n: { reference: number; synthetic: number };
  /** Between the sets: difference of means for scalars, root mean square difference for curves. */
  value: number;
  /** The same between two random halves of the reference set: what chance alone gives. Null when the reference has fewer than 4 images. */
  floor: number | null;
  reference: Curve | { mean: number; std: number };
  synthetic: Curve | { mean: number; std: number };
}

export interface MeasureResult {
  ssim: Measured | null; // null: no pairs
  msssim: Measured | null;
  psnr: Measured | null; // dB
  perceptual: Measured | null;
  frechet: Measured | null; // null: too few images
  kid: Measured | null;
  precision: Measured | null;
  recall: Measured | null;
  density: Measured | null;
  coverage: Measured | null;
  captionScore: Measured | null;
  segmentation: Segmentation;
  descriptors: Record<ScalarDescriptor | CurveDescriptor, DescriptorComparison>;
  /** For each synthetic image its nearest reference images by features, nearest first. */
  twins: { index: number; distance: number }[][];
  /** Why measures that are null are missing, one sentence each. */
  notes: string[];
}
