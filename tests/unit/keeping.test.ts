/** The button that keeps a run knows what becomes of it in the Gallery. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import { SpecimenError } from '../../src/contract/errors.ts';
import type { KeptRun } from '../../src/contract/kept.ts';
import { hearGallery, tellGallery } from '../../src/ui/state/galleryNews.ts';
import { Keeping } from '../../src/ui/state/keeping.svelte.ts';
import { CARD, resultOf } from '../support/keptRuns.ts';

const store = vi.hoisted(() => ({ ids: new Set<string>(), readable: true }));
vi.mock('../../src/store/runs.ts', () => ({
  putRun: ({ id }: KeptRun) => Promise.resolve(!store.ids.has(id) && store.ids.add(id).has(id)),
  hasRun: (id: string) =>
    store.readable ? Promise.resolve(store.ids.has(id)) : Promise.reject(new SpecimenError('StorageFailed', 'No.')),
}));
vi.stubGlobal('navigator', {}); // Node's own has no storage, and of some versions there is none

beforeEach(() => {
  store.ids.clear();
  store.readable = true;
});

const engine = { card: () => Promise.resolve(CARD) } as unknown as Engine;
/** Waits until everybody has heard what is told now, the one that was asked last at the end. */
const told = async () => {
  await new Promise<void>((resolve) => {
    const end = hearGallery(() => {
      end();
      resolve();
    });
    tellGallery();
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
};

test('a run that was deleted in the Gallery can be kept again', async () => {
  const keeping = new Keeping(engine);
  const result = resultOf();
  await keeping.keep(result);
  const { id } = keeping.last!;
  expect([...store.ids]).toEqual([id]);
  await told(); // of something else
  expect(keeping.last?.id).toBe(id);

  store.ids.clear(); // as the Gallery of this tab or of another one does
  await told();
  expect(keeping.last).toBeNull();
  await keeping.keep(result);
  expect(keeping.last).toMatchObject({ id, before: false, error: null });
});

test('a storage that cannot be read says nothing of what it keeps', async () => {
  const keeping = new Keeping(engine);
  await keeping.keep(resultOf());
  store.readable = false;
  await told();
  expect(keeping.last?.id).toBe([...store.ids][0]);
});
