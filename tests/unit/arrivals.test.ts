/** What the Sample screen and the Lab show when links and runs come in an order nobody planned. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { Engine } from '../../src/client/engine.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import { parseLink } from '../../src/contract/link.ts';
import { Lab } from '../../src/ui/state/lab.svelte.ts';
import { Sample } from '../../src/ui/state/sample.svelte.ts';

vi.stubGlobal('requestAnimationFrame', () => 1);
vi.stubGlobal('cancelAnimationFrame', () => undefined);
const motion = { matches: false }; // prefers-reduced-motion: reduce
vi.stubGlobal('matchMedia', () => motion);

const published = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../public/models/${path}`, import.meta.url), 'utf8'));

interface Faults {
  /** The model whose card takes its time. */
  slow?: string;
  /** The model whose card cannot be had. */
  broken?: string;
  hold?: { until: Promise<void> };
}

/** An engine that knows the published models and draws black slices. */
function engineWith({ slow, broken, hold }: Faults = {}): Engine {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    catalog: () => Promise.resolve(published('catalog.json')),
    card: async (id: string) => {
      if (id === slow) await wait(100);
      if (id === broken) throw new SpecimenError('ModelUnavailable', 'It is not there.');
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
  expect(lab.pair).toEqual({ a: lab.runA.result, b: lab.runB.result });
  lab.view = 'watch';
  lab.form.setAttribute('areaFraction', 0.3);
  await lab.start();
  lab.player.hold();
  expect(lab.pair).toBeNull();
});

const LAB_LINK = '#/lab?v=2&model=ddpm-64&material=rocks&look=real&count=2&seed=7&steps=12&sampler=dpmpp2m';

test('the screen’s plain address leaves a link that is on its way to arrive', async () => {
  const lab = new Lab(engineWith({ slow: 'ddpm-64' }));
  const following = lab.arrive(LAB_LINK);
  await lab.arrive('#/lab'); // as a press on “Lab” does
  await following;
  expect(lab.runA.result?.request).toMatchObject({ model: 'ddpm-64', seed: 7, steps: 12 });

  const shown = lab.show({ ...lab.requestA!, count: 1, seed: 42 }); // as a lesson does
  await lab.arrive('#/lab');
  await shown;
  expect(lab.runA.result?.request).toMatchObject({ count: 1, seed: 42 });
  lab.player.hold();
});

test('a link to the comparison leads to the two results that are shown, wherever the controls are since', async () => {
  const lab = new Lab(engineWith());
  await lab.arrive('#/lab');
  lab.view = 'compare';
  lab.b.steps = 9;
  await lab.start();
  lab.b.steps = 30;
  expect(parseLink(lab.link!).lab).toMatchObject({ view: 'compare', b: { steps: 9 } });
  lab.view = 'watch'; // where B is not shown, and its controls are all there is of it
  expect(parseLink(lab.link!).lab).toMatchObject({ view: 'watch', b: { steps: 30 } });
  lab.player.hold();
});

test('a link names no guidance by a classifier that the model does not have', async () => {
  const lab = new Lab(engineWith());
  await lab.arrive('#/lab');
  lab.b.classifierGuidance = 2;
  expect(lab.hasClassifier).toBe(true);
  expect(parseLink(lab.link!).lab.b).toHaveProperty('classifierGuidance', 2);
  await lab.arrive('#/lab?v=2&model=ddpm-128&material=rocks&look=real&count=1&seed=7&steps=4&sampler=dpmpp2m');
  expect(lab.hasClassifier).toBe(false);
  expect(parseLink(lab.link!).lab.b).not.toHaveProperty('classifierGuidance');
  lab.player.hold();
});

test('a cancelled second side is forgotten once slices are drawn', async () => {
  const lab = new Lab(engineWith());
  await lab.arrive('#/lab');
  lab.view = 'compare';
  const drawing = lab.start();
  while (!lab.runB.request) await Promise.resolve();
  lab.cancel();
  await drawing;
  expect(lab.runB.cancelled).toBe(true);
  lab.view = 'watch';
  await lab.start();
  expect([lab.runA.cancelled, lab.runB.cancelled]).toEqual([false, false]);
  lab.player.hold();
});

test('the failure of a model that nobody waits for any more is not told', async () => {
  const sample = new Sample(engineWith({ slow: 'ddpm-128', broken: 'ddpm-128' }));
  await sample.form.load();
  const left = sample.chooseModel('ddpm-128');
  await sample.chooseModel('dcgan-64');
  await left;
  expect([sample.form.model, sample.loadFailure]).toEqual(['dcgan-64', null]);
  await sample.chooseModel('ddpm-128');
  expect(sample.loadFailure?.error.message).toBe('It is not there.');
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
