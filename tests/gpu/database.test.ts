/** The database in a real browser: older versions, other tabs and crashes lose nothing of what was stored. */
import { beforeEach, describe, expect, test } from 'vitest';
import { atOnce, database, HeldByTab, wholly } from '../../src/store/database.ts';
import { deleteDatabase, namesUpTo, OLD_VALUES, openOld } from '../support/oldDatabase.ts';

const NAMES = [
  ...['documents', 'edits', 'keys', 'measurements', 'pictures'],
  ...['runPictures', 'runs', 'sessions', 'studies', 'weights'],
];

beforeEach(deleteDatabase);

/** Every value that the page of `version` had stored is there, and so are the stores of today. */
async function expectWhole(version: 1 | 2): Promise<void> {
  const db = await database();
  expect([...db.objectStoreNames]).toEqual(NAMES);
  for (const name of namesUpTo(version)) {
    const [key, value] = OLD_VALUES[name]!;
    expect(await db.get(name as 'weights', key as string), name).toEqual(value);
  }
}

test('a first visit has every store, and runs by their time', async () => {
  const db = await database();
  expect([...db.objectStoreNames]).toEqual(NAMES);
  expect([...db.transaction('runs').store.indexNames]).toEqual(['at']);
});

test.each([1, 2] as const)('a database of version %i keeps all that it held', async (version) => {
  (await openOld(version)).close();
  await expectWhole(version);
});

test('what belongs together is written whole or not at all, and the reason is the one that ended it', async () => {
  const db = await database();
  await db.put('documents', 'first', 'a');
  const begin = () => db.transaction('documents', 'readwrite');
  const transaction = begin();
  const failed = wholly(transaction, () => {
    const written = transaction.store.put('second', 'b');
    transaction.store.add('another', 'a').catch(() => undefined);
    const last = transaction.store.put('third', 'c'); // is told only that it was aborted
    return Promise.all([written, last]);
  });
  await expect(failed).rejects.toMatchObject({ name: 'ConstraintError' });
  expect(await db.getAllKeys('documents')).toEqual(['a']);
  const thrown = begin();
  const stopped = wholly(thrown, async () => {
    await thrown.store.put('second', 'b');
    throw new Error('changed its mind');
  });
  await expect(stopped).rejects.toThrow('changed its mind');
  expect(await db.getAllKeys('documents')).toEqual(['a']);
  const whole = begin();
  expect(await wholly(whole, () => whole.store.put('second', 'b'))).toBe('b');
  expect(await db.getAllKeys('documents')).toEqual(['a', 'b']);
});

test('what is written at once is committed without waiting for answers, and fails as a whole', async () => {
  const db = await database();
  const transaction = db.transaction('documents', 'readwrite');
  const written = atOnce(transaction, () => [
    transaction.store.put('first', 'a'),
    transaction.store.put('second', 'b'),
  ]);
  expect(() => transaction.objectStore('documents').put('late', 'c')).toThrow(
    expect.objectContaining({ name: 'InvalidStateError' }),
  );
  await written;
  expect(await db.getAllKeys('documents')).toEqual(['a', 'b']);
  const another = db.transaction('documents', 'readwrite');
  const failed = atOnce(another, () => [another.store.put('third', 'c'), another.store.add('fourth', 'a')]);
  await expect(failed).rejects.toMatchObject({ name: 'ConstraintError' });
  expect(await db.getAllKeys('documents')).toEqual(['a', 'b']);
});

describe('another tab', () => {
  test('with an older page that does not let go is named, and nothing waits for ever; later all goes on', async () => {
    const other = await openOld(2);
    const waiting = database();
    await expect(waiting).rejects.toBeInstanceOf(HeldByTab);
    await expect(database()).rejects.toBeInstanceOf(HeldByTab);
    expect(other.objectStoreNames).toHaveLength(7);
    other.close();
    await expect
      .poll(
        () =>
          database().then(
            () => 'open',
            () => 'held',
          ),
        { timeout: 5000 },
      )
      .toBe('open');
    await expectWhole(2);
  });

  test('with a newer page gets the database at once, with what is being written here, and here is told so', async () => {
    const db = await database();
    const written = db.put('documents', 'last words', 'here');
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('specimen', 99);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    await written;
    const read = await new Promise((resolve) => {
      const request = newer.transaction('documents').objectStore('documents').get('here');
      request.onsuccess = () => resolve(request.result);
    });
    expect(read).toBe('last words');
    await expect(database()).rejects.toMatchObject({ name: 'VersionError' });
    newer.close();
  });
});

test('a crash in the middle of the upgrade leaves the older version whole, and the next visit brings it up to date', async () => {
  (await openOld(2)).close();
  const worker = new Worker(new URL('./crashing.worker.ts', import.meta.url), { type: 'module' });
  await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
  worker.terminate();
  const after = await openOld(2);
  expect(after.version).toBe(2);
  expect([...after.objectStoreNames]).toEqual([...namesUpTo(2)].sort());
  after.close();
  await expectWhole(2);
});
