/** Each kind of model against what its small network computes in closed form, on WASM in Node. */
import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { MODELS_FOLDER } from '../../src/cli/source.ts';
import { CardSchema, canEdit, parseJson } from '../../src/contract/card.ts';
import type { EditRequest } from '../../src/contract/edit.ts';
import { provenance } from '../../src/contract/provenance.ts';
import type { SampleRequest, SampleResult, Sketch } from '../../src/contract/request.ts';
import { SAMPLERS } from '../../src/engine/diffusion/samplers.ts';
import { sigmasOf } from '../../src/engine/diffusion/schedule.ts';
import { ArraySpace } from '../../src/engine/diffusion/space.ts';
import { conditionVector } from '../../src/engine/models/condition.ts';
import { fillFreshNoise } from '../../src/engine/models/edm.ts';
import { toGrey } from '../../src/engine/models/latent.ts';
import { Network, Runtime } from '../../src/engine/session.ts';
import { normals, uniforms } from '../../src/lib/rng.ts';
import { measureAttributes } from '../../src/materials/attributes.ts';
import { simulate } from '../../src/materials/simulate.ts';
import {
  FIXTURES,
  FixtureSource,
  SIDE,
  cosines,
  denoised,
  fixtureEngine,
  said,
  styleRows,
} from '../support/fixtures.ts';

const PIXELS = SIDE * SIDE;
const engine = fixtureEngine(new FixtureSource());

function request(model: string, changes: Partial<SampleRequest> = {}): SampleRequest {
  return { model, material: 'rocks', look: 'simulated', count: 1, seed: 5, attributes: {}, ...changes };
}

/** One step from pure noise: what comes out is D(σ z, σ) at the largest level. */
const oneStep = (model: string, changes: Partial<SampleRequest> = {}) =>
  request(model, { sampler: 'euler', steps: 1, ...changes });
const START = normals(5, 0, PIXELS).map((z) => 30 * z);

const picture = ({ images }: SampleResult, k = 0) => images.data.slice(k * PIXELS, (k + 1) * PIXELS);

async function saidTo({ request: { model, material, look }, slices }: SampleResult, k = 0): Promise<number> {
  return said(conditionVector(await engine.card(model), material, look, slices[k]!.asked));
}

function expectClose(found: Float32Array, expected: Float32Array): void {
  expect(found).toHaveLength(expected.length);
  expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-5);
}

async function expectRefused(asked: SampleRequest, sentence: RegExp): Promise<void> {
  await expect(engine.sample(asked)).rejects.toMatchObject({
    name: 'BadRequest',
    message: expect.stringMatching(sentence) as string,
  });
}

describe('a run', () => {
  test.each([
    { sampler: 'heun', schedule: 'cosine', stochasticity: 0.5 },
    { sampler: 'ddim', schedule: 'linear', stochasticity: 0.8 },
    { sampler: 'dpmpp2m', schedule: 'karras' },
  ] as const)('with %j is what its code gives, and its trace shows each level at one contrast', async (sampling) => {
    const steps = 6;
    const result = await engine.sample(request('sketch', { ...sampling, steps }), { watch: 1 });
    const told = await saidTo(result);
    const sigmas = sigmasOf(sampling.schedule, steps, { sigmaMin: 0.02, sigmaMax: 30, rho: 7 });
    const start = normals(5, 0, PIXELS).map((z) => sigmas[0]! * z);
    const frames = [start.slice()];
    const share = 'stochasticity' in sampling ? sampling.stochasticity : 0;
    const x = await SAMPLERS[sampling.sampler](
      (noisy: Float32Array, sigma, out) => {
        out.set(denoised(noisy, sigma, () => told));
        return Promise.resolve();
      },
      start,
      sigmas,
      {
        ...{ space: new ArraySpace(PIXELS), eta: share, churn: share },
        noise: (draw) => {
          const fresh = new Float32Array(PIXELS);
          fillFreshNoise([5], draw, fresh);
          return fresh;
        },
        onStep: (_, __, now) => Promise.resolve(void frames.push(now.slice())),
      },
    );
    expectClose(picture(result), toGrey(x));
    expect(result.trace!.sigmas).toEqual(Array.from(sigmas));
    frames.forEach((frame, i) => {
      const shown = toGrey(frame.map((value) => value / Math.sqrt(1 + sigmas[i]! ** 2)));
      expectClose(result.trace!.x.slice(i * PIXELS, (i + 1) * PIXELS), shown);
    });
  });

  test('says whether the model was prepared for it', async () => {
    const fresh = fixtureEngine(new FixtureSource());
    const cold = async () => (await fresh.sample(oneStep('like'))).timing.cold;
    expect([await cold(), await cold()]).toEqual([true, false]);
  });

  test('of the simulators has a seed for each slice, and ends between two of them when it is cancelled', async () => {
    const asked = { material: 'roots', count: 3, seed: 0xffffffff, size: 32, attributes: { noise: 0.02 } } as const;
    const { images, slices } = await engine.simulate(asked);
    expect(slices.map(({ seed }) => seed)).toEqual([0xffffffff, 0, 1]);
    slices.forEach(({ seed, measured }, k) => {
      const { image, attributes } = simulate('roots', { seed, size: 32, noise: 0.02 });
      expect([images.data.slice(k * 1024, (k + 1) * 1024), measured]).toEqual([image, attributes]);
    });
    const controller = new AbortController();
    const seen: number[] = [];
    const running = engine.simulate(asked, {
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.stage === 'sample' && seen.push(progress.done) === 2) controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ name: 'Cancelled' });
    expect(seen).toEqual([1, 2]);
  });
});

describe('a few-step student', () => {
  const levels = [30, 1.5, 0.4, 0.12, 0];
  /** x ← (σ'/σ) x + (1 − σ'/σ) D(x, σ) at each of its levels. */
  function drawn(more: number): Float32Array {
    let x = START;
    for (const [i, sigma] of levels.slice(0, -1).entries()) {
      const ratio = levels[i + 1]! / sigma;
      const estimate = denoised(x, sigma, () => more);
      x = x.map((value, pixel) => ratio * value + (1 - ratio) * estimate[pixel]!);
    }
    return toGrey(x);
  }

  test('goes down its own levels with one call at each, and shows its way', async () => {
    const result = await engine.sample(request('student', { count: 3 }), { watch: 1 });
    expectClose(picture(result), drawn(await saidTo(result)));
    expect(result.timing.networkCalls).toBe(2 * 4); // two chunks
    expect(result.trace!.sigmas).toEqual(levels);
    expect(result.trace!.denoised).toHaveLength(4 * PIXELS);
  });

  test('follows guidance, which here is a larger condition', async () => {
    const result = await engine.sample(request('student', { guidance: 2.5 }));
    expectClose(picture(result), drawn(2.5 * (await saidTo(result))));
  });

  test.each([{ steps: 8 }, { sampler: 'heun' }, { schedule: 'karras' }, { stochasticity: 0 }] as const)(
    'refuses %j',
    (option) =>
      expectRefused(request('student', option), new RegExp(`4 steps of its own; leave out ${Object.keys(option)[0]}`)),
  );

  test('does not edit', async () => {
    expect([canEdit(await engine.card('student')), canEdit(await engine.card('like'))]).toEqual([false, true]);
    const image = { data: new Float32Array(PIXELS).fill(0.5), count: 1, height: SIDE, width: SIDE };
    const asked = request('student');
    const edit: EditRequest = { ...asked, method: 'sdedit', image, mask: null, count: 1, strength: 0.5 };
    await expect(engine.edit(edit)).rejects.toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(/cannot edit/) as string,
    });
  });

  test.each([
    ['levels that rise', [30, 1, 2, 0]],
    ['levels that do not end with 0', [30, 1]],
  ])('has a card without %s', async (_, wrong) => {
    const card = JSON.parse(await readFile(new URL('student/card.json', FIXTURES), 'utf8')) as {
      parametrisation: object;
    };
    const text = JSON.stringify({ ...card, parametrisation: { ...card.parametrisation, levels: wrong } });
    expect(() => parseJson(CardSchema, text, 'card')).toThrow(/parametrisation.levels/);
  });
});

describe('a picture to resemble', () => {
  const like = { data: simulate('rocks', { seed: 3, size: 64 }).image, count: 1, height: 64, width: 64 };

  /** What the fixture makes of the picture's embedding. */
  async function likeness(): Promise<number> {
    const file = new Uint8Array(await readFile(new URL('extractor-64/features.onnx', MODELS_FOLDER)));
    const network = await (await Runtime.load(false, null)).open(file, 'wasm');
    const { data } = (await network.runAll({ x: { data: like.data, dims: [1, 1, 64, 64] } })).embedding!;
    expect(data.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 3);
    return data.slice(0, 32).reduce((sum, value) => sum + value, 0);
  }

  test('moves the picture by its embedding, and guidance by as much more', async () => {
    const added = await likeness();
    expect(Math.abs(added)).toBeGreaterThan(0.005);
    for (const guidance of [1, 3]) {
      const result = await engine.sample(oneStep('like', { like, guidance }));
      const more = guidance * ((await saidTo(result)) + added);
      expectClose(picture(result), toGrey(denoised(START, 30, () => more)));
    }
  });

  test('is nothing when it is left out, and where guidance leaves out the condition', async () => {
    const plain = await engine.sample(oneStep('like'));
    const told = await saidTo(plain);
    expectClose(picture(plain), toGrey(denoised(START, 30, () => told)));
    const free = await engine.sample(oneStep('like', { like, guidance: 0 }));
    expectClose(picture(free), toGrey(denoised(START, 30, () => 0)));
  });

  test('stays with a condition that lacks one attribute', async () => {
    const added = await likeness();
    const result = await engine.sample(oneStep('like', { like, attributeGuidance: { noise: 2 } }));
    const condition = conditionVector(await engine.card('like'), 'rocks', 'simulated', result.slices[0]!.asked);
    const without = condition.slice();
    without.fill(0, 9);
    const more = said(condition) + 2 * (said(condition) - said(without)) + added;
    expectClose(picture(result), toGrey(denoised(START, 30, () => more)));
  });

  test('the Lab and the Studio feed none', async () => {
    const asked = request('like');
    const image = { data: new Float32Array(PIXELS).fill(0.5), count: 1, height: SIDE, width: SIDE };
    const attributes = { areaFraction: 0.2, featureSize: 6, noise: 0.03 };
    const seen = await engine.denoise({ ...asked, attributes, image, sigma: 30 });
    const told = said(conditionVector(await engine.card('like'), 'rocks', 'simulated', attributes));
    expectClose(seen.data, toGrey(denoised(START, 30, () => told)));
    const edit: EditRequest = { ...asked, method: 'sdedit', image, mask: null, count: 1, strength: 1, steps: 2 };
    expect((await engine.edit(edit)).images.data.every((grey) => grey >= 0 && grey <= 1)).toBe(true);
    // DiffEdit's alternatives would be copies of the first, under other seeds.
    await expect(engine.edit({ ...edit, method: 'diffedit', count: 2 })).rejects.toThrow(/same; ask for one/);
  });

  test.each([
    [{ like: { ...like, count: 2 } }, /single/],
    [{ like: { ...like, data: like.data.map(() => NaN) } }, /0 to 1/],
    [{ like: { ...like, data: like.data.map((value) => value + 2) } }, /0 to 1/],
    [{ like: { data: like.data.slice(0, 32 * 64), count: 1, height: 32, width: 64 } }, /64×32 .* 64 each way/],
    [{ like, model: 'sketch' }, /cannot resemble/],
  ] as [Partial<SampleRequest>, RegExp][])('is refused with a sentence (%#)', (changes, sentence) =>
    expectRefused({ ...oneStep('like'), ...changes }, sentence),
  );
});

describe('a sketch', () => {
  const sketch: Sketch = {
    edges: Float32Array.from(uniforms(1, 0, PIXELS)),
    labels: Float32Array.from(uniforms(2, 0, PIXELS), (u) => Math.round(2 * u - 1)),
    strength: 1.25,
  };
  const drawn = (i: number) => 0.3 * sketch.edges[i]! + 0.2 * sketch.labels[i]!;

  test('moves the picture by its strength, whatever the guidance', async () => {
    for (const guidance of [1, 0, 3]) {
      const result = await engine.sample(oneStep('sketch', { sketch, guidance }));
      const told = guidance * (await saidTo(result));
      expectClose(picture(result), toGrey(denoised(START, 30, (i) => told + 1.25 * drawn(i))));
    }
  });

  test('says what attributes would, but those that are set', async () => {
    const all = { areaFraction: 0.2, featureSize: 6, noise: 0.03 };
    const [area, ...rest] = conditionVector(await engine.card('sketch'), 'rocks', 'simulated', {
      areaFraction: 0.2,
    }).slice(5);
    expect([area === 0, rest]).toEqual([false, [1, 0, 0, 0, 0]]);
    for (const attributes of [{}, { noise: 0.03 }, all]) {
      const { slices } = await engine.sample(oneStep('sketch', { sketch, attributes, count: 2 }));
      expect(slices.map(({ asked }) => asked)).toEqual([attributes, attributes]);
      const { slices: weaker } = await engine.sample(
        oneStep('sketch', { sketch: { ...sketch, strength: 0.95 }, attributes }),
      );
      expect(Object.keys(weaker[0]!.asked).toSorted()).toEqual(Object.keys(all).toSorted());
    }
  });

  test('has no guidance towards an attribute that is left to it, which costs nothing then', async () => {
    const prepare = vi.spyOn(Network.prototype, 'prepare');
    onTestFinished(() => prepare.mockRestore());
    const rows = async (changes: Partial<SampleRequest>) => {
      const { images } = await engine.sample(oneStep('sketch', { sketch, ...changes }));
      return { data: images.data, rows: prepare.mock.lastCall![0].x!.dims[0] };
    };
    const attributes = { noise: 0.03 };
    const plain = await rows({ attributes });
    expect(plain.rows).toBe(1);
    expect(await rows({ attributes, attributeGuidance: { areaFraction: 2 } })).toEqual(plain);
    const guided = await rows({ attributes, attributeGuidance: { areaFraction: 2, noise: 2 } });
    expect(guided.rows).toBe(2);
    expect(guided.data).not.toEqual(plain.data);
  });

  test('is told of in exported pictures with its strength, without its pixels', async () => {
    const result = await engine.sample(oneStep('sketch', { sketch: { ...sketch, strength: 0.95 }, count: 2 }));
    const note = provenance(result, 1);
    expect(note).toMatchObject({ pictures: ['sketch'], sketchStrength: 0.95, index: 0 });
    expect(note.request).toEqual(oneStep('sketch', { seed: 6 }));
  });

  test('of strength 0 is no sketch', async () => {
    const none = await engine.sample(oneStep('sketch'));
    const weak = await engine.sample(oneStep('sketch', { sketch: { ...sketch, strength: 0 } }));
    const told = await saidTo(none);
    expect(weak.images.data).toEqual(none.images.data);
    expectClose(picture(none), toGrey(denoised(START, 30, () => told)));
  });

  test.each([
    [{ sketch: { ...sketch, edges: sketch.edges.slice(1) } }, /16×16/],
    [{ sketch: { ...sketch, edges: sketch.edges.map(() => 2) } }, /outlines/],
    [{ sketch: { ...sketch, labels: sketch.labels.map(() => NaN) } }, /labels/],
    [{ sketch: { ...sketch, strength: 1.6 } }, /0 to 1.5/],
    [{ sketch, model: 'like' }, /cannot follow a sketch/],
  ] as [Partial<SampleRequest>, RegExp][])('is refused with a sentence (%#)', (changes, sentence) =>
    expectRefused({ ...oneStep('sketch'), ...changes }, sentence),
  );

  test('has a card whose inputs belong together', async () => {
    const text = await readFile(new URL('sketch/card.json', FIXTURES), 'utf8');
    expect(() => parseJson(CardSchema, text.replace('"control"', '"other"'), 'card')).toThrow(/inputs/);
    expect(() => parseJson(CardSchema, text.replace('["n", 2, 16, 16]', '["n", 2, 8, 8]'), 'card')).toThrow(/inputs/);
  });
});

describe('a StyleGAN', () => {
  const LAYERS = 5;
  const z = (seed: number) => normals(seed, 0, 8 + PIXELS);
  /** @param styles one per layer */
  function drawn(styles: Float32Array[], psi: number, grainOf: number, told: number): Float32Array {
    const rows = styles.map((style, layer) => styleRows(style, layer));
    const grain = z(grainOf).subarray(8);
    return toGrey(
      grain.map((value, i) => {
        const style = rows.reduce((sum, row) => sum + psi * row[Math.floor(i / SIDE)]!, 0);
        return style + 0.1 * value + told;
      }),
    );
  }
  const layersOf = (first: number, second: number, from: number) =>
    Array.from({ length: LAYERS }, (_, layer) => z(layer < from ? first : second).slice(0, 8));

  test.each([1, 0.3, 0])('moves the style to its mean by ψ = %d and leaves the grain', async (truncation) => {
    const result = await engine.sample(request('style', { truncation, count: 3 }));
    for (const k of [0, 2]) {
      const told = await saidTo(result, k);
      expectClose(picture(result, k), drawn(layersOf(5 + k, 0, LAYERS), truncation, 5 + k, told));
    }
  });

  test.each([
    [0, 0],
    [1, 1],
    [LAYERS, LAYERS],
    [undefined, 3],
  ])('takes the second style from layer %s on, for all images', async (mixFrom, from) => {
    const changes = { truncation: 0.2, count: 3, mixWith: 77, ...(mixFrom !== undefined && { mixFrom }) };
    const result = await engine.sample(request('style', changes));
    for (const k of [0, 2]) {
      expectClose(picture(result, k), drawn(layersOf(5 + k, 77, from), 0.2, 5 + k, await saidTo(result, k)));
    }
  });

  test('walks from style to style over one grain', async () => {
    const result = await engine.sample(request('style', { truncation: 0.2, count: 3, interpolateTo: 90 }));
    expectClose(picture(result, 0), drawn(layersOf(5, 0, LAYERS), 0.2, 5, await saidTo(result, 0)));
    expectClose(picture(result, 2), drawn(layersOf(90, 0, LAYERS), 0.2, 5, await saidTo(result, 2)));
    expect(picture(result, 1)).not.toEqual(picture(result, 0));
  });

  test.each([
    [{ mixFrom: 2 }, /seed/],
    [{ mixWith: -1 }, /second style/],
    [{ mixWith: 3, mixFrom: 6 }, /0 to 5/],
    [{ truncation: 1.5 }, /truncation/],
    [{ latent: [{ dimension: 0, value: 1 }] }, /coordinates/],
    [{ steps: 3 }, /one step/],
    [{ model: 'vae', mixWith: 3 }, /styles/],
  ] as [Partial<SampleRequest>, RegExp][])('refuses %j', (changes, sentence) =>
    expectRefused({ ...request('style'), ...changes }, sentence),
  );
});

describe('a VAE with an encoder', () => {
  const basis = cosines();
  const draws = (latent: ArrayLike<number>) =>
    Float32Array.from({ length: PIXELS }, (_, i) => basis.reduce((sum, row, k) => sum + latent[k]! * row[i]!, 0));
  const LATENT = [2, 1.5, -1, 0.5, -2, 1, 0.25, -0.5];
  const from = { data: toGrey(draws(LATENT)), count: 1, height: SIDE, width: SIDE };

  test('decodes a picture from its own latent', async () => {
    const result = await engine.sample(request('vae', { from }));
    expectClose(picture(result), from.data);
    expect(result.encoding!.rmse).toBeLessThan(1e-5);
    result.encoding!.mean.subarray(1).forEach((value, k) => expect(value).toBeCloseTo(LATENT[k + 1]!, 4));
    expect(Array.from(result.encoding!.logVariance)).toEqual(Array(8).fill(-2));
    // What the decoder cannot draw is missing, and the error says how much.
    const rough = from.data.map((value, i) => value + (i % 2 ? 0.05 : -0.05));
    const other = await engine.sample(request('vae', { from: { ...from, data: rough } }));
    expect(other.encoding!.rmse).toBeCloseTo(0.05, 3);
  });

  test('asks for the attributes of the picture, and those that are set', async () => {
    const { slices } = await engine.sample(request('vae', { from, count: 2, attributes: { noise: 0.06 } }));
    const measured = { ...slices[0]!.measured, noise: 0.06 };
    for (const { asked } of slices) {
      expect(asked.noise).toBe(0.06);
      expect(asked.areaFraction).toBeCloseTo(measured.areaFraction, 1);
    }
  });

  test('asks for no more noise than the model knows where the picture has more', async () => {
    const noise = normals(7, 0, PIXELS);
    const noisy = from.data.map((value, i) => Math.min(1, Math.max(0, value + 0.3 * noise[i]!)));
    const { slices } = await engine.sample(request('vae', { from: { ...from, data: noisy } }));
    expect(measureAttributes('rocks', noisy, SIDE, SIDE).noise).toBeGreaterThan(0.12);
    expect(slices[0]!.asked.noise).toBe(0.1);
    const named = await engine.sample(request('vae', { from: { ...from, data: noisy }, attributes: { noise: 0.2 } }));
    expect(named.slices[0]!.asked.noise).toBe(0.2);
  });

  test('draws the other images from the posterior by their seeds', async () => {
    const result = await engine.sample(request('vae', { from, count: 3 }));
    for (const k of [1, 2]) {
      const epsilon = normals(5 + k, 0, 8);
      const away = draws(epsilon.map((e) => Math.exp(-1) * e));
      expectClose(
        picture(result, k),
        from.data.map((value, i) => Math.min(1, Math.max(0, value + away[i]! / 2))),
      );
    }
  });

  test('sets coordinates, scales them, and walks to a seed', async () => {
    const set = await engine.sample(request('vae', { from, latent: [{ dimension: 4, value: 0 }] }));
    expectClose(picture(set), toGrey(draws(LATENT.map((value, k) => (k === 4 ? 0 : value)))));
    const half = await engine.sample(request('vae', { from, truncation: 0.5 }));
    const told = await saidTo(half);
    expectClose(picture(half), toGrey(draws(LATENT).map((value) => (value - told) / 2 + told)));
    const walk = await engine.sample(request('vae', { from, count: 3, interpolateTo: 9 }));
    expectClose(picture(walk, 0), from.data);
    const end = await saidTo(walk, 2);
    expectClose(picture(walk, 2), toGrey(draws(normals(9, 0, 8)).map((value) => value + end)));
  });

  test('brings the encoder only when there is a picture, and proves it', async () => {
    const source = new FixtureSource();
    const fresh = fixtureEngine(source);
    await fresh.sample(request('vae'));
    expect(source.paths).not.toContain('vae/encoder.onnx');
    await fresh.sample(request('vae', { from }));
    await fresh.sample(request('vae', { from }));
    expect(source.paths.filter((path) => path === 'vae/encoder.onnx')).toHaveLength(1);

    const wrong = new FixtureSource();
    wrong.change = (text) => {
      const card = JSON.parse(text) as { golden: { encoder: { values: number[] } } };
      card.golden.encoder.values[2]! += 0.1;
      return JSON.stringify(card);
    };
    const doubtful = fixtureEngine(wrong);
    await doubtful.sample(request('vae'));
    await expect(doubtful.sample(request('vae', { from }))).rejects.toMatchObject({ name: 'SelfTestFailed' });
  });

  test.each([
    [{ from: { ...from, count: 2 } }, /single/],
    [{ from: { ...from, data: from.data.map(() => -1) } }, /0 to 1/],
    [{ from: { data: new Float32Array(64 * 64), count: 1, height: 64, width: 64 } }, /64×64 .* 16×16/],
    [{ from, model: 'style' }, /no encoder/],
  ] as [Partial<SampleRequest>, RegExp][])('refuses a picture with a sentence (%#)', (changes, sentence) =>
    expectRefused({ ...request('vae'), ...changes }, sentence),
  );

  test('exported pictures say that a picture was given, without its pixels', async () => {
    const result = await engine.sample(request('vae', { from, count: 2 }));
    const { request: kept, index, pictures } = provenance(result, 1);
    expect({ kept, index, pictures }).toEqual({ kept: request('vae', { count: 2 }), index: 1, pictures: ['from'] });
    const without = provenance(await engine.sample(request('vae')), 0);
    expect(without).not.toHaveProperty('pictures');
    expect(without).not.toHaveProperty('sketchStrength');
  });
});
