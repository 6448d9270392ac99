import { describe, expect, test } from 'vitest';
import { estimateUsd, factsOf, modelFacts } from '../../src/client/hosted/facts.ts';
import { begin, costOf, EMPTY_LEDGER, settle, spent, stateAfter, verdict } from '../../src/client/hosted/ledger.ts';

const call = { provider: 'openai', model: 'gpt-image-2' } as const;

describe('ledger', () => {
  test('a call on its way counts, and what it really cost takes its place', () => {
    const open = begin(EMPTY_LEDGER, { ...call, usd: 0.2 });
    expect(spent(open).usd).toBeCloseTo(0.2);
    expect(spent(settle(open, 0, 'billed', 0.05)).usd).toBeCloseTo(0.05);
    expect(spent(settle(open, 0, 'billed', null)).usd).toBeCloseTo(0.2);
    expect(spent(settle(open, 0, 'possible', null)).usd).toBeCloseTo(0.2);
    expect(spent(settle(open, 0, 'free', null)).usd).toBe(0);
    expect(EMPTY_LEDGER.spends).toEqual([]);
  });

  test('nothing goes that may bring the sum above the cap', () => {
    const ledger = begin({ ...EMPTY_LEDGER, capUsd: 1, askAboveUsd: 0.5 }, { ...call, usd: 0.75 });
    expect(verdict(ledger, 0.25)).toBe('go');
    expect(verdict(ledger, 0.26)).toBe('over');
    expect(verdict(settle(ledger, 0, 'possible', null), 0.26)).toBe('over');
    expect(verdict(settle(ledger, 0, 'free', null), 0.26)).toBe('go');
  });

  test('dear calls and calls of unknown price are asked about', () => {
    expect(verdict(EMPTY_LEDGER, 0.5)).toBe('go');
    expect(verdict(EMPTY_LEDGER, 0.51)).toBe('ask');
    expect(verdict(EMPTY_LEDGER, null)).toBe('ask');
    expect(verdict({ ...EMPTY_LEDGER, capUsd: 0 }, 0.01)).toBe('over');
    expect(spent(begin(EMPTY_LEDGER, { ...call, usd: null }))).toEqual({ usd: 0, unknown: 1 });
  });

  test('only refusals before any work are taken for free', () => {
    expect(['KeyRefused', 'QuotaSpent', 'RateLimited', 'Offline'].map((n) => stateAfter(n as 'Offline'))).toEqual(
      Array(4).fill('free'),
    );
    expect(['HostFailed', 'HostTimedOut', 'HostUnreachable'].map((n) => stateAfter(n as 'HostFailed'))).toEqual(
      Array(3).fill('possible'),
    );
  });
});

describe('prices', () => {
  const fal = factsOf('fal');
  const openai = modelFacts(factsOf('openai'), 'gpt-image-2.6-flare');

  test('per picture by quality, per megapixel made, and per megapixel sent and made', () => {
    expect(estimateUsd(openai, 1e6, 'high', true)).toBe(0.211);
    expect(estimateUsd(modelFacts(fal, 'fal-ai/flux-pro/v1/fill'), 2e6, null, true)).toBeCloseTo(0.1);
    expect(estimateUsd(modelFacts(fal, 'fal-ai/flux-2/turbo/edit'), 1e6, null, true)).toBeCloseTo(0.016);
    expect(estimateUsd(modelFacts(factsOf('compatible'), 'anything'), 1e6, null, true)).toBeNull();
  });

  test('returned tokens times rates', () => {
    expect(costOf({ textIn: 1e6, imageIn: 0, imageOut: 0 }, openai)).toBeCloseTo(5);
    expect(costOf({ textIn: 0, imageIn: 1e6, imageOut: 1e6 }, openai)).toBeCloseTo(38);
    expect(costOf(null, openai)).toBeNull();
    expect(costOf({ textIn: 1, imageIn: 1, imageOut: 1 }, fal.models[0]!)).toBeNull();
  });
});
