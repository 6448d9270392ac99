declare const __RUNTIME_BYTES__: { jspi: number; wasm: number };

/** Size of onnxruntime-web’s binary where there is no WebGPU, bytes. */
export const RUNTIME_BYTES = __RUNTIME_BYTES__.wasm;
