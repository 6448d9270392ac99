import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { Catalog, ModelCard } from '../../src/contract/card.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { SampleForm } from '../../src/ui/state/sampleForm.svelte.ts';

const range = { min: 0.1, max: 0.4 };
const ranges = { areaFraction: range, featureSize: { min: 4, max: 20 }, noise: { min: 0.01, max: 0.05 } };

/** What the form reads of a card. */
function card(
  id: string,
  family: ModelCard['family'],
  parametrisation: ModelCard['parametrisation'],
  rocks = ranges,
): Partial<ModelCard> {
  return {
    id,
    files: [],
    inputs: [],
    parametrisation,
    name: id,
    family,
    conditions: {
      materials: ['rocks', 'roots'],
      looks: { rocks: ['real', 'simulated'], roots: ['simulated'] },
      attributes: { rocks, roots: ranges },
      typical: { rocks: { real: [[0.3, 9, 0.02], [0.1, 5, 0.01], [0.2, 7, 0.03]] }, roots: {} }, // prettier-ignore
    },
  };
}

/** Whose simulated rocks are noisier than what it maps to [-1, 1]. */
function noisy(plain: Partial<ModelCard>): Partial<ModelCard> {
  const rocks = { real: [[0.3, 9, 0.02]], simulated: [[0.2, 8, 0.03], [0.2, 8, 0.08]] }; // prettier-ignore
  return { ...plain, conditions: { ...plain.conditions!, typical: { rocks } as ModelCard['conditions']['typical'] } };
}

const edm = { type: 'edm', sigmaData: 0.5, sigmaMin: 0.002, sigmaMax: 80, rho: 7 } as const;
const cards = {
  vae: card('vae', 'vae', { type: 'latent', dimensions: 8 }),
  ddpm: card('ddpm', 'diffusion', edm),
  judged: { ...card('judged', 'diffusion', edm), files: [{ role: 'classifier' }] as ModelCard['files'] },
  quicker: card('quicker', 'diffusion', { ...edm, steps: 16 }),
  wide: card('wide', 'vae', { type: 'latent', dimensions: 8 }, { ...ranges, areaFraction: { min: 0, max: 1 } }),
  noisy: noisy(card('noisy', 'vae', { type: 'latent', dimensions: 8 })),
  student: card('student', 'diffusion', { ...edm, levels: [80, 2, 0] }),
};
const models = Object.values(cards) as Catalog['models'];
const engine = {
  catalog: () => Promise.resolve({ models }),
  card: (id: keyof typeof cards) => Promise.resolve(cards[id]),
};

async function formWith(model: string): Promise<SampleForm> {
  const form = new SampleForm(engine as unknown as Engine);
  await form.load();
  await form.chooseModel(model);
  return form;
}

describe('the controls', () => {
  it('ask for the material as it is until something is set', async () => {
    const form = await formWith('vae');
    expect(form.request).toEqual({
      model: 'vae',
      material: 'rocks',
      look: 'real',
      count: 16,
      seed: 42,
      attributes: {},
    });
    form.setAttribute('noise', 0.02);
    form.setLatent(3, -1);
    form.truncation = 0.5;
    expect(form.request).toMatchObject({ attributes: { noise: 0.02 }, latent: [{ dimension: 3, value: -1 }] });
    form.setAttribute('noise', undefined);
    form.setLatent(3, undefined);
    expect(form.request?.attributes).toEqual({});
    expect(form.request?.latent).toBeUndefined();
  });

  it('know of a coordinate that has no slider, as a link may set it', async () => {
    const form = await formWith('vae');
    expect([form.activeLatents, form.moved]).toEqual([[], false]);
    await form.adopt({ ...form.request!, latent: [{ dimension: 7, value: 2 }] });
    expect([form.request!.latent, form.moved]).toEqual([[{ dimension: 7, value: 2 }], true]);
    form.clearLatent();
    expect([form.request!.latent, form.moved]).toEqual([undefined, false]);
    form.setLatent(3, 1);
    form.setLatent(3, undefined);
    expect(form.moved).toBe(false);
  });

  it('bring attributes into the range that the next model knows', async () => {
    const form = await formWith('wide');
    form.setAttribute('areaFraction', 0.9);
    form.setAttribute('featureSize', 12);
    expect(form.request?.attributes).toEqual({ areaFraction: 0.9, featureSize: 12 });
    await form.chooseModel('ddpm');
    expect(form.request?.attributes).toEqual({ areaFraction: 0.4, featureSize: 12 });
  });

  it('reach as far as the look’s training crops, and come back with the look', async () => {
    const form = await formWith('noisy');
    expect(form.ranges!.noise).toEqual(ranges.noise);
    form.chooseLook('simulated');
    expect(form.ranges!.noise).toEqual({ min: 0.01, max: 0.08 });
    form.setAttribute('noise', 0.07);
    const { request } = form;
    const other = await formWith('vae');
    expect(await other.adopt(request!)).toEqual([]);
    expect(other.request!.attributes).toEqual({ noise: 0.07 });
    expect(await other.adopt({ ...request!, look: 'real' })).toEqual(['noise']);
    form.chooseLook('real');
    expect(form.request!.attributes).toEqual({ noise: 0.05 });
  });

  it('leave out what a model has no use for', async () => {
    const form = await formWith('ddpm');
    form.truncation = 0.5;
    form.interpolating = true;
    form.setLatent(3, 1);
    expect(Object.keys(form.request!).sort()).toEqual(
      ['attributes', 'count', 'look', 'material', 'model', 'sampler', 'seed', 'steps'], // prettier-ignore
    );
  });

  it('leave out the guidance by a classifier that the next model does not have', async () => {
    const form = await formWith('judged');
    await form.adopt({ model: 'judged', steps: 8, sampler: 'heun', classifierGuidance: 2, attributes: {} });
    expect(form.request?.classifierGuidance).toBe(2);
    await form.chooseModel('ddpm');
    expect(form.request).not.toHaveProperty('classifierGuidance');
    await form.chooseModel('judged');
    expect(form.request?.classifierGuidance).toBe(2);
  });

  it('leave the steps of a few-step model to it', async () => {
    const form = await formWith('student');
    expect(form.hasSampler).toBe(false);
    form.hurry();
    expect(Object.keys(form.request!)).toEqual(['model', 'material', 'look', 'count', 'seed', 'attributes']);
  });

  it('follow the material to a look that it has, with fresh attributes', async () => {
    const form = await formWith('vae');
    form.setAttribute('areaFraction', 0.3);
    form.chooseMaterial('roots');
    expect(form.request).toMatchObject({ material: 'roots', look: 'simulated', attributes: {} });
    form.chooseMaterial('rocks');
    expect(form.request?.look).toBe('real');
  });

  it('place their sliders at the medians of the material', async () => {
    const form = await formWith('vae');
    expect(form.typical).toEqual({ areaFraction: 0.2, featureSize: 7, noise: 0.02 });
  });

  it.each(['0', '65', '10000', '-1', '1.5', 'many', '', '1e1'])('refuse “%s” slices in one sentence', async (text) => {
    const form = await formWith('vae');
    form.count = text;
    expect(form.problems.count).toBe('How many must be a whole number from 1 to 64.');
    expect(form.request).toBeNull();
  });

  it('refuse a seed beyond 32 bits', async () => {
    const form = await formWith('vae');
    form.seed = '4294967296';
    expect(form.request).toBeNull();
    form.seed = '4294967295';
    expect(form.request?.seed).toBe(4294967295);
  });
});

describe('a request from a link', () => {
  const linked: SampleRequest = {
    model: 'vae',
    material: 'roots',
    look: 'simulated',
    count: 5,
    seed: 9,
    attributes: { areaFraction: 0.2 },
    truncation: 0.7,
    latent: [{ dimension: 2, value: 1 }],
    interpolateTo: 8,
  };

  it('is adopted as a whole', async () => {
    const form = await formWith('ddpm');
    await form.adopt(linked);
    expect(form.request).toEqual(linked);
    expect(form.seedLocked).toBe(true);
  });

  it('keeps how it samples, until the visitor goes back to the usual sampler', async () => {
    const form = await formWith('ddpm');
    const sampling = { sampler: 'ddim', stochasticity: 0.5, guidance: 2, attributeGuidance: { noise: 1 } } as const;
    const plain: SampleRequest = {
      model: 'ddpm',
      material: 'rocks',
      look: 'real',
      count: 5,
      seed: 9,
      attributes: {},
      steps: 7,
    };
    await form.adopt({ ...plain, ...sampling });
    expect(form.request).toEqual({ ...plain, ...sampling });
    form.clearSampling();
    expect(form.request).toEqual({ ...plain, sampler: 'dpmpp2m' });
    expect(form.samplesAsUsual).toBe(true);
  });

  it('samples as usual where it says nothing of that, and by Heun’s method where it names steps alone', async () => {
    const form = await formWith('ddpm');
    await form.adopt({ model: 'ddpm', attributes: {} });
    expect(form.request).toMatchObject({ sampler: 'dpmpp2m', steps: 24 });
    await form.adopt({ model: 'ddpm', attributes: {}, steps: 18 });
    expect(form.request).toMatchObject({ steps: 18 });
    expect(form.request).not.toHaveProperty('sampler');
    expect(form.samplesAsUsual).toBe(false);
  });

  it('takes the steps that each model is at its best with, until some are chosen', async () => {
    const form = await formWith('quicker');
    expect(form.request).toMatchObject({ sampler: 'dpmpp2m', steps: 16 });
    await form.chooseModel('ddpm');
    expect(form.steps).toBe(24);
    form.steps = 10;
    await form.chooseModel('quicker');
    expect(form.request).toMatchObject({ steps: 10 });
  });

  it('keeps the guidance of a few-step model', async () => {
    const form = await formWith('vae');
    const { material, look, count, seed, attributes } = linked;
    const plain: SampleRequest = { model: 'student', material, look, count, seed, attributes, guidance: 2 };
    await form.adopt(plain);
    expect(form.request).toEqual(plain);
    for (const more of [{ steps: 4 }, { sampler: 'heun' }, { schedule: 'karras' }] as const) {
      expect(await form.adopt({ ...plain, ...more })).toEqual(Object.keys(more));
      expect(form.request).toEqual(plain);
    }
  });

  it.each([
    ['a sampler of a VAE', { sampler: 'ddim' }, ['sampler']],
    ['guidance of a VAE', { classifierGuidance: 2 }, ['classifierGuidance']],
    ['steps of a VAE', { steps: 18 }, ['steps']],
    ['a second style of a VAE', { mixWith: 3, mixFrom: 1 }, ['mixWith', 'mixFrom']],
  ] as const)('is adopted without %s', async (_, change, leftOut) => {
    const form = await formWith('ddpm');
    expect(await form.adopt({ ...linked, ...change })).toEqual(leftOut);
    expect(form.request).toEqual(linked);
  });

  it.each([
    ['a material the model does not draw', { material: 'fibers' }, ['material', 'look', 'areaFraction'], 'rocks'],
    ['a look it does not offer', { look: 'real' }, ['look'], 'roots'],
    ['an attribute out of range', { attributes: { areaFraction: 0.9 } }, ['areaFraction'], 'roots'],
    ['a latent dimension it does not have', { latent: [{ dimension: 9, value: 1 }] }, ['latent'], 'roots'],
  ] satisfies [string, Partial<SampleRequest>, string[], string][])(
    'is adopted with what stood there in place of %s',
    async (_, change, leftOut, material) => {
      const form = await formWith('ddpm');
      expect(leftOut).toEqual(expect.arrayContaining(await form.adopt({ ...linked, ...change })));
      expect(form.request).toMatchObject({ model: 'vae', material, count: 5, seed: 9 });
      for (const part of leftOut) expect(form.request?.attributes).not.toHaveProperty(part);
    },
  );

  it('keeps the model that is chosen, or begins with the first, where it names one that is not here', async () => {
    const form = await formWith('ddpm');
    expect(await form.adopt({ ...linked, model: 'stylegan', latent: undefined, steps: 7 })).toEqual(
      expect.arrayContaining(['model', 'truncation', 'interpolateTo']),
    );
    expect(form.request).toMatchObject({ model: 'ddpm', material: 'roots', steps: 7 });
    const fresh = new SampleForm(engine as unknown as Engine);
    expect(await fresh.adopt({ attributes: {} })).toEqual([]);
    expect(fresh.request).toMatchObject({ model: 'vae', count: 16, seed: 42 });
  });
});
