/** Alternatives as they emerge, and the one that is chosen among them. */
import { expect, test } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { EditRequest } from '../../src/contract/edit.ts';
import { SpecimenError } from '../../src/contract/errors.ts';
import { StudioRun } from '../../src/ui/state/studioRun.svelte.ts';

const job = { request: {} as EditRequest, region: { left: 0, top: 0, width: 4, height: 4 } };

test('one that was picked while they emerge stays picked, and the next edit begins with the first', async () => {
  let finish = () => {};
  const engine = {
    edit: () =>
      new Promise((resolve) => {
        finish = () => resolve({ images: null, mask: null, reports: [], notices: [], modelVersion: '1.0.0' });
      }),
  };
  const run = new StudioRun(engine as unknown as Engine);
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

test('what waited before a run stands again when the run is cancelled or fails, and is gone once discarded', async () => {
  const made = { images: null, mask: null, reports: [], notices: [], modelVersion: '1.0.0' };
  let answer: () => Promise<unknown> = () => Promise.resolve(made);
  const run = new StudioRun({ edit: () => answer() } as unknown as Engine);
  await run.start(job);
  const before = run.proposal;
  run.chosen = 3;

  answer = () => new Promise(() => undefined);
  void run.start(job);
  expect(run.proposal).toBeNull();
  run.cancel();
  expect([run.proposal, run.chosen]).toEqual([before, 3]);

  answer = () => Promise.reject(new SpecimenError('RuntimeFailed', 'It failed.'));
  await run.start(job);
  expect([run.proposal, run.chosen, run.error?.message]).toEqual([before, 3, 'It failed.']);

  answer = () => new Promise(() => undefined);
  void run.start(job);
  run.cancel();
  run.discard();
  expect(run.proposal).toBeNull();

  answer = () => Promise.reject(new SpecimenError('RuntimeFailed', 'It failed again.'));
  await run.start(job);
  run.discard(); // as for another picture, of which the sentence does not speak
  expect([run.proposal, run.error]).toEqual([null, null]);

  answer = () => Promise.resolve(made);
  await run.start(job);
  expect(run.proposal).not.toBe(before);
});
