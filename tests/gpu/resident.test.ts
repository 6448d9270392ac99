/** Measures of slices where they were drawn: what comes back from the GPU, what goes up to it, and what the numbers are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageBatch } from '../../src/contract/image.ts';
import type { MeasureRequest, MeasureResult } from '../../src/contract/measure.ts';
import type { SampleResult } from '../../src/contract/request.ts';
import { Engine } from '../../src/engine/engine.ts';
import { partOf } from '../../src/engine/gpu/images.ts';
import { HttpSource } from '../../src/engine/weights.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const COUNT = 6; // the fewest that set measures take
const SIDE = 64;
const DIMENSION = 101; // of the extractor's features
const EMBEDDING = 64;
const LAGS = (SIDE / 2 + 1) * (SIDE + 1);
const BANDS = SIDE / 4; // of the power spectrum
/** A software adapter compiles and computes for long, above all where it shares its cores. */
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
}

const engine = new Engine({ source: new HttpSource('/models/'), cache: new MemoryCache(), binaries: null });
const SET = COUNT * SIDE * SIDE * 4; // bytes
let run: SampleResult;
/** The run that is on the device. */
let last: SampleResult;
let request: MeasureRequest;
let onCpu: MeasureResult;

/** The first image of a set: a network takes a second for an image on a software adapter. */
const firstOf = (images: ImageBatch): ImageBatch => partOf(images, 0, 1);
const small = (synthetic: ImageBatch): MeasureRequest => ({
  ...request,
  reference: firstOf(request.reference),
  synthetic,
  caption: null,
});

beforeAll(async () => {
  engine.prefer('webgpu');
  run = await engine.sample({
    model: 'dcgan-64',
    material: 'rocks',
    look: 'real',
    count: COUNT,
    seed: 3,
    attributes: {},
  });
  last = run;
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
  await engine.measure(small(firstOf(run.images))); // loads and proves the extractor, which reads back too
}, SLOW);

test(
  'from the sampler to the numbers only the numbers come back, and they are those of the CPU',
  async () => {
    expect(run.resident).not.toBeNull();
    const there = await watched(() => engine.measure({ ...request, resident: { synthetic: run.resident! } }));
    expectClose(there.result, onCpu);
    expect(Math.abs(there.result.frechet!.value / onCpu.frechet!.value - 1)).toBeLessThan(1e-3);
    const features = COUNT * DIMENSION * 4;
    expect(there.ours).toEqual([
      COUNT * 2 * 4, // SSIM
      3 * COUNT * 2 * 4, // MS-SSIM, three scales
      COUNT * EMBEDDING * 4, // what the caption is compared with
      features, // for KID, for resamples, and for the Fréchet distance of so few images
      features,
      ...Array<number>(3).fill(COUNT * COUNT * 4), // distances within and between the sets
      256 * 4, // histogram of the reference
      COUNT * LAGS * 4, // pair counts
      COUNT * BANDS * 4, // power spectra
      COUNT * LAGS * 4,
      COUNT * BANDS * 4,
    ]);
    // The runtime's own: the perceptual distances and the caption's embedding.
    expect(there.runtime).toHaveLength(2);
    expect(Math.max(...there.runtime)).toBeLessThanOrEqual(1024);

    // The reference, for SSIM, MS-SSIM, features, histogram, and pair counts with spectra.
    expect(there.uploaded).toBe(5 * SET);

    // A run that is no longer there is uploaded, and the numbers are the same. Pairs are left to the next test but one, for the sake of time.
    const stale = { synthetic: (run.resident! - 1) >>> 0 };
    const sent = await watched(() => engine.measure({ ...request, pairs: false, resident: stale }));
    const pairs = { ssim: null, msssim: null, psnr: null, perceptual: null };
    expect(sent.result).toEqual({ ...there.result, ...pairs, notes: [expect.stringContaining('not paired')] });
    expect(sent.ours).toEqual(there.ours.slice(2));
    expect(sent.uploaded).toBe(5 * SET); // both sets for features and for pair counts with spectra, one for the histogram
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
  'a part of the run is uploaded, as is the run once the next one has taken its place',
  async () => {
    const image = SIDE * SIDE * 4;
    const part = small(firstOf(run.images));
    const sent = await watched(() => engine.measure(part));
    expect(sent.uploaded).toBe(9 * image);
    expect(await watched(() => engine.measure({ ...part, resident: { synthetic: run.resident! } }))).toEqual(sent);

    const next = (last = await engine.sample({ ...run.request, count: 1, seed: 9 }));
    const asked = small(next.images);
    const uploaded = await watched(() => engine.measure({ ...asked, resident: { synthetic: run.resident! } }));
    expect(uploaded.uploaded).toBe(9 * image);
    const there = await watched(() => engine.measure({ ...asked, resident: { synthetic: next.resident! } }));
    expect(there.uploaded).toBe(5 * image); // the reference
    expect(there.result).toEqual(uploaded.result);
    engine.prefer('wasm');
    expectClose(there.result, await engine.measure(asked));
    engine.prefer('webgpu');
  },
  SLOW,
);

test(
  'a lost device ends in its name, and WASM goes on with the images that were sent',
  async () => {
    const asked = { ...small(last.images), resident: { synthetic: last.resident! } };
    engine.prefer('wasm');
    const expected = await engine.measure(small(last.images));
    engine.prefer('webgpu');
    device.destroy();
    await expect(engine.measure(asked)).rejects.toMatchObject({ name: 'DeviceLost' });
    engine.prefer('wasm');
    expect(await engine.measure(asked)).toEqual(expected);
  },
  SLOW,
);
