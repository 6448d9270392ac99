/** What drawing a batch takes and gives, whatever the family. */
import type { ImageBatch } from '../contract/image.ts';
import type { Attributes } from '../contract/materials.ts';
import type { Progress, SampleRequest, Trace } from '../contract/request.ts';
import type { Gpu } from './gpu/device.ts';
import type { Posterior } from './models/encoder.ts';
import type { Guides } from './models/extraInputs.ts';

/** Images per network call: small on WASM so that a cancel is heard soon, larger on the GPU, which wants to be filled. */
export const CHUNK = { wasm: 2, webgpu: 16 } as const;

/** Beside the coefficient 0.5: `toGrey` for the combine kernel, clamp(0.5 x + 0.5, 0, 1). */
export const TO_GREY = { bias: 0.5, low: 0, high: 1 } as const;

export interface DrawTask {
  request: SampleRequest;
  seeds: number[]; // one per image
  asked: Partial<Attributes>[]; // one per image
  guides: Guides; // diffusion
  posterior: Posterior | null; // VAE: of the picture to start from
  watch: number; // diffusion: how many of the first images the trace follows
}

export interface DrawOptions {
  signal?: AbortSignal | undefined;
  onProgress: (progress: Progress) => void;
}

/** The images of a run on the device, float32 `[n, side, side]` in [0, 1]; whoever gets it destroys the buffer. */
export interface Resident {
  gpu: Gpu;
  buffer: GPUBuffer;
}

/** Images in [0, 1], flat; how many network calls and GPU read-backs they took; the trace where one was asked for. */
export interface Drawn {
  data: Float32Array;
  networkCalls: number;
  readbacks: number;
  trace: Trace | null;
  resident: Resident | null; // on WebGPU
}

export function squareBatch(data: Float32Array, count: number, side: number): ImageBatch {
  return { data, count, height: side, width: side };
}
