/** The part of `ssim-page` that runs in the page: our CPU code, ssim.js and the WebGPU kernel on one thread and one adapter. */
import type { ImageBatch } from '../../contract/image.ts';
import { probeAdapter } from '../../lib/adapter.ts';
import { Gpu } from '../../engine/gpu/device.ts';
import type { GpuImages } from '../../engine/gpu/images.ts';
import { ssimOnGpu } from '../../engine/metrics/onGpu.ts';
import { ssim } from '../../engine/metrics/ssim.ts';
import { SSIM_CASES, drawPairs, prepareSsimJs } from './pairs.ts';
import { type Timing, timeInTurns } from './time.ts';

/** Calls after the first. A software adapter takes seconds for each. */
const ROUNDS = 5;
const ROUNDS_ON_SOFTWARE = 1;
/** Pixels of a case that a software adapter is asked for at most; more would take minutes. */
const PIXELS_ON_SOFTWARE = 2 ** 20;

interface PageCase {
  pairs: number;
  side: number;
  own: Timing;
  ssimJs: Timing;
  /** From images in memory to values in memory; null where a software adapter was spared. */
  gpu: Timing | null;
  /** The same from images that are on the device. */
  gpuResident: Timing | null;
  worstDifference: number | null; // of the GPU's values from the CPU's
}

export interface PageTimings {
  adapter: string;
  software: boolean;
  cases: PageCase[];
}

export async function timeInPage(): Promise<PageTimings> {
  const report = await probeAdapter();
  const device = await (await navigator.gpu.requestAdapter())?.requestDevice();
  if (!report || !device) throw new Error('There is no WebGPU adapter.');
  const { software, description } = report;
  const gpu = Gpu.of(device);
  const cases: PageCase[] = [];
  for (const { count, side } of SSIM_CASES) {
    const pairs = drawPairs(count, side);
    const [a, b] = pairs.batches;
    const ssimJs = prepareSsimJs(pairs, side);
    const cpu = await timeInTurns(ROUNDS, { own: () => ssim(a, b), ssimJs: () => ssimJs('fast') });
    const onGpu =
      software && a.data.length > PIXELS_ON_SOFTWARE
        ? { gpu: null, gpuResident: null, worstDifference: null }
        : await timeGpu(gpu, pairs.batches, software ? ROUNDS_ON_SOFTWARE : ROUNDS);
    cases.push({ pairs: count, side, ...cpu, ...onGpu });
  }
  device.destroy();
  return { adapter: description, software, cases };
}

async function timeGpu(gpu: Gpu, [a, b]: [ImageBatch, ImageBatch], rounds: number) {
  const [x, y] = [a, b].map(({ data, ...shape }) => ({ ...shape, buffer: gpu.upload('bench', data) })) as [
    GpuImages,
    GpuImages,
  ];
  let values: ArrayLike<number> = [];
  const timings = await timeInTurns(rounds, {
    gpu: async () => {
      values = (await ssimOnGpu(gpu, a, b)).values;
    },
    gpuResident: () => ssimOnGpu(gpu, x, y),
  });
  for (const { buffer } of [x, y]) buffer.destroy();
  const expected = (await ssim(a, b)).values;
  return { ...timings, worstDifference: Math.max(...expected.map((value, k) => Math.abs(value - values[k]!))) };
}
