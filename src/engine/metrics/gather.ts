/** A network's outputs for many images, joined on the runtime's device: between image and feature nothing is read back. */
import { throwIfAborted, yieldTask } from '../../lib/abort.ts';
import type { Gpu } from '../gpu/device.ts';
import type { GpuFeatureOptions } from './extractor.ts';
import type { Tensor } from './ownExtractor.ts';

interface GpuTensor {
  buffer: GPUBuffer;
  dims: number[];
}

interface GpuOutputs {
  outputs: Record<string, GpuTensor>;
  release: () => void;
}

/** A network that runs on the device `gpu`; `Network.runResident` is its call. */
export interface GpuNetwork {
  gpu: Gpu;
  run: (inputs: Record<string, Tensor | GpuTensor>) => Promise<GpuOutputs>;
}

/**
 * @param runs of images, one network call for each, without gaps
 * @param widths length of an image's row in each output that is wanted
 * @param call the network call for a run of images
 * @returns for each width a buffer `[images, width]`, which the caller destroys
 * @throws whatever `call` throws; Cancelled
 */
export async function gatherOnGpu<Name extends string>(
  gpu: Gpu,
  runs: readonly { first: number; count: number }[],
  widths: Partial<Record<Name, number>>,
  call: (run: { first: number; count: number }) => Promise<GpuOutputs>,
  { signal, onProgress }: GpuFeatureOptions,
): Promise<Partial<Record<Name, GPUBuffer>>> {
  const wanted = Object.entries<number>(widths as Record<string, number>);
  const total = runs.reduce((sum, { count }) => sum + count, 0);
  const gathered: Partial<Record<string, GPUBuffer>> = {};
  for (const [name, width] of wanted) gathered[name] = gpu.allocate(name, total * width);
  try {
    for (const run of runs) {
      throwIfAborted(signal);
      const { outputs, release } = await call(run);
      try {
        gpu.submit('gather', (encoder) => {
          for (const [name, width] of wanted) {
            const row = width * 4;
            encoder.copyBufferToBuffer(outputs[name]!.buffer, 0, gathered[name]!, run.first * row, run.count * row);
          }
        });
      } finally {
        release();
      }
      onProgress?.(run.first + run.count);
      await yieldTask();
    }
    throwIfAborted(signal);
    return gathered;
  } catch (error) {
    for (const buffer of Object.values(gathered)) buffer?.destroy();
    throw error;
  }
}
