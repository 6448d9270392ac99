/** Kept runs in a real browser: two tabs at once, and sets through their worker. */
import { beforeEach, describe, expect, test } from 'vitest';
import { loadSet, saveSet } from '../../src/client/gallery.ts';
import { Cancelled } from '../../src/contract/errors.ts';
import { allRuns, deleteRuns, describeRun, getRun, putRun } from '../../src/store/runs.ts';
import { keptOf } from '../support/keptRuns.ts';
import { deleteDatabase } from '../support/oldDatabase.ts';

beforeEach(deleteDatabase);

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const call = { signal: new AbortController().signal, onProgress: () => undefined };

test('a run is kept once, comes back whole, is renamed, and goes', async () => {
  const { run, pictures } = await keptOf({ like: { data: new Float32Array(64), count: 1, height: 8, width: 8 } });
  const later = await keptOf({ seed: 8 }, { at: run.at + 1000 });
  expect(await putRun(run, pictures)).toBe(true);
  expect(await putRun(later.run, later.pictures)).toBe(true);
  expect(await putRun({ ...run, name: 'Again' }, pictures)).toBe(false);
  expect((await allRuns()).map(({ id }) => id)).toEqual([later.run.id, run.id]);
  expect(await getRun(run.id)).toEqual({ run, pictures });
  await describeRun(run.id, { name: 'Sandstone', note: 'for the paper' });
  expect((await getRun(run.id))?.run).toEqual({ ...run, name: 'Sandstone', note: 'for the paper' });
  await deleteRuns([run.id]);
  expect(await getRun(run.id)).toBeNull();
  await describeRun(run.id, { name: 'Ghost', note: '' });
  expect((await allRuns()).map(({ id }) => id)).toEqual([later.run.id]);
});

test('two tabs that keep, rename and delete at once end with what both did', async () => {
  const kept = await Promise.all(Array.from({ length: 6 }, (_, k) => keptOf({ seed: k }, { at: k })));
  const other = new Worker(new URL('./otherTab.worker.ts', import.meta.url), { type: 'module' });
  // Through the worker itself: a broadcast channel loses what is sent before the browser has heard of its other end.
  const said = () => new Promise((resolve) => other.addEventListener('message', resolve, { once: true }));
  await said();
  const answered = said();
  other.postMessage(kept.slice(0, 4));
  await Promise.all(kept.slice(2).map(({ run, pictures }) => putRun(run, pictures)));
  await Promise.all([describeRun(kept[5]!.run.id, { name: 'Mine', note: '' }), deleteRuns([kept[4]!.run.id])]);
  await answered;
  other.terminate();
  expect((await allRuns()).map(({ request, name }) => [request.seed, name])).toEqual([
    [5, 'Mine'],
    [3, 'A run'],
    [2, 'A run'],
    [1, 'A run'],
    [0, 'Theirs'],
  ]);
});

describe('sets through the worker', () => {
  test('a set leaves, comes back as it was, and a second time changes nothing', async () => {
    const kept = [await keptOf({}, { at: 2 }), await keptOf({ seed: 7 }, { at: 1 })];
    for (const { run, pictures } of kept) await putRun(run, pictures);
    const seen: number[] = [];
    const set = await saveSet(
      kept.map(({ run }) => run.id),
      { format: 'tiff', page: '0.1.0' },
      { ...call, onProgress: ({ done, total }) => seen.push(done / total) },
    );
    expect(seen.at(-1)).toBe(1);
    expect(await loadSet(set, call)).toEqual({ added: 0, known: 2, problem: null });
    await deleteRuns(kept.map(({ run }) => run.id));
    expect(await loadSet(set, call)).toEqual({ added: 2, known: 0, problem: null });
    expect(await getRun(kept[1]!.run.id)).toEqual(kept[1]);
    expect((await allRuns()).map(({ id }) => id)).toEqual(kept.map(({ run }) => run.id));
  });

  test('a run that is gone, a file that is no set, and a cancel each end in their own way', async () => {
    const settings = { format: 'png', page: '0.1.0' } as const;
    expect(await failure(saveSet(['none'], settings, call))).toMatchObject({ name: 'BadRequest' });
    expect(await failure(loadSet(new Blob(['PK nonsense']), call))).toMatchObject({ name: 'BadFile' });
    const { run, pictures } = await keptOf({ count: 60 }, { side: 128 });
    await putRun(run, pictures);
    const controller = new AbortController();
    const saving = saveSet([run.id], settings, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(await failure(saving)).toBeInstanceOf(Cancelled);
    expect(await getRun(run.id)).not.toBeNull();
  });
});
