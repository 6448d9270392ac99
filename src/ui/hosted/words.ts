/** What the page calls things around hosted models. */
import type { HostedProgress, MaskConvention, Operation } from '../../contract/hosted.ts';
import type { Material } from '../../contract/materials.ts';
import type { Configured, Keep } from '../state/hosted.svelte.ts';
import type { ProviderFacts } from '../../client/hosted/facts.ts';

export const OPERATION_NAMES: Record<Operation, string> = {
  inpaint: 'Fill the mask',
  instruct: 'Change it as the words say',
  vary: 'Another one like it',
  edges: 'A new one over its edges',
  generate: 'From words alone',
};

/** The prompts of the paper, spelling as there. */
export const PAPER_PROMPTS: Record<Material, string> = {
  rocks: 'microCT scan from a rock sample containing large sediment grains seperated by pores',
  fibers: 'an X-ray image of a composite material with deformed circles',
  roots: 'microscopy image of entangled plant root in hydroponic system',
};

export const MASK_WORDS: Record<MaskConvention, string> = {
  alpha: 'Mask: transparent is changed',
  white: 'Mask: white is changed',
  none: 'takes no mask',
};

export const KEEP_WORDS: Record<Keep, string> = {
  memory: 'key in memory until the page is closed',
  tab: 'key kept until this tab is closed',
  device: 'key encrypted on this computer',
};

/** “US$ 0.006”; a bare amount has as many decimals as it needs to be seen. */
export function formatUsd(usd: number): string {
  return `US$ ${usd.toFixed(usd > 0 && usd < 0.1 ? 3 : 2)}`;
}

export function describeProgress(progress: HostedProgress | null, name: string): string {
  switch (progress?.stage) {
    case undefined:
    case 'send':
      return `Sending to ${name}`;
    case 'queue':
      return progress.position ? `In the queue at ${name}, ${progress.position} ahead` : `In the queue at ${name}`;
    case 'work':
      return `${name} is working`;
    case 'partial':
      return `${name} is working; this is as far as it has come`;
    case 'fetch':
      return 'Fetching the picture';
  }
}

/** Where a call really goes: the service, or a server in its place. */
export function destination({ base }: Configured, facts: ProviderFacts): string {
  return base === null ? facts.hosts[0]! : new URL(base).host;
}

/** Whether a setup stands for a practice server, which bills nothing. */
export function isPractice({ base }: Configured, { reach }: ProviderFacts): boolean {
  return reach === 'direct' && base !== null;
}
