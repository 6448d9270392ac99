/** The runtime's WebAssembly binaries as the build emits them, fetched here so that the download shows its bytes. */
import jspiUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { RuntimeBinaries } from '../src/engine/loader.ts';
import { HttpSource } from '../src/engine/weights.ts';

/** Sizes of the uncompressed binaries in bytes, put in by the build. */
declare const __RUNTIME_BYTES__: { jspi: number; wasm: number };

export const runtimeBinaries: RuntimeBinaries = {
  bytes: (webgpu) => (webgpu ? __RUNTIME_BYTES__.jspi : __RUNTIME_BYTES__.wasm),
  fetch: async (webgpu, onBytes) => {
    const url = new URL(webgpu ? jspiUrl : wasmUrl, import.meta.url);
    const bytes = await new HttpSource('').read(url.href, { fresh: false, onBytes });
    return bytes.buffer as ArrayBuffer;
  },
};
