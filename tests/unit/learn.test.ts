/** The engine of lessons, on a lesson of its own and a page that only has an address and a catalogue. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SpecimenError } from '../../src/contract/errors.ts';
import { reader, Learn } from '../../src/ui/state/learn.svelte.ts';
import type { Facts, Lesson } from '../../src/ui/screens/learn/lesson.ts';
import type { AppState } from '../../src/ui/state/app.svelte.ts';

class Memory {
  readonly #values = new Map<string, string>();
  full = false;
  getItem = (key: string) => this.#values.get(key) ?? null;
  setItem = (key: string, value: string) => {
    if (this.full) throw new Error('quota');
    this.#values.set(key, value);
  };
  removeItem = (key: string) => this.#values.delete(key);
}

let local: Memory;
let found: Facts | Promise<Facts> | null;
let catalog: string[];
let offline: boolean;

beforeEach(() => {
  local = new Memory();
  found = null;
  catalog = ['small'];
  offline = false;
  vi.stubGlobal('localStorage', local);
  vi.stubGlobal('sessionStorage', new Memory());
  vi.stubGlobal('location', { hash: '' });
});

const LESSON: Lesson = {
  id: 'test',
  minutes: 5,
  models: ['small'],
  words: () => {
    throw new Error('nobody reads');
  },
  steps: [
    { id: 'begin', kind: 'look', screen: 'lab' },
    { id: 'guess', kind: 'predict', screen: 'lab', choices: ['up', 'down'] },
    { id: 'large-only', kind: 'look', screen: 'lab', models: ['large'] },
    { id: 'told', kind: 'look', screen: 'lab', unless: ['large'] },
    { id: 'act', kind: 'do', screen: 'sample', gives: ['value'], done: () => found, assist: () => undefined },
    {
      id: 'answer',
      kind: 'answer',
      screen: 'sample',
      of: 'guess',
      needs: ['value'],
      right: (read) => (read('value') > 0 ? 'up' : 'down'),
    },
  ],
};
const OTHER: Lesson = { ...LESSON, id: 'other' };

function page(): AppState {
  const load = () =>
    offline
      ? Promise.reject(new SpecimenError('ModelUnavailable', 'No list.'))
      : Promise.resolve({ models: catalog.map((id) => ({ id })) });
  return { sample: { form: { load } }, router: { screen: 'learn' } } as unknown as AppState;
}
const fresh = () => new Learn(page());

test('what is no number is no measurement, and spoils nothing', async () => {
  const learn = fresh();
  await learn.start(LESSON, 'act');
  found = { value: NaN };
  learn.watch();
  expect(learn.settled).toBe(false);
  expect(fresh().progressOf(LESSON).step).toBe('act');
});

test('what is no progress of a lesson costs that lesson alone', async () => {
  const learn = fresh();
  await learn.start(LESSON, 'act');
  const kept = JSON.parse(local.getItem('specimen.lessons')!) as Record<string, unknown>;
  local.setItem('specimen.lessons', JSON.stringify({ ...kept, other: { step: 'act', facts: { value: null } } }));
  expect([fresh().progressOf(LESSON).step, fresh().progressOf(OTHER).step]).toEqual(['act', '']);
});

describe('walking', () => {
  test('steps that need what is not there are left out, and what takes their place stands in', async () => {
    const learn = fresh();
    await learn.start(LESSON);
    expect(learn.steps.map(({ id }) => id)).toEqual(['begin', 'guess', 'told', 'act', 'answer']);
    expect(learn.leavesOut(LESSON)).toEqual(['large']);
    catalog = ['small', 'large'];
    const rich = fresh();
    await rich.start(LESSON);
    expect(rich.steps.map(({ id }) => id)).toEqual(['begin', 'guess', 'large-only', 'act', 'answer']);
  });

  test('a lesson without its model is not taken, and a list that does not come says why', async () => {
    catalog = [];
    const learn = fresh();
    await learn.start(LESSON);
    expect(learn.lesson).toBeNull();
    expect(learn.missing(LESSON)).toEqual(['small']);
    offline = true;
    const other = fresh();
    await other.start(LESSON);
    expect(other.failure?.message).toBe('No list.');
    expect(other.lesson).toBeNull();
  });

  test.each([
    ['act', 'act'],
    ['2', 'guess'],
    ['99', 'begin'],
    ['constructor', 'begin'],
    [undefined, 'begin'],
  ])('opened at %s it stands at %s', async (at, step) => {
    const learn = fresh();
    await learn.start(LESSON, at);
    expect(learn.step?.id).toBe(step);
  });

  test('it goes to the screen of each step, and back to the list at its end', async () => {
    const learn = fresh();
    await learn.start(LESSON, 'told');
    expect(location.hash).toBe('#/lab');
    await learn.next();
    expect(location.hash).toBe('#/sample');
    await learn.next();
    await learn.next();
    expect(location.hash).toBe('#/learn');
    expect(learn.lesson).toBeNull();
    expect(learn.progressOf(LESSON).finished).toBe(true);
  });
});

describe('what was done', () => {
  test('is measured, replaced by what is done later, and answers the prediction', async () => {
    const learn = fresh();
    await learn.start(LESSON, 'guess');
    learn.predict('down');
    await learn.goTo('act');
    expect(learn.settled).toBe(false);
    learn.watch();
    expect(learn.settled).toBe(false);
    found = { value: -2 };
    learn.watch();
    found = { value: 3 };
    learn.watch();
    expect(learn.settled).toBe(true);
    await learn.next();
    expect(learn.settled).toBe(true);
    expect(learn.step?.kind === 'answer' && learn.step.right(reader(learn.facts))).toBe('up');
    expect(learn.prediction('guess')).toBe('down');
  });

  test('a skipped step leaves its answer unsettled', async () => {
    const learn = fresh();
    await learn.start(LESSON, 'answer');
    expect(learn.settled).toBe(false);
    expect(() => reader(learn.facts)('value')).toThrow(/value/);
  });

  test('a slow measurement counts only while its step is in front', async () => {
    const learn = fresh();
    await learn.start(LESSON, 'act');
    let settle!: (facts: Facts) => void;
    const slow = new Promise<Facts>((resolve) => (settle = resolve));
    found = slow;
    learn.watch();
    expect(learn.measuring).toBe(true);
    await learn.back();
    settle({ value: 1 });
    await slow;
    expect(learn.facts).toEqual({});
    expect(learn.measuring).toBe(false);
  });

  test('a measurement that fails ends its waiting', async () => {
    const learn = fresh();
    await learn.start(LESSON, 'act');
    found = Promise.reject(new Error('lost'));
    learn.watch();
    await new Promise((resolve) => setTimeout(resolve));
    expect(learn.measuring).toBe(false);
    expect(learn.settled).toBe(false);
  });
});

describe('what is kept', () => {
  test('a lesson that was put away while it began leaves the visitor where they went', async () => {
    let begun = () => {};
    const begin = () => new Promise<void>((resolve) => (begun = resolve));
    const slow: Lesson = { ...LESSON, steps: [{ id: 'begin', kind: 'look', screen: 'lab', begin }] };
    const learn = fresh();
    await learn.load();
    for (const pause of [false, true]) {
      location.hash = '#/learn';
      const starting = learn.start(slow);
      if (pause) learn.pause();
      begun();
      await starting;
      expect(location.hash).toBe(pause ? '#/learn' : '#/lab');
    }
  });

  test('another visit goes on where this one paused', async () => {
    const learn = fresh();
    await learn.start(LESSON, 'act');
    found = { value: 4 };
    learn.watch();
    learn.pause();
    expect(learn.running).toBe(false);
    const later = fresh();
    await later.start(LESSON);
    expect(later.step?.id).toBe('act');
    expect(later.facts).toEqual({ value: 4 });
  });

  test('two tabs do not overwrite one another’s lessons', async () => {
    const [one, two] = [fresh(), fresh()];
    await one.start(LESSON, 'act');
    await two.start(OTHER, 'told');
    await one.back();
    const later = fresh();
    expect(later.progressOf(OTHER).step).toBe('told');
    expect(later.progressOf(LESSON).step).toBe('told');
  });

  test('forgetting takes one lesson or all', async () => {
    const learn = fresh();
    await learn.start(LESSON, 'act');
    await learn.start(OTHER, 'act');
    learn.forget(OTHER);
    expect(learn.lesson).toBeNull();
    expect(fresh().progressOf(OTHER).step).toBe('');
    expect(fresh().progressOf(LESSON).step).toBe('act');
    learn.forgetAll();
    expect(fresh().progressOf(LESSON).step).toBe('');
  });

  test.each([
    '',
    'nonsense',
    '[]',
    '{"test":{"step":5}}',
    '{"test":{"step":"act","predictions":{},"facts":{"value":null},"finished":false}}',
  ])('what does not read as progress is none: %s', (text) => {
    local.setItem('specimen.lessons', text);
    expect(fresh().progressOf(LESSON)).toMatchObject({ step: '', facts: {} });
  });

  test('where nothing can be kept the lesson goes on and says so', async () => {
    local.full = true;
    const learn = fresh();
    await learn.start(LESSON, 'guess');
    learn.predict('up');
    expect(learn.prediction('guess')).toBe('up');
    expect(learn.kept).toBe(false);
  });
});
