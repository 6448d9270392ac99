/** What the Measure screen and `specimen measure` ask of the engine, and what comes back. Plain, cloneable data only. */
import type { CustomExtractor } from './extractorCard.ts';
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
  /** An extractor of one's own in place of Specimen's: features only, so no perceptual distance and no caption score. */
  extractor?: { custom: CustomExtractor; file: Uint8Array };
  seed: number; // of the bootstrap and of subsampling
  /**
   * Sets that are, pixel for pixel, the images of the run of that number (`SampleResult.resident`): measured where they lie on
   * the GPU, if they still do, and from the images sent otherwise.
   */
  resident?: Partial<Record<'reference' | 'synthetic', number>>;
}

/** A number that says what it is a number of. */
export interface Measured {
  value: number;
  n: number; // images, or pairs
  std?: number; // standard deviation over the n; KID's is over random subsets of 100 images, where both sets are larger
  ci?: [low: number, high: number]; // 95 % bootstrap interval
  extractor?: string; // name and dimension of the features it was computed from
  /** Only of a Fréchet distance: its features were declared to be those of FID's Inception network, so it may be called FID. */
  fid?: boolean;
  /** Only of MS-SSIM: over how many scales, 1 to 5; values over other numbers of them do not compare. */
  scales?: number;
  /** One sentence where the number should not be trusted, such as N below the feature dimension. */
  warning?: string;
}

/** How the phase that the descriptors look at was told from the rest: the same for every image of both sets. */
export interface Segmentation {
  threshold: number; // grey level in [0, 1], applied after 3 × 3 binomial smoothing
  method: 'otsu' | 'given' | 'material'; // Otsu 1979 on all of the reference, the request's own, or the material's usual one
  phase: 'below' | 'above'; // pores lie below; fibers and roots at or above
}

/** A curve of a physical descriptor: its mean over images, and the spread between them; zeros where it is defined in none. */
export interface Curve {
  x: number[]; // px, or cycles per px for the spectrum
  mean: number[];
  std: number[];
}

export const SCALAR_DESCRIPTORS = [
  'areaFraction', // of the phase, porosity for rocks; in [0, 1]
  'interfaceLength', // length of the phase's boundary per area, px⁻¹
  // Share of the fine-scale grey variance that lies in rings about the rotation axis, which is fitted to each set; at most 1. Noise
  // alone gives a little more than 0, the less the more images there are, so compare sets of equal size.
  'ringIndex',
] as const;
export const CURVE_DESCRIPTORS = [
  'twoPoint', // probability that two points r px apart both lie in the phase
  'linealPath', // probability that the whole segment between them does
  'chordLength', // share of chords z px long; the last point holds all longer ones
  'localThickness', // share of the phase's area that is t px thick; the last point holds all above
  'radialPower', // log10 of the grey levels' power density, grey² px², by spatial frequency
] as const;
export type ScalarDescriptor = (typeof SCALAR_DESCRIPTORS)[number];
export type CurveDescriptor = (typeof CURVE_DESCRIPTORS)[number];

export interface DescriptorComparison {
  n: { reference: number; synthetic: number }; // images in which it is defined
  /**
   * Between the sets: absolute difference of the means for scalars, root mean square difference of the mean curves for curves.
   * Null when it is defined in no image of a set, as chords are where there is no phase.
   */
  value: number | null;
  /**
   * What chance alone gives: the mean `value` of two sets of one distribution with as many images as these have. It is the distance
   * between two random halves of the reference, averaged over 20 divisions, times √((1/N + 1/M) / (1/h + 1/(N − h))) with N and M
   * from `n` and h = ⌊N/2⌋. Null when it is defined in fewer than 4 reference images or in no synthetic one.
   */
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
