/** Which backends a model is tried on. */
import type { BackendPreference } from '../contract/request.ts';
import type { AdapterReport } from '../lib/adapter.ts';
import { supportsWebGpuRuntime, type Provider } from './session.ts';

export interface Plan {
  /** More than one: measure and take the fastest. */
  providers: Provider[];
  reason: string;
}

export function planBackends(preference: BackendPreference, adapter: AdapterReport | null): Plan {
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
