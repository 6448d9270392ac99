/** What the page or the command line asks of the engine, and what comes back. Plain, cloneable data only. */
import type { Attributes, Look, Material } from './materials.ts';
import type { ImageBatch } from './image.ts';

export const COUNT_LIMITS = { min: 1, max: 64 } as const;
export const STEP_LIMITS = { min: 1, max: 250 } as const;
export const TRUNCATION_LIMITS = { min: 0, max: 1 } as const;
/** A latent coordinate of the VAE, in standard deviations of the prior. */
export const LATENT_LIMITS = { min: -3, max: 3 } as const;

/** Samplers of the diffusion models, by the names that requests, links and the command line use. */
export const SAMPLER_NAMES = [
  'heun',
  'euler',
  'ddpm',
  'ddim',
  'dpmpp2m',
  'sde-ve',
  'sde-vp',
  'ode-vp',
  'langevin',
] as const;
export type SamplerName = (typeof SAMPLER_NAMES)[number];
export const SCHEDULE_NAMES = ['karras', 'linear', 'cosine'] as const;
export type ScheduleName = (typeof SCHEDULE_NAMES)[number];
/** Share of fresh noise: η of DDIM, churn of Heun. */
export const STOCHASTICITY_LIMITS = { min: 0, max: 1 } as const;
/** Scale of classifier-free guidance: 1 follows the condition as trained. */
export const GUIDANCE_LIMITS = { min: 0, max: 8 } as const;
/** Extra guidance towards one attribute: 0 none. */
export const ATTRIBUTE_GUIDANCE_LIMITS = { min: 0, max: 8 } as const;
/** Scale of the classifier's gradient: 0 none. */
export const CLASSIFIER_GUIDANCE_LIMITS = { min: 0, max: 20 } as const;

export interface SampleRequest {
  model: string; // id in the catalogue
  material: Material;
  look: Look;
  count: number; // 1 to 64
  seed: number; // uint32; image k uses (seed + k) mod 2^32
  /** Attributes the visitor set; those left out are drawn per image from the card's typical rows by the image's seed. */
  attributes: Partial<Attributes>;
  /** Diffusion only: number of noise levels (Heun's method makes 2·steps − 1 network calls). */
  steps?: number;
  sampler?: SamplerName; // diffusion only; default heun
  schedule?: ScheduleName; // diffusion only; default karras
  /** Diffusion only, DDIM and Heun: share of fresh noise, 0 to 1; default 0. */
  stochasticity?: number;
  /** Diffusion only: w of D(x, ∅) + w (D(x, c) − D(x, ∅)); default 1. */
  guidance?: number;
  /** Diffusion only: w_a, which adds w_a (D(x, c) − D(x, c without attribute a)). */
  attributeGuidance?: Partial<Attributes>;
  /** Diffusion only: s of D + s σ² ∇ ln p(material | x, σ) with the classifier's gradient; default 0. */
  classifierGuidance?: number;
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
  readbacks: number; // times a buffer was copied from the GPU to the CPU: once for the images, and once for each preview
  cold: boolean; // the first run of this model on this backend since the page opened
}

/** The way of the first slices of a run from noise to image, for watching it. */
export interface Trace {
  sigmas: number[]; // noise level of each frame of x; the last is 0
  count: number; // slices
  /** x at each level, scaled by 1/√(1 + σ²) so that noise and image keep one contrast; grey in [0, 1], `[frames, count, h, w]`. */
  x: Float32Array;
  /** The estimate x̂0 made from each frame of `x` but the last; grey in [0, 1], `[frames − 1, count, h, w]`. */
  denoised: Float32Array;
}

export interface SampleResult {
  request: SampleRequest;
  modelVersion: string;
  images: ImageBatch;
  slices: SliceInfo[];
  backend: BackendReport;
  timing: Timing;
  trace: Trace | null; // where the run was watched
  /** Names the images for a `MeasureRequest` while they also lie on the GPU, until the next run there; null where they do not. */
  resident: number | null;
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

/** What a diffusion model sees in one noisy picture: D(x0 + σz, σ), a single network call. */
export interface DenoiseRequest {
  model: string;
  material: Material;
  look: Look;
  attributes: Attributes;
  image: ImageBatch; // one clean picture of the model's size, grey in [0, 1]
  sigma: number; // noise level in the network's units, where clean pictures span [-1, 1]; 0.001 to 100
  seed: number; // of the noise
}

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
