/** What the Sample screen and the Lab show when links and runs come in an order nobody planned. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { Cancelled } from '../../src/contract/errors.ts';
import { SAMPLING_FIELDS } from '../../src/contract/link.ts';
import { differOnlyIn } from '../../src/lib/requests.ts';
import { Lab } from '../../src/ui/state/lab.svelte.ts';
import { Sample } from '../../src/ui/state/sample.svelte.ts';

vi.stubGlobal('requestAnimationFrame', () => 1);
vi.stubGlobal('cancelAnimationFrame', () => undefined);
const motion = { matches: false }; // prefers-reduced-motion: reduce
vi.stubGlobal('matchMedia', () => motion);

const published = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../public/models/${path}`, import.meta.url), 'utf8'));

/** An engine that knows the published models and draws black slices. @param slow a card that takes its time */
function engineWith({ slow, hold }: { slow?: string; hold?: { until: Promise<void> } } = {}): Engine {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    catalog: () => Promise.resolve(published('catalog.json')),
    card: async (id: string) => {
      if (id === slow) await wait(100);
      return published(`${id}/card.json`);
    },
    sample: async (request: SampleRequest, { signal }: { signal?: AbortSignal } = {}) => {
      await hold?.until;
      if (signal?.aborted) throw new Cancelled();
      const { count, steps = 1 } = request;
      return {
        request,
        images: { data: new Float32Array(count * 64 * 64), count, width: 64, height: 64 },
        slices: Array.from({ length: count }, () => ({ asked: {}, measured: { areaFraction: 0.2 } })),
        backend: { backend: 'wasm' },
        timing: { sampleMs: 1, networkCalls: steps },
        trace: { sigmas: new Float64Array(steps + 1), count },
        notices: [],
      };
    },
  } as unknown as Engine;
}

test('of two links the one that was opened last is shown, however slow the other one is', async () => {
  const sample = new Sample(engineWith({ slow: 'ddpm-128' }));
  const first = sample.arrive('#/sample?v=2&model=ddpm-128&material=fibers&look=real&count=2&seed=1&steps=8');
  await sample.arrive('#/sample?v=2&model=dcgan-64&material=rocks&look=real&count=16&seed=42');
  await first;
  await vi.waitFor(() => expect(sample.run.result?.request.model).toBe('dcgan-64'));
  expect([sample.form.model, sample.form.material, sample.linkError]).toEqual(['dcgan-64', 'rocks', null]);
});

test('a run in the Lab that is cancelled plays nothing', async () => {
  const hold = { until: Promise.resolve() };
  const lab = new Lab(engineWith({ hold }));
  await lab.arrive('#/lab');
  lab.player.hold();
  let go: () => void = () => undefined;
  hold.until = new Promise((resolve) => (go = resolve));
  const drawing = lab.start();
  lab.cancel();
  go();
  await drawing;
  expect(lab.player.playing).toBe(false);
});

test('A and B are compared when they differ in how they sample, and in nothing else', async () => {
  const lab = new Lab(engineWith());
  await lab.arrive('#/lab');
  lab.view = 'compare';
  await lab.start();
  const comparable = () => differOnlyIn(lab.runA.result!.request, lab.runB.result!.request, SAMPLING_FIELDS);
  expect(comparable()).toBe(true);
  lab.view = 'watch';
  lab.form.setAttribute('areaFraction', 0.3);
  await lab.start();
  lab.player.hold();
  expect(comparable()).toBe(false);
});

test('a film plays of itself, and stands at its end where less motion is asked for', async () => {
  const lab = new Lab(engineWith());
  await lab.arrive('#/lab');
  expect([lab.player.playing, lab.player.frame]).toEqual([true, 0]);
  motion.matches = true;
  lab.player.hold();
  await lab.start();
  expect([lab.player.playing, lab.player.frame]).toEqual([false, lab.runA.result!.trace!.sigmas.length - 1]);
  motion.matches = false;
});

test('an address leaves its link once slices are drawn that are not those of the link', async () => {
  const leave = vi.fn();
  const sample = new Sample(engineWith(), undefined, leave);
  await sample.arrive('#/sample?v=2&model=dcgan-64&material=rocks&look=real&count=4&seed=42');
  await vi.waitFor(() => expect(sample.run.result?.request.seed).toBe(42));
  sample.draw();
  await vi.waitFor(() => expect(sample.run.request).toBeNull());
  expect(leave).not.toHaveBeenCalled();
  sample.form.seed = '43';
  sample.draw();
  sample.draw();
  expect(leave).toHaveBeenCalledTimes(1);
  await sample.arrive('#/sample'); // where that leads
  await vi.waitFor(() => expect(sample.run.result?.request.seed).toBe(43));

  const lab = new Lab(engineWith(), leave);
  await lab.arrive('#/lab?v=2&model=ddpm-64&material=rocks&look=real&count=1&seed=42&steps=3');
  await lab.start();
  expect(leave).toHaveBeenCalledTimes(1);
  lab.form.seed = '43';
  await lab.start();
  expect(leave).toHaveBeenCalledTimes(2);
  lab.player.hold();
});
