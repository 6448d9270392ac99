/** The runtime's WebAssembly binaries as the build emits them, fetched here so that the download shows its bytes. */
import jspiUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { RuntimeBinaries } from '../src/engine/runtimes.ts';
import { HttpSource } from '../src/engine/weights.ts';

/** Sizes of the uncompressed binaries in bytes, put in by the build. */
declare const __RUNTIME_BYTES__: { jspi: number; wasm: number };

/** What the binaries are called without the build's hash, and their sizes. */
export const runtimeNames = (webgpu: boolean): { file: string; bytes: number } => ({
  file: `ort-wasm-simd-threaded${webgpu ? '.jspi' : ''}.wasm`,
  bytes: webgpu ? __RUNTIME_BYTES__.jspi : __RUNTIME_BYTES__.wasm,
});

/** Name of the browser cache that keeps the binaries, so that the page works without a network. One host may have other pages. */
const CACHE = 'specimen.runtime';

export const runtimeBinaries: RuntimeBinaries = {
  bytes: (webgpu) => runtimeNames(webgpu).bytes,
  kept: async (webgpu) => {
    const kept = await (await openCache())?.match(urlOf(webgpu));
    return kept !== undefined && (await kept.blob()).size === runtimeNames(webgpu).bytes;
  },
  fetch: async (webgpu, onBytes) => {
    const url = urlOf(webgpu);
    const cache = await openCache();
    // A sign-in page of a network answers for every address: what has another size is not the runtime, and must not be kept.
    const { bytes: size } = runtimeNames(webgpu);
    const kept = await (await cache?.match(url))?.arrayBuffer();
    if (kept?.byteLength === size) {
      onBytes(size);
      return kept;
    }
    for (const fresh of [kept !== undefined, true]) {
      const bytes = await new HttpSource('').read(url.href, { fresh, onBytes });
      if (bytes.byteLength !== size) continue;
      // Without room for it the next visit downloads it again.
      await cache?.put(url, new Response(bytes as BufferSource)).catch(() => undefined);
      return bytes.buffer as ArrayBuffer;
    }
    throw new Error(`${url.href} does not have ${size} bytes`);
  },
};

const urlOf = (webgpu: boolean) => new URL(webgpu ? jspiUrl : wasmUrl, import.meta.url);

/**
 * The cache without the binaries of earlier versions of this copy of the page; null where the browser keeps nothing. It is filled here and not by
 * the service worker, which is not there yet when a first visit downloads its binary.
 */
async function openCache(): Promise<Cache | null> {
  try {
    const cache = await caches.open(CACHE);
    const current = [jspiUrl, wasmUrl].map((url) => new URL(url, import.meta.url).href);
    const folder = new URL('.', current[0]).href;
    const old = (await cache.keys()).filter(({ url }) => url.startsWith(folder) && !current.includes(url));
    await Promise.all(old.map((request) => cache.delete(request)));
    return cache;
  } catch {
    return null;
  }
}
