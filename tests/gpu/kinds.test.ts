/** Samplers, denoisers with levels or inputs of their own, the other one-call families and the encoder: WebGPU against WASM. */
import { expect, test } from 'vitest';
import type { SampleRequest, SampleResult } from '../../src/contract/request.ts';
import { Engine } from '../../src/engine/engine.ts';
import { HttpSource, type ModelSource } from '../../src/engine/weights.ts';
import { uniforms } from '../../src/lib/rng.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const PIXELS = 16 * 16; // of the small models of training/fixtures.py
/** A software adapter compiles for long. */
const SLOW = 240_000;

const small = new HttpSource('/tests/fixtures/models/');
const shipped = new HttpSource('/models/');
const source: ModelSource = {
  read: (path, options) => (path.startsWith('extractor') ? shipped : small).read(path, options),
};
const engine = new Engine({ source, cache: new MemoryCache(), binaries: null });

const grey = (seed: number) => Float32Array.from(uniforms(seed, 0, PIXELS));
const sketch = { edges: grey(1), labels: grey(2).map((u) => Math.round(2 * u - 1)), strength: 0.75 };
const like = { data: simulate('rocks', { seed: 3, size: 64 }).image, count: 1, height: 64, width: 64 };
const HEUN = { sampler: 'heun', schedule: 'cosine', stochasticity: 0.5 } as const;
const from = { data: grey(3).map((u) => 0.3 + 0.4 * u), count: 1, height: 16, width: 16 };

function request(model: string, changes: Partial<SampleRequest>): SampleRequest {
  return { model, material: 'rocks', look: 'simulated', count: 1, seed: 5, attributes: {}, ...changes };
}

async function both(asked: SampleRequest): Promise<{ wasm: SampleResult; webgpu: SampleResult }> {
  engine.prefer('wasm');
  const wasm = await engine.sample(asked, { watch: 1 });
  engine.prefer('webgpu');
  const webgpu = await engine.sample(asked, { watch: 1 });
  expect([wasm.backend.backend, webgpu.backend.backend]).toEqual(['wasm', 'webgpu']);
  return { wasm, webgpu };
}

function expectClose(a: Float32Array, b: Float32Array): void {
  expect(a).toHaveLength(b.length);
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-3);
}

test.each([
  ['the sampler of DDPM', request('sketch', { sampler: 'ddpm', count: 3, steps: 6 })],
  ['Euler’s method', request('sketch', { sampler: 'euler', count: 3, steps: 6 })],
  ['Heun’s method with fresh noise', request('sketch', { ...HEUN, count: 3, steps: 6 })],
  ['DPM-Solver++(2M)', request('sketch', { sampler: 'dpmpp2m', guidance: 2, count: 3, steps: 6 })],
  ['a few-step student', request('student', { count: 18, guidance: 2 })], // more than one call's images
  ['a picture to resemble', request('like', { like, guidance: 2, steps: 2 })],
  [
    'guidance towards every attribute', // more branches than one pass of the kernel adds up
    request('like', {
      ...{ sampler: 'euler', steps: 2, guidance: 2, look: 'simulated' },
      attributeGuidance: { areaFraction: 1, featureSize: 2, noise: 3 },
    }),
  ],
  ['a sketch', request('sketch', { sketch, guidance: 2, count: 3, steps: 2 })],
])(
  '%s is followed on the GPU as in memory, and the state stays there',
  async (_, asked) => {
    const { wasm, webgpu } = await both(asked);
    expectClose(webgpu.images.data, wasm.images.data);
    expectClose(webgpu.trace!.x, wasm.trace!.x);
    expectClose(webgpu.trace!.denoised, wasm.trace!.denoised);
    expect(typeof webgpu.resident).toBe('number');
    // The images and the two parts of the trace; previews may come between.
    const previews = webgpu.trace!.sigmas.length - 2;
    expect(webgpu.timing.readbacks).toBeGreaterThanOrEqual(3);
    expect(webgpu.timing.readbacks).toBeLessThanOrEqual(3 + previews);
  },
  SLOW,
);

test.each([
  ['two styles', request('style', { mixWith: 8, mixFrom: 2, truncation: 0.4, count: 2 })],
  ['a picture of its own', request('vae', { from, count: 2 })],
])(
  'a network that draws from %s draws the same on the GPU',
  async (_, asked) => {
    const { wasm, webgpu } = await both(asked);
    expectClose(webgpu.images.data, wasm.images.data);
    if (wasm.encoding) expectClose(webgpu.encoding!.mean, wasm.encoding.mean);
  },
  SLOW,
);

test(
  'more slices than one call draws are the same on the GPU, and what stays there is what came back',
  async () => {
    const { wasm, webgpu } = await both(request('style', { count: 18, truncation: 0.4 }));
    expectClose(webgpu.images.data, wasm.images.data);
    const { images, resident } = webgpu;
    const { ssim } = await engine.measure({
      ...{ material: 'rocks', reference: images, synthetic: images, resident: { synthetic: resident! } },
      ...{ pairs: true, caption: null, bootstrap: 0, seed: 1 },
    });
    expect(Math.abs(ssim!.value - 1)).toBeLessThan(1e-5);
  },
  SLOW,
);
