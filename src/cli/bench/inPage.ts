/** The part of `ssim-page` that runs in the page: our CPU code, ssim.js and the WebGPU kernel on one thread and one adapter. */
import { Gpu } from '../../engine/gpu/device.ts';
import { ssimOnGpu } from '../../engine/metrics/onGpu.ts';
import { ssim } from '../../engine/metrics/ssim.ts';
import { SSIM_CASES, drawPairs, prepareSsimJs } from './pairs.ts';
import { type Timing, timeInTurns } from './time.ts';

const ROUNDS = 3;

interface PageCase extends Record<'own' | 'ssimJs' | 'gpu' | 'gpuResident', Timing> {
  pairs: number;
  side: number;
  worstDifference: number; // of the GPU's values from the CPU's
}

export interface PageTimings {
  adapter: string;
  rounds: number;
  cases: PageCase[];
}

/** `gpu` takes images in memory; `gpuResident` takes images on the device; both end with the values read back. */
export async function timeInPage(): Promise<PageTimings> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('There is no WebGPU adapter.');
  const device = await adapter.requestDevice();
  const gpu = Gpu.of(device);
  const { vendor, architecture, device: model, description } = adapter.info;
  const cases: PageCase[] = [];
  for (const { count, side } of SSIM_CASES) {
    const pairs = drawPairs(count, side);
    const [a, b] = pairs.batches;
    const ssimJs = prepareSsimJs(pairs, side);
    const resident = [a, b].map(({ data, ...shape }) => ({ ...shape, buffer: gpu.upload('bench', data) }));
    const timings = await timeInTurns(ROUNDS, {
      gpu: () => ssimOnGpu(gpu, a, b),
      gpuResident: () => ssimOnGpu(gpu, resident[0]!, resident[1]!),
      own: () => ssim(a, b),
      ssimJs: () => ssimJs('fast'),
    });
    const [cpu, onGpu] = [(await ssim(a, b)).values, (await ssimOnGpu(gpu, a, b)).values];
    const worstDifference = Math.max(...cpu.map((value, k) => Math.abs(value - onGpu[k]!)));
    cases.push({ pairs: count, side, ...timings, worstDifference });
    for (const { buffer } of resident) buffer.destroy();
  }
  device.destroy();
  return { adapter: [vendor, architecture, model, description].filter(Boolean).join(' '), rounds: ROUNDS, cases };
}
