/** Results as the engine gives them, made of a few pixels, and ready to be kept. */
import type { ModelCard } from '../../src/contract/card.ts';
import type { KeptRun, RunPictures } from '../../src/contract/kept.ts';
import type { SampleRequest, SampleResult } from '../../src/contract/request.ts';
import { toKept } from '../../src/lib/kept.ts';

export const CARD = {
  id: 'vae-64',
  name: 'VAE',
  version: '2.0.0',
  licence: 'MIT',
  files: [{ role: 'decoder', path: 'd.onnx', bytes: 1, sha256: 'a'.repeat(64), precision: 'int8' }],
  inputs: [],
  parametrisation: { type: 'latent', dimensions: 96 },
  conditions: {},
} as unknown as ModelCard;

/** @param change of the request; its seed also decides the pixels */
export function resultOf(change: Partial<SampleRequest> = {}, side = 16): SampleResult {
  const request: SampleRequest = {
    ...{ model: 'vae-64', material: 'rocks', look: 'real', count: 3, seed: 42 },
    attributes: { areaFraction: 0.2 },
    ...change,
  };
  const { count, seed } = request;
  const data = Float32Array.from(
    { length: count * side * side },
    (_, i) => ((i * 7919 + seed * 104729) % 65536) / 65535,
  );
  const asked = request.sketch ? request.attributes : { areaFraction: 0.2, featureSize: 9.5, noise: 0.01 };
  return {
    request,
    modelVersion: '2.0.0',
    images: { data, count, height: side, width: side },
    slices: Array.from({ length: count }, (_, k) => ({
      seed: seed + k,
      asked,
      measured: { areaFraction: 0.21 + k / 100, featureSize: 9.25, noise: 0.011 },
    })),
    backend: { backend: 'wasm', threads: 4, adapter: null, reason: 'There is no GPU.' },
    timing: { prepareMs: 0, sampleMs: 12.5, networkCalls: 1, readbacks: 1, cold: false },
    trace: null,
    encoding: null,
    resident: null,
    notices: [],
  };
}

export function keptOf(
  change: Partial<SampleRequest> = {},
  words: { name?: string; at?: number; side?: number } = {},
): Promise<{ run: KeptRun; pictures: RunPictures }> {
  const { name = 'A run', at = Date.UTC(2026, 10, 28, 12), side } = words;
  return toKept(resultOf(change, side), { card: CARD, name, at, page: '0.1.0' });
}
