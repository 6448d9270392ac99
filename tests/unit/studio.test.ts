/** The Studio's state: what stands in the way of an edit, what the engine is asked, and the versions of the picture. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { ModelCard } from '../../src/contract/card.ts';
import { DEFAULT_EDIT_STEPS, type EditRequest, type RegionReport } from '../../src/contract/edit.ts';
import type { EditRecord } from '../../src/contract/provenance.ts';
import { greyOf, sliceOf, thumbnailOf, type Slice } from '../../src/lib/slice.ts';
import { changedAttributes } from '../../src/materials/change.ts';
import { parsePhrase } from '../../src/materials/phrase.ts';
import { MaskDocument } from '../../src/ui/editor/document.ts';
import { StudioForm, type StudioTask } from '../../src/ui/state/studioForm.svelte.ts';
import { KEPT_EDITS, StudioHistory } from '../../src/ui/state/studioHistory.svelte.ts';
import { aimsOf, planEdit, type Situation } from '../../src/ui/state/studioPlan.ts';
import { Studio } from '../../src/ui/state/studio.svelte.ts';
import { describeChange } from '../../src/ui/studioWords.ts';
import { ATTRIBUTE_WORDS } from '../../src/ui/words.ts';
import { FixtureSource, fixtureEngine } from '../support/fixtures.ts';

const range = (min: number, max: number) => ({ min, max });
const RANGES = { areaFraction: range(0, 0.5), featureSize: range(5, 60), noise: range(0.005, 0.03) };
const KNOWN = { scale: RANGES, limits: RANGES };
const CARD = {
  id: 'ddpm-64',
  name: 'DDPM',
  resolution: 64,
  conditions: { attributes: { rocks: RANGES }, looks: { rocks: ['real', 'simulated'] }, typical: {} },
} as unknown as ModelCard;

/** A ramp, so that every pixel can be told from its neighbours. */
function ramp(width: number, height: number): Slice {
  const grey = Float32Array.from({ length: width * height }, (_, i) => (i % 211) / 211);
  return sliceOf(grey, width, height, 16);
}

function situation(width = 128, height = 128): Situation {
  const document = new MaskDocument({ width, height, grey: new Float32Array(width * height) });
  const source = { kind: 'file', name: 'a.png', how: '' } as const;
  return { slice: ramp(width, height), source, document, card: CARD, material: 'rocks', form: new StudioForm() };
}

const box = (left: number, top: number, width: number, height: number) =>
  ({ kind: 'rectangle', left, top, width, height, erase: false }) as const;

function obstacle(task: StudioTask, given: Situation): string | null {
  const plan = planEdit(task, given);
  return 'obstacle' in plan ? plan.obstacle : null;
}

function job(task: StudioTask, given: Situation) {
  const plan = planEdit(task, given);
  if ('obstacle' in plan) throw new Error(plan.obstacle);
  return { ...plan.job(), finds: plan.finds };
}

describe('what stands in the way', () => {
  test('inpainting needs a mask, and something around it', () => {
    const given = situation();
    expect(obstacle('inpaint', given)).toMatch(/^Paint over/);
    given.document.apply(box(0, 0, 128, 128));
    expect(obstacle('inpaint', given)).toMatch(/^Everything is masked/);
    expect(obstacle('vary', given)).toBeNull();
  });

  test('a change without a mask takes all of a picture, up to 512×512', () => {
    expect(obstacle('vary', situation(512, 512))).toBeNull();
    const large = situation(1024, 600);
    expect(obstacle('vary', large)).toBe(
      'The picture has 1024×600 pixels, and 512×512 are edited at once; mask the part to change.',
    );
    large.document.apply(box(10, 10, 40, 40));
    expect(obstacle('vary', large)).toBeNull();
    large.document.apply(box(900, 10, 40, 500));
    expect(obstacle('inpaint', large)).toMatch(/^The mask reaches over 952×522 pixels/);
  });

  test('an edit needs a change, a seed has to be one, and the model has to know the material', () => {
    const given = situation();
    expect(obstacle('edit', given)).toMatch(/^Say what should change/);
    given.form.seed = '-1';
    expect(obstacle('vary', given)).toMatch(/^The seed must be/);
    expect(obstacle('vary', { ...given, material: 'roots' })).toBe(
      'DDPM does not know this material; choose another one.',
    );
  });
});

describe('an edit that asks for more than the model knows', () => {
  const even = () => {
    const given = situation();
    given.slice = sliceOf(new Float32Array(128 * 128).fill(0.5), 128, 128, 8); // one grain without an end, 64 px in a window
    return given;
  };
  const limit = /^So the slice is already, or it is at the limit/;

  test('is not run', () => {
    const given = even();
    given.form.say('larger grains', 'rocks');
    expect(obstacle('edit', given)).toMatch(limit);
    given.form.say('larger grains, porosity 0.1', 'rocks');
    expect(job('edit', given).request.attributes).toEqual({ areaFraction: 0.1 });
    given.form.say('smaller grains', 'rocks');
    expect(obstacle('edit', given)).toBeNull();
  });

  test('says of each attribute where it ends', () => {
    const given = even();
    given.form.say('larger grains', 'rocks');
    const { limits, targets } = aimsOf(given, { areaFraction: 0, featureSize: 64, noise: 0 })!;
    const words = ATTRIBUTE_WORDS.rocks.featureSize;
    expect(describeChange(words, 64, targets.featureSize, limits.featureSize)).toMatch(
      /^64\S* px → 64\S* px \(limit\)$/,
    );
  });

  test('has the limits of the look that is drawn', () => {
    const given = situation();
    const typical = { rocks: { real: [[0.1, 20, 0.02]], simulated: [[0.1, 20, 0.04]] } };
    given.card = { ...CARD, conditions: { ...CARD.conditions, typical } } as ModelCard;
    const most = () => aimsOf(given, { areaFraction: 0, featureSize: 64, noise: 0 })!.limits.noise.max;
    expect(most()).toBe(0.03);
    given.source = { kind: 'simulated', material: 'rocks', seed: 1, size: 128, crack: false };
    expect(most()).toBe(0.04);
  });
});

describe('what the engine is asked', () => {
  test('a window around the mask, with the picture’s own greys', () => {
    const given = situation();
    given.document.apply(box(60, 60, 10, 20));
    const { region, request } = job('inpaint', given);
    expect(region).toEqual({ left: 33, top: 38, width: 64, height: 64 });
    expect(request).toMatchObject({
      method: 'posterior',
      look: 'real',
      count: 4,
      seed: 1,
      strength: 1,
      attributes: {},
    });
    expect(request.image).toMatchObject({ width: 64, height: 64, count: 1 });
    expect(request.image.data[0]).toBeCloseTo(given.slice.pixels[38 * 128 + 33]! / 65535, 6);
    expect(request.mask!.reduce((sum, share) => sum + share)).toBe(200);
  });

  test('the whole slice where the visitor says so', () => {
    const given = situation();
    given.document.apply(box(60, 60, 10, 20));
    given.form.scope = 'slice';
    expect(job('vary', given).request.mask).toBeNull();
    expect(job('inpaint', given).request.mask).not.toBeNull();
  });

  test('as many steps as the method was measured with, until the visitor chooses', () => {
    const given = situation();
    given.document.apply(box(60, 60, 10, 20));
    expect(job('inpaint', given).request.steps).toBe(DEFAULT_EDIT_STEPS.posterior);
    given.form.inpaintMethod = 'repaint';
    expect(job('inpaint', given).request.steps).toBe(DEFAULT_EDIT_STEPS.repaint);
    expect(job('inpaint', given).request.resampling).toBe(5);
    given.form.resampling = 3;
    expect(job('inpaint', given).request.resampling).toBe(3);
    given.form.steps = 7;
    expect(job('inpaint', given).request.steps).toBe(7);
  });

  test('a slice goes on looking as it does', () => {
    const given = situation();
    given.source = { kind: 'simulated', material: 'rocks', seed: 1, size: 128, crack: false };
    expect(job('vary', given).request.look).toBe('simulated');
    given.source = { kind: 'sampled', made: { request: { look: 'simulated' } } } as Situation['source'];
    expect(job('vary', given).request.look).toBe('simulated');
  });

  test('DiffEdit looks for its mask first, and then keeps to it', () => {
    const given = situation();
    given.form.changeMethod = 'diffedit';
    given.form.change('noise', 0.01);
    expect(job('edit', given).finds).toBe(true);
    given.document.apply(box(60, 60, 10, 20));
    const { finds, request } = job('edit', given);
    expect(finds).toBe(false);
    expect(request).toMatchObject({ method: 'diffedit', count: 1 });
    expect(request.mask).not.toBeNull();
    given.form.changeMethod = 'ledits';
    given.document.apply({ kind: 'clear' });
    expect(job('edit', given).finds).toBe(false);
  });

  test('targets are what is there plus the change, within what the model knows', () => {
    const measured = { areaFraction: 0.2, featureSize: 50, noise: 0.01 };
    const changes = parsePhrase('much larger grains, porosity 0.3', 'rocks').changes;
    expect(changedAttributes(changes, measured, KNOWN)).toEqual({ areaFraction: 0.3, featureSize: 60 });
  });

  test('a sentence sets the changes and takes back those it does not name', () => {
    const form = new StudioForm();
    form.change('noise', 0.01);
    form.say('larger grains, porosity 0.3', 'rocks');
    const measured = { areaFraction: 0.2, featureSize: 20, noise: 0.01 };
    expect(changedAttributes(form.changes, measured, KNOWN)).toEqual({
      areaFraction: 0.3,
      featureSize: expect.closeTo(31, 9) as number,
    });
  });

  test('what was said to be reached is asked for wherever the mask is, and a slider stays where it was put', () => {
    const given = situation(256, 128);
    given.slice = sliceOf(
      Float32Array.from({ length: 256 * 128 }, (_, i) => (i % 256 < 128 && i % 16 < 4 ? 0.1 : 0.5)),
      256,
      128,
      8,
    );
    given.form.say('porosity 0.25', 'rocks');
    given.form.change('noise', 0.02);
    given.form.changeMethod = 'ledits';
    const asked = { areaFraction: 0.25, noise: 0.02 };
    expect(job('edit', given).request.attributes).toEqual(asked);
    given.document.apply(box(200, 60, 10, 20)); // where there are no pores
    expect(job('edit', given).request.attributes).toEqual(asked);
  });

  test('a change starts from what the engine itself measures, in windows of the model’s side', () => {
    const given = situation();
    const wide = { ...RANGES, featureSize: range(5, 200) };
    given.card = { ...CARD, conditions: { ...CARD.conditions, attributes: { rocks: wide } } };
    given.slice = sliceOf(new Float32Array(128 * 128).fill(0.5), 128, 128, 8); // one grain without an end
    given.form.say('smaller grains', 'rocks');
    expect(job('edit', given).request.attributes.featureSize).toBeCloseTo(64 - 0.2 * 195, 6);
  });
});

describe('versions', () => {
  /** An edit that writes one value into a small square. */
  function edit(value: number, left = 0, top = 0) {
    return {
      region: { left, top, width: 2, height: 2 },
      pixels: new Uint16Array(4).fill(value),
      record: {} as EditRecord,
      report: {} as RegionReport,
      mask: '',
    };
  }
  const open = () => new StudioHistory({ id: 'p', slice: ramp(8, 8) });

  test('undo and redo walk along them, and the picture as it was opened is never lost', () => {
    const history = open();
    const first = history.original.pixels.slice();
    history.add(edit(1));
    history.add(edit(2));
    expect(history.slice.pixels[0]).toBe(2);
    history.undo();
    expect(history.slice.pixels[0]).toBe(1);
    history.undo();
    expect(history.slice.pixels).toEqual(first);
    expect(history.undo()).toBeNull();
    history.redo();
    history.redo();
    expect(history.slice.pixels[0]).toBe(2);
    expect(history.next).toBeNull();
  });

  test('an edit of an earlier version does not end the later ones, and redo leads to the one last seen', () => {
    const history = open();
    history.add(edit(1));
    history.add(edit(2));
    history.undo();
    history.add(edit(3));
    expect(history.edits).toHaveLength(3);
    history.undo();
    history.redo();
    expect(history.slice.pixels[0]).toBe(3);
    history.show(2);
    history.undo();
    history.redo();
    expect(history.slice.pixels[0]).toBe(2);
  });

  test('the oldest are merged into those made on them, which look as before', () => {
    const history = open();
    for (let k = 0; k < KEPT_EDITS; k++) history.add(edit(k + 1, k % 4, 2));
    const before = history.slice.pixels.slice();
    const { put = [], drop } = history.add(edit(99, 6, 6));
    expect(drop).toEqual([1]);
    expect(put.map(({ id }) => id)).toEqual([2, KEPT_EDITS + 1]);
    expect(history.edits).toHaveLength(KEPT_EDITS);
    history.undo();
    expect(history.slice.pixels).toEqual(before);
    // What the store was told is enough to find the same again.
    const again = new StudioHistory({ id: 'p', slice: history.original }, history.edits, KEPT_EDITS);
    expect(again.slice.pixels).toEqual(before);
  });

  test('edits whose beginning is missing are left out', () => {
    const history = open();
    history.add(edit(1));
    history.add(edit(2));
    const again = new StudioHistory({ id: 'p', slice: history.original }, history.edits.slice(1), 2);
    expect(again.edits).toEqual([]);
    expect(again.current).toBeNull();
  });
});

test('a thumbnail takes every so many pixels and keeps the shape', () => {
  const slice = sliceOf(
    Float32Array.from({ length: 300 * 100 }, (_, i) => (i % 300) / 299),
    300,
    100,
    8,
  );
  const { width, height, data } = thumbnailOf(slice, 50);
  expect([width, height]).toEqual([50, 16]);
  expect(data[1]).toBeCloseTo(6 / 299, 2);
  expect(thumbnailOf(slice, 1000).data).toEqual(greyOf(slice));
});

describe('with an engine', () => {
  const engine = fixtureEngine(new FixtureSource()) as unknown as Engine;
  beforeAll(() => {
    vi.stubGlobal('navigator', {}); // Node's own knows neither locks nor storage, and of some versions there is none
    vi.stubGlobal('requestAnimationFrame', () => 0);
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
  });
  afterAll(() => vi.unstubAllGlobals());

  async function open() {
    const studio = new Studio(engine);
    await studio.arrive();
    await studio.open({ kind: 'simulated', material: 'rocks', size: 48, seed: 3 });
    await vi.waitFor(() => expect(studio.card).not.toBeNull());
    studio.form.steps = 2;
    return studio;
  }

  test('the alternative that is chosen is the one that is shown, kept and told of, and others have other seeds', async () => {
    const studio = await open();
    studio.document!.apply(box(10, 12, 9, 7));
    await studio.start('inpaint');
    const { region, images } = studio.run.proposal!;
    const size = region.width * region.height;
    const alternative = (k: number) => images.data.slice(k * size, (k + 1) * size);
    const off = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
    expect(off(alternative(0), alternative(2))).toBeGreaterThan(0.01);
    studio.run.chosen = 2;
    expect(off(greyOf(studio.shown!, region), alternative(2))).toBeLessThan(1e-4);
    studio.keep();
    expect(off(greyOf(studio.history!.slice, region), alternative(2))).toBeLessThan(1e-4);
    expect(studio.document!.isEmpty).toBe(true);
    expect(studio.provenance()!.edits).toMatchObject([{ seed: 3, look: 'simulated', editedPixels: 63 }]);
    studio.undo();
    expect(studio.document!.box).toEqual({ left: 10, top: 12, width: 9, height: 7 });
    await studio.again('inpaint');
    expect(studio.run.proposal!.records.map((record) => 'seed' in record && record.seed)).toEqual([5, 6, 7, 8]);
  });

  test('DiffEdit’s mask covers what it found', async () => {
    const studio = await open();
    studio.form.changeMethod = 'diffedit';
    studio.form.change('noise', 0.08);
    const job = planEdit('edit', {
      ...{
        slice: studio.history!.slice,
        source: studio.picture!.source,
        document: studio.document!,
        card: studio.card!,
      },
      ...{ material: studio.material, form: studio.form },
    });
    const found = await engine.findMask(('job' in job && job.job().request) as EditRequest);
    await studio.start('edit');
    expect(Array.from(studio.document!.maskFloat())).toEqual(Array.from(found));
    expect(found).toContain(1);
  });
});
