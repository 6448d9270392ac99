/** Which backends a model is tried on. */
import type { ModelCard } from '../contract/card.ts';
import type { EnginePreference } from '../contract/request.ts';
import type { AdapterReport } from '../lib/adapter.ts';
import { supportsWebGpuRuntime, type Provider } from './session.ts';

export interface Plan {
  /** More than one: measure and take the fastest. */
  providers: Provider[];
  reason: string;
}

export function planBackends(preference: EnginePreference, adapter: AdapterReport | null): Plan {
  if (preference === 'lost') return { providers: ['wasm'], reason: 'the GPU went away repeatedly' };
  if (preference === 'wasm') return { providers: ['wasm'], reason: 'chosen in Settings' };
  if (!adapter) return { providers: ['wasm'], reason: 'this browser offers no WebGPU adapter' };
  if (!supportsWebGpuRuntime()) {
    return {
      providers: ['wasm'],
      reason: 'this browser lacks JavaScript Promise Integration, which the WebGPU runtime needs',
    };
  }
  if (preference === 'webgpu') return { providers: ['webgpu'], reason: 'chosen in Settings' };
  if (adapter.software)
    return { providers: ['wasm'], reason: 'the only WebGPU adapter is a software one, which is slower' };
  return { providers: ['webgpu', 'wasm'], reason: 'measured on this machine' };
}

/** How a model failed on a provider: its values were not those of its card, or it did not run at all, or not to the end. */
export type Refusal = 'differs' | 'fails';

/**
 * The plan's providers in the order in which to try them. Settled: the first is to be used, and the others only where it fails,
 * because it is the only one left or all were timed on this machine before.
 * @param refusing providers on which the model failed
 * @param times milliseconds of a network call, as far as they are known
 */
export function orderOf(
  { providers }: Plan,
  refusing: ReadonlyMap<Provider, Refusal>,
  times: ReadonlyMap<Provider, number>,
): { order: Provider[]; settled: boolean } {
  const willing = providers.filter((provider) => !refusing.has(provider));
  const order = willing.length > 0 ? willing : providers;
  const settled = order.length === 1 || order.every((provider) => times.has(provider));
  return { order: settled ? order.toSorted(byTime(times)) : order, settled };
}

/** Sorts the quickest first; what was not timed comes last. */
export const byTime = (times: ReadonlyMap<Provider, number>) => (a: Provider, b: Provider) =>
  times.has(a) && times.has(b) ? times.get(a)! - times.get(b)! : Number(times.has(b)) - Number(times.has(a));

/** Why a model runs on the provider that is used. */
export function reasonOf(
  { providers, reason }: Plan,
  used: Provider,
  refusing: ReadonlyMap<Provider, Refusal>,
  times: ReadonlyMap<Provider, number>,
): string {
  const refused = [...refusing].find(([provider]) => provider !== used);
  if (refused) {
    const [failed, how] = refused;
    return how === 'differs'
      ? `${label(failed)} did not reproduce this model’s test values, so ${label(used)} is used`
      : `${label(failed)} could not run this model, so ${label(used)} is used`;
  }
  const other = providers.find((provider) => provider !== used);
  const [mine, theirs] = [times.get(used), other && times.get(other)];
  if (!other || mine === undefined || theirs === undefined) return reason;
  return `measured here: ${mine.toFixed(0)} ms against ${theirs.toFixed(0)} ms with ${label(other)}`;
}

export const label = (provider: Provider) => (provider === 'webgpu' ? 'WebGPU' : 'WASM');

/** A version of a model on a provider. */
export const key = ({ id, version }: ModelCard, provider: Provider) => `${id}@${version} ${provider}`;
