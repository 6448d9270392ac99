/// <reference types="@vitest/browser-playwright" />
/** A storage that is full in the middle of a write, as the browser itself refuses it: what was stored before is still there. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { loadSet } from '../../src/client/gallery.ts';
import { toKept } from '../../src/lib/kept.ts';
import { writeSet } from '../../src/pack/write.ts';
import { database } from '../../src/store/database.ts';
import { allRuns, getRun, putRun } from '../../src/store/runs.ts';
import { loadStudio, saveStudio, type StoredEdit, type StoredPicture } from '../../src/store/studio.ts';
import { StudioKeeper } from '../../src/ui/state/studioKeeper.svelte.ts';
import { CARD, resultOf } from '../support/keptRuns.ts';
import { deleteDatabase } from '../support/oldDatabase.ts';

const MB = 2 ** 20;
const ROOM = 6 * MB;
/** How long Chromium goes by the room that it found before, and a little more, ms. */
const REMEMBERED = 45_000;

const call = { signal: new AbortController().signal, onProgress: () => undefined };

/** @param quotaSize bytes that this origin may store; left out, as much as the browser likes */
const allow = (quotaSize?: number) =>
  cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin, ...(quotaSize && { quotaSize }) });

/** Bytes that no storage can make smaller. */
function noise(bytes: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(all.subarray(at, at + 65_536));
  return all;
}

/** Everything in a value, its pixels as one short number, because comparing them one by one takes a minute. */
const brief = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      part instanceof Uint8Array || part instanceof Uint16Array
        ? `${part.length} pixels, ${Array.from(part).reduce((sum, level) => (31 * sum + level) | 0, 0)}`
        : part,
    ),
  );

/** How the browser answers to something of that size. */
async function offer(bytes: number): Promise<string> {
  const db = await database();
  return db.put('weights', noise(bytes), 'offer').then(
    () => 'kept',
    (error: unknown) => (error as DOMException).name,
  );
}

/** Bytes that this origin stores, once what the tests before have deleted is truly gone, which the browser takes its time for. */
async function settledUsage(): Promise<number> {
  let before = -1;
  await vi.waitFor(
    async () => {
      const { usage = 0 } = await navigator.storage.estimate();
      const changed = usage !== before;
      before = usage;
      expect(changed).toBe(false);
    },
    { timeout: REMEMBERED, interval: 3000 },
  );
  return before;
}

/** An origin with nothing in it but room for that much: what is only deleted makes room again after no time that could be waited for. */
async function makeRoom() {
  await deleteDatabase();
  await cdp().send('Storage.clearDataForOrigin', { origin: location.origin, storageTypes: 'indexeddb,cache_storage' });
  await allow((await settledUsage()) + ROOM);
  await vi.waitFor(
    async () => {
      expect(await offer(2 * ROOM)).not.toBe('kept');
      expect(await offer(MB)).toBe('kept');
    },
    { timeout: REMEMBERED, interval: 2000 },
  );
}
beforeEach(async () => {
  const db = await database();
  for (const name of db.objectStoreNames) await db.clear(name);
});
afterAll(async () => {
  await allow();
  await deleteDatabase();
});

/** A run of 0.75 MB. */
function heavyRun(seed: number) {
  const result = resultOf({ seed, count: 6 }, 256);
  const { data } = result.images;
  const levels = new Uint16Array(noise(2 * data.length).buffer);
  data.forEach((_, i) => (data[i] = levels[i]! / 65535));
  return toKept(result, { card: CARD, name: `Run ${seed}`, at: seed, page: '0.1.0' });
}

describe('the gallery', () => {
  beforeAll(makeRoom, 3 * REMEMBERED);

  test('a set that does not fit is kept as far as it does, run by run, and the runs from before stay', async () => {
    const before = await heavyRun(100);
    expect(await putRun(before.run, before.pictures)).toBe(true);
    const kept = await Promise.all(Array.from({ length: 10 }, (_, seed) => heavyRun(seed)));
    const parts: Uint8Array[] = [];
    const read = (id: string) => Promise.resolve(kept.find(({ run }) => run.id === id)!.pictures);
    const runs = kept.map(({ run }) => run);
    for await (const part of writeSet(runs, { format: 'tiff', page: '0.1.0', saved: new Date(), read }))
      parts.push(part);
    const { added, known, problem } = await loadSet(new Blob(parts as BlobPart[]), call);
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThan(10);
    expect(known).toBe(0);
    expect(problem).toBe(
      'This browser’s storage is full, so this was not kept; delete some runs, or save them as files first. All runs that were kept are still there.',
    );
    const there = await allRuns();
    expect(there.map(({ name }) => name)).toEqual([
      'Run 100',
      ...runs
        .slice(0, added)
        .map(({ name }) => name)
        .reverse(),
    ]);
    for (const { id } of there) {
      expect(brief(await getRun(id))).toEqual(brief([before, ...kept].find(({ run }) => run.id === id)));
    }
  }, 120_000);
});

describe('the Studio', () => {
  beforeAll(makeRoom, 3 * REMEMBERED);

  const FULL =
    'This browser’s storage is full, so this picture and its edits are gone when the page is closed; save what you want to keep.';
  const picture = (id: string, bytes: number): StoredPicture => ({
    id,
    name: `${id}.png`,
    source: { kind: 'file', name: `${id}.png` } as StoredPicture['source'],
    slice: { pixels: noise(bytes) } as unknown as StoredPicture['slice'],
  });
  const edit = (id: number, bytes: number) => ({ id, picture: 'first', after: noise(bytes) }) as unknown as StoredEdit;
  const session = (picture: string, current: number | null) =>
    ({ picture, material: 'rocks', current, mask: '[]' }) as const;

  test('keeps what it had when an edit does not fit, says why, and goes on once there is room', async () => {
    const first = picture('first', MB);
    expect(await saveStudio({ picture: first, session: session('first', null) })).toBeNull();
    expect(await saveStudio({ put: [edit(1, MB)], session: session('first', 1) })).toBeNull();
    const whole = await loadStudio();
    expect(whole?.edits.map(({ id }) => id)).toEqual([1]);
    expect(await saveStudio({ put: [edit(2, 2 * ROOM)], drop: [1], session: session('first', 2) })).toBe(FULL);
    expect(brief(await loadStudio())).toEqual(brief(whole));
    // Nor is anything lost when it is the mask that does not fit, which is written last.
    const mask = Array.from(noise(ROOM), (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(await saveStudio({ drop: [1], session: { ...session('first', null), mask } })).toBe(FULL);
    expect(brief(await loadStudio())).toEqual(brief(whole));
    expect(await saveStudio({ put: [edit(3, 1000)], session: session('first', 3) })).toBeNull();
    expect((await loadStudio())?.session.current).toBe(3);
  });

  test('keeps the picture from before with its edits when a new one does not fit', async () => {
    await saveStudio({ picture: picture('first', MB), put: [], session: session('first', null) });
    await saveStudio({ put: [edit(1, 1000)], session: session('first', 1) });
    const whole = await loadStudio();
    expect(await saveStudio({ picture: picture('second', 2 * ROOM), session: session('second', null) })).toBe(FULL);
    expect(brief(await loadStudio())).toEqual(brief(whole));
  });

  /** A keeper of what is open, which is a picture with one edit at first, both stored. */
  async function keeping() {
    const open: { picture: string; current: number | null } = { picture: 'first', current: 1 };
    const keeper = new StudioKeeper(
      () => session(open.picture, open.current),
      () => null,
      () => Promise.resolve(false),
    );
    keeper.save({ picture: picture('first', 1000) });
    keeper.save({ put: [edit(1, 1000)] });
    await vi.waitFor(async () => expect((await loadStudio())?.edits).toHaveLength(1));
    return { open, keeper };
  }

  /** Saves again and again, as strokes of a brush do, until a write that is under way is refused. */
  const refused = (keeper: StudioKeeper) =>
    vi.waitFor(
      () => {
        keeper.save();
        expect(keeper.notice).toBe(FULL);
      },
      { timeout: 10_000, interval: 1 },
    );

  /** What is stored after the write that the task before has asked for: the store lets writes and reads take turns. */
  async function storedThen() {
    await new Promise((resolve) => setTimeout(resolve));
    return brief(await loadStudio());
  }

  test('goes on saying that a picture is not stored, and finds the one before, whatever is saved meanwhile', async () => {
    const { open, keeper } = await keeping();
    const whole = await loadStudio();
    Object.assign(open, { picture: 'second', current: null });
    keeper.save(); // in the same task, so that it sees the new picture too
    keeper.save({ picture: picture('second', 2 * ROOM) });
    await Promise.resolve(); // the picture is on its way
    await refused(keeper);
    expect(await storedThen()).toEqual(brief(whole));
    keeper.save({ put: [{ ...edit(1, 1000), picture: 'second' }] });
    expect(await storedThen()).toEqual(brief(whole));
    keeper.save();
    expect(await storedThen()).toEqual(brief(whole));
    expect(keeper.notice).toBe(FULL);

    Object.assign(open, { picture: 'third', current: null });
    keeper.save({ picture: picture('third', 1000) });
    await vi.waitFor(() => expect(keeper.notice).toBeNull());
    const third = await loadStudio();
    expect(third?.picture.id).toBe('third');
    expect(third?.edits).toEqual([]);
  });

  test('stores edits that were made on one which did not fit together with it, or once that is gone', async () => {
    const { open, keeper } = await keeping();
    const whole = await loadStudio();
    open.current = 2;
    keeper.save({ put: [edit(2, 2 * ROOM)] });
    await Promise.resolve(); // the edit is on its way
    open.current = 3;
    keeper.save({ put: [edit(3, 1000)] });
    await refused(keeper);
    expect(await storedThen()).toEqual(brief(whole));
    open.current = 1;
    keeper.save();
    expect(await storedThen()).toEqual(brief(whole));
    expect(keeper.notice).toBe(FULL);

    open.current = 4;
    keeper.save({ put: [edit(4, 1000)], drop: [2] });
    await vi.waitFor(() => expect(keeper.notice).toBeNull());
    const stored = await loadStudio();
    expect(stored?.edits.map(({ id }) => id)).toEqual([1, 3, 4]);
    expect(stored?.session.current).toBe(4);
  });

  test('hears of every write that does not fit, though the browser does not answer all of its requests', async () => {
    const results = new Set<string | null>();
    for (let id = 1; id <= 40; id++) {
      const first = picture('first', id % 3 === 0 ? 2 * ROOM : MB);
      results.add(await saveStudio({ picture: first, put: [edit(id, 1000)], session: session('first', id) }));
    }
    expect([...results].sort()).toEqual([null, FULL].sort());
  });
});
