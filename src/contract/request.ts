/** What the page or the command line asks of the engine, and what comes back. Plain, cloneable data only. */
import type { Attributes, Look, Material } from './materials.ts';
import type { ImageBatch } from './image.ts';

export const COUNT_LIMITS = { min: 1, max: 64 } as const;
export const STEP_LIMITS = { min: 1, max: 100 } as const;
export const TRUNCATION_LIMITS = { min: 0, max: 1 } as const;
/** A latent coordinate of the VAE, in standard deviations of the prior. */
export const LATENT_LIMITS = { min: -3, max: 3 } as const;

export interface SampleRequest {
  model: string; // id in the catalogue
  material: Material;
  look: Look;
  count: number; // 1 to 64
  seed: number; // uint32; image k uses (seed + k) mod 2^32
  /** Attributes the visitor set; those left out are drawn per image from the card's typical rows by the image's seed. */
  attributes: Partial<Attributes>;
  /** Diffusion only: number of noise levels of Heun's method (2·steps − 1 network calls). */
  steps?: number;
  /** GAN and VAE: ψ, the latent is multiplied by it; 1 is the model as trained, 0 the mean image. */
  truncation?: number;
  /** VAE: coordinates of z set to these values (prior standard deviations) for every image. */
  latent?: { dimension: number; value: number }[];
  /** VAE: image k is drawn at the spherical interpolation k / (count − 1) between the latents of `seed` and of this seed. */
  interpolateTo?: number;
}

/** Which backend the visitor prefers; `auto` measures. */
export const BACKEND_PREFERENCES = ['auto', 'webgpu', 'wasm'] as const;
export type BackendPreference = (typeof BACKEND_PREFERENCES)[number];

/** What the badge says. */
export interface BackendReport {
  backend: 'webgpu' | 'wasm';
  threads: number; // WASM threads, 1 without cross-origin isolation
  adapter: string | null; // the GPU's own description where there is an adapter
  /** One sentence: why this backend. */
  reason: string;
}

export interface SliceInfo {
  seed: number;
  /** What the model was asked for (set by the visitor, or drawn). */
  asked: Attributes;
  /** What `measureAttributes` finds in the pixels that came out. */
  measured: Attributes;
}

export interface Timing {
  prepareMs: number; // download, verification, compilation, self-test; 0 when the model was ready
  sampleMs: number; // first noise to last image
  networkCalls: number;
  cold: boolean; // the first run of this model on this backend since the page opened
}

export interface SampleResult {
  request: SampleRequest;
  modelVersion: string;
  images: ImageBatch;
  slices: SliceInfo[];
  backend: BackendReport;
  timing: Timing;
  /** Sentences worth telling that are not failures, such as weights that could not be kept for next time. */
  notices: string[];
}

export type Progress =
  | { stage: 'download'; loadedBytes: number; totalBytes: number }
  | { stage: 'runtime' } // loading onnxruntime-web
  | { stage: 'compile' }
  | { stage: 'self-test' }
  | { stage: 'sample'; done: number; total: number; preview: ImageBatch | null }
  | { stage: 'measure'; what: string; done: number; total: number };

/** A request to the simulators, answered with ground truth. */
export interface SimulateRequest {
  material: Material;
  count: number;
  seed: number;
  size: number;
  attributes: Partial<Attributes>;
}

export interface SimulateResult {
  images: ImageBatch;
  slices: { seed: number; caption: string; areaFraction: number; measured: Attributes }[];
}
