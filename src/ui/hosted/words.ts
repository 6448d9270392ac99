/** What the page calls things around hosted models. */
import type { HostedProgress } from '../../contract/hosted.ts';
import type { Material } from '../../contract/materials.ts';
import { hostedWords } from '../language/hosted.ts';
import { local } from '../language/language.svelte.ts';
import type { Configured } from '../state/hosted.svelte.ts';
import type { ProviderFacts } from '../../client/hosted/facts.ts';

/** The prompts of the paper, spelling as there. */
export const PAPER_PROMPTS: Record<Material, string> = {
  rocks: 'microCT scan from a rock sample containing large sediment grains seperated by pores',
  fibers: 'an X-ray image of a composite material with deformed circles',
  roots: 'microscopy image of entangled plant root in hydroponic system',
};

/** “US$ 0.006”; a bare amount has as many decimals as it needs to be seen. */
export function formatUsd(usd: number): string {
  return `US$ ${local().decimal(usd, usd > 0 && usd < 0.1 ? 3 : 2)}`;
}

export function describeProgress(progress: HostedProgress | null, name: string): string {
  const text = hostedWords().progress;
  switch (progress?.stage) {
    case undefined:
    case 'send':
      return text.sending(name);
    case 'queue':
      return progress.position ? text.ahead(name, progress.position) : text.queue(name);
    case 'work':
      return text.working(name);
    case 'partial':
      return text.partial(name);
    case 'fetch':
      return text.fetching;
  }
}

/** Where a call really goes: the service, or a server in its place. */
export function destination({ base }: Configured, facts: ProviderFacts): string {
  return base === null ? facts.hosts[0]! : new URL(base).host;
}
