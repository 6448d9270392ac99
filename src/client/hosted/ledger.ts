/** What hosted calls cost in this session, as far as anybody can know it. Values in, values out. */
import * as v from 'valibot';
import type { ErrorName } from '../../contract/errors.ts';
import { PROVIDER_IDS, type HostedUsage } from '../../contract/hosted.ts';
import type { ModelFacts } from './facts.ts';

/**
 * `open`: on its way. `billed`: a picture came. `possible`: it was sent, and only the account at the provider tells whether it was
 * billed. `free`: refused before any work, or a practice server's.
 */
export const SPEND_STATES = ['open', 'billed', 'possible', 'free'] as const;
export type SpendState = (typeof SPEND_STATES)[number];

export const Ledger = v.object({
  capUsd: v.pipe(v.number(), v.minValue(0)), // no call is sent that may bring the sum above it
  askAboveUsd: v.pipe(v.number(), v.minValue(0)), // dearer calls are asked about once more
  spends: v.array(
    v.object({
      provider: v.picklist(PROVIDER_IDS),
      model: v.string(),
      usd: v.nullable(v.number()), // returned usage where there is one, else the estimate; null where nobody says
      state: v.picklist(SPEND_STATES),
    }),
  ),
});
export type Ledger = v.InferOutput<typeof Ledger>;
export type Spend = Ledger['spends'][number];

export const EMPTY_LEDGER: Ledger = { capUsd: 2, askAboveUsd: 0.5, spends: [] };

/** What counts against the cap: everything that may have been billed. `unknown` is how many of those have no price. */
export function spent({ spends }: Ledger): { usd: number; unknown: number } {
  const counted = spends.filter(({ state }) => state !== 'free');
  return {
    usd: counted.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
    unknown: counted.filter(({ usd }) => usd === null).length,
  };
}

/** Whether a call of this price may go: `ask` first, or `over` the cap. An unknown price is always asked about. */
export function verdict(ledger: Ledger, usd: number | null): 'go' | 'ask' | 'over' {
  if (spent(ledger).usd + (usd ?? 0) > ledger.capUsd) return 'over';
  return usd === null || usd > ledger.askAboveUsd ? 'ask' : 'go';
}

/** The ledger with one more call under way; it is the last of `spends`. */
export function begin(ledger: Ledger, spend: Omit<Spend, 'state'>): Ledger {
  return { ...ledger, spends: [...ledger.spends, { ...spend, state: 'open' }] };
}

/** @param usd what it really cost, null where the service does not say and the estimate stands */
export function settle(ledger: Ledger, index: number, state: SpendState, usd: number | null): Ledger {
  const spends = ledger.spends.map((spend, i) => (i === index ? { ...spend, state, usd: usd ?? spend.usd } : spend));
  return { ...ledger, spends };
}

/** Failures that prove that nothing was billed. */
const FREE: ErrorName[] = [
  'BadRequest',
  'Offline',
  'KeyMissing',
  'KeyRefused',
  'QuotaSpent',
  'RateLimited',
  'ContentRefused',
];

export function stateAfter(name: ErrorName): SpendState {
  return FREE.includes(name) ? 'free' : 'possible';
}

/** Cost of returned usage in USD; null where either side is not known. */
export function costOf(usage: HostedUsage | null, { rates }: ModelFacts): number | null {
  if (!usage || !rates) return null;
  return (usage.textIn * rates.textIn + usage.imageIn * rates.imageIn + usage.imageOut * rates.imageOut) / 1e6;
}
