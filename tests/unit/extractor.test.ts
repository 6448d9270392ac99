/** The extractor that ships, on WASM in Node: its golden values, the order it gives degradations, captions, and one's own. */
import { beforeAll, describe, expect, test } from 'vitest';
import { FileSource } from '../../src/cli/source.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import type { CustomExtractor, ExtractorCard } from '../../src/contract/extractorCard.ts';
import type { ImageBatch } from '../../src/contract/image.ts';
import { MATERIALS } from '../../src/contract/materials.ts';
import { Extractors } from '../../src/engine/extractors.ts';
import { Loader } from '../../src/engine/loader.ts';
import { customExtractor, resized, type Graph } from '../../src/engine/metrics/customExtractor.ts';
import type { Extractor } from '../../src/engine/metrics/extractor.ts';
import { proveExtractor, type Tensor } from '../../src/engine/metrics/ownExtractor.ts';
import { Library } from '../../src/engine/weights.ts';
import { normals } from '../../src/lib/rng.ts';
import { captionOf } from '../../src/materials/caption.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const SIDE = 64;
/** Far from the seeds of the training slices, which are 1 to 3000. */
const FIRST_SEED = 700_001;
const OPTIONS = { preference: 'wasm', onProgress: () => undefined } as const;

const cache = new MemoryCache();
const library = new Library(new FileSource(), cache);
const loader = new Loader(library, cache, null);
const extractors = new Extractors(library, loader);
let extractor: Extractor;
let card: ExtractorCard;
beforeAll(async () => {
  card = await library.extractorCard();
  extractor = (await extractors.own(OPTIONS)).extractor;
});

function batch(images: Float32Array[], side = SIDE): ImageBatch {
  const data = new Float32Array(images.length * side * side);
  images.forEach((image, k) => data.set(image, k * side * side));
  return { data, count: images.length, height: side, width: side };
}

/** Slices of all materials in turn. */
const HELD = Array.from({ length: 60 }, (_, k) => simulate(MATERIALS[k % 3]!, { seed: FIRST_SEED + k, size: SIDE }));
const images = (from: number, to: number) => batch(HELD.slice(from, to).map((slice) => slice.image));

/** Gaussian blur, separable, the border repeated. */
function blurred(image: Float32Array, sigma: number): Float32Array {
  const reach = Math.ceil(4 * sigma);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)));
  const sum = kernel.reduce((a, b) => a + b);
  const inside = (i: number) => Math.min(SIDE - 1, Math.max(0, i));
  const along = (source: Float32Array, dx: number, dy: number) =>
    source.map((_, at) => {
      const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
      const mixed = kernel.reduce((all, w, i) => {
        return all + w * source[inside(y + dy * (i - reach)) * SIDE + inside(x + dx * (i - reach))]!;
      }, 0);
      return mixed / sum;
    });
  return along(along(image, 1, 0), 0, 1);
}

function noisy(image: Float32Array, sigma: number, seed: number): Float32Array {
  const noise = normals(seed, 5, image.length);
  return image.map((value, i) => Math.min(1, Math.max(0, value + sigma * noise[i]!)));
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** Mean distance between the feature vectors of two batches of equal count. */
async function featureDistance(a: ImageBatch, b: ImageBatch): Promise<number> {
  const [x, y] = [await extractor.features(a), await extractor.features(b)];
  const d = extractor.dimension;
  return mean(
    Array.from({ length: a.count }, (_, k) =>
      Math.hypot(...x.subarray(k * d, (k + 1) * d).map((v, i) => v - y[k * d + i]!)),
    ),
  );
}

describe('what ships', () => {
  test('stays below 3 MB, and the catalogue of models that sample does not list it', async () => {
    expect(card.files.reduce((sum, file) => sum + file.bytes, 0)).toBeLessThan(3_000_000);
    expect((await library.catalog()).models.map((model) => model.id)).not.toContain(card.id);
  });

  test('a graph that gives other values is refused', async () => {
    const network = (data: Float32Array) => (): Promise<Record<string, Tensor>> => {
      const tensor = { data, dims: [1, data.length] };
      return Promise.resolve({ features: tensor, embedding: tensor, distance: tensor });
    };
    const wrong = network(new Float32Array(card.features.dimension).fill(0.5));
    expect(await proveExtractor(card, { features: wrong, perceptual: wrong, text: wrong })).toMatch(
      /features 0: expected/,
    );
    const lost = network(new Float32Array(card.features.dimension).fill(NaN));
    expect(await proveExtractor(card, { features: lost, perceptual: lost, text: lost })).toMatch(/got NaN/);
  });
});

describe('features', () => {
  test('are the same alone, in a batch and in another chunk', async () => {
    const all = await extractor.features(images(0, 20));
    expect(all).toHaveLength(20 * extractor.dimension);
    for (const k of [0, 17]) {
      const alone = await extractor.features(images(k, k + 1));
      const together = all.subarray(k * extractor.dimension, (k + 1) * extractor.dimension);
      expect(Math.max(...alone.map((value, i) => Math.abs(value - together[i]!)))).toBeLessThan(1e-4);
    }
  });

  test('are taken of other sizes and shapes, and of nothing below 64 px', async () => {
    const large = simulate('rocks', { seed: FIRST_SEED, size: 100 }).image;
    expect(
      await extractor.features({ data: large.subarray(0, 80 * 100), count: 1, height: 80, width: 100 }),
    ).toHaveLength(card.features.dimension);
    const small = extractor.features({ data: new Float32Array(32 * 32), count: 1, height: 32, width: 32 });
    await expect(small).rejects.toThrow(/at least 64/);
    await expect(
      extractor.features({ data: new Float32Array(0), count: 1, height: 2048, width: 2048 }),
    ).rejects.toThrow(/too large/);
  });

  test.each(['blur', 'noise'])(
    'lie farther away the more %s there is, and so does the perceptual distance',
    async (kind) => {
      const clean = images(0, 9);
      const levels = kind === 'blur' ? [0.5, 1, 1.5, 2] : [0.02, 0.05, 0.1, 0.2];
      const spoil = (level: number) =>
        batch(
          HELD.slice(0, 9).map(({ image }, k) => (kind === 'blur' ? blurred(image, level) : noisy(image, level, k))),
        );
      const features = [];
      const perceptual = [];
      for (const level of levels) {
        features.push(await featureDistance(clean, spoil(level)));
        perceptual.push(mean(await extractor.perceptual(clean, spoil(level))));
      }
      for (const curve of [features, perceptual]) expect(curve).toEqual([...curve].sort((a, b) => a - b));
      expect(features[0]).toBeGreaterThan(0.5);
      expect(features[3]).toBeGreaterThan(3 * features[0]!);
      expect(perceptual[3]).toBeGreaterThan(3 * perceptual[0]!);
    },
  );

  test('report progress and stop when cancelled', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const running = extractor.features(images(0, 40), controller.signal, (done) => {
      seen.push(done);
      if (done >= 16) controller.abort();
    });
    await expect(running).rejects.toBeInstanceOf(Cancelled);
    expect(seen).toEqual([16]);
  });
});

describe('perceptual distance', () => {
  test('is 0 of an image to itself, symmetric, and about 1 between different slices', async () => {
    const [a, b] = [images(0, 15), images(15, 30)];
    expect(Math.max(...(await extractor.perceptual(a, a)))).toBeLessThan(1e-6);
    const [there, back] = [await extractor.perceptual(a, b), await extractor.perceptual(b, a)];
    there.forEach((value, k) => expect(value).toBeCloseTo(back[k]!, 4));
    expect(mean(there)).toBeGreaterThan(0.6);
    expect(mean(there)).toBeLessThan(1.5);
  });

  test('wants sets of equal shape', async () => {
    const three = images(0, 3);
    await expect(extractor.perceptual(three, { ...three, count: 2 })).rejects.toThrow(/as many images/);
  });
});

describe('caption score', () => {
  test('ranks the right caption above wrong ones in at least 95 of 100 comparisons', async () => {
    const captions = [...new Set(HELD.map((slice) => slice.caption))];
    const all = images(0, HELD.length);
    const scores: Float32Array[] = [];
    for (const caption of captions) scores.push(await extractor.captionScore(all, caption));
    let won = 0;
    HELD.forEach(({ caption }, k) => {
      const own = scores[captions.indexOf(caption)]![k]!;
      won += scores.filter((score) => score[k]! < own).length;
    });
    expect(won / (HELD.length * (captions.length - 1))).toBeGreaterThan(0.95);
  });

  test('hears single attributes in words that no simulator uses', async () => {
    const draw = (areaFraction: number, noise: number) =>
      batch(
        Array.from(
          { length: 12 },
          (_, k) => simulate('rocks', { seed: FIRST_SEED + k, size: SIDE, areaFraction, noise }).image,
        ),
      );
    const sets = { dense: draw(0.06, 0.015), open: draw(0.36, 0.015), clean: draw(0.2, 0.005), noisy: draw(0.2, 0.04) };
    const score = async (set: keyof typeof sets, caption: string) =>
      mean(await extractor.captionScore(sets[set], caption));
    expect(await score('open', 'a rock with many pores')).toBeGreaterThan(
      await score('dense', 'a rock with many pores'),
    );
    expect(await score('dense', 'rock, low porosity')).toBeGreaterThan(await score('open', 'rock, low porosity'));
    expect(await score('noisy', 'noisy slice of a rock')).toBeGreaterThan(
      await score('clean', 'noisy slice of a rock'),
    );
    expect(await score('clean', 'clean slice of a rock')).toBeGreaterThan(
      await score('noisy', 'clean slice of a rock'),
    );
  });

  test('knows every word of the simulators’ own captions', () => {
    const known = new Set(card.text.vocabulary);
    const levels = [0.01, 0.2, 0.9];
    for (const material of MATERIALS) {
      for (const [areaFraction, diameter, noise] of levels.map((level) => [level, 30 * level, level / 10] as const)) {
        const words = captionOf(material, { areaFraction, diameter, noise })
          .toLowerCase()
          .match(/[a-z]+/g)!;
        expect(words.filter((word) => !known.has(word))).toEqual([]);
      }
    }
  });

  test('refuses a sentence without a known word', async () => {
    await expect(extractor.captionScore(images(0, 1), 'Schrödinger 42')).rejects.toThrow(
      /no word that the extractor knows/,
    );
  });
});

describe('an extractor of one’s own', () => {
  const CUSTOM: CustomExtractor = {
    name: 'pool3.onnx',
    input: 'x',
    output: 'features',
    height: SIDE,
    width: SIDE,
    channels: 1,
    mean: [0],
    deviation: [1],
    inception: false,
  };
  const ownFile = () =>
    library.weights(
      card,
      card.files.find((file) => file.role === 'features')!,
      undefined,
      () => undefined,
    );

  test('a file gives the features that it gives', async () => {
    const { extractor: own } = await extractors.custom(CUSTOM, await ownFile(), OPTIONS);
    const three = images(0, 3);
    expect(own).toMatchObject({ name: 'pool3.onnx', dimension: card.features.dimension });
    expect(await own.features(three)).toEqual(await extractor.features(three));
    await expect(own.perceptual(three, three)).rejects.toThrow(/no perceptual distance/);
    await expect(own.captionScore(three, 'rock')).rejects.toThrow(/no caption score/);
  });

  test('runs no more once it is released', async () => {
    const { extractor: own, release } = await extractors.custom(CUSTOM, await ownFile(), OPTIONS);
    await release();
    await expect(own.features(images(0, 1))).rejects.toThrow(/could not run/);
  });

  test('is normalised and resized as asked', async () => {
    const seen: Tensor[] = [];
    const graph: Graph = {
      inputs: [{ name: 'x', type: 'float32', shape: ['n', 3, 8, 8] }],
      outputNames: ['features'],
      runAll: ({ x }) => {
        seen.push(x!);
        return Promise.resolve({ features: { data: new Float32Array(x!.dims[0]! * 5), dims: [x!.dims[0]!, 5] } });
      },
    };
    const custom = {
      ...CUSTOM,
      channels: 3 as const,
      height: 8,
      width: 8,
      mean: [0.5, 0.25, 0],
      deviation: [0.5, 1, 2],
    };
    const own = await customExtractor(custom, graph, 64);
    expect(own.dimension).toBe(5);
    expect(await own.features(batch([new Float32Array(SIDE * SIDE).fill(0.75)]))).toHaveLength(5);
    const [red, green, blue] = [0, 64, 128].map((offset) => seen[1]!.data.slice(offset, offset + 64));
    red!.forEach((value) => expect(value).toBeCloseTo(0.5, 5));
    green!.forEach((value) => expect(value).toBeCloseTo(0.5, 5));
    blue!.forEach((value) => expect(value).toBeCloseTo(0.375, 5));
  });

  test('resizing keeps straight ramps straight', () => {
    const ramp = { data: Float32Array.from({ length: 16 }, (_, i) => (i % 4) + 0.5), count: 1, height: 4, width: 4 };
    const wide = resized(ramp, 4, 8); // pixel centres at quarters of the old grid
    [1, 2, 3, 4, 5, 6].forEach((x) => expect(wide[x]).toBeCloseTo((x + 0.5) / 2, 5));
    expect(mean(resized(ramp, 2, 2))).toBeCloseTo(2, 5);
  });

  test.each([
    [{ input: 'image' }, /no image input “image”; its inputs are x/],
    [{ output: 'pool' }, /no output “pool”; its outputs are features, embedding/],
    [{ channels: 3, mean: [0, 0, 0], deviation: [1, 1, 1] }, /wants channels 1, not 3/],
  ] as [Partial<CustomExtractor>, RegExp][])('refuses %j with a sentence', async (changes, sentence) => {
    const error: unknown = await extractors
      .custom({ ...CUSTOM, ...changes }, await ownFile(), OPTIONS)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(SpecimenError);
    expect((error as SpecimenError).name).toBe('BadRequest');
    expect((error as SpecimenError).message).toMatch(sentence);
  });

  test('refuses a graph of another rank, an output that is not 2-D, and a file that is no graph', async () => {
    const text = await library.weights(
      card,
      card.files.find((file) => file.role === 'text')!,
      undefined,
      () => undefined,
    );
    const custom = { ...CUSTOM, input: 'counts', output: 'embedding' };
    await expect(extractors.custom(custom, text, OPTIONS)).rejects.toThrow(/input of 2 axes/);
    const perceptual = await library.weights(
      card,
      card.files.find((file) => file.role === 'perceptual')!,
      undefined,
      () => undefined,
    );
    await expect(extractors.custom({ ...CUSTOM, input: 'a', output: 'distance' }, perceptual, OPTIONS)).rejects.toThrow(
      /needs 2 inputs/,
    );
    const flat: Graph = {
      inputs: [{ name: 'x', type: 'float32', shape: ['n', 1, 'h', 'w'] }],
      outputNames: ['features'],
      runAll: () => Promise.resolve({ features: { data: new Float32Array(4), dims: [1, 4, 1, 1] } }),
    };
    await expect(customExtractor(CUSTOM, flat, 4096)).rejects.toThrow(/shape 1 × 4 × 1 × 1.*2-D/);
    await expect(extractors.custom(CUSTOM, new Uint8Array(100), OPTIONS)).rejects.toThrow(/could not be opened/);
  });

  test('is called FID only when it is declared to be Inception', async () => {
    const declared = { ...CUSTOM, inception: true };
    const named = { ...CUSTOM, name: 'Inception v3' };
    const opened = async (custom: typeof CUSTOM) =>
      (await extractors.custom(custom, await ownFile(), OPTIONS)).extractor;
    expect((await opened(declared)).name).toMatch(/^Inception \(pool3/);
    expect([(await opened(declared)).inception, (await opened(named)).inception]).toEqual([true, false]);
  });
});
