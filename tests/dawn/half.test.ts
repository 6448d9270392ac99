/** Arithmetic in float16 as the runtime compiles and runs it, on an adapter that has 16-bit floats. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { SampleRequest } from '../../src/contract/request.ts';
import { FixtureSource, fixtureEngine } from '../support/fixtures.ts';
import { useDawn } from '../support/dawn.ts';

const REQUEST: SampleRequest = {
  model: 'half',
  material: 'rocks',
  look: 'simulated',
  count: 2,
  seed: 5,
  attributes: { areaFraction: 0.2, featureSize: 6, noise: 0.03 },
};

beforeAll(useDawn);
afterAll(() => vi.unstubAllGlobals());

async function sampled(preference: 'wasm' | 'webgpu', source = new FixtureSource()) {
  const engine = fixtureEngine(source);
  engine.prefer(preference);
  const { images, backend } = await engine.sample(REQUEST);
  return { images: images.data, backend, fetched: source.paths.includes('half/denoiser.fp16.onnx') };
}

const furthest = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

test('a denoiser draws in float16 what it draws in float32, but for rounding', async () => {
  const wasm = await sampled('wasm');
  const webgpu = await sampled('webgpu');
  expect(webgpu.backend).toMatchObject({ backend: 'webgpu', arithmetic: { type: 'float16' } });
  expect([wasm.fetched, webgpu.fetched]).toEqual([false, true]);
  expect(furthest(webgpu.images, wasm.images)).toBeLessThan(0.01);
  // Float32 on the GPU agrees to 1e-5, so this is the other arithmetic.
  expect(furthest(webgpu.images, wasm.images)).toBeGreaterThan(1e-5);
});

test('one that misses its test values in float16 draws in float32', async () => {
  const source = new FixtureSource();
  source.change = (card) => card.replace('"tolerance": 0.03', '"tolerance": 1e-9');
  const wasm = await sampled('wasm');
  const webgpu = await sampled('webgpu', source);
  expect(webgpu.backend).toMatchObject({ backend: 'webgpu', arithmetic: { type: 'float32' } });
  expect(furthest(webgpu.images, wasm.images)).toBeLessThan(1e-5);
});
