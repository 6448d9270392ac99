/** What set measures, the perceptual distance and the caption score need of a learned network. */
import type { ImageBatch } from '../../contract/image.ts';
import type { GpuImages } from '../gpu/images.ts';
import type { GpuFeatures } from './features.ts';

export interface GpuFeatureOptions {
  signal?: AbortSignal | undefined;
  onProgress?: (done: number) => void; // images done so far
  /** Also remember, with one read-back, what `captionScore` of these pixels needs. */
  caption?: boolean;
}

export interface Extractor {
  /** As it is shown beside every number computed from it. */
  readonly name: string;
  /** Whether somebody declared it to be FID's Inception network (Heusel et al. 2017): its name decides nothing. */
  readonly inception?: boolean;
  /** Length d of a feature vector. */
  readonly dimension: number;
  /**
   * Features of each image, row-major `[n, d]`.
   * @param onProgress called with the number of images done so far
   * @throws Cancelled; SpecimenError of the runtime
   */
  features(images: ImageBatch, signal?: AbortSignal, onProgress?: (done: number) => void): Promise<Float32Array>;
  /**
   * Features that stay on the runtime's device, where nothing is read back for them; absent where the network runs elsewhere.
   * Whoever gets them destroys their buffer.
   * @param resident the same images on the device; null: they are uploaded
   * @throws as `features`; SpecimenError `DeviceLost`
   */
  featuresOnGpu?: (images: ImageBatch, resident: GpuImages | null, options: GpuFeatureOptions) => Promise<GpuFeatures>;
  /** Perceptual distance of LPIPS form (Zhang et al. 2018) of image k of one batch to image k of the other, `[n]`. */
  perceptual(a: ImageBatch, b: ImageBatch): Promise<Float32Array>;
  /** How well each image fits a sentence: cosine similarity of image and caption embedding, `[n]`, in [−1, 1]. */
  captionScore(images: ImageBatch, caption: string): Promise<Float32Array>;
}
