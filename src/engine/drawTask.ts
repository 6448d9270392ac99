/** What drawing a batch takes and gives, whatever the family. */
import type { ImageBatch } from '../contract/image.ts';
import type { Attributes } from '../contract/materials.ts';
import type { Progress, SampleRequest, Trace } from '../contract/request.ts';

/** Images per network call: small on WASM so that a cancel is heard soon, larger on the GPU, which wants to be filled. */
export const CHUNK = { wasm: 2, webgpu: 16 } as const;

export interface DrawTask {
  request: SampleRequest;
  seeds: number[]; // one per image
  asked: Attributes[]; // one per image
  watch: number; // diffusion: how many of the first images the trace follows
}

export interface DrawOptions {
  signal?: AbortSignal | undefined;
  onProgress: (progress: Progress) => void;
}

/** Images in [0, 1], flat; how many network calls and GPU read-backs they took; the trace where one was asked for. */
export interface Drawn {
  data: Float32Array;
  networkCalls: number;
  readbacks: number;
  trace: Trace | null;
}

export function squareBatch(data: Float32Array, count: number, side: number): ImageBatch {
  return { data, count, height: side, width: side };
}
