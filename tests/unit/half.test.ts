/** Arithmetic in float16: when it is tried, what happens when it fails, and that the published graphs fit their weights. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileSource, MODELS_FOLDER } from '../../src/cli/source.ts';
import { CardSchema, CatalogSchema, parseJson } from '../../src/contract/card.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import type { Progress } from '../../src/contract/request.ts';
import { Loader } from '../../src/engine/loader.ts';
import { goldenInputs, selfTest } from '../../src/engine/models/golden.ts';
import { Runtime, type Network, type Provider } from '../../src/engine/session.ts';
import { Library, type ModelSource } from '../../src/engine/weights.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const text = (path: string) => readFile(new URL(path, MODELS_FOLDER), 'utf8');
const cardOf = async (path: string) => parseJson(CardSchema, await text(path), path);
const catalog = parseJson(CatalogSchema, await text('catalog.json'), 'catalogue');
const cards = await Promise.all(catalog.models.map(({ card }) => cardOf(card)));
const halved = cards.filter((card) => card.half);

test('few-step and many-step denoisers have one, and nothing else does', () => {
  expect(halved.map(({ id }) => id)).toEqual(expect.arrayContaining(['ddpm-64', 'student-64']));
  expect(halved.every(({ family }) => family === 'diffusion')).toBe(true);
});

describe.each(halved)('the float16 graph of $id', (card) => {
  const source = new FileSource();

  test('is the small file that the card names, in place of a second copy of the weights', async () => {
    const bytes = await source.read(`${card.id}/${card.half!.path}`);
    expect(bytes.byteLength).toBe(card.half!.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(card.half!.sha256);
    expect(bytes.byteLength).toBeLessThan(card.files[0]!.bytes / 10);
  });

  test('reproduces the golden values over the int8 file, where the processor rounds to float16', async () => {
    const [graph, data] = await Promise.all(
      [card.half!.path, card.files[0]!.path].map((path) => source.read(`${card.id}/${path}`)),
    );
    const runtime = await Runtime.load(false, null);
    const network = await runtime.open(graph!, 'wasm', { path: card.files[0]!.path, data: data! });
    const output = await network.run(goldenInputs(card, 1));
    expect(await selfTest(card, () => Promise.resolve(output), card.half!.tolerance)).toBeNull();
    // It does compute in float16: float32 would agree to seven digits.
    expect(await selfTest(card, () => Promise.resolve(output), 1e-5)).not.toBeNull();
  });
});

describe('the loader', () => {
  const card = halved.find(({ id }) => id === 'student-64')!;
  /** What was opened: provider, and whether with the weights beside it. */
  let opened: string[];
  let read: string[];
  let source: ModelSource;

  /** A network that gives the golden values, all `off` by as much, after `ms`. */
  const network = (off: number, ms = 0) => {
    const output = new Float32Array(card.resolution ** 2);
    card.golden.indices.forEach((index, i) => (output[index] = card.golden.values[i]! + off));
    const run = async () => {
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      return output;
    };
    return { run, release: () => Promise.resolve() } as unknown as Network;
  };

  /** A machine with a GPU, with or without 16-bit floats, on which float16 is `off` by as much, or does not run at all. */
  interface Machine {
    half: boolean;
    off?: number | SpecimenError;
    full?: number | SpecimenError;
    wasmMs?: number;
    cache?: MemoryCache;
  }
  function machine({ half, off = 0, full = 0, wasmMs = 0, cache = new MemoryCache() }: Machine) {
    const features = new Set(half ? ['shader-f16'] : []);
    const info = { vendor: 'test', architecture: 'gpu', description: '', isFallbackAdapter: false };
    vi.stubGlobal('navigator', { gpu: { requestAdapter: () => Promise.resolve({ features, info }) } });
    vi.stubGlobal('WebAssembly', { ...WebAssembly, Suspending: Function });
    const open = (_: Uint8Array, provider: Provider, beside?: { path: string; data: Uint8Array }) => {
      opened.push(beside ? `${provider} float16` : provider);
      if (beside) {
        expect([beside.path, beside.data.byteLength]).toEqual([card.files[0]!.path, card.files[0]!.bytes]);
        return off instanceof SpecimenError ? Promise.reject(off) : Promise.resolve(network(off));
      }
      if (provider === 'wasm') return Promise.resolve(network(0, wasmMs));
      return full instanceof SpecimenError ? Promise.reject(full) : Promise.resolve(network(full));
    };
    const runtime = { open, threads: 1, device: null } as unknown as Runtime;
    vi.spyOn(Runtime, 'load').mockResolvedValue(runtime);
    return new Loader(new Library(source, cache), cache, null);
  }

  const load = (loader: Loader, preference: 'auto' | 'webgpu' | 'wasm' = 'webgpu', signal?: AbortSignal) =>
    loader.load(card.id, { preference, ...(signal && { signal }), onProgress: () => undefined });

  beforeEach(() => {
    opened = [];
    read = [];
    const files = new FileSource();
    source = {
      read: (path) => {
        read.push(path);
        return files.read(path);
      },
    };
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  const fetched = () => read.includes(`${card.id}/${card.half!.path}`);

  test('takes float16 where the GPU has it and the model proves itself so', async () => {
    const { backend } = await load(machine({ half: true, off: card.half!.tolerance * 0.9 }));
    expect(backend).toMatchObject({ backend: 'webgpu', arithmetic: { type: 'float16' } });
    expect(opened).toEqual(['webgpu float16']);
  });

  test.each([
    ['differs from its test values', 0.04],
    ['gives no numbers', NaN],
    ['does not run', new SpecimenError('RuntimeFailed', 'No.')],
  ])('takes float32 on the same GPU when float16 %s, and says so', async (_, off) => {
    const { backend } = await load(machine({ half: true, off }));
    expect([backend.backend, backend.arithmetic!.type]).toEqual(['webgpu', 'float32']);
    expect(backend.arithmetic!.reason).toMatch(/did not pass its test/);
    expect(opened).toEqual(['webgpu float16', 'webgpu']);
  });

  test('neither fetches nor tries it where the GPU has no 16-bit floats, and says so', async () => {
    const { backend } = await load(machine({ half: false }));
    expect(backend.arithmetic).toEqual({ type: 'float32', reason: 'this GPU offers no 16-bit floats' });
    expect([fetched(), opened]).toEqual([false, ['webgpu']]);
  });

  test('neither fetches nor tries it on WASM, whatever the GPU', async () => {
    const { backend } = await load(machine({ half: true }), 'wasm');
    expect(backend.arithmetic).toBeUndefined();
    expect([fetched(), opened]).toEqual([false, ['wasm']]);
  });

  test('goes on in float32 when its file is not to be had', async () => {
    const all = source;
    source = {
      read: (path, options) =>
        path.endsWith(card.half!.path) ? Promise.reject(new Error('offline')) : all.read(path, options),
    };
    const { backend } = await load(machine({ half: true }));
    expect(backend.arithmetic!.type).toBe('float32');
    expect(backend.arithmetic!.reason).toMatch(/could not be fetched/);
    expect(opened).toEqual(['webgpu']);
  });

  test('can be cancelled while its file comes', async () => {
    const controller = new AbortController();
    const all = source;
    source = {
      read: (path, options) => {
        if (!path.endsWith(card.half!.path)) return all.read(path, options);
        controller.abort();
        return Promise.reject(new Cancelled());
      },
    };
    await expect(load(machine({ half: true }), 'webgpu', controller.signal)).rejects.toMatchObject({
      name: 'Cancelled',
    });
  });

  test('does not take a lost GPU for a failed test', async () => {
    const lost = new SpecimenError('DeviceLost', 'Gone.');
    await expect(load(machine({ half: true, off: lost }))).rejects.toMatchObject({ name: 'DeviceLost' });
  });

  test('falls back to WASM when the values of the GPU differ in both', async () => {
    const { backend } = await load(machine({ half: true, off: 1, full: 1 }), 'auto');
    expect(backend.backend).toBe('wasm');
    expect(backend.reason).toBe('WebGPU did not reproduce this model’s test values, so WASM is used');
    expect(backend.arithmetic).toBeUndefined();
  });

  test('says so when the GPU does not run it, then and at the next run', async () => {
    const loader = machine({ half: false, full: new SpecimenError('RuntimeFailed', 'No.') });
    for (let run = 0; run < 2; run++) {
      const { backend } = await load(loader, 'auto');
      expect([backend.backend, backend.reason]).toEqual(['wasm', 'WebGPU could not run this model, so WASM is used']);
    }
    expect(opened).toEqual(['webgpu', 'wasm']);
  });

  test.each([
    ['could not run this model', new SpecimenError('RuntimeFailed', 'No.'), []],
    ['did not reproduce this model’s test values', 0, ['off']],
  ])('graphs beside the models fall back too: WebGPU %s', async (why, full, differences) => {
    const prove = () => Promise.resolve(differences.shift() ?? null);
    const set = { name: 'Graphs', totalBytes: 0, download: () => Promise.resolve([new Uint8Array()]), prove };
    const options = { preference: 'auto', onProgress: () => undefined } as const;
    const { backend } = await machine({ half: false, full }).graphs(set, options);
    expect([backend.backend, backend.reason]).toEqual(['wasm', `WebGPU ${why}, so WASM is used`]);
  });

  test('says what was chosen, and measures once the choice is left to it, whatever was loaded before', async () => {
    const loader = machine({ half: false, wasmMs: 200 });
    expect((await load(loader, 'wasm')).backend.reason).toBe('chosen in Settings');
    const { backend } = await load(loader, 'auto');
    expect([backend.backend, opened]).toEqual(['webgpu', ['wasm', 'webgpu']]);
    expect(backend.reason).toMatch(/^measured here: \d+ ms against \d+ ms with WASM$/);
    expect((await load(loader, 'wasm')).backend).toMatchObject({ backend: 'wasm', reason: 'chosen in Settings' });
    expect(opened).toHaveLength(2);
  });

  test('opens only the quicker one where both were measured on an earlier visit', async () => {
    const cache = new MemoryCache();
    await load(machine({ half: false, wasmMs: 200, cache }), 'auto');
    opened = [];
    const later = machine({ half: false, wasmMs: 200, cache });
    await load(later, 'wasm');
    const { backend } = await load(later, 'auto');
    expect([backend.backend, opened]).toEqual(['webgpu', ['wasm', 'webgpu']]);
    opened = [];
    expect((await load(machine({ half: false, wasmMs: 200, cache }), 'auto')).backend.reason).toMatch(/measured here/);
    expect(opened).toEqual(['webgpu']);
  });

  test('measures after all when it was cancelled between the two', async () => {
    const loader = machine({ half: false });
    const controller = new AbortController();
    const tests: string[] = [];
    const onProgress = ({ stage }: Progress) => {
      if (stage === 'self-test' && tests.push(stage) > 1) controller.abort();
    };
    const cancelled = loader.load(card.id, { preference: 'auto', signal: controller.signal, onProgress });
    await expect(cancelled).rejects.toMatchObject({ name: 'Cancelled' });
    const { backend } = await load(loader, 'auto');
    expect(backend.reason).toMatch(/measured here/);
    expect(opened).toEqual(['webgpu', 'wasm']);
  });

  test('times float16 against WASM where both may run', async () => {
    const { backend } = await load(machine({ half: true }), 'auto');
    expect(backend.reason).toMatch(/measured here/);
    expect(opened).toEqual(['webgpu float16', 'wasm']);
  });
});
