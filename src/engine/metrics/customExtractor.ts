/**
 * An extractor of one's own: any network from images to vectors, such as Inception v3's pool features for FID proper.
 *
 * It gives features only. What is asked about it (`CustomExtractor`) is checked against what the file says of itself, so that
 * a wrong name or size ends in a sentence and not in a failed network call.
 */
import { SpecimenError } from '../../contract/errors.ts';
import type { CustomExtractor } from '../../contract/extractorCard.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { throwIfAborted, yieldTask } from '../../lib/abort.ts';
import type { Gpu } from '../gpu/device.ts';
import { Combine } from '../kernels/combine.ts';
import { partOf, type GpuImages } from '../gpu/images.ts';
import type { Extractor } from './extractor.ts';
import { gatherOnGpu, type GpuNetwork } from './gather.ts';
import { chunks, type Call } from './ownExtractor.ts';

/** A loaded graph and what it says of itself; sizes that it leaves open are names. */
export interface Graph {
  inputs: readonly { name: string; type: string; shape: readonly (number | string)[] }[];
  outputNames: readonly string[];
  runAll: Call;
  device?: GpuNetwork | null; // the same graph, where it runs on the GPU
}

/** @throws SpecimenError `BadRequest` when the answers do not fit the graph; SpecimenError of the runtime. */
export async function customExtractor(custom: CustomExtractor, graph: Graph, pixels: number): Promise<Extractor> {
  checkInput(custom, graph);
  if (!graph.outputNames.includes(custom.output)) {
    throw refused(custom, `has no output “${custom.output}”; its outputs are ${graph.outputNames.join(', ')}`);
  }
  const fixedBatch = graph.inputs[0]!.shape[0];
  // Input names and sizes are right by now, so that what still fails is the graph's own affair.
  const probe = { data: new Float32Array(custom.height * custom.width).fill(0.5), count: 1, ...sizeOf(custom) };
  const [, dimension] = await rows(custom, graph, probe);

  const none = (what: string) =>
    Promise.reject(new SpecimenError('BadRequest', `${custom.name} has no ${what}; Specimen’s own extractor has one.`));
  const { device } = graph;
  return {
    name: custom.inception ? `Inception (${custom.name}, as declared)` : custom.name,
    inception: custom.inception,
    dimension,
    async features(images, signal, onProgress) {
      const all = new Float32Array(images.count * dimension);
      const budget = fixedBatch === 1 ? 1 : pixels;
      for (const { first, count } of chunks({ ...images, ...sizeOf(custom) }, budget)) {
        throwIfAborted(signal);
        const [data] = await rows(custom, graph, partOf(images, first, count));
        all.set(data, first * dimension);
        onProgress?.(first + count);
        await yieldTask();
      }
      throwIfAborted(signal);
      return all;
    },
    ...(device && {
      async featuresOnGpu(images, resident, options) {
        const runs = [...chunks({ ...images, ...sizeOf(custom) }, fixedBatch === 1 ? 1 : pixels)];
        const call = async ({ first, count }: { first: number; count: number }) => {
          const some = partOf(images, first, count);
          const dims = [count, custom.channels, custom.height, custom.width];
          if (!resident || !isSize(custom, images))
            return device.run({ [custom.input]: { data: normalised(custom, some), dims } });
          const buffer = await normalisedOnGpu(device.gpu, custom, partOf(resident, first, count));
          try {
            return await device.run({ [custom.input]: { buffer, dims } });
          } finally {
            buffer.destroy();
          }
        };
        const gathered = await gatherOnGpu(device.gpu, runs, { [custom.output]: dimension }, call, options);
        return { buffer: gathered[custom.output]!, count: images.count, dimension };
      },
    }),
    perceptual: () => none('perceptual distance'),
    captionScore: () => none('caption score'),
  };
}

function checkInput(custom: CustomExtractor, graph: Graph): void {
  const names = graph.inputs.map((input) => input.name);
  const input = graph.inputs[0];
  if (input?.name !== custom.input) {
    throw refused(custom, `has no image input “${custom.input}”; its inputs are ${names.join(', ')}`);
  }
  if (names.length > 1)
    throw refused(custom, `needs ${names.length} inputs (${names.join(', ')}), but only an image can be given`);
  if (input.type !== 'float32') throw refused(custom, `wants ${input.type} images; export it with a float32 input`);
  if (input.shape.length !== 4) {
    throw refused(custom, `wants an input of ${input.shape.length} axes; images have four: n, channels, height, width`);
  }
  const given = [null, custom.channels, custom.height, custom.width];
  for (const [axis, what] of (['batch', 'channels', 'height', 'width'] as const).entries()) {
    const wanted = input.shape[axis]!;
    if (axis === 0 && typeof wanted === 'number' && wanted > 1) {
      throw refused(custom, `takes exactly ${wanted} images at once; export it with an open batch axis`);
    }
    if (axis > 0 && typeof wanted === 'number' && wanted > 0 && wanted !== given[axis]) {
      throw refused(custom, `wants ${what} ${wanted}, not ${given[axis]}`);
    }
  }
}

/** Features of a few images and their length. */
async function rows(
  custom: CustomExtractor,
  graph: Graph,
  images: ImageBatch,
): Promise<[data: Float32Array, dimension: number]> {
  const dims = [images.count, custom.channels, custom.height, custom.width];
  const found = (await graph.runAll({ [custom.input]: { data: normalised(custom, images), dims } }))[custom.output]!;
  const [n, dimension] = found.dims;
  if (found.dims.length !== 2 || n !== images.count || !dimension) {
    throw refused(
      custom,
      `gives an output of shape ${found.dims.join(' × ')} for ${images.count} image(s); features must be 2-D, ${images.count} × d`,
    );
  }
  return [found.data, dimension];
}

/** Resized, repeated over the channels, and brought to the network's own range. */
function normalised({ height, width, channels, mean, deviation }: CustomExtractor, images: ImageBatch): Float32Array {
  const size = height * width;
  const out = new Float32Array(images.count * channels * size);
  for (let k = 0; k < images.count; k++) {
    const grey = resized(partOf(images, k, 1), height, width);
    for (let c = 0; c < channels; c++) {
      const offset = (k * channels + c) * size;
      for (let i = 0; i < size; i++) out[offset + i] = (grey[i]! - mean[c]!) / deviation[c]!;
    }
  }
  return out;
}

/** The same of images of the network's own size that lie on the device. The caller destroys the buffer. */
async function normalisedOnGpu(
  gpu: Gpu,
  { height, width, channels, mean, deviation }: CustomExtractor,
  { buffer, first = 0, count }: GpuImages,
): Promise<GPUBuffer> {
  const combine = await Combine.of(gpu);
  const size = height * width;
  const out = gpu.allocate('normalised images', count * channels * size);
  for (let k = 0; k < count; k++) {
    for (let c = 0; c < channels; c++) {
      combine.run({
        out,
        outOffset: (k * channels + c) * size,
        count: size,
        terms: [{ coefficient: 1 / deviation[c]!, buffer, offset: (first + k) * size }],
        bias: -mean[c]! / deviation[c]!,
      });
    }
  }
  return out;
}

/** One image bilinearly resized, pixel centres at half integers; when reduced, the filter widens so that nothing aliases. */
export function resized(image: ImageBatch, height: number, width: number): Float32Array {
  if (image.height === height && image.width === width) return image.data;
  const across = weights(image.width, width);
  const down = weights(image.height, height);
  const wide = new Float32Array(image.height * width);
  for (let y = 0; y < image.height; y++) {
    for (const [x, { first, values }] of across.entries()) {
      const start = y * image.width + first;
      wide[y * width + x] = values.reduce((sum, w, i) => sum + w * image.data[start + i]!, 0);
    }
  }
  const out = new Float32Array(height * width);
  for (const [y, { first, values }] of down.entries()) {
    for (let x = 0; x < width; x++) {
      out[y * width + x] = values.reduce((sum, w, i) => sum + w * wide[(first + i) * width + x]!, 0);
    }
  }
  return out;
}

/** For each of `to` pixels: which of the `from` pixels it mixes, by a triangle as wide as the coarser of both grids. */
function weights(from: number, to: number): { first: number; values: number[] }[] {
  const step = from / to;
  const reach = Math.max(1, step);
  return Array.from({ length: to }, (_, k) => {
    const centre = (k + 0.5) * step - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(from - 1, Math.floor(centre + reach));
    const raw = Array.from({ length: last - first + 1 }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i - centre) / reach),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, values: raw.map((value) => value / sum) };
  });
}

const sizeOf = ({ height, width }: CustomExtractor) => ({ height, width });
const isSize = ({ height, width }: CustomExtractor, images: ImageBatch) =>
  images.height === height && images.width === width;

const refused = ({ name }: CustomExtractor, why: string) =>
  new SpecimenError('BadRequest', `The extractor ${name} ${why}.`);
