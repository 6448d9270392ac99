/** What the page knows about each hosted provider, as data: addresses, mask conventions, models and prices. */
import type { MaskConvention, Operation, ProviderId, ProviderSetup, Quality } from '../../contract/hosted.ts';

/** When the prices, models and addresses below were last read. */
export const FACTS_DATE = '2026-11-23';

export type Price =
  /** USD per picture, by quality where the model has several. */
  | { unit: 'picture'; usd: number | Record<Quality, number> }
  /** USD per million pixels made and, where `input` is set, sent. */
  | { unit: 'megapixel'; usd: number; input: boolean }
  | { unit: 'unknown' };

export interface ModelFacts {
  id: string;
  operations: readonly Operation[];
  price: Price;
  /** What the price leaves out or rests on. */
  priceNote?: string;
  /** USD per million tokens, to turn returned usage into cost. */
  rates?: { textIn: number; imageIn: number; imageOut: number };
  qualities?: readonly Quality[];
  /** True where the model takes no words. */
  promptless?: boolean;
}

export interface ProviderFacts {
  id: ProviderId;
  name: string;
  /** `direct`: browsers may call it; `own`: at an address of the visitor's; `proxy`: it refuses browsers. */
  reach: 'direct' | 'own' | 'proxy';
  /** Hosts that get the key. A leading `*.` stands for one label or more. */
  hosts: readonly string[];
  /** Hosts that finished pictures are fetched from, without the key. */
  media: readonly string[];
  auth: { header: string; prefix: string };
  mask: MaskConvention;
  /** Whether a request that was cancelled is cancelled at the provider too; elsewhere only the connection is closed. */
  cancels: boolean;
  /** Where a key is made, and what to restrict it to. */
  key: { page: string; advice: string };
  models: readonly ModelFacts[];
}

const BEARER = { header: 'authorization', prefix: 'Bearer ' };
const ALL_QUALITIES = ['low', 'medium', 'high'] as const;

const gptImage = (id: string): ModelFacts => ({
  id,
  operations: ['generate', 'vary', 'inpaint', 'instruct'],
  qualities: ALL_QUALITIES,
  price: { unit: 'picture', usd: { low: 0.006, medium: 0.053, high: 0.211 } },
  priceNote: 'The price of gpt-image-2 at 1024×1024; a picture that is sent is billed on top, $8 per million tokens.',
  rates: { textIn: 5, imageIn: 8, imageOut: 30 },
});

export const PROVIDERS: readonly ProviderFacts[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    reach: 'direct',
    hosts: ['api.openai.com'],
    media: [],
    auth: BEARER,
    mask: 'alpha',
    cancels: false,
    key: {
      page: 'https://platform.openai.com/api-keys',
      advice:
        'Make a project key restricted to Images (and Models, read only, for the test), with a budget on the project.',
    },
    models: [gptImage('gpt-image-2.6-flare'), gptImage('gpt-image-2.6-sunburst'), gptImage('gpt-image-2')],
  },
  {
    id: 'fal',
    name: 'fal',
    reach: 'direct',
    hosts: ['queue.fal.run'],
    media: ['fal.media', '*.fal.media'],
    auth: { header: 'authorization', prefix: 'Key ' },
    mask: 'white',
    cancels: true,
    key: {
      page: 'https://fal.ai/dashboard/keys',
      advice: 'Make a key of scope API, not Admin, and load little credit.',
    },
    models: [
      { id: 'fal-ai/flux-2/turbo', operations: ['generate'], price: { unit: 'megapixel', usd: 0.008, input: false } },
      {
        id: 'fal-ai/flux-2/turbo/edit',
        operations: ['instruct'],
        price: { unit: 'megapixel', usd: 0.008, input: true },
      },
      { id: 'fal-ai/flux-pro/v1/fill', operations: ['inpaint'], price: { unit: 'megapixel', usd: 0.05, input: false } },
      { id: 'fal-ai/flux-pro/v1/canny', operations: ['edges'], price: { unit: 'megapixel', usd: 0.05, input: false } },
      { id: 'fal-ai/flux-pro/v1/redux', operations: ['vary'], price: { unit: 'unknown' }, promptless: true },
    ],
  },
  {
    id: 'huggingface',
    name: 'Hugging Face',
    reach: 'direct',
    hosts: ['router.huggingface.co', 'huggingface.co'],
    media: ['fal.media', '*.fal.media'],
    auth: BEARER,
    mask: 'none',
    cancels: false,
    key: {
      page: 'https://huggingface.co/settings/tokens',
      advice: 'Make a fine-grained token that may only make calls to Inference Providers.',
    },
    models: [
      { id: 'black-forest-labs/FLUX.1-dev', operations: ['generate'], price: { unit: 'unknown' } },
      { id: 'black-forest-labs/FLUX.1-Kontext-dev', operations: ['instruct'], price: { unit: 'unknown' } },
      { id: 'Qwen/Qwen-Image-Edit', operations: ['instruct'], price: { unit: 'unknown' } },
    ],
  },
  {
    id: 'gemini',
    name: 'Google Gemini',
    reach: 'direct',
    hosts: ['generativelanguage.googleapis.com'],
    media: [],
    auth: { header: 'x-goog-api-key', prefix: '' },
    mask: 'none',
    cancels: false,
    key: {
      page: 'https://aistudio.google.com/apikey',
      advice: 'Restrict the key to the Generative Language API and to this page’s address.',
    },
    models: [
      {
        id: 'gemini-nano-banana-2.1',
        operations: ['generate', 'vary', 'instruct'],
        price: { unit: 'picture', usd: 0.0336 },
        priceNote: 'From a secondary source. Every picture carries an invisible SynthID watermark in its pixels.',
      },
    ],
  },
  {
    id: 'compatible',
    name: 'OpenAI-compatible server',
    reach: 'own',
    hosts: [],
    media: [],
    auth: BEARER,
    mask: 'alpha',
    cancels: false,
    key: { page: '', advice: 'Ask whoever runs the server; many take any key.' },
    models: [{ id: '', operations: ['generate', 'vary', 'inpaint', 'instruct'], price: { unit: 'unknown' } }],
  },
  {
    id: 'replicate',
    name: 'Replicate',
    reach: 'proxy',
    hosts: ['api.replicate.com'],
    media: ['replicate.delivery'],
    auth: BEARER,
    mask: 'white',
    cancels: true,
    key: { page: 'https://replicate.com/account/api-tokens', advice: 'Make a token for this page alone.' },
    models: [
      { id: 'black-forest-labs/flux-schnell', operations: ['generate'], price: { unit: 'unknown' } },
      { id: 'black-forest-labs/flux-redux-dev', operations: ['vary'], price: { unit: 'unknown' }, promptless: true },
      { id: 'black-forest-labs/flux-fill-pro', operations: ['inpaint'], price: { unit: 'unknown' } },
      { id: 'black-forest-labs/flux-canny-pro', operations: ['edges'], price: { unit: 'unknown' } },
      { id: 'black-forest-labs/flux-kontext-pro', operations: ['instruct'], price: { unit: 'unknown' } },
    ],
  },
  {
    id: 'bfl',
    name: 'Black Forest Labs',
    reach: 'proxy',
    hosts: ['api.bfl.ai', '*.bfl.ai'],
    media: ['*.bfl.ai'],
    auth: { header: 'x-key', prefix: '' },
    mask: 'white',
    cancels: false,
    key: { page: 'https://dashboard.bfl.ai', advice: 'Make a key for this page alone and load little credit.' },
    models: [
      {
        id: 'flux-2-pro',
        operations: ['generate', 'instruct'],
        price: { unit: 'megapixel', usd: 0.03, input: false },
        priceNote: 'From text; a picture that is sent may be billed on top.',
      },
      { id: 'flux-pro-1.0-fill', operations: ['inpaint'], price: { unit: 'unknown' } },
      { id: 'flux-pro-1.0-canny', operations: ['edges'], price: { unit: 'unknown' } },
    ],
  },
  {
    id: 'stability',
    name: 'Stability AI',
    reach: 'proxy',
    hosts: ['api.stability.ai'],
    media: [],
    auth: BEARER,
    mask: 'white',
    cancels: false,
    key: { page: 'https://platform.stability.ai/account/keys', advice: 'Make a key for this page alone.' },
    models: [
      { id: 'generate/core', operations: ['generate'], price: { unit: 'unknown' } },
      {
        id: 'edit/inpaint',
        operations: ['inpaint'],
        price: { unit: 'picture', usd: 0.05 },
        priceNote: 'Five credits at a cent each, as listed in August 2025.',
      },
      {
        id: 'control/structure',
        operations: ['edges'],
        price: { unit: 'picture', usd: 0.05 },
        priceNote: 'Five credits at a cent each, as listed in August 2025.',
      },
    ],
  },
];

export function factsOf(id: ProviderId): ProviderFacts {
  return PROVIDERS.find((provider) => provider.id === id)!;
}

/**
 * Whether a setup stands for a practice server, which bills nothing. Of a server of the visitor's and of a proxy only the answer
 * tells.
 */
export function isPractice({ base }: Pick<ProviderSetup, 'base'>, { reach }: ProviderFacts): boolean {
  return reach === 'direct' && base !== null;
}

/** The facts of a model; a model that is not listed, as on a server of one's own, is taken for the provider's first. */
export function modelFacts(provider: ProviderFacts, id: string): ModelFacts {
  return provider.models.find((model) => model.id === id) ?? { ...provider.models[0]!, id };
}

/** Whether a host is one of a list in which a leading `*.` stands for one label or more. */
export function matchesHost(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern));
}

/** USD expected for a call, null where nobody says. @param pixels of the result, as many as are sent */
export function estimateUsd(
  model: ModelFacts,
  pixels: number,
  quality: Quality | null,
  sendsImage: boolean,
): number | null {
  const { price } = model;
  switch (price.unit) {
    case 'unknown':
      return null;
    case 'picture':
      return typeof price.usd === 'number' ? price.usd : price.usd[quality ?? 'medium'];
    case 'megapixel':
      return (price.usd * pixels * (price.input && sendsImage ? 2 : 1)) / 1e6;
  }
}
