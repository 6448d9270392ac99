/** The engine in its worker, in a real browser: WebGPU against WASM, losses, crashes, and storage. */
import { afterEach, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../src/client/engine.ts';
import { CatalogSchema, isFewStep, parseJson } from '../../src/contract/card.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import type { BackendReport, Progress, SampleRequest } from '../../src/contract/request.ts';
import { database } from '../../src/store/database.ts';

/** The software adapter is slow, so these runs are small. */
const REQUEST: SampleRequest = {
  model: 'dcgan-64',
  material: 'rocks',
  look: 'real',
  count: 1,
  seed: 3,
  attributes: {},
};
const MODELS_URL = '/models/';
const SLOW = 120_000;

const channel = new BroadcastChannel('sabotage');
const { models } = parseJson(CatalogSchema, await (await fetch(`${MODELS_URL}catalog.json`)).text(), 'catalogue');
let engine: Engine;

/** A worker that can be sabotaged. */
function lossyWorker(): Worker {
  return new Worker(new URL('./lossy.worker.ts', import.meta.url), { type: 'module' });
}

/** Largest difference between arrays of one length. */
function worst(a: Float32Array, b: Float32Array): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

afterEach(() => {
  dispatchEvent(new Event('pagehide')); // stops the engine's worker
});

test('there is a WebGPU adapter', async () => {
  expect(await navigator.gpu.requestAdapter()).not.toBeNull();
});

describe('backends', () => {
  // Of diffusion models with a sampler one network call is enough here: kinds.test.ts compares the samplers, with small networks.
  test.each(models.filter(({ id }) => id !== 'ddpm-64'))(
    '$id gives the same picture on WebGPU as on WASM',
    async (row) => {
      const request: SampleRequest = { ...REQUEST, model: row.id };
      if (row.family === 'diffusion' && !isFewStep(row)) Object.assign(request, { steps: 1, sampler: 'euler' });
      engine = createEngine(MODELS_URL);
      engine.prefer('wasm');
      const wasm = await engine.sample(request);
      engine.prefer('webgpu');
      const webgpu = await engine.sample(request);
      expect([wasm.backend.backend, webgpu.backend.backend]).toEqual(['wasm', 'webgpu']);
      expect(worst(wasm.images.data, webgpu.images.data)).toBeLessThan(0.01);
    },
    3 * SLOW,
  );

  test(
    'ddpm-64’s picture and trace, with all that guides it, are the same on WebGPU as on WASM, and the state is read back once',
    async () => {
      engine = createEngine(MODELS_URL);
      const request: SampleRequest = { ...REQUEST, model: 'ddpm-64', steps: 3, guidance: 2, classifierGuidance: 2 };
      engine.prefer('wasm');
      const wasm = await engine.sample(request, { watch: 1 });
      let previews = 0;
      const onProgress = (progress: Progress) => {
        if (progress.stage === 'sample' && progress.preview) previews++;
      };
      engine.prefer('webgpu');
      const webgpu = await engine.sample(request, { watch: 1, onProgress });
      expect([wasm.backend.backend, webgpu.backend.backend]).toEqual(['wasm', 'webgpu']);
      expect(webgpu.timing.readbacks).toBe(3 + previews); // the images and the two parts of the trace
      expect([typeof webgpu.resident, wasm.resident]).toEqual(['number', null]);
      expect(worst(webgpu.images.data, wasm.images.data)).toBeLessThan(0.01);
      expect(webgpu.trace!.sigmas).toEqual(wasm.trace!.sigmas);
      expect(worst(webgpu.trace!.x, wasm.trace!.x)).toBeLessThan(0.01);
      expect(worst(webgpu.trace!.denoised, wasm.trace!.denoised)).toBeLessThan(0.01);
      // What stays on the device is what was read back: compared with that, it is the same.
      const { images, resident } = webgpu;
      const { ssim } = await engine.measure({
        material: 'rocks',
        reference: images,
        synthetic: images,
        resident: { synthetic: resident! },
        pairs: true,
        caption: null,
        bootstrap: 0,
        seed: 1,
      });
      expect(Math.abs(ssim!.value - 1)).toBeLessThan(1e-5);
    },
    3 * SLOW,
  );

  test('a software adapter is avoided by default, and the badge says so', async () => {
    const told: BackendReport[] = [];
    engine = createEngine(MODELS_URL, { onBackend: (report) => told.push(report) });
    const { backend } = await engine.sample(REQUEST);
    expect(backend.backend).toBe('wasm');
    expect(backend.reason).toMatch(/software/);
    expect(backend.adapter).toMatch(/swiftshader/i);
    expect(told).toEqual([backend]);
  });
});

describe('losses', () => {
  test(
    'a lost device restarts the engine and repeats the job; after two losses WASM takes over',
    async () => {
      engine = createEngine(MODELS_URL, { spawn: lossyWorker });
      engine.prefer('webgpu');
      const before = await engine.sample(REQUEST);
      channel.postMessage('lose');
      // One loss, however many calls it ends.
      const [after, other] = await Promise.all([engine.sample(REQUEST), engine.sample({ ...REQUEST, seed: 4 })]);
      expect([after.backend.backend, other.backend.backend]).toEqual(['webgpu', 'webgpu']);
      expect(after.images.data).toEqual(before.images.data);
      channel.postMessage('lose');
      const { backend } = await engine.sample(REQUEST);
      expect([backend.backend, backend.reason]).toEqual(['wasm', 'the GPU went away repeatedly']);
    },
    SLOW,
  );

  test('a crashed worker gives a sentence, and the next run starts another', async () => {
    engine = createEngine(MODELS_URL, { spawn: lossyWorker });
    engine.prefer('wasm');
    await engine.sample(REQUEST);
    const running = engine.sample({ ...REQUEST, model: 'ddpm-64', count: 16, steps: 18 });
    channel.postMessage('crash');
    const error: unknown = await running.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SpecimenError);
    expect((error as SpecimenError).name).toBe('WorkerCrashed');
    expect((await engine.sample(REQUEST)).images.count).toBe(1);
  });
});

test('a cancelled run rejects at once and the next one is not held up by it', async () => {
  engine = createEngine(MODELS_URL);
  engine.prefer('wasm');
  const controller = new AbortController();
  const running = engine.sample(
    { ...REQUEST, model: 'ddpm-64', count: 64, steps: 100 },
    { signal: controller.signal, onProgress: ({ stage }) => stage === 'sample' && controller.abort() },
  );
  await expect(running).rejects.toBeInstanceOf(Cancelled);
  expect((await engine.sample(REQUEST)).images.count).toBe(1);
});

test('weights are cached, and downloaded again when the cache holds damaged ones', async () => {
  engine = createEngine(MODELS_URL);
  engine.prefer('wasm');
  const first = await engine.sample(REQUEST);
  const { sha256 } = (await engine.card(REQUEST.model)).files[0]!;
  const db = await database();
  expect((await db.get('weights', sha256))?.byteLength).toBeGreaterThan(1000);
  await db.put('weights', new Uint8Array(16), sha256);
  dispatchEvent(new Event('pagehide'));
  const again = await engine.sample(REQUEST);
  expect(again.images.data).toEqual(first.images.data);
  expect((await db.get('weights', sha256))?.byteLength).toBeGreaterThan(1000);
});
