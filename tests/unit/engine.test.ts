/** The whole engine with the models that ship, on WASM in Node. */
import { describe, expect, test } from 'vitest';
import { FileSource, createNodeEngine } from '../../src/cli/source.ts';
import { levelsOf, type ModelCard } from '../../src/contract/card.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import { MATERIALS } from '../../src/contract/materials.ts';
import { SAMPLER_NAMES, type SampleRequest, type SampleResult, type SamplerName } from '../../src/contract/request.ts';
import { Engine } from '../../src/engine/engine.ts';
import { drawAttributes } from '../../src/engine/models/condition.ts';
import type { ModelSource } from '../../src/engine/weights.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { MemoryCache } from '../../src/store/cache.ts';

const engine = createNodeEngine();
const { models: MODELS } = await engine.catalog();
const cards = new Map<string, ModelCard>();
for (const { id } of MODELS) cards.set(id, await engine.card(id));

function request(model: string, changes: Partial<SampleRequest> = {}): SampleRequest {
  const card = cards.get(model);
  const steps = card?.family === 'diffusion' && !levelsOf(card) ? { steps: 2 } : {};
  return { model, material: 'rocks', look: 'real', count: 2, seed: 11, attributes: {}, ...steps, ...changes };
}

function picture({ images: { data, width, height } }: SampleResult, k: number): Float32Array {
  return data.slice(k * width * height, (k + 1) * width * height);
}

describe.each(MODELS)('$id', ({ id: model, resolution, teaching }) => {
  test.each(MATERIALS)('draws %s that differ from each other', async (material) => {
    const look = cards.get(model)!.conditions.looks[material]![0]!;
    const result = await engine.sample(request(model, { material, look }));
    expect(result.images).toMatchObject({ count: 2, height: resolution, width: resolution });
    const [a, b] = [picture(result, 0), picture(result, 1)];
    expect(a.every((value) => value >= 0 && value <= 1)).toBe(true);
    if (teaching !== undefined) return; // a collapsed model draws nearly one slice
    const rms = Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);
    expect(rms).toBeGreaterThan(0.02);
  });

  test('gives image k the same bits alone, in a batch, and at another place in it', async () => {
    const batch = await engine.sample(request(model, { count: 6 }));
    for (const k of [0, 3, 5]) {
      const alone = await engine.sample(request(model, { seed: 11 + k, count: 1 }));
      expect(picture(alone, 0)).toEqual(picture(batch, k));
    }
    const shifted = await engine.sample(request(model, { seed: 13, count: 3 }));
    expect(picture(shifted, 1)).toEqual(picture(batch, 3));
  });

  test('stops when cancelled and goes on afterwards', async () => {
    const controller = new AbortController();
    const promise = engine.sample(request(model, { count: 16 }), {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.stage === 'sample') controller.abort();
      },
    });
    await expect(promise).rejects.toBeInstanceOf(Cancelled);
    await expect(engine.sample(request(model))).resolves.toMatchObject({ images: { count: 2 } });
  });
});

test('a job that waits for another ends at once when it is cancelled, and the other one goes on', async () => {
  const first = new AbortController();
  const second = new AbortController();
  const running = engine.sample(request('ddpm-64', { count: 16, steps: 100 }), { signal: first.signal });
  const waiting = engine.sample(request('ddpm-64'), { signal: second.signal });
  second.abort();
  let ended = false;
  running.catch(() => undefined).finally(() => (ended = true));
  await expect(waiting).rejects.toBeInstanceOf(Cancelled);
  expect(ended).toBe(false);
  first.abort();
  await expect(running).rejects.toBeInstanceOf(Cancelled);
});

test('a simulated slice that takes long is cancelled in its middle, and is the same in turns as at once', async () => {
  const simulated = { material: 'rocks', count: 1, seed: 3, attributes: {} } as const;
  const controller = new AbortController();
  const cancelled = engine.simulate({ ...simulated, size: 256 }, { signal: controller.signal });
  setTimeout(() => controller.abort());
  await expect(cancelled).rejects.toBeInstanceOf(Cancelled);
  const { images } = await engine.simulate({ ...simulated, size: 96 });
  expect(images.data).toEqual(simulate('rocks', { seed: 3, size: 96 }).image);
});

test('a model that is replaced while the page is open is drawn with, under the version whose weights they are', async () => {
  const published = new FileSource();
  let looks = 0;
  const source: ModelSource = {
    read: async (path) => {
      const bytes = await published.read(path);
      if (path !== 'dcgan-64/card.json' || looks++ > 0) return bytes;
      const card = JSON.parse(new TextDecoder().decode(bytes)) as ModelCard;
      const files = card.files.map((file) => ({ ...file, sha256: '0'.repeat(64) }));
      return new TextEncoder().encode(JSON.stringify({ ...card, version: '0.0.1', files }));
    },
  };
  const page = new Engine({ source, cache: new MemoryCache(), binaries: null });
  expect((await page.card('dcgan-64')).version).toBe('0.0.1');
  const result = await page.sample(request('dcgan-64'));
  expect(result.modelVersion).toBe(cards.get('dcgan-64')!.version);
  expect(result.images.data).toEqual((await engine.sample(request('dcgan-64'))).images.data);
  expect(looks).toBe(2);
});

describe('samplers', () => {
  test.each(SAMPLER_NAMES)('%s draws a picture of its own', async (sampler) => {
    const { images, timing } = await engine.sample(request('ddpm-64', { count: 1, steps: 3, sampler }));
    expect(images.data.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(timing.networkCalls).toBe(sampler === 'heun' ? 5 : sampler === 'langevin' ? 16 : 3);
  });

  test('are the same for image k alone and in a batch, also with fresh noise and guidance', async () => {
    const sampling = { steps: 2, sampler: 'ddpm', guidance: 2, attributeGuidance: { noise: 1 } } as const;
    const together = await engine.sample(request('ddpm-64', { count: 3, ...sampling }));
    const alone = await engine.sample(request('ddpm-64', { seed: 13, count: 1, ...sampling }));
    expect(picture(alone, 0)).toEqual(picture(together, 2));
  });

  test('guidance of 1 changes nothing, and guidance moves the picture', async () => {
    const plain = await engine.sample(request('ddpm-64', { count: 1 }));
    expect((await engine.sample(request('ddpm-64', { count: 1, guidance: 1 }))).images.data).toEqual(plain.images.data);
    expect((await engine.sample(request('ddpm-64', { count: 1, guidance: 3 }))).images.data).not.toEqual(
      plain.images.data,
    );
  });

  test('classifier guidance loads the classifier and moves the picture, the more the larger its scale', async () => {
    const plain = await engine.sample(request('ddpm-64', { count: 1, steps: 3 }));
    const moved = async (classifierGuidance: number) => {
      const { images, timing } = await engine.sample(request('ddpm-64', { count: 1, steps: 3, classifierGuidance }));
      expect(timing.networkCalls).toBe(10); // each of the five calls once more for the gradient
      return Math.sqrt(images.data.reduce((sum, value, i) => sum + (value - plain.images.data[i]!) ** 2, 0) / 4096);
    };
    const [little, much] = [await moved(1), await moved(8)];
    expect(little).toBeGreaterThan(0);
    expect(much).toBeGreaterThan(little);
  });

  test('a watched run keeps every frame, from pure noise to the image', async () => {
    const { trace, images } = await engine.sample(request('ddpm-64', { steps: 4 }), { watch: 1 });
    expect(trace).toMatchObject({ count: 1 });
    expect(trace!.sigmas).toHaveLength(5);
    expect(trace!.x).toHaveLength(5 * 4096);
    expect(trace!.denoised).toHaveLength(4 * 4096);
    expect(trace!.x.slice(4 * 4096)).toEqual(images.data.slice(0, 4096));
  });

  test('a watched run of Langevin’s tells the levels that its frames are at', async () => {
    const watched = async (sampler: SamplerName) => {
      const { trace } = await engine.sample(request('ddpm-64', { count: 1, steps: 4, sampler }), { watch: 1 });
      return trace!;
    };
    const [euler, langevin] = [await watched('euler'), await watched('langevin')];
    const [first, second, third] = euler.sigmas;
    expect(langevin.sigmas).toEqual([first, first, second, third, 0]);
    // At a level that is nearly noise alone, the frame's contrast is that of noise: its label and its noise agree.
    const spread = (frame: number) => {
      const values = langevin.x.slice(frame * 4096, (frame + 1) * 4096);
      return values.filter((value) => value > 0 && value < 1).length / 4096;
    };
    expect(Math.abs(spread(1) - spread(0))).toBeLessThan(0.05);
  });
});

test.each([
  [{ count: 0 }, /from 1 to 64/],
  [{ count: 10_000 }, /from 1 to 64/],
  [{ count: 1.5 }, /whole number/],
  [{ seed: -1 }, /seed/],
  [{ seed: 2 ** 32 }, /seed/],
  [{ model: 'ddpm-9' }, /ddpm-64/],
  [{ material: 'roots', look: 'real' }, /simulated/],
  [{ attributes: { noise: NaN } }, /number/],
  [{ model: 'vae-64', steps: 4 }, /one step/],
  [{ model: 'vae-64', guidance: 2 }, /guidance/],
  [{ model: 'ddpm-64', sampler: 'magic' as 'heun' }, /dpmpp2m/],
  [{ model: 'ddpm-64', schedule: 'magic' as 'karras' }, /cosine/],
  [{ model: 'ddpm-64', guidance: 99 }, /0 to 8/],
  [{ model: 'ddpm-64', stochasticity: NaN }, /0 to 1/],
  [{ model: 'ddpm-64', truncation: 0.5 }, /truncation/],
  [{ model: 'dcgan-64', latent: [{ dimension: 0, value: 1 }] }, /VAE/],
  [{ model: 'vae-64', latent: [{ dimension: 5000, value: 1 }] }, /dimension/],
] as [Partial<SampleRequest>, RegExp][])('refuses %j with a sentence', async (changes, sentence) => {
  const error: unknown = await engine.sample({ ...request('vae-64'), ...changes }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SpecimenError);
  expect((error as SpecimenError).name).toBe('BadRequest');
  expect((error as SpecimenError).message).toMatch(sentence);
});

describe('drawAttributes', () => {
  test('keeps what is set and draws the rest from rows near it', () => {
    const card = cards.get('ddpm-64')!;
    const rows = card.conditions.typical.rocks!.real!;
    const high = rows.map(([areaFraction]) => areaFraction).sort((a, b) => b - a)[4]!;
    const drawn = drawAttributes(card, 'rocks', 'real', { areaFraction: high }, 5);
    expect(drawn.areaFraction).toBe(high);
    const source = rows.find((row) => row[1] === drawn.featureSize && row[2] === drawn.noise)!;
    const rank = rows.filter((row) => Math.abs(row[0] - high) < Math.abs(source[0] - high)).length;
    expect(rank).toBeLessThan(16);
  });

  test('reproduces the mean of the typical rows', () => {
    const card = cards.get('ddpm-64')!;
    const rows = card.conditions.typical.rocks!.real!;
    const mean = rows.reduce((sum, row) => sum + row[0], 0) / rows.length;
    const n = 4000;
    let drawn = 0;
    for (let seed = 0; seed < n; seed++) drawn += drawAttributes(card, 'rocks', 'real', {}, seed).areaFraction / n;
    const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (row[0] - mean) ** 2, 0) / rows.length);
    expect(Math.abs(drawn - mean)).toBeLessThan((4 * deviation) / Math.sqrt(n));
  });
});

test('steers the measured porosity of ddpm-64 towards what is asked', async () => {
  const measured = async (areaFraction: number) => {
    const result = await engine.sample(
      request('ddpm-64', { look: 'simulated', count: 4, steps: 8, attributes: { areaFraction } }),
    );
    return result.slices.reduce((sum, slice) => sum + slice.measured.areaFraction, 0) / result.slices.length;
  };
  expect((await measured(0.3)) - (await measured(0.08))).toBeGreaterThan(0.08);
});
