/** Kept runs in a real browser: full storage in the middle of a save, two tabs at once, and sets through their worker. */
import { beforeEach, describe, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { loadSet, saveSet } from '../../src/client/gallery.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import { allRuns, deleteRuns, describeRun, getRun, putRun } from '../../src/store/runs.ts';
import { loadStudio, saveStudio } from '../../src/store/studio.ts';
import { keptOf } from '../support/keptRuns.ts';
import { deleteDatabase } from '../support/oldDatabase.ts';

beforeEach(deleteDatabase);

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const call = { signal: new AbortController().signal, onProgress: () => undefined };

/** Runs with this origin allowed to store `bytes` more than it does. */
async function withRoomFor(bytes: number, work: () => Promise<void>): Promise<void> {
  const session = cdp() as unknown as { send: (method: string, parameters: object) => Promise<unknown> };
  const { usage = 0 } = await navigator.storage.estimate();
  await session.send('Storage.overrideQuotaForOrigin', { origin: location.origin, quotaSize: usage + bytes });
  try {
    await work();
  } finally {
    await session.send('Storage.overrideQuotaForOrigin', { origin: location.origin });
  }
}

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

describe('a full storage', () => {
  const LARGE = 512; // px; 16 slices of it take 8 MiB

  test('in the middle of keeping a run keeps nothing of it, says so, and loses nothing that was kept', async () => {
    const first = await keptOf();
    await putRun(first.run, first.pictures);
    const large = await keptOf({ count: 16, seed: 5 }, { side: LARGE });
    await withRoomFor(1_000_000, async () => {
      const error = await failure(putRun(large.run, large.pictures));
      expect(error).toBeInstanceOf(SpecimenError);
      expect((error as SpecimenError).message).toMatch(/^This browser’s storage is full/);
    });
    expect(await getRun(large.run.id)).toBeNull();
    expect((await allRuns()).map(({ id }) => id)).toEqual([first.run.id]);
    expect(await getRun(first.run.id)).toEqual(first);
    expect(await putRun(large.run, large.pictures)).toBe(true);
  });

  test('in the middle of reading a set keeps the runs that had room, and says why it ended', async () => {
    const kept = [await keptOf(), await keptOf({ count: 8, seed: 5 }, { side: LARGE })];
    for (const { run, pictures } of kept) await putRun(run, pictures);
    const set = await saveSet(
      kept.map(({ run }) => run.id),
      { format: 'tiff', page: '0.1.0' },
      call,
    );
    await deleteRuns(kept.map(({ run }) => run.id));
    await withRoomFor(1_000_000, async () => {
      const report = await loadSet(set, call);
      expect(report).toMatchObject({ added: 1, known: 0 });
      expect(report.problem).toMatch(/^This browser’s storage is full/);
    });
    expect(await allRuns()).toEqual([kept[0]!.run]);
    expect(await loadSet(set, call)).toEqual({ added: 1, known: 1, problem: null });
    expect(await getRun(kept[1]!.run.id)).toEqual(kept[1]);
  });

  test('in the middle of an edit of the Studio leaves the picture and the edits before it', async () => {
    const pixels = new Uint16Array(64).map((_, i) => i);
    const slice = { width: 8, height: 8, bitDepth: 16, pixels } as const;
    const source = { kind: 'file', name: 'a.png', how: '' } as const;
    const session = { picture: 'p', material: 'rocks', current: null, mask: '' } as const;
    expect(await saveStudio({ picture: { id: 'p', name: 'a.png', source, slice }, session })).toBeNull();
    const before = await loadStudio();
    const large = { id: 'q', name: 'b.png', source, slice: { ...slice, pixels: new Uint16Array(4_000_000) } };
    await withRoomFor(1_000_000, async () => {
      expect(await saveStudio({ picture: large, session: { ...session, picture: 'q' } })).toMatch(/storage is full/);
    });
    expect(before?.picture.id).toBe('p');
    expect(await loadStudio()).toEqual(before);
  });
});

test('two tabs that keep, rename and delete at once end with what both did', async () => {
  const kept = await Promise.all(Array.from({ length: 6 }, (_, k) => keptOf({ seed: k }, { at: k })));
  const channel = new BroadcastChannel('other tab');
  const other = new Worker(new URL('./otherTab.worker.ts', import.meta.url), { type: 'module' });
  const answered = new Promise((resolve) => (channel.onmessage = ({ data }) => data === 'done' && resolve(data)));
  await new Promise((resolve) => other.addEventListener('message', resolve, { once: true }));
  channel.postMessage(kept.slice(0, 4));
  await Promise.all(kept.slice(2).map(({ run, pictures }) => putRun(run, pictures)));
  await Promise.all([describeRun(kept[5]!.run.id, { name: 'Mine', note: '' }), deleteRuns([kept[4]!.run.id])]);
  await answered;
  other.terminate();
  channel.close();
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
