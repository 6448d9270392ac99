/** The descriptors' kernels on WebGPU against their CPU twins. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ImageBatch } from '../../src/contract/image.ts';
import type { Curve } from '../../src/contract/measure.ts';
import { Gpu } from '../../src/engine/gpu/device.ts';
import { measureDescriptors } from '../../src/engine/metrics/descriptors/index.ts';
import { GpuHistogram, pairCountsOnGpu, radialPowerOnGpu } from '../../src/engine/metrics/descriptors/onGpu.ts';
import { GREY_LEVELS, addToHistogram, segment } from '../../src/engine/metrics/descriptors/phase.ts';
import { radialPower, spectralGrid } from '../../src/engine/metrics/descriptors/spectrum.ts';
import { pairCounts } from '../../src/engine/metrics/descriptors/twoPoint.ts';
import { uniforms } from '../../src/lib/rng.ts';
import { smooth } from '../../src/materials/attributes.ts';

let device: GPUDevice;
let gpu: Gpu;
const errors: string[] = [];

beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('There is no WebGPU adapter.');
  device = await adapter.requestDevice();
  device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  gpu = Gpu.of(device);
});
beforeEach(() => {
  errors.length = 0;
  return async () => {
    await device.queue.onSubmittedWorkDone();
    expect(errors).toEqual([]);
  };
});
afterAll(() => device.destroy());

/** Images of `levels` grey levels. */
function drawImages(width: number, height: number, count: number, levels: number): ImageBatch {
  const data = Float32Array.from(uniforms(21, 0, width * height * count), (u) => Math.floor(u * levels) / levels);
  return { data, width, height, count };
}

async function histogramOnGpu(images: ImageBatch): Promise<Uint32Array> {
  const histogram = new GpuHistogram(gpu);
  await histogram.add(images);
  const counts = await histogram.read();
  histogram.destroy();
  return counts;
}

function histogramOnCpu({ data, width, height, count }: ImageBatch): Uint32Array {
  const counts = new Uint32Array(GREY_LEVELS);
  for (let k = 0; k < count; k++) {
    addToHistogram(smooth(data.subarray(k * width * height, (k + 1) * width * height), width, height), counts);
  }
  return counts;
}

// Sizes on, below and above the edges of words and workgroups.
const SIZES = [
  [16, 16],
  [32, 20],
  [33, 47],
  [65, 31],
] as const;

test.each(SIZES)('the histogram of %i×%i px is that of the CPU', async (width, height) => {
  // Sixteenths of sixteenths are exact in float32, so that no pixel is on another side of an edge.
  const images = drawImages(width, height, 3, 16);
  expect([...(await histogramOnGpu(images))]).toEqual([...histogramOnCpu(images)]);
});

test('values outside [0, 1] count in the first and last bin', async () => {
  const images: ImageBatch = { data: new Float32Array(2 * 256).fill(-3).fill(7, 256), width: 16, height: 16, count: 2 };
  const counts = await histogramOnGpu(images);
  expect([counts[0], counts[GREY_LEVELS - 1]]).toEqual([256, 256]);
});

test.each(SIZES)('the pairs of the phase in %i×%i px are those of the CPU, one by one', async (width, height) => {
  const maxLag = Math.min(width, height) >> 1;
  const images = drawImages(width, height, 2, 16);
  for (const phase of ['below', 'above'] as const) {
    const segmentation = { threshold: phase === 'below' ? 0.375 : 0.5, method: 'given', phase } as const;
    const found = await pairCountsOnGpu(gpu, images, segmentation, maxLag);
    found.forEach((counts, k) => {
      const grey = images.data.subarray(k * width * height, (k + 1) * width * height);
      const mask = segment(smooth(grey, width, height), segmentation);
      expect([...counts]).toEqual([...pairCounts(mask, width, height, maxLag)]);
      expect(counts.some((count) => count > 0)).toBe(true);
    });
  }
});

test.each([...SIZES, [128, 64], [1024, 16]] as const)(
  'the power spectrum of %i×%i px is that of the CPU to 1e-3 of each band, and nothing where an image is flat',
  async (width, height) => {
    const size = width * height;
    const images = drawImages(width, height, 4, 256);
    // Strong at low frequencies; the power in the highest is some 10⁻⁸ of the mean, the least that is promised.
    for (let i = 0; i < images.data.length; i++) {
      images.data[i] = 0.6 + 0.3 * Math.sin(((i % width) * 9) / width + i / size) + 1e-4 * images.data[i]!;
    }
    images.data.fill(0.3, 2 * size, 3 * size);
    const grid = spectralGrid(width, height);
    const before = gpu.readbacks;
    const found = (await radialPowerOnGpu(gpu, images, grid))!;
    expect(gpu.readbacks - before).toBe(1);
    found.forEach((powers, k) => {
      const expected = radialPower(images.data.subarray(k * size, (k + 1) * size), grid);
      expect(powers).toHaveLength(expected.length);
      const relative = powers.map((power, band) => Math.abs(10 ** (power - expected[band]!) - 1));
      expect(Math.max(...relative)).toBeLessThan(1e-3);
    });
    expect([...found[2]!]).toEqual(Array(grid.bands).fill(-12));
  },
);

test('a spectrum too long for a workgroup is left to the CPU', async () => {
  const [width, height] = [1040, 16];
  const images = drawImages(width, height, 1, 16);
  expect(await radialPowerOnGpu(gpu, images, spectralGrid(width, height))).toBeNull();
});

test('whole sets are described as on the CPU, uploaded in parts or where they lie', async () => {
  const reference = drawImages(24, 24, 11, 16);
  const synthetic = drawImages(24, 24, 3, 4);
  const request = {
    material: 'fibers',
    reference,
    synthetic,
    pairs: false,
    caption: null,
    bootstrap: 0,
    seed: 1,
  } as const;
  const quietly = () => Promise.resolve();
  const expected = await measureDescriptors(request, null, quietly);
  const uploaded = await measureDescriptors(request, { gpu, resident: {} }, quietly);
  expectSame(uploaded, expected);
  const { data, ...shape } = reference;
  const resident = { reference: { ...shape, buffer: gpu.upload('test', data) } };
  const before = gpu.readbacks;
  expect(await measureDescriptors(request, { gpu, resident }, quietly)).toEqual(uploaded);
  // The histogram, and the pair counts and spectra of each part of both sets.
  expect(gpu.readbacks - before).toBe(1 + 2 * (2 + 1));
  resident.reference.buffer.destroy();
});

type Described = Awaited<ReturnType<typeof measureDescriptors>>;

/** Equal, but for the spectra: log10 of powers that are within 1e-3. */
function expectSame(found: Described, expected: Described): void {
  const parted = ({ segmentation, descriptors: { radialPower: spectrum, ...others } }: Described) =>
    [spectrum, { segmentation, others }] as const;
  const [[a, others], [b, expectedOthers]] = [parted(found), parted(expected)];
  expect(others).toEqual(expectedOthers);
  expect(a.n).toEqual(b.n);
  for (const set of ['reference', 'synthetic'] as const) {
    const [curve, expectedCurve] = [a[set] as Curve, b[set] as Curve];
    expect(curve.x).toEqual(expectedCurve.x);
    for (const of of ['mean', 'std'] as const) {
      expect(curve[of]).toHaveLength(expectedCurve[of].length);
      curve[of].forEach((value, band) =>
        expect(Math.abs(value - expectedCurve[of][band]!)).toBeLessThan(1e-3 / Math.LN10),
      );
    }
  }
  for (const of of ['value', 'floor'] as const) expect(Math.abs(a[of]! - b[of]!)).toBeLessThan(1e-3);
}
