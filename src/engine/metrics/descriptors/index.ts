/**
 * The physical descriptors of two sets of images, compared. Both sets are cut by one threshold, and each has its own rotation
 * axis for the ring index, because a stack of slices has one.
 */
import type { ImageBatch } from '../../../contract/image.ts';
import type { MeasureRequest, MeasureResult } from '../../../contract/measure.ts';
import { smooth } from '../../../materials/attributes.ts';
import type { Gpu } from '../../gpu/device.ts';
import { AxisVotes } from './axis.ts';
import { compareDescriptors } from './compare.ts';
import { abscissae, describe, maxLag, type ImageDescriptors } from './describe.ts';
import { histogramOnGpu, pairCountsOnGpu } from './onGpu.ts';
import { GREY_LEVELS, addToHistogram, chooseSegmentation, segment } from './phase.ts';
import { fineResidual, polarBins, type Axis } from './rings.ts';
import { pairCounts } from './twoPoint.ts';

/** Called between images: lets a cancel through, which it throws, and tells how far the work is. */
export type Between = (what: string, done: number, total: number) => Promise<void>;

const PART = 8; // images whose masks are in memory at once
const VOTERS = 64; // images of a set that vote for the axis
const REFINERS = 16; // of these, the ones on which its place is refined
const WINDOW = 512; // px; the axis is found in the middle of larger images, which has rings enough

/**
 * @param gpu counts there what it counts faster, with the same results; null for the CPU alone
 * @throws what `between` throws
 */
export async function measureDescriptors(
  { material, reference, synthetic, threshold, seed }: MeasureRequest,
  gpu: Gpu | null,
  between: Between,
): Promise<Pick<MeasureResult, 'descriptors' | 'segmentation'>> {
  const { width, height } = reference;
  const histogram = new Uint32Array(GREY_LEVELS);
  for (let first = 0; first < reference.count; first += PART) {
    const images = part(reference, first);
    const counts = gpu ? await histogramOnGpu(gpu, images) : histogramOf(images);
    counts.forEach((count, bin) => (histogram[bin]! += count));
    await between('Threshold', first + images.count, reference.count);
  }
  const segmentation = chooseSegmentation(material, histogram, threshold);
  const total = reference.count + synthetic.count;
  const describeSet = async (images: ImageBatch, before: number) => {
    const rings = polarBins(width, height, await findAxis(images, () => between('Structure', before, total)));
    const described: ImageDescriptors[] = [];
    for (let first = 0; first < images.count; first += PART) {
      const some = part(images, first);
      const masks = Array.from({ length: some.count }, (_, k) =>
        segment(smooth(slice(some, k), width, height), segmentation),
      );
      const longest = maxLag(width, height);
      const pairs = gpu && (await pairCountsOnGpu(gpu, masks, width, height, longest));
      for (const [k, mask] of masks.entries()) {
        const counts = pairs?.[k] ?? pairCounts(mask, width, height, longest);
        described.push(describe(slice(some, k), mask, counts, width, height, rings));
        await between('Structure', before + described.length, total);
      }
    }
    return described;
  };
  const a = await describeSet(reference, 0);
  const b = await describeSet(synthetic, reference.count);
  return { segmentation, descriptors: compareDescriptors(a, b, abscissae(width, height), seed) };
}

function histogramOf(images: ImageBatch): Uint32Array {
  const counts = new Uint32Array(GREY_LEVELS);
  for (let k = 0; k < images.count; k++) addToHistogram(smooth(slice(images, k), images.width, images.height), counts);
  return counts;
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
function part({ data, count, width, height }: ImageBatch, first: number): ImageBatch {
  const end = Math.min(count, first + PART);
  return { data: data.subarray(first * width * height, end * width * height), count: end - first, width, height };
}

function slice({ data, width, height }: ImageBatch, k: number): Float32Array {
  return data.subarray(k * width * height, (k + 1) * width * height);
}
