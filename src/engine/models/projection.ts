/**
 * A denoiser whose estimates are moved towards the attributes that were asked for, at the noise levels where a slice takes its final
 * form: a small graph beside the network (training/projection.py) says where to. In memory or on the GPU, as the denoiser is.
 */
import type { Gpu } from '../gpu/device.ts';
import type { Combine } from '../kernels/combine.ts';
import type { NetworkInput } from '../session.ts';
import { CONDITION_LENGTH } from './condition.ts';
import type { ResidentNetwork } from './edm.ts';
import { concatenate } from './latent.ts';

/** x and σ to an estimate of the clean images, as samplers call it. */
type Denoise<T> = (x: T, sigma: number, out: T) => Promise<void>;

export interface ProjectionPlan {
  network: ResidentNetwork;
  from: number; // σ at and below which estimates are moved
  conditions: Float32Array[]; // one per image
  side: number; // px
  chunk: number; // images per call
}

/** Images `first … first + n − 1` of a plan, and what their call is fed besides the estimate. */
function chunksOf({ conditions, side, chunk }: ProjectionPlan) {
  return Array.from({ length: Math.ceil(conditions.length / chunk) }, (_, i) => {
    const rows = conditions.slice(i * chunk, (i + 1) * chunk);
    const n = rows.length;
    const sigma = new Float32Array(n);
    const inputs: Record<string, NetworkInput> = {
      sigma: { data: sigma, dims: [n] },
      condition: { data: concatenate(rows), dims: [n, CONDITION_LENGTH] },
    };
    return { start: i * chunk * side * side, length: n * side * side, dims: [n, 1, side, side], sigma, inputs };
  });
}

/** `denoise` with its estimates projected, on arrays. */
export function projecting(denoise: Denoise<Float32Array>, plan: ProjectionPlan): Denoise<Float32Array> {
  const chunks = chunksOf(plan).map(({ start, length, dims, sigma, inputs }) => {
    const estimate = new Float32Array(length);
    return { start, sigma, estimate, call: plan.network.prepare({ ...inputs, x: { data: estimate, dims } }) };
  });
  return async (x, sigma, out) => {
    await denoise(x, sigma, out);
    if (sigma > plan.from) return;
    for (const part of chunks) {
      part.estimate.set(out.subarray(part.start, part.start + part.estimate.length));
      part.sigma.fill(sigma);
      out.set(await part.call(), part.start);
    }
  };
}

/** The same on GPU buffers: nothing is read back. Its buffers, and those of `denoiser`, are freed with `destroy`. */
export function gpuProjecting(
  denoiser: { denoise: Denoise<GPUBuffer>; destroy: () => void },
  gpu: Gpu,
  combine: Combine,
  plan: ProjectionPlan,
): { denoise: Denoise<GPUBuffer>; destroy: () => void } {
  const chunks = chunksOf(plan).map((part) => ({ ...part, estimate: gpu.allocate('estimate', part.length) }));
  return {
    denoise: async (x, sigma, out) => {
      await denoiser.denoise(x, sigma, out);
      if (sigma > plan.from) return;
      for (const { start, length: count, dims, estimate, inputs, sigma: levels } of chunks) {
        levels.fill(sigma);
        combine.run({ out: estimate, count, terms: [{ coefficient: 1, buffer: out, offset: start }] });
        const moved = await plan.network.runResident({ ...inputs, x: { buffer: estimate, dims } });
        combine.run({ out, outOffset: start, count, terms: [{ coefficient: 1, buffer: moved.buffer }] });
        moved.release();
      }
    },
    destroy: () => {
      denoiser.destroy();
      for (const { estimate } of chunks) estimate.destroy();
    },
  };
}
