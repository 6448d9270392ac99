/**
 * The physical descriptors of two sets of images, compared. Both sets are cut by one threshold, and each has its own rotation
 * axis for the ring index, because a stack of slices has one.
 */
import type { ImageBatch } from '../../../contract/image.ts';
import type { MeasureRequest, MeasureResult, Segmentation } from '../../../contract/measure.ts';
import { smooth } from '../../../materials/attributes.ts';
import { AxisVotes } from './axis.ts';
import { compareDescriptors } from './compare.ts';
import { abscissae, describe, type ImageDescriptors } from './describe.ts';
import { GREY_LEVELS, addToHistogram, chooseSegmentation } from './phase.ts';
import { fineResidual, polarBins, type Axis, type PolarBins } from './rings.ts';

/** Called between images: lets a cancel through, which it throws, and tells how far the work is. */
export type Between = (what: string, done: number, total: number) => Promise<void>;

const VOTERS = 64; // images of a set that vote for the axis
const REFINERS = 16; // of these, the ones on which its place is refined
const WINDOW = 512; // px; the axis is found in the middle of larger images, which has rings enough

/** @throws what `between` throws */
export async function measureDescriptors(
  { material, reference, synthetic, threshold, seed }: MeasureRequest,
  between: Between,
): Promise<Pick<MeasureResult, 'descriptors' | 'segmentation'>> {
  const { width, height } = reference;
  const histogram = new Uint32Array(GREY_LEVELS);
  for (let k = 0; k < reference.count; k++) {
    addToHistogram(smooth(slice(reference, k), width, height), histogram);
    await between('Threshold', k + 1, reference.count);
  }
  const segmentation = chooseSegmentation(material, histogram, threshold);
  const total = reference.count + synthetic.count;
  const a = await describeSet(reference, segmentation, (done) => between('Structure', done, total));
  const b = await describeSet(synthetic, segmentation, (done) => between('Structure', reference.count + done, total));
  return { segmentation, descriptors: compareDescriptors(a, b, abscissae(width, height), seed) };
}

async function describeSet(
  images: ImageBatch,
  segmentation: Segmentation,
  between: (done: number) => Promise<void>,
): Promise<ImageDescriptors[]> {
  const { width, height, count } = images;
  const rings: PolarBins = polarBins(width, height, await findAxis(images, () => between(0)));
  const described: ImageDescriptors[] = [];
  for (let k = 0; k < count; k++) {
    described.push(describe(slice(images, k), width, height, segmentation, rings));
    await between(k + 1);
  }
  return described;
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
  const axis = votes.find(kept);
  return { x: axis.x + left, y: axis.y + top };
}

function slice({ data, width, height }: ImageBatch, k: number): Float32Array {
  return data.subarray(k * width * height, (k + 1) * width * height);
}
