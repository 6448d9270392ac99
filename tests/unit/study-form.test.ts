/** What a study is set to: by itself, by a link, by hand; and what it costs on a slow computer. */
import { describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { ModelCard } from '../../src/contract/card.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { parseStudyLink, toStudyLink } from '../../src/lib/study/spec.ts';
import { StudyForm } from '../../src/ui/state/studyForm.svelte.ts';

/** What the form reads of a card. */
function card(id: string, family: ModelCard['family'], resolution: number, more: Partial<ModelCard> = {}) {
  const type = family === 'diffusion' ? 'edm' : 'latent';
  const conditions = {
    looks: { rocks: ['real'], fibers: ['simulated'], ...(id === 'vae' ? { roots: ['real'] } : {}) },
  };
  return { id, name: id.toUpperCase(), family, resolution, parametrisation: { type }, conditions, ...more };
}
const student = { parametrisation: { type: 'edm', levels: [80, 10, 1, 0] } } as Partial<ModelCard>;
const CARDS = [
  card('vae', 'vae', 64),
  { ...card('collapsed', 'gan', 64), teaching: 'collapse' },
  card('gan', 'gan', 64),
  card('ddpm', 'diffusion', 64),
  card('ddpm-large', 'diffusion', 128),
  card('student', 'diffusion', 64, student),
];

/** @param callMs of one network call at 64 px */
function formOn(callMs: number, sampled: SampleRequest[] = [], cards: object[] = CARDS): StudyForm {
  const engine = {
    catalog: () => Promise.resolve({ models: cards }),
    card: (id: string) => Promise.resolve(cards.find((known) => (known as { id: string }).id === id)),
    sample: (request: SampleRequest) => {
      sampled.push(request);
      return Promise.resolve({ timing: { sampleMs: callMs, networkCalls: 1 } });
    },
  };
  return new StudyForm(engine as unknown as Engine);
}

describe('by itself', () => {
  test('one model of each family is chosen, the best that this computer can afford', async () => {
    const sampled: SampleRequest[] = [];
    const fast = formOn(4, sampled);
    await fast.load();
    expect(fast.models).toEqual(['vae', 'gan', 'ddpm-large']);
    expect(sampled).toHaveLength(2); // the first call prepares, the second is timed
    expect(sampled[1]).toMatchObject({ model: 'ddpm', steps: 1, count: 1 });
    const slow = formOn(60);
    await slow.load();
    expect(slow.models).toEqual(['vae', 'gan', 'ddpm']);
    const slowest = formOn(900);
    await slowest.load();
    expect(slowest.models).toEqual(['vae', 'gan', 'student']);
    expect(slowest.slow.map(({ id }) => id)).toEqual(['ddpm', 'ddpm-large']);
    expect(slowest.estimate).toBeGreaterThan(60_000);
  });

  test('the timing keeps nobody who has chosen models, and makes way for a study', async () => {
    const engine = {
      catalog: () => Promise.resolve({ models: CARDS }),
      card: (id: string) => Promise.resolve(CARDS.find((known) => (known as { id: string }).id === id)),
      sample: (_: SampleRequest, { signal }: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Cancelled()))),
    };
    const form = new StudyForm(engine as unknown as Engine);
    const loading = form.load();
    await vi.waitFor(() => expect(form.settling).toBe(true));
    form.setModel('gan', true);
    expect(form.settling).toBe(false);
    form.stopTiming();
    await loading;
    expect(form.loadFailure).toBeNull();
    expect(form.models).toContain('gan');
  });

  test('a model that cannot be timed leaves the choice as on a fast computer', async () => {
    const form = formOn(1);
    Object.assign(form, {});
    const broken = new StudyForm({
      catalog: () => Promise.resolve({ models: CARDS }),
      card: (id: string) => Promise.resolve(CARDS.find((known) => known.id === id)),
      sample: () => Promise.reject(new SpecimenError('ModelUnavailable', 'no network')),
    } as unknown as Engine);
    await broken.load();
    expect(broken.models).toEqual(['vae', 'gan', 'ddpm-large']);
    expect(broken.settling).toBe(false);
    expect(broken.estimate).toBeNull();
  });

  test('no list of models is a failure that can be tried again', async () => {
    const form = new StudyForm({
      catalog: () => Promise.reject(new SpecimenError('ModelUnavailable', 'no network')),
    } as unknown as Engine);
    await form.load();
    expect(form.loadFailure?.name).toBe('ModelUnavailable');
    expect(form.obstacle).toBe('loading');
  });
});

describe('by a link', () => {
  test('a study is set as it was, and its models are not timed', async () => {
    const sampled: SampleRequest[] = [];
    const form = formOn(1, sampled);
    const spec = { seed: 9, trials: 6, materials: ['rocks' as const], models: ['student', 'gan'], reference: 'simulated' as const, ratings: false }; // prettier-ignore
    const { asked, leftOut } = parseStudyLink(toStudyLink(spec));
    form.adopt(asked, leftOut);
    await form.load();
    expect(form.spec).toEqual(spec);
    expect(sampled).toEqual([]);
    expect(form.cells).toEqual([
      { model: 'student', material: 'rocks' },
      { model: 'gan', material: 'rocks' },
    ]);
  });

  test('models that are not here are left out, all of them only where none is left', async () => {
    const form = formOn(4);
    form.adopt({ models: ['gone', 'gan'] }, []);
    await form.load();
    expect(form.models).toEqual(['gan']);
    const none = formOn(4);
    none.adopt({ models: ['gone'] }, []);
    await none.load();
    expect(none.models).toEqual(['vae', 'gan', 'ddpm-large']);
  });
});

describe('by hand', () => {
  test('what is missing is said, one thing at a time', async () => {
    const form = formOn(4);
    expect(form.obstacle).toBe('loading');
    await form.load();
    expect(form.obstacle).toBe('alias');
    form.alias = '=evil()';
    expect(form.obstacle).toBe('alias');
    form.alias = '  Jürgen 2 ';
    expect(form.obstacle).toBeNull();
    form.trials = '3';
    expect(form.obstacle).toBe('trials');
    form.trials = '24';
    form.seed = '1.5';
    expect(form.obstacle).toBe('seed');
    form.rollSeed();
    expect(form.obstacle).toBeNull();
    for (const material of ['rocks', 'fibers'] as const) form.setMaterial(material, false);
    expect(form.obstacle).toBe('materials');
    form.setMaterial('roots', true);
    form.setModel('vae', false);
    expect(form.obstacle).toBe('cells'); // of the models that are left none draws roots
    for (const model of [...form.models]) form.setModel(model, false);
    expect(form.obstacle).toBe('models');
  });

  test('a study takes six models, and a seventh neither enters nor drives another out', async () => {
    const form = formOn(4, [], [...CARDS, card('another', 'gan', 64)]);
    await form.load();
    const ids = ['another', ...CARDS.map(({ id }) => id)];
    for (const id of ids) form.setModel(id, true);
    expect(form.full).toBe(true);
    expect(form.models).toHaveLength(6);
    expect(form.models).not.toContain(ids.find((id) => !form.models.includes(id)));
    form.setModel('another', false);
    expect(form.full).toBe(false);
  });

  test('a visitor’s own slices show one material, and must be enough', async () => {
    const form = formOn(4);
    await form.load();
    form.alias = 'Ada';
    form.reference = 'own';
    expect(form.materials).toEqual(['rocks']);
    expect(form.obstacle).toBe('own');
    const slice = (...sides: number[]) => new Map(sides.map((side) => [side, new Float32Array(side * side)]));
    form.own.slices = [slice(64, 128), slice(64), slice(64, 128), slice(64, 128), slice(64, 128)];
    expect(form.ownCount).toBe(4); // one is too small for 128 px
    form.setModel('ddpm-large', false);
    expect(form.obstacle).toBeNull();
  });
});
