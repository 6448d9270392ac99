import { readFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Progress } from '../../src/contract/request.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { RuntimeBinaries } from '../../src/engine/runtimes.ts';
import type { ModelSource } from '../../src/engine/weights.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const MODELS = new URL('../../public/models/', import.meta.url);

/** The published models from the disk; counts what is read, and stops where it is told. */
function disk(stopAt = Infinity) {
  const read: string[] = [];
  const source: ModelSource = {
    read: async (path, { onBytes, signal }) => {
      if (path.endsWith('.onnx')) {
        if (read.length >= stopAt) throw new Error('the network is gone');
        read.push(path);
      }
      signal?.throwIfAborted();
      const bytes = new Uint8Array(await readFile(new URL(path, MODELS)));
      onBytes(bytes.length);
      return bytes;
    },
  };
  return { source, read };
}

/** A runtime of a few bytes in place of the browser's cache, which Node does not have. */
function runtime(): RuntimeBinaries {
  let kept = false;
  return {
    bytes: () => 1000,
    kept: () => Promise.resolve(kept),
    fetch: (_, onBytes) => {
      kept = true;
      onBytes(1000);
      return Promise.resolve(new ArrayBuffer(1000));
    },
  };
}

const engineOf = (source: ModelSource, cache = new MemoryCache()) =>
  new Engine({ source, cache, binaries: runtime() }).keeper;

describe('keeping everything', () => {
  it('brings every file once and tells its bytes', async () => {
    const { source, read } = disk();
    const keeper = engineOf(source);
    const before = await keeper.size();
    expect(before.keptBytes).toBe(0);
    const progress: Progress[] = [];
    await keeper.keep(undefined, (p) => progress.push(p));
    expect(new Set(read).size).toBe(read.length);
    expect(read).toEqual(expect.arrayContaining(['extractor-64/features.onnx', 'vae-64/decoder.onnx']));
    expect(await keeper.size()).toEqual({ totalBytes: before.totalBytes, keptBytes: before.totalBytes });
    const loaded = progress.map((p) => (p.stage === 'download' ? p.loadedBytes : -1));
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(loaded.at(-1)).toBe(before.totalBytes);
  });

  it('brings the graphs in 16-bit floats too, where a GPU could run them', async () => {
    const { source, read } = disk();
    vi.stubGlobal('navigator', { gpu: {} });
    Object.assign(WebAssembly, { Suspending: Object });
    onTestFinished(() => {
      vi.unstubAllGlobals();
      Reflect.deleteProperty(WebAssembly, 'Suspending');
    });
    await engineOf(source).keep(undefined, () => undefined);
    expect(read).toContain('ddpm-64/denoiser.fp16.onnx');
  });

  it('goes on where it was interrupted', async () => {
    const cache = new MemoryCache();
    const broken = disk(2);
    await expect(engineOf(broken.source, cache).keep(undefined, () => undefined)).rejects.toMatchObject({
      name: 'ModelUnavailable',
    });
    const { source, read } = disk();
    await engineOf(source, cache).keep(undefined, () => undefined);
    expect(read.filter((path) => broken.read.includes(path))).toEqual([]);
  });

  it('is cancelled between files and keeps what came', async () => {
    const { source, read } = disk();
    const controller = new AbortController();
    const keeper = engineOf(source);
    const onProgress = () => {
      if (read.length === 2) controller.abort();
    };
    await expect(keeper.keep(controller.signal, onProgress)).rejects.toMatchObject({ name: 'Cancelled' });
    expect((await keeper.size()).keptBytes).toBeGreaterThan(1000);
    expect(read).toHaveLength(2);
  });

  it('is cancelled at once while the runtime comes, which goes on loading by itself', async () => {
    const controller = new AbortController();
    const fetch = () => {
      queueMicrotask(() => controller.abort());
      return new Promise<never>(() => undefined);
    };
    const { keeper } = new Engine({
      source: disk().source,
      cache: new MemoryCache(),
      binaries: { ...runtime(), fetch },
    });
    const keeping = keeper.keep(controller.signal, () => undefined);
    await expect(keeping).rejects.toMatchObject({ name: 'Cancelled' });
  });

  it('says when there is no room, or none that may be used, rather than that all is kept', async () => {
    const full = new MemoryCache();
    full.put = () => Promise.resolve();
    await expect(engineOf(disk().source, full).keep(undefined, () => undefined)).rejects.toMatchObject({
      name: 'StorageFailed',
      message: expect.stringMatching(/no room for all of it, or .*free some space or allow site data/) as string,
    });
  });

  it('goes on with the new card of a model that is replaced meanwhile', async () => {
    const { source, read } = disk();
    let looks = 0;
    const replaced: ModelSource = {
      read: async (path, options) => {
        const bytes = await source.read(path, options);
        if (path !== 'vae-64/card.json' || looks++ > 0) return bytes;
        const old = new TextDecoder().decode(bytes).replace(/("sha256":\s*")[0-9a-f]{64}/g, `$1${'0'.repeat(64)}`);
        return new TextEncoder().encode(old);
      },
    };
    const keeper = engineOf(replaced);
    await keeper.keep(undefined, () => undefined);
    const { totalBytes, keptBytes } = await keeper.size();
    expect(keptBytes).toBe(totalBytes);
    expect(looks).toBe(2);
    expect(read.filter((path) => path === 'ddpm-64/denoiser.onnx')).toHaveLength(1);
  });
});
