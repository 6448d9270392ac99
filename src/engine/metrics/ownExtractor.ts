/**
 * Specimen's own extractor: features, a perceptual distance and a caption score from the three graphs of its card.
 *
 * The networks are passed in as calls, so that this runs wherever they do. Images of any size from the card's smallest on
 * are fed as they are: the graphs are fully convolutional and do not pad.
 */
import { SpecimenError } from '../../contract/errors.ts';
import type { ExtractorCard, ExtractorRole } from '../../contract/extractorCard.ts';
import type { ImageBatch } from '../../contract/image.ts';
import { throwIfAborted, yieldTask } from '../../lib/abort.ts';
import { uniforms } from '../../lib/rng.ts';
import { onDevice, partOf, type GpuImages } from '../gpu/images.ts';
import type { Extractor, GpuFeatureOptions } from './extractor.ts';
import type { GpuFeatures } from './features.ts';
import { gatherOnGpu, type GpuNetwork } from './gather.ts';

/** Row-major float32 data and its shape. */
export interface Tensor {
  data: Float32Array;
  dims: number[];
}

/** One call of a graph: all its outputs by name. */
export type Call = (inputs: Record<string, Tensor>) => Promise<Record<string, Tensor>>;

/** What only an extractor that was trained with captions has. */
export interface OwnExtractor extends Extractor {
  /** What the caption score compares with captions' own: a vector of length 1 for each image, row-major `[n, width]`. */
  embedding(images: ImageBatch): Promise<Float32Array>;
}

interface Seen {
  count: number;
  height: number;
  features: Float32Array | null; // null: they stayed on the device
  embedding: Float32Array;
}

/** Above this, one image's activations need more memory than a browser tab should take. */
export const LARGEST_PIXELS = 1024 * 1024;

/**
 * Pixels must not be overwritten once they have been seen: features are remembered for as long as their array lives.
 * @param calls one for each graph of the card
 * @param pixels how many pixels to send per network call: few, so that a cancel is heard soon, or many, to fill a GPU
 * @param device the graph of features where it runs on the GPU
 */
export function ownExtractor(
  card: ExtractorCard,
  calls: Record<ExtractorRole, Call>,
  pixels: number,
  device: GpuNetwork | null = null,
): OwnExtractor {
  const { vocabulary } = card.text;
  const terms = new Map(vocabulary.map((term, k) => [term, k]));
  /** By the array of pixels, so that scoring captions of a set whose features are known, or many captions, is free. */
  const seen = new WeakMap<Float32Array, Seen>();

  /** Both outputs of the image graph, row-major `[n, width]`. */
  async function see(images: ImageBatch, signal?: AbortSignal, onProgress?: (done: number) => void) {
    check(card, images);
    const known = remembered(images);
    if (known?.features) return { ...known, features: known.features };
    const all = {
      count: images.count,
      height: images.height,
      features: new Float32Array(images.count * card.features.dimension),
      embedding: new Float32Array(images.count * card.embedding.dimension),
    };
    for (const { first, count } of chunks(images, pixels)) {
      throwIfAborted(signal);
      const found = await calls.features({ x: tensorOf(images, first, count) });
      all.features.set(found.features!.data, first * card.features.dimension);
      all.embedding.set(found.embedding!.data, first * card.embedding.dimension);
      onProgress?.(first + count);
      await yieldTask();
    }
    throwIfAborted(signal);
    seen.set(images.data, all);
    return all;
  }

  function remembered({ data, count, height }: ImageBatch): Seen | null {
    const known = seen.get(data);
    return known?.count === count && known.height === height ? known : null;
  }

  async function featuresOnGpu(
    { gpu, run }: GpuNetwork,
    images: ImageBatch,
    resident: GpuImages | null,
    options: GpuFeatureOptions,
  ): Promise<GpuFeatures> {
    check(card, images);
    const { count, height, width } = images;
    const { dimension } = card.features;
    const runs = [...chunks(images, pixels)];
    const widths: Partial<Record<'features' | 'embedding', number>> = { features: dimension };
    if (options.caption) widths.embedding = card.embedding.dimension;
    const { features, embedding } = await gatherOnGpu(
      gpu,
      runs,
      widths,
      async ({ first, count }) => {
        const part = onDevice(gpu, partOf(resident ?? images, first, count));
        try {
          return await run({ x: { buffer: part.buffer, dims: [count, 1, height, width] } });
        } finally {
          part.release();
        }
      },
      options,
    );
    if (embedding) {
      try {
        const values = await gpu.read(embedding, count * card.embedding.dimension);
        seen.set(images.data, { count, height, features: null, embedding: values });
      } finally {
        embedding.destroy();
      }
    }
    return { buffer: features!, count, dimension };
  }

  return {
    name: `${card.name} ${card.version}`,
    dimension: card.features.dimension,

    features: async (images, signal, onProgress) => (await see(images, signal, onProgress)).features.slice(),
    ...(device && {
      featuresOnGpu: (images, resident, options) => featuresOnGpu(device, images, resident, options),
    }),

    async perceptual(a, b) {
      check(card, a);
      if (a.count !== b.count || a.height !== b.height || a.width !== b.width) {
        throw new SpecimenError(
          'BadRequest',
          'The perceptual distance needs as many images of the same size in both sets.',
        );
      }
      const all = new Float32Array(a.count);
      for (const { first, count } of chunks(a, pixels / 2)) {
        const found = await calls.perceptual({ a: tensorOf(a, first, count), b: tensorOf(b, first, count) });
        all.set(found.distance!.data, first);
        await yieldTask();
      }
      return all;
    },

    embedding: async (images) => (remembered(images) ?? (await see(images))).embedding.slice(),

    async captionScore(images, caption) {
      const counts = countTerms(terms, caption);
      const said = (await calls.text({ counts: { data: counts, dims: [1, counts.length] } })).embedding!.data;
      const { embedding } = remembered(images) ?? (await see(images));
      return Float32Array.from({ length: images.count }, (_, k) =>
        said.reduce((sum, value, i) => sum + value * embedding[k * said.length + i]!, 0),
      );
    },
  };
}

/**
 * How often each term of the vocabulary occurs in a text: words are the maximal runs of a to z after lower-casing, terms are
 * words and neighbouring words joined by a space. @throws SpecimenError `BadRequest` when no term is known
 */
function countTerms(terms: Map<string, number>, text: string): Float32Array {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const counts = new Float32Array(terms.size);
  let known = 0;
  for (const term of [...words, ...words.slice(1).map((word, k) => `${words[k]} ${word}`)]) {
    const index = terms.get(term);
    if (index === undefined) continue;
    counts[index]!++;
    known++;
  }
  if (known > 0) return counts;
  throw new SpecimenError(
    'BadRequest',
    `The caption “${text}” has no word that the extractor knows; try “microCT slice of a rock with large grains, low porosity”.`,
  );
}

/** Calls each graph with the golden inputs. @returns null when all values agree, else what differs. */
export async function proveExtractor(card: ExtractorCard, calls: Record<ExtractorRole, Call>): Promise<string | null> {
  const { golden } = card;
  const image = (seed: number): Tensor => ({
    data: Float32Array.from(uniforms(seed, 0, golden.side ** 2), (u) => 0.4 + 0.2 * u),
    dims: [1, 1, golden.side, golden.side],
  });
  const counts = countTerms(new Map(card.text.vocabulary.map((term, k) => [term, k])), golden.text.caption);
  const seen = await calls.features({ x: image(golden.seed) });
  const compared = await calls.perceptual({ a: image(golden.seed), b: image(golden.perceptual.otherSeed) });
  const said = await calls.text({ counts: { data: counts, dims: [1, counts.length] } });
  const { value, tolerance } = golden.perceptual;
  const cases = [
    ['features', seen.features, golden.features],
    ['embedding', seen.embedding, golden.embedding],
    ['perceptual distance', compared.distance, { indices: [0], values: [value], tolerance }],
    ['text embedding', said.embedding, golden.text],
  ] as const;
  for (const [what, found, wanted] of cases) {
    for (const [k, index] of wanted.indices.entries()) {
      const got = found?.data[index];
      // Written so that NaN fails.
      if (got === undefined || !(Math.abs(got - wanted.values[k]!) <= wanted.tolerance)) {
        return `${what} ${index}: expected ${wanted.values[k]}, got ${got}`;
      }
    }
  }
  return null;
}

function check(card: ExtractorCard, { height, width }: ImageBatch): void {
  const { smallest } = card.images;
  if (Math.min(height, width) < smallest) {
    throw new SpecimenError(
      'BadRequest',
      `The extractor needs images of at least ${smallest} × ${smallest} px; choose a larger common size.`,
    );
  }
  if (height * width > LARGEST_PIXELS) {
    throw new SpecimenError(
      'BadRequest',
      'Images of more than 1024 × 1024 px are too large for the extractor; choose a smaller common size.',
    );
  }
}

/** Runs of images of about `pixels` pixels together, at least one image each. */
export function* chunks(
  { count, height, width }: ImageBatch,
  pixels: number,
): Generator<{ first: number; count: number }> {
  const size = Math.max(1, Math.floor(pixels / (height * width)));
  for (let first = 0; first < count; first += size) yield { first, count: Math.min(size, count - first) };
}

function tensorOf({ data, height, width }: ImageBatch, first: number, count: number): Tensor {
  const size = height * width;
  return { data: data.slice(first * size, (first + count) * size), dims: [count, 1, height, width] };
}
