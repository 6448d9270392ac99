/**
 * The physical descriptors of two sets of images, compared. Both sets are cut by one threshold, and each has its own rotation
 * axis for the ring index, because a stack of slices has one.
 */
import type { ImageBatch } from '../../../contract/image.ts';
import type { MeasureRequest, MeasureResult } from '../../../contract/measure.ts';
import { smooth } from '../../../materials/attributes.ts';
import type { Gpu } from '../../gpu/device.ts';
import { onDevice, partOf, type GpuImages } from '../../gpu/images.ts';
import { AxisVotes } from './axis.ts';
import { compareDescriptors } from './compare.ts';
import { abscissae, describe, maxLag, type ImageDescriptors } from './describe.ts';
import { GpuHistogram, pairCountsOnGpu, radialPowerOnGpu } from './onGpu.ts';
import { GREY_LEVELS, addToHistogram, chooseSegmentation, segment } from './phase.ts';
import { fineResidual, polarBins, type Axis } from './rings.ts';
import { radialPower, spectralGrid } from './spectrum.ts';
import { pairCounts } from './twoPoint.ts';

/** Called between images: lets a cancel through, which it throws, and tells how far the work is. */
export type Between = (what: string, done: number, total: number) => Promise<void>;

const PART = 8; // images whose masks are in memory at once
const VOTERS = 64; // images of a set that vote for the axis
const REFINERS = 16; // of these, the ones on which its place is refined
const WINDOW = 512; // px; the axis is found in the middle of larger images, which has rings enough

/** Where the descriptors count what is faster counted there. */
export interface DescriptorDevice {
  gpu: Gpu;
  /** The sets that lie on it already; those that do not are uploaded part by part. */
  resident: Partial<Record<'reference' | 'synthetic', GpuImages | null>>;
}

/**
 * Where there is a device, the histogram, the pair counts and the power spectra come from its kernels, in float32: a pixel within
 * rounding of an edge between grey levels, or of the threshold, may be counted on its other side.
 * @param device null for the CPU alone
 * @throws what `between` throws; SpecimenError `DeviceLost`
 */
export async function measureDescriptors(
  { material, reference, synthetic, threshold, seed }: MeasureRequest,
  device: DescriptorDevice | null,
  between: Between,
): Promise<Pick<MeasureResult, 'descriptors' | 'segmentation'>> {
  const { width, height } = reference;
  const histogram = await histogramOf(reference, device, between);
  const segmentation = chooseSegmentation(material, histogram, threshold);
  const total = reference.count + synthetic.count;
  const longest = maxLag(width, height);
  const grid = spectralGrid(width, height);
  /** What the GPU finds in some images, which are there or go there once. */
  const findOnGpu = async (gpu: Gpu, images: ImageBatch | GpuImages) => {
    const { buffer, release } = onDevice(gpu, images);
    const there = { buffer, width, height, count: images.count };
    try {
      const pairs = await pairCountsOnGpu(gpu, there, segmentation, longest);
      return { pairs, powers: await radialPowerOnGpu(gpu, there, grid) };
    } finally {
      release();
    }
  };
  const describeSet = async (name: 'reference' | 'synthetic', images: ImageBatch, before: number) => {
    const rings = polarBins(width, height, await findAxis(images, () => between('Structure', before, total)));
    const described: ImageDescriptors[] = [];
    for (let first = 0; first < images.count; first += PART) {
      const some = part(images, first);
      const masks = Array.from({ length: some.count }, (_, k) =>
        segment(smooth(slice(some, k), width, height), segmentation),
      );
      const source = partOf(device?.resident[name] ?? images, first, some.count);
      const found = device && (await findOnGpu(device.gpu, source));
      for (const [k, mask] of masks.entries()) {
        const grey = slice(some, k);
        const pairs = found?.pairs[k] ?? pairCounts(mask, width, height, longest);
        const power = found?.powers?.[k] ?? radialPower(grey, grid);
        described.push(describe(grey, mask, pairs, power, width, height, rings));
        await between('Structure', before + described.length, total);
      }
    }
    return described;
  };
  const a = await describeSet('reference', reference, 0);
  const b = await describeSet('synthetic', synthetic, reference.count);
  return { segmentation, descriptors: compareDescriptors(a, b, abscissae(width, height), seed) };
}

/** The grey levels of the smoothed reference, which the threshold is found in. */
async function histogramOf(
  reference: ImageBatch,
  device: DescriptorDevice | null,
  between: Between,
): Promise<Uint32Array> {
  const { width, height } = reference;
  const counts = new Uint32Array(GREY_LEVELS);
  const onGpu = device && new GpuHistogram(device.gpu);
  try {
    for (let first = 0; first < reference.count; first += PART) {
      const images = part(reference, first);
      if (onGpu) await onGpu.add(partOf(device.resident.reference ?? reference, first, images.count));
      else for (let k = 0; k < images.count; k++) addToHistogram(smooth(slice(images, k), width, height), counts);
      await between('Threshold', first + images.count, reference.count);
    }
    return onGpu ? await onGpu.read() : counts;
  } finally {
    onGpu?.destroy();
  }
}

async function findAxis(images: ImageBatch, between: () => Promise<void>): Promise<Axis> {
  const width = Math.min(WINDOW, images.width);
  const height = Math.min(WINDOW, images.height);
  const left = (images.width - width) >> 1;
  const top = (images.height - height) >> 1;
  const votes = new AxisVotes(width, height);
  const kept: Float32Array[] = [];
  const voters = Math.min(VOTERS, images.count);
  for (let k = 0; k < voters; k++) {
    const image = slice(images, Math.floor((k * images.count) / voters));
    const window = new Float32Array(width * height);
    for (let y = 0; y < height; y++) {
      const from = (top + y) * images.width + left;
      window.set(image.subarray(from, from + width), y * width);
    }
    const residual = fineResidual(window, width, height);
    votes.add(residual);
    if (kept.length < REFINERS) kept.push(residual);
    await between();
  }
  const axis = await votes.find(kept, between);
  return { x: axis.x + left, y: axis.y + top };
}

/** The next images, not copied. */
function part(images: ImageBatch, first: number): ImageBatch {
  return partOf(images, first, Math.min(PART, images.count - first));
}

function slice({ data, width, height }: ImageBatch, k: number): Float32Array {
  return data.subarray(k * width * height, (k + 1) * width * height);
}
