/** Alternatives as they emerge, and the one that is chosen among them. */
import { expect, test } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { EditRequest } from '../../src/contract/edit.ts';
import { StudioRun } from '../../src/ui/state/studioRun.svelte.ts';

test('one that was picked while they emerge stays picked, and the next edit begins with the first', async () => {
  let finish = () => {};
  const engine = {
    edit: () =>
      new Promise((resolve) => {
        finish = () => resolve({ images: null, mask: null, reports: [], notices: [], modelVersion: '1.0.0' });
      }),
  };
  const run = new StudioRun(engine as unknown as Engine);
  const job = { request: {} as EditRequest, region: { left: 0, top: 0, width: 4, height: 4 } };
  const first = run.start(job);
  run.chosen = 2;
  finish();
  await first;
  expect(run.proposal).not.toBeNull();
  expect(run.chosen).toBe(2);
  const second = run.start(job);
  expect(run.chosen).toBe(0);
  finish();
  await second;
});
