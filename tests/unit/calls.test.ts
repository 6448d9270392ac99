/** What waits for a worker, and what it keeps. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { Calls } from '../../src/client/calls.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('what calls brought is not kept, however long the worker lasts', async () => {
  const calls = new Calls();
  const { signal } = new AbortController();
  const brought: WeakRef<object>[] = [];
  for (let k = 0; k < 20; k++) {
    const reply = Promise.resolve(new Float32Array(1000));
    brought.push(new WeakRef(await calls.wait(reply, signal)));
  }
  await new Promise((resolve) => setTimeout(resolve));
  collectGarbage();
  // The interpreter itself may still hold the last one.
  expect(brought.filter((ref) => ref.deref() !== undefined).length).toBeLessThanOrEqual(1);
  expect(await calls.wait(Promise.resolve(1), signal)).toBe(1);
});

test('the end of a worker ends what is under way and what comes later', async () => {
  const calls = new Calls();
  const never = new Promise<number>(() => undefined);
  const waiting = [calls.wait(never), calls.wait(never)].map((call) => call.catch((error: unknown) => error));
  const error = new SpecimenError('WorkerCrashed', 'It stopped.');
  calls.end(error);
  expect(await Promise.all(waiting)).toEqual([error, error]);
  await expect(calls.wait(Promise.resolve(1))).rejects.toBe(error);
});

test('a cancel reaches the calls that are under way, and no others', async () => {
  const calls = new Calls();
  const controller = new AbortController();
  const { signal } = controller;
  const onCancel = vi.fn();
  expect(await calls.wait(Promise.resolve(1), signal, onCancel)).toBe(1);
  const waiting = calls.wait(new Promise<number>(() => undefined), signal, onCancel);
  controller.abort();
  await expect(waiting).rejects.toThrow(Cancelled);
  expect(onCancel).toHaveBeenCalledTimes(1);
  await expect(calls.wait(Promise.resolve(1), signal, onCancel)).rejects.toThrow(Cancelled);
  expect(onCancel).toHaveBeenCalledTimes(1);
});
