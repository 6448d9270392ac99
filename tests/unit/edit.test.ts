/** Edits by the engine against the methods of `diffusion/`, over a small network in closed form, on WASM in Node. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ModelCard } from '../../src/contract/card.ts';
import { withinRanges } from '../../src/contract/ranges.ts';
import { DEFAULT_EDIT_STEPS, type EditRequest } from '../../src/contract/edit.ts';
import { Cancelled } from '../../src/contract/errors.ts';
import type { Attributes } from '../../src/contract/materials.ts';
import type { DenoiseRequest } from '../../src/contract/request.ts';
import type { Denoiser } from '../../src/engine/diffusion/denoiser.ts';
import { diffEdit, diffEditMask } from '../../src/engine/diffusion/diffedit.ts';
import { editFriendly } from '../../src/engine/diffusion/editFriendly.ts';
import { posterior, repaint, replacement, type Inpainter } from '../../src/engine/diffusion/inpaint.ts';
import { instructDenoiser } from '../../src/engine/diffusion/instruct.ts';
import { dpmpp2m } from '../../src/engine/diffusion/samplers.ts';
import { karrasSigmas } from '../../src/engine/diffusion/schedule.ts';
import { levelsFrom, noised, sdedit } from '../../src/engine/diffusion/sdedit.ts';
import { ArraySpace } from '../../src/engine/diffusion/space.ts';
import { conditionVector } from '../../src/engine/models/condition.ts';
import { fillFreshNoise, initialNoise } from '../../src/engine/models/edm.ts';
import { Network } from '../../src/engine/session.ts';
import { uniforms } from '../../src/lib/rng.ts';
import { measureInWindows } from '../../src/materials/windows.ts';
import { FixtureSource, SIDE, denoised, fixtureEngine, said } from '../support/fixtures.ts';

const PIXELS = SIDE * SIDE;
const SEEDS = [5, 6];
const engine = fixtureEngine(new FixtureSource());
const card = await engine.card('like');
afterEach(() => vi.restoreAllMocks());

const inside = (i: number) => i % SIDE >= 5 && i % SIDE < 11 && i >= 4 * SIDE && i < 12 * SIDE;
/** Rough outside of the hole and even in it, so that what is measured around it is nothing like the whole. */
const grey = Float32Array.from(uniforms(3, 0, PIXELS), (u, i) => (inside(i) ? 0.6 : 0.3 + 0.4 * u));
const image = { data: grey, count: 1, height: SIDE, width: SIDE };
/** Half covered in its upper half. */
const mask = grey.map((_, i) => (inside(i) ? (i < 8 * SIDE ? 0.5 : 1) : 0));
const measure = (kept?: Uint8Array) => measureInWindows('rocks', grey, SIDE, SIDE, SIDE, kept);
/** The network is told of what it knows, and the picture is noisier. */
const known = (attributes: Attributes) => ({ ...attributes, ...withinRanges(card, 'rocks', attributes, 'simulated') });
const around = known(measure(Uint8Array.from(mask, (share) => (share > 0 ? 0 : 1))));
const there = known(measure());

const request = (changes: Partial<EditRequest>): EditRequest => ({
  ...{ model: 'like', material: 'rocks', look: 'simulated', method: 'sdedit', image, mask, seed: SEEDS[0]! },
  ...{ count: SEEDS.length, attributes: {}, strength: 0.6, steps: 6, ...changes },
});

/** What the method's own code gives, from what the engine is to hand it. */
const repeated = Float32Array.from({ length: SEEDS.length * PIXELS }, (_, i) => 2 * grey[i % PIXELS]! - 1);
const z = initialNoise(SEEDS, PIXELS, 1);
const levels = (strength: number, steps = 6) => levelsFrom(karrasSigmas(steps, 0.02, 30, 7), strength);
const denoiser =
  (attributes: Attributes, guidance = 1): Denoiser<Float32Array> =>
  (x, sigma, out) => {
    const told = guidance * said(conditionVector(card, 'rocks', 'simulated', attributes));
    out.set(denoised(x, sigma, () => told));
    return Promise.resolve();
  };
function noise(draw: number, seeds = SEEDS): Float32Array {
  const out = new Float32Array(seeds.length * PIXELS);
  fillFreshNoise(seeds, draw, out);
  return out;
}
const space = new ArraySpace(repeated.length);

async function expectDrawn(asked: EditRequest, expected: Float32Array, shares = asked.mask): Promise<void> {
  const { images } = await engine.edit(asked);
  expect(images).toMatchObject({ count: asked.count, height: SIDE, width: SIDE });
  images.data.forEach((value, i) => {
    const share = shares?.[i % PIXELS] ?? 1;
    const old = grey[i % PIXELS]!;
    if (share === 0) expect(value).toBe(old);
    else {
      const drawn = Math.min(1, Math.max(0, (expected[i]! + 1) / 2));
      expect(Math.abs(value - ((1 - share) * old + share * drawn))).toBeLessThan(2e-5);
    }
  });
}

const INPAINTERS: Record<'posterior' | 'repaint' | 'replacement', Inpainter> = {
  posterior: (...inputs) => posterior(...inputs, 1),
  repaint: (...inputs) => repaint(...inputs, 2),
  replacement,
};

test('the picture of these tests is noisier than what the network knows, which is all that it is told', () => {
  const most = card.conditions.attributes.rocks!.noise.max;
  expect(measure().noise).toBeGreaterThan(1.1 * most);
  expect([there.noise, around.noise]).toEqual([most, most]);
});

describe.each(Object.entries(INPAINTERS) as [keyof typeof INPAINTERS, Inpainter][])('%s', (method, inpaint) => {
  test.each([1, 0.6])('at strength %d fills the hole as its code does, told what is around it', async (strength) => {
    const sigmas = levels(strength);
    const start = strength === 1 ? z.map((value) => sigmas[0]! * value) : noised(repeated, sigmas[0]!, z);
    const filled = await inpaint(denoiser(around), start, { image: repeated, mask }, sigmas, { noise });
    const times = method === 'repaint' ? { resampling: 2 } : {};
    await expectDrawn(request({ method, strength, ...times }), filled);
  });
});

test('a fill is asked for more of the phase by the card’s scale, up to what the model knows', async () => {
  const source = new FixtureSource();
  source.change = (text) => {
    const changed = JSON.parse(text) as ModelCard;
    return JSON.stringify({ ...changed, inpainting: { areaFractionScale: { rocks: 1.5 } } });
  };
  const scaling = fixtureEngine(source);
  const asked = async (changes: Partial<EditRequest>) => {
    const prepare = vi.spyOn(Network.prototype, 'prepare');
    await scaling.edit(request(changes));
    const rows = prepare.mock.calls.map(([inputs]) => Array.from(inputs.condition!.data.slice(0, 11)));
    prepare.mockRestore();
    return rows.at(-1)!;
  };
  const row = (areaFraction: number, attributes: Attributes) =>
    Array.from(conditionVector(card, 'rocks', 'simulated', { ...attributes, areaFraction }));
  expect(await asked({ method: 'replacement', attributes: { areaFraction: 0.2 } })).toEqual(row(1.5 * 0.2, around));
  expect(await asked({ method: 'replacement', attributes: { areaFraction: 0.3 } })).toEqual(row(0.4, around));
  expect(await asked({ method: 'sdedit', attributes: { areaFraction: 0.2 }, guidance: 1 })).toEqual(row(0.2, there));
});

describe('a change of what is there', () => {
  const more = { noise: 0.08 };
  const wanted = { ...there, ...more };

  test('by SDEdit goes from the noised picture under the new condition, everywhere', async () => {
    const sigmas = levels(0.4);
    const varied = await sdedit(denoiser(wanted, 3), repeated, z, sigmas, dpmpp2m, { space, noise });
    await expectDrawn(request({ mask: null, strength: 0.4, attributes: more, guidance: 3 }), varied);
  });

  test('by SDEdit in a mask is held in place by what is around it', async () => {
    const sigmas = levels(0.4);
    const known = { image: repeated, mask };
    const varied = await posterior(denoiser(there), noised(repeated, sigmas[0]!, z), known, sigmas, { noise }, 1);
    await expectDrawn(request({ strength: 0.4 }), varied);
    // A second call at each level but the last finds the noise of the pixels that are kept.
    expect((await engine.edit(request({ strength: 0.4 }))).timing.networkCalls).toBe(2 * (sigmas.length - 1) - 1);
  });

  test('by LEDITS++ leads from what is there to what is wanted', async () => {
    const contrast = { source: denoiser(there, 2), target: denoiser(wanted, 2) };
    const edited = await editFriendly(contrast, repeated, levels(0.7), { noise });
    await expectDrawn(request({ method: 'ledits', strength: 0.7, attributes: more, mask: null }), edited); // 2 is its usual scale
  });

  test('by Instruct has both of its scales', async () => {
    const contrast = { source: denoiser(there), target: denoiser(wanted) };
    const denoise = instructDenoiser(contrast, repeated, { text: 4, image: 2 });
    const edited = await sdedit(denoise, repeated, z, levels(0.7), dpmpp2m, { space, noise });
    const asked = { method: 'instruct', strength: 0.7, attributes: more, mask: null } as const;
    await expectDrawn(request({ ...asked, guidance: 4, imageGuidance: 2 }), edited);
  });

  test('by DiffEdit finds its mask and keeps to it, or keeps to the one that is given', async () => {
    const contrast = { source: denoiser(there, 5), target: denoiser(wanted, 5) };
    const one = repeated.slice(0, PIXELS);
    const asked = request({ method: 'diffedit', count: 1, attributes: more, mask: null });
    const own = (draw: number) => noise(draw, [SEEDS[0]!]);
    const found = await diffEditMask(contrast, one, { width: SIDE, height: SIDE }, levels(0.5)[0]!, 8, own);
    expect(await engine.findMask(asked)).toEqual(found);
    await expectDrawn(asked, await diffEdit(contrast, one, found, levels(0.6), {}), found);
    await expectDrawn({ ...asked, mask }, await diffEdit(contrast, one, mask, levels(0.6), {}));
    await expect(engine.findMask({ ...asked, attributes: {} })).rejects.toThrow(/change nothing/);
  });
});

test('a picture larger than the model is seen in windows that share a quarter; steps are as measured unless asked for', async () => {
  const [width, height] = [30, SIDE];
  const data = Float32Array.from(uniforms(4, 0, width * height), (u) => 0.3 + 0.4 * u);
  const wide = { data, count: 1, height, width };
  const whole = { image: wide, mask: null, count: 1, strength: 1 };
  const { timing } = await engine.edit(request(whole));
  expect(timing.networkCalls).toBe(6 * 2); // three windows, two images to a call
  const usual = { ...request(whole) };
  delete usual.steps;
  expect((await engine.edit(usual)).timing.networkCalls).toBe(DEFAULT_EDIT_STEPS.sdedit * 2);
});

test('reports tell the hole from what is around it, and what was there from what came', async () => {
  const { reports, before, measured, mask: used } = await engine.edit(request({ method: 'replacement' }));
  expect(used).toEqual(mask);
  expect(before).toEqual(measure());
  expect(measured).toHaveLength(2);
  expect(measured[0]).not.toEqual(before);
  for (const { inside: hole, around: rest } of reports) expect([hole.pixels, rest!.pixels]).toEqual([48, PIXELS - 48]);
});

test('a cancelled edit ends within a network call, and the next one runs', async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const running = engine.edit(request({ method: 'repaint', steps: 50 }), {
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.stage !== 'sample') return;
      seen.push(progress.done);
      controller.abort();
    },
  });
  await expect(running).rejects.toBeInstanceOf(Cancelled);
  await expect(engine.edit(request({}))).resolves.toMatchObject({ images: { count: 2 } });
  expect(seen).toEqual([0]);
});

const square = (side: number) => ({
  data: new Float32Array(side * side).fill(0.5),
  count: 1,
  height: side,
  width: side,
});

describe('is refused with a sentence', () => {
  const refusal = (reason: Promise<unknown>) => reason.then(() => null).catch((error: unknown) => error);

  test.each([
    [{ method: 'magic' as 'sdedit' }, /no method “magic”/],
    [{ material: 'roots' }, /does not know roots/],
    [{ image: { ...image, count: 2 } }, /one picture/],
    [{ image: { ...image, data: grey.map((value) => value + 0.7) } }, /grey values from 0 to 1/],
    [{ image: square(SIDE - 1), mask: null }, /15×15 pixels; like needs at least 16/],
    [{ image: { ...square(1), data: new Float32Array(512 * 513), height: 513, width: 512 }, mask: null }, /512×512/],
    [{ mask: mask.subarray(1) }, /another size/],
    [{ mask: mask.map((share) => 2 * share) }, /mask must hold values from 0 to 1/],
    [{ mask: mask.map(() => 0) }, /mask is empty/],
    [{ method: 'replacement', mask: null }, /nothing is masked/],
    [{ method: 'replacement', mask: mask.map(() => 1) }, /covers everything/],
    [{ count: 9 }, /alternatives must be a whole number from 1 to 8/],
    [{ seed: -1 }, /seed/],
    [{ strength: 0.01 }, /strength must be a number from 0.05 to 1/],
    [{ steps: 251 }, /steps/],
    [{ method: 'repaint', resampling: 11 }, /resampling/],
    [{ guidance: 9 }, /guidance must be a number from 0 to 8/],
    [{ imageGuidance: -1 }, /image guidance/],
    [{ attributes: { noise: NaN } }, /noise must be a number/],
  ] as [Partial<EditRequest>, RegExp][])('an edit (%#)', async (changes, sentence) => {
    expect(await refusal(engine.edit(request(changes)))).toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(sentence) as string,
    });
  });

  test.each([
    [{ model: 'vae' }, /no diffusion model/],
    [{ image: square(SIDE + 1) }, /16 by 16 pixels/],
    [{ image: { ...image, data: grey.map(() => NaN) } }, /not numbers/],
    [{ sigma: 0 }, /noise level/],
    [{ seed: 0.5 }, /seed/],
    [{ look: 'real' }, /real look/],
  ] as [Partial<DenoiseRequest>, RegExp][])('a look at noise (%#)', async (changes, sentence) => {
    const { material, look } = request({});
    const asked: DenoiseRequest = {
      model: 'like',
      material,
      look,
      attributes: {},
      image,
      sigma: 1,
      seed: 1,
      ...changes,
    };
    expect(await refusal(engine.denoise(asked))).toMatchObject({
      name: 'BadRequest',
      message: expect.stringMatching(sentence) as string,
    });
  });
});
