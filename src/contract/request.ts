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

/** How much a sketch guides: 0 not at all, 1 as trained. */
export const SKETCH_STRENGTH_LIMITS = { min: 0, max: 1.5 } as const;
/** Side of the smallest picture that can be resembled, px. */
export const LIKE_MIN_SIDE = 64;

/** Parts of a request that are pictures, which neither a share link nor the note in an exported file can carry. */
export const PICTURE_FIELDS = ['like', 'sketch', 'from'] as const;
export type PictureField = (typeof PICTURE_FIELDS)[number];

/** What shall be where, in the model's own size, row-major `[side, side]`. */
export interface Sketch {
  edges: Float32Array; // outlines, 0 none to 1
  labels: Float32Array; // 1 the material's phase (pore, fiber, root), −1 the rest, 0 not said
  strength: number; // 0 to 1.5; 1 as trained
}

export interface SampleRequest {
  model: string; // id in the catalogue
  material: Material;
  look: Look;
  count: number; // 1 to 64
  seed: number; // uint32; image k uses (seed + k) mod 2^32
  /**
   * Attributes the visitor set; those left out are drawn per image from the card's typical rows by the image's seed, or, where a
   * sketch guides as much as the model was trained with, left to the sketch.
   */
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
  /**
   * GAN and VAE: ψ, the latent is multiplied by it; 1 is the model as trained, 0 the mean image. StyleGAN: the style w is moved
   * to its mean, mean + ψ (w − mean) (Karras et al. 2019, appendix B).
   */
  truncation?: number;
  /** VAE: coordinates of z set to these values (prior standard deviations) for every image. */
  latent?: { dimension: number; value: number }[];
  /**
   * VAE and StyleGAN: image k is drawn at the spherical interpolation k / (count − 1) between the latents of `seed` and of this
   * seed. With `from` the way starts at that picture; StyleGAN's noise is that of `seed` all the way.
   */
  interpolateTo?: number;
  /** StyleGAN: uint32 seed of a second style, the same for all images, that takes over from layer `mixFrom` on. */
  mixWith?: number;
  /** StyleGAN: first layer of the second style, 0 (all of it) to the card's `layers` (none); default half of them, rounded. */
  mixFrom?: number;
  /** Diffusion with the input `like`: one picture to resemble, at least 64 px each way. */
  like?: ImageBatch;
  /** Diffusion with the input `hint`: where outlines and the material's phase shall be. */
  sketch?: Sketch;
  /**
   * VAE with an encoder: one picture of the model's size. Image 0 is decoded from the mean of its posterior q(z | picture), the
   * others from draws of it by their seeds. Attributes left out are as measured in the picture.
   */
  from?: ImageBatch;
}

/** Which backend the visitor prefers; `auto` measures. */
export const BACKEND_PREFERENCES = ['auto', 'webgpu', 'wasm'] as const;
export type BackendPreference = (typeof BACKEND_PREFERENCES)[number];
/** What the engine goes by: the visitor's preference, or that the GPU went away too often to be tried again. */
export type EnginePreference = BackendPreference | 'lost';

/** What the badge says. */
export interface BackendReport {
  backend: 'webgpu' | 'wasm';
  threads: number; // WASM threads, 1 without cross-origin isolation
  adapter: string | null; // the GPU's own description where there is an adapter
  /** One sentence: why this backend. */
  reason: string;
  /** On WebGPU, of a model that could compute in float16: what it computes in, and why in a sentence. */
  arithmetic?: { type: 'float16' | 'float32'; reason: string };
}

export interface SliceInfo {
  seed: number;
  /** What the model was asked for (set by the visitor, or drawn); what was left to a sketch is left out. */
  asked: Partial<Attributes>;
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
  /** The estimate x̂0 made from each frame of `x` but the last, of Langevin at the next lower level; grey in [0, 1], `[frames − 1, count, h, w]`. */
  denoised: Float32Array;
}

/** What the encoder makes of a picture: the posterior q(z | picture), a normal distribution with independent coordinates. */
export interface Encoding {
  mean: Float32Array; // one per latent dimension
  logVariance: Float32Array;
  /** Root mean square difference between the picture and image 0, grey levels in [0, 1]: how well it is reconstructed. */
  rmse: number;
}

export interface SampleResult {
  request: SampleRequest;
  modelVersion: string;
  images: ImageBatch;
  slices: SliceInfo[];
  backend: BackendReport;
  timing: Timing;
  trace: Trace | null; // where the run was watched
  encoding: Encoding | null; // of the request's `from`
  /** Names the images for a `MeasureRequest` while they also lie on the GPU, until the next run there; null where they do not. */
  resident: number | null;
  /** Sentences worth telling that are not failures, such as weights that could not be kept for next time. */
  notices: string[];
}

/** What working without a network takes besides the page itself. */
export interface KeptBytes {
  totalBytes: number;
  keptBytes: number; // of them, on this computer already
}

export type Progress =
  | { stage: 'download'; loadedBytes: number; totalBytes: number }
  | { stage: 'compile' }
  | { stage: 'self-test' }
  | { stage: 'sample'; done: number; total: number; preview: ImageBatch | null }
  | { stage: 'measure'; what: string; done: number; total: number };

/** What a diffusion model sees in one noisy picture: D(x0 + σz, σ), a single network call. */
export interface DenoiseRequest {
  model: string;
  material: Material;
  look: Look;
  attributes: Partial<Attributes>; // those left out are unknown to the network
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
