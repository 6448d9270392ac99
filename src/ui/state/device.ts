/** How quick this computer can be expected to be, before anything has run. */
import type { BackendPreference } from '../../contract/request.ts';
import { probeAdapter } from '../../lib/adapter.ts';

/** WASM threads from which a diffusion model of many network calls is bearable without a GPU. */
const ENOUGH_THREADS = 4;

export interface Device {
  /** A GPU that WebGPU offers, and that the visitor lets the page use. */
  gpu: boolean;
  /** Neither a GPU nor several threads: every network call is felt. */
  slow: boolean;
}

/**
 * @param preference the visitor's, from Settings
 * @param threads that WASM can use: several only where the host isolates the page
 */
export async function probeDevice(preference: BackendPreference, threads = wasmThreads()): Promise<Device> {
  const adapter = preference === 'wasm' ? null : await probeAdapter();
  const gpu = adapter !== null && !adapter.software;
  return { gpu, slow: !gpu && threads < ENOUGH_THREADS };
}

function wasmThreads(): number {
  return globalThis.crossOriginIsolated ? navigator.hardwareConcurrency || 1 : 1;
}
