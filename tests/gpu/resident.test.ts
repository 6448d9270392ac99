/** Measures of slices where they were drawn: what comes back from the GPU, what goes up to it, and what the numbers are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MeasureRequest, MeasureResult } from '../../src/contract/measure.ts';
import type { SampleResult } from '../../src/contract/request.ts';
import { Engine } from '../../src/engine/engine.ts';
import { HttpSource } from '../../src/engine/weights.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const COUNT = 6; // the fewest that set measures take
const SIDE = 64;
const DIMENSION = 101; // of the extractor's features
const EMBEDDING = 64;
const LAGS = (SIDE / 2 + 1) * (SIDE + 1);
const BANDS = SIDE / 4; // of the power spectrum
/** A software adapter compiles for minutes. */
const SLOW = 400_000;

let device: GPUDevice;
/** Bytes of each buffer that was mapped for reading, ours and the runtime's apart. */
const reads: { ours: number[]; runtime: number[] } = { ours: [], runtime: [] };
/** Bytes of images that were uploaded by us. */
let uploaded = 0;

/* eslint-disable @typescript-eslint/unbound-method -- called with their objects below */
const { requestDevice } = GPUAdapter.prototype;
const { mapAsync } = GPUBuffer.prototype;
const { writeBuffer } = GPUQueue.prototype;
/* eslint-enable @typescript-eslint/unbound-method */

beforeAll(() => {
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
    return (device = await requestDevice.call(this, descriptor));
  };
  GPUBuffer.prototype.mapAsync = function (this: GPUBuffer, mode: number, ...rest: number[]) {
    if (mode === GPUMapMode.READ) reads[this.label === 'read back' ? 'ours' : 'runtime'].push(this.size);
    return mapAsync.call(this, mode, ...rest);
  };
  GPUQueue.prototype.writeBuffer = function (this: GPUQueue, ...args: Parameters<typeof writeBuffer>) {
    if (args[0].label === 'images') uploaded += args[2].byteLength;
    writeBuffer.apply(this, args);
  };
});
afterAll(() => {
  GPUAdapter.prototype.requestDevice = requestDevice;
  GPUBuffer.prototype.mapAsync = mapAsync;
  GPUQueue.prototype.writeBuffer = writeBuffer;
});

/** What a measurement gave, read back and sent up. */
async function watched(work: () => Promise<MeasureResult>) {
  reads.ours = [];
  reads.runtime = [];
  uploaded = 0;
  return { result: await work(), ours: reads.ours, runtime: reads.runtime, uploaded };
}

/** Every number of a result by its place in it. */
function numbers(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => numbers(each, `${path}.${key}`));
}

/** All within 1e-3 of the CPU's; SSIM and MS-SSIM within 1e-4. */
function expectClose(found: MeasureResult, expected: MeasureResult): void {
  const wanted = numbers(expected);
  const got = new Map(numbers(found));
  expect([...got.keys()]).toEqual(wanted.map(([path]) => path));
  for (const [path, value] of wanted) {
    const tolerance = /^\.(ms)?ssim/.test(path) ? 1e-4 : 1e-3 * Math.max(1, Math.abs(value));
    expect(Math.abs(got.get(path)! - value), path).toBeLessThan(tolerance);
  }
  expect(Math.abs(found.frechet!.value / expected.frechet!.value - 1)).toBeLessThan(1e-3);
}

const engine = new Engine({ source: new HttpSource('/models/'), cache: new MemoryCache(), binaries: null });
let run: SampleResult;
let request: MeasureRequest;
let onCpu: MeasureResult;

beforeAll(async () => {
  engine.prefer('webgpu');
  run = await engine.sample({
    model: 'ddpm-64',
    material: 'rocks',
    look: 'real',
    count: COUNT,
    seed: 3,
    steps: 2,
    sampler: 'euler',
    attributes: {},
  });
  const reference = { ...run.images, data: new Float32Array(run.images.data.length) };
  for (let k = 0; k < COUNT; k++) reference.data.set(simulate('rocks', { seed: k, size: SIDE }).image, k * SIDE * SIDE);
  request = {
    material: 'rocks',
    reference,
    synthetic: run.images,
    pairs: true,
    caption: 'microCT slice of a rock with large grains',
    bootstrap: 0,
    seed: 1,
  };
  engine.prefer('wasm');
  onCpu = await engine.measure(request);
  engine.prefer('webgpu');
  await engine.measure(request); // loads and proves the extractor, which reads back too
}, SLOW);

test(
  'from the sampler to the numbers only the numbers come back, and they are those of the CPU',
  async () => {
    expect(run.resident).not.toBeNull();
    const there = await watched(() => engine.measure({ ...request, resident: { synthetic: run.resident! } }));
    expectClose(there.result, onCpu);
    const features = COUNT * DIMENSION * 4;
    const moments = (DIMENSION + DIMENSION ** 2) * 4;
    expect(there.ours).toEqual([
      COUNT * 2 * 4, // SSIM
      3 * COUNT * 2 * 4, // MS-SSIM, three scales
      COUNT * EMBEDDING * 4, // what the caption is compared with
      moments,
      moments,
      ...Array<number>(3).fill(COUNT * COUNT * 4), // distances within and between the sets
      features, // for KID and for resamples
      features,
      256 * 4, // histogram of the reference
      COUNT * LAGS * 4, // pair counts
      COUNT * BANDS * 4, // power spectra
      COUNT * LAGS * 4,
      COUNT * BANDS * 4,
    ]);
    // The runtime's own: the perceptual distances and the caption's embedding.
    expect(there.runtime).toHaveLength(2);
    expect(Math.max(...there.runtime)).toBeLessThanOrEqual(1024);

    const sent = await watched(() => engine.measure(request));
    expect(sent.result).toEqual(there.result);
    expect(sent.ours).toEqual(there.ours);
    const set = COUNT * SIDE * SIDE * 4;
    expect(there.uploaded).toBe(5 * set); // the reference, for SSIM, MS-SSIM, features, histogram, and pair counts with spectra
    expect(sent.uploaded).toBe(9 * set); // and the run for all of these but the histogram
  },
  SLOW,
);

test(
  'a run that is no longer there, or is not what was sent, is uploaded',
  async () => {
    const plain = { ...request, pairs: false, caption: null };
    const sent = await watched(() => engine.measure(plain));
    const stale = await watched(() => engine.measure({ ...plain, resident: { synthetic: run.resident! - 1 } }));
    expect(stale).toEqual(sent);
    const fewer = { ...request.synthetic, data: run.images.data.slice(SIDE * SIDE), count: COUNT - 1 };
    const other = await watched(() =>
      engine.measure({ ...plain, synthetic: fewer, resident: { synthetic: run.resident! } }),
    );
    expect(other.uploaded).toBeLessThan(sent.uploaded);
    expect(other.uploaded).toBeGreaterThan(sent.uploaded / 2);
  },
  SLOW,
);

test(
  'an extractor of one’s own sees the run where it lies, too',
  async () => {
    const file = new Uint8Array(await (await fetch('/models/extractor-64/features.onnx')).arrayBuffer());
    const custom = {
      name: 'mine',
      input: 'x',
      output: 'features',
      height: SIDE,
      width: SIDE,
      channels: 1 as const,
      mean: [0],
      deviation: [1],
      inception: false,
    };
    const asked = { ...request, pairs: false, caption: null, extractor: { custom, file } };
    const found = await watched(() => engine.measure({ ...asked, resident: { synthetic: run.resident! } }));
    expect(found.ours.filter((bytes) => bytes === COUNT * DIMENSION * 4)).toHaveLength(2);
    for (const name of ['frechet', 'kid', 'precision', 'coverage'] as const) {
      const [value, expected] = [found.result[name]!.value, onCpu[name]!.value];
      expect(Math.abs(value - expected), name).toBeLessThan(1e-3 * Math.max(1, Math.abs(expected)));
    }
  },
  SLOW,
);

test(
  'a lost device ends in its name, and WASM goes on with the images that were sent',
  async () => {
    const asked = { ...request, resident: { synthetic: run.resident! } };
    device.destroy();
    await expect(engine.measure(asked)).rejects.toMatchObject({ name: 'DeviceLost' });
    engine.prefer('wasm');
    expect(await engine.measure(asked)).toEqual(onCpu);
  },
  SLOW,
);
