/** The controls of what only some kinds of model take, on the small models of the fixtures, and the page's own choices. */
import { describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { CatalogRow } from '../../src/contract/card.ts';
import type { ImageBatch } from '../../src/contract/image.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { probeDevice } from '../../src/ui/state/device.ts';
import { Sample } from '../../src/ui/state/sample.svelte.ts';
import { SampleForm } from '../../src/ui/state/sampleForm.svelte.ts';
import { usualOf } from '../../src/ui/state/usual.ts';
import { FixtureSource, fixtureEngine, SIDE } from '../support/fixtures.ts';

vi.stubGlobal('requestAnimationFrame', () => 0);
vi.stubGlobal('cancelAnimationFrame', () => undefined);
const engine = fixtureEngine(new FixtureSource()) as unknown as Engine;

async function formWith(model: string): Promise<SampleForm> {
  const form = new SampleForm(engine);
  await form.load();
  await form.chooseModel(model);
  return form;
}

const picture = (side: number): ImageBatch => ({
  data: Float32Array.from({ length: side * side }, (_, i) => (i % 7) / 7),
  count: 1,
  height: side,
  width: side,
});
/** Draws what the form asks for, which shows that the engine takes it. */
const drawn = (form: SampleForm) => engine.sample({ ...form.request!, count: 2 });

describe('a style model', () => {
  test('mixes a second style from half of its layers on, or from where it is told', async () => {
    const form = await formWith('style');
    expect(form.request).not.toHaveProperty('mixWith');
    form.kinds.mixing = true;
    form.kinds.mixSeed = '77';
    expect(form.request).toMatchObject({ mixWith: 77 });
    expect(form.request).not.toHaveProperty('mixFrom');
    form.kinds.mixFrom = 2;
    expect((await drawn(form)).request).toMatchObject({ mixWith: 77, mixFrom: 2 });
    form.kinds.mixSeed = '-1';
    expect(form.problems.mixSeed).toBe('The seed of the second style must be a whole number from 0 to 4294967295.');
    expect(form.request).toBeNull();
    await form.chooseModel('vae'); // has no styles, so that the seed no longer matters
    expect(form.request).not.toHaveProperty('mixWith');
  });

  test('walks from seed to seed', async () => {
    const form = await formWith('style');
    form.interpolating = true;
    expect((await drawn(form)).request).toMatchObject({ interpolateTo: 7 });
  });
});

describe('pictures', () => {
  test('go to the models that take them, in the size that they take', async () => {
    const form = await formWith('vae');
    const from = { image: picture(SIDE), name: 'a.png' };
    form.kinds.from = from;
    expect(form.request!.from).toBe(from.image);
    expect((await drawn(form)).encoding).not.toBeNull();
    form.kinds.from = { ...from, image: picture(64) };
    expect(form.request).not.toHaveProperty('from');
    form.kinds.like = { image: picture(64), name: 'b.png' };
    expect(form.request).not.toHaveProperty('like');
    await form.chooseModel('like');
    expect(form.request!.like).toBe(form.kinds.like.image);
  });

  test('a sketch goes with its strength', async () => {
    const form = await formWith('sketch');
    const drawing = { edges: new Float32Array(SIDE * SIDE), labels: new Float32Array(SIDE * SIDE).fill(1) };
    form.kinds.drawing = drawing;
    form.kinds.strength = 0.5;
    form.steps = 1;
    expect((await drawn(form)).request.sketch).toEqual({ ...drawing, strength: 0.5 });
  });
});

describe('a link to a style model', () => {
  const linked: SampleRequest = {
    model: 'style',
    material: 'rocks',
    look: 'simulated',
    count: 2,
    seed: 1,
    attributes: {},
    mixWith: 9,
    mixFrom: 4,
    interpolateTo: 3,
  };

  test('is adopted as a whole', async () => {
    const form = await formWith('vae');
    await form.adopt(linked);
    expect(form.request).toEqual(linked);
  });

  test.each([
    ['a layer it does not have', { mixFrom: 6 }, ['mixFrom']],
    ['a layer without a seed', { mixWith: undefined }, ['mixFrom']],
    ['styles of a VAE', { model: 'vae' }, ['mixWith', 'mixFrom']],
    ['latent coordinates', { latent: [{ dimension: 0, value: 1 }] }, ['latent']],
  ] as [string, Partial<SampleRequest>, string[]][])('is adopted without %s', async (_, change, leftOut) => {
    const form = await formWith('vae');
    expect(await form.adopt({ ...linked, ...change })).toEqual(leftOut);
    expect(form.request).toMatchObject({ seed: 1, count: 2 });
    for (const name of leftOut) expect(form.request).not.toHaveProperty(name);
  });
});

describe('the page’s own choice of a model', () => {
  const row = (id: string, more: Partial<CatalogRow>): CatalogRow => ({
    id,
    name: id,
    family: 'diffusion',
    bytes: 100,
    resolution: 64,
    calls: 24,
    takes: [],
    description: '',
    card: 'card.json',
    ...more,
  });
  const models = [
    row('small', {}),
    row('large', { resolution: 128, takes: ['like'] }),
    row('sketch', { resolution: 128, takes: ['sketch'], bytes: 1 }),
    row('few', { calls: 4 }),
    row('few-large', { calls: 4, resolution: 128 }),
    row('collapsed', { family: 'gan', calls: 1, teaching: 'It fails.', frechetRatio: 1 }),
    row('dcgan', { family: 'gan', calls: 1, frechetRatio: 2.9 }),
    row('style', { family: 'gan', calls: 1, frechetRatio: 1.9 }),
    row('new', { family: 'gan', calls: 1 }),
  ];
  const chosen = (family: CatalogRow['family'], gpu: boolean, slow: boolean) =>
    usualOf(models, family, { gpu, slow })?.id;

  test('is the largest pictures on a GPU, few steps without one, small pictures on a slow computer', () => {
    expect(chosen('diffusion', true, false)).toBe('large');
    expect(chosen('diffusion', false, false)).toBe('few-large');
    expect(chosen('diffusion', false, true)).toBe('few');
  });

  test('is the one measured nearest to real slices among generators, never one that failed', () => {
    expect(chosen('gan', false, true)).toBe('style');
    expect(chosen('vae', true, false)).toBeUndefined();
  });

  test('takes a model of many steps where there is no other', () => {
    expect(usualOf([row('small', {})], 'diffusion', { gpu: false, slow: true })?.id).toBe('small');
  });

  test('a computer without a GPU and with few threads counts as slow', async () => {
    expect(await probeDevice('auto', 1)).toEqual({ gpu: false, slow: true });
    expect(await probeDevice('wasm', 4)).toEqual({ gpu: false, slow: false });
  });
});

describe('on a slow computer', () => {
  test('few slices of a diffusion model are drawn at a time, unless the visitor says how many', async () => {
    const sample = new Sample(engine);
    await sample.form.load();
    await sample.chooseModel('vae');
    expect([sample.form.count, sample.sparing]).toEqual(['16', false]);
    await sample.chooseFamily('diffusion');
    expect([sample.form.model, sample.form.count, sample.sparing]).toEqual(['student', '4', true]);
    await sample.chooseModel('style');
    expect(sample.form.count).toBe('16');
    sample.form.count = '9';
    await sample.chooseModel('like');
    expect(sample.form.count).toBe('9');
  });
});

describe('what was drawn', () => {
  const until = (sample: Sample, model: string) =>
    vi.waitFor(() => expect([sample.run.request === null, sample.run.result?.request.model]).toEqual([true, model]), {
      timeout: 60_000,
    });

  test('more like one slice is like that one', async () => {
    const sample = new Sample(engine);
    await sample.form.load();
    await sample.chooseModel('style');
    sample.form.count = '3';
    sample.sample();
    await until(sample, 'style');
    const { result } = sample.run;
    // The fixtures draw 16 px, and what is resembled has 64.
    const images = {
      data: Float32Array.from({ length: 3 * 4096 }, (_, i) => ((i >> 12) + (i % 7)) / 9),
      count: 3,
      height: 64,
      width: 64,
    };
    await sample.moreLike({ ...result!, images }, 2);
    expect(sample.form.request!.like!.data).toEqual(images.data.slice(2 * 4096));
    await until(sample, 'like');
  });

  test('is marked as old once the sketch is another one', async () => {
    const sample = new Sample(engine);
    await sample.form.load();
    await sample.chooseModel('sketch');
    sample.form.steps = 1;
    const drawing = () => ({ edges: new Float32Array(SIDE * SIDE), labels: new Float32Array(SIDE * SIDE).fill(1) });
    sample.form.kinds.drawing = drawing();
    sample.sample();
    await until(sample, 'sketch');
    expect(sample.changed).toBe(false);
    sample.form.kinds.drawing = drawing();
    expect(sample.changed).toBe(true);
  });

  test('follows its controls by itself where that is one call, and never with many', async () => {
    const sample = new Sample(engine);
    await sample.form.load();
    await sample.chooseModel('style');
    sample.sample();
    await until(sample, 'style');
    expect(sample.live).toBe(true);
    await sample.chooseModel('like');
    sample.form.steps = 1;
    sample.sample();
    await until(sample, 'like');
    expect(sample.live).toBe(false);
  });
});
