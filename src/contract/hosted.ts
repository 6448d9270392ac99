/** What the page and the hosted worker agree on. A key goes in with a setup and never comes out again. */
import type { ImageBatch } from './image.ts';

export const PROVIDER_IDS = [
  'openai',
  'fal',
  'huggingface',
  'gemini',
  'compatible', // any server that speaks OpenAI's images API
  'replicate',
  'bfl',
  'stability',
] as const;
export type ProviderId = (typeof PROVIDER_IDS)[number];

export const OPERATIONS = [
  'generate', // a picture from words
  'vary', // another picture like this one
  'inpaint', // fill a masked region
  'edges', // a new picture over the edges of this one
  'instruct', // change the picture as the words say
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** One grey picture, row-major, values in [0, 1]. */
export interface HostedPicture {
  data: Float32Array;
  width: number;
  height: number;
}

export const QUALITIES = ['low', 'medium', 'high'] as const;
export type Quality = (typeof QUALITIES)[number];

/**
 * How a service reads the mask of a masked edit: `alpha` edits where the mask is fully transparent, `white` where it is white;
 * `none` takes no mask.
 */
export type MaskConvention = 'alpha' | 'white' | 'none';

/** One paid request, exactly as it will be sent. */
export interface HostedCall {
  provider: ProviderId;
  model: string;
  operation: Operation;
  prompt: string; // empty where the model takes none
  quality: Quality | null; // null where the model has one quality only
  /** PNG; null when a picture is made from words alone. */
  image: Uint8Array | null;
  /** PNG of the same size in the provider's convention; masked edits only. */
  mask: Uint8Array | null;
  width: number; // px, of the image, of the mask and of the result that is asked for
  height: number;
}

/** Where a provider is reached. */
export interface ProviderSetup {
  provider: ProviderId;
  /**
   * Null is the service's own address. Otherwise the root of an OpenAI-compatible API, or a proxy or practice server that is
   * asked for `https://host/path` as `<base>/host/path`. No slash at its end.
   */
  base: string | null;
}

export type HostedProgress =
  | { stage: 'send' }
  | { stage: 'queue'; position: number | null } // from here on the service knows the job; requests ahead, where it tells
  | { stage: 'work' }
  | { stage: 'partial'; image: ImageBatch } // the picture as far as it has come, of whatever size
  | { stage: 'fetch' }; // of the finished picture

export interface HostedUsage {
  textIn: number; // tokens
  imageIn: number;
  imageOut: number;
}

export interface HostedResult {
  /** As returned, turned to grey in [0, 1]; its size is the service's choice. */
  image: ImageBatch;
  usage: HostedUsage | null; // null where the service does not say
  /** What the service calls this request in its own records; null where it does not say. */
  requestId: string | null;
  /** True when a practice server made it in the provider's place, which bills nothing. */
  practice: boolean;
}

/** A provider whose key waits on this computer, encrypted. */
export interface RememberedProvider extends ProviderSetup {
  unlocked: boolean; // since the page was opened
}

/** How a hosted picture was made; it belongs in every file that the picture is saved to. */
export interface HostedProvenance {
  synthetic: true;
  provider: string; // its name
  /** True when a practice server made the picture in the provider's place. */
  practice: boolean;
  model: string;
  requestId: string | null; // null where the service does not say
  operation: Operation;
  prompt: string;
  at: string; // ISO 8601
  /** Mean absolute change of the kept pixels before they were put back, grey levels of 255; null without a mask. */
  keptChange: number | null;
}
