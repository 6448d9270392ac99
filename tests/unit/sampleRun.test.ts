import { beforeAll, describe, expect, it } from 'vitest';
import type { CallOptions, Engine } from '../../src/client/engine.ts';
import { Cancelled, SpecimenError } from '../../src/contract/errors.ts';
import type { ImageBatch } from '../../src/contract/image.ts';
import type { SampleRequest, SampleResult } from '../../src/contract/request.ts';
import { SampleRun } from '../../src/ui/state/sampleRun.svelte.ts';

const request = (seed: number): SampleRequest => ({
  model: 'vae-64',
  material: 'rocks',
  look: 'real',
  count: 1,
  seed,
  attributes: {},
});
const images: ImageBatch = { data: new Float32Array(1), count: 1, width: 1, height: 1 };
const result = (seed: number, cold = false): SampleResult => ({
  request: request(seed),
  modelVersion: '1.0.0',
  images,
  slices: [],
  backend: { backend: 'wasm', threads: 1, adapter: null, reason: '' },
  timing: { prepareMs: cold ? 900 : 0, sampleMs: 100, networkCalls: 1, readbacks: 0, cold },
  trace: null,
  encoding: null,
  resident: null,
  notices: [],
});

/** An engine whose calls end when the test says so, however late that is. */
class SlowEngine {
  readonly calls: { options: CallOptions; resolve: (r: SampleResult) => void; reject: (e: Error) => void }[] = [];
  sample = (_: SampleRequest, options: CallOptions = {}) =>
    new Promise<SampleResult>((resolve, reject) => this.calls.push({ options, resolve, reject }));
}

function start() {
  const engine = new SlowEngine();
  return { engine, run: new SampleRun(engine as unknown as Engine) };
}

const frame = () => new Promise((resolve) => setTimeout(resolve, 5));

beforeAll(() => {
  let timer: ReturnType<typeof setTimeout>;
  globalThis.requestAnimationFrame = (callback) => {
    timer = setTimeout(callback, 1, 0);
    return 1;
  };
  globalThis.cancelAnimationFrame = () => clearTimeout(timer);
});

describe('runs of the sampler', () => {
  it('publish the latest alone, whatever order they end in', async () => {
    const { engine, run } = start();
    const first = run.start(request(1));
    const second = run.start(request(2));
    expect(engine.calls[0]!.options.signal?.aborted).toBe(true);
    engine.calls[0]!.options.onProgress?.({ stage: 'sample', done: 1, total: 2, preview: images });
    await frame();
    expect(run.preview).toBeNull();
    engine.calls[1]!.resolve(result(2));
    await second;
    engine.calls[0]!.resolve(result(1));
    await first;
    expect(run.result?.request.seed).toBe(2);
    expect(run.request).toBeNull();
  });

  it('show the newest preview of a frame, and none once they are over', async () => {
    const { engine, run } = start();
    const done = run.start(request(1));
    const newest = { ...images };
    engine.calls[0]!.options.onProgress?.({ stage: 'sample', done: 1, total: 3, preview: images });
    engine.calls[0]!.options.onProgress?.({ stage: 'sample', done: 2, total: 3, preview: newest });
    await frame();
    expect(run.preview).toBe(newest);
    engine.calls[0]!.options.onProgress?.({ stage: 'sample', done: 3, total: 3, preview: images });
    engine.calls[0]!.resolve(result(1));
    await done;
    await frame();
    expect(run.preview).toBeNull();
    expect(run.progress).toBeNull();
  });

  it('are cancelled at once, keep the earlier result and leave no message', async () => {
    const { engine, run } = start();
    const first = run.start(request(1));
    engine.calls[0]!.resolve(result(1));
    await first;
    const second = run.start(request(2));
    run.cancel();
    expect(run.request).toBeNull();
    expect(engine.calls[1]!.options.signal?.aborted).toBe(true);
    engine.calls[1]!.reject(new Cancelled());
    await second;
    expect(run.result?.request.seed).toBe(1);
    expect(run.failure).toBeNull();
  });

  it('start again while the cancelled one is still ending', async () => {
    const { engine, run } = start();
    const first = run.start(request(1));
    run.cancel();
    const second = run.start(request(2));
    engine.calls[0]!.reject(new Cancelled());
    await first;
    expect(run.request?.seed).toBe(2);
    engine.calls[1]!.resolve(result(2));
    await second;
    expect(run.result?.request.seed).toBe(2);
  });

  it('that fail keep their request for another try, and the earlier result', async () => {
    const { engine, run } = start();
    const first = run.start(request(1));
    engine.calls[0]!.resolve(result(1));
    await first;
    const second = run.start(request(2));
    engine.calls[1]!.reject(new SpecimenError('DeviceLost', 'The GPU went away; try again to go on.'));
    await second;
    expect(run.failure).toMatchObject({ request: { seed: 2 }, error: { name: 'DeviceLost' } });
    expect(run.result?.request.seed).toBe(1);
    const third = run.start(run.failure!.request);
    expect(run.failure).toBeNull();
    engine.calls[2]!.resolve(result(2));
    await third;
    expect(run.result?.request.seed).toBe(2);
  });

  it('tell the first duration from the present one', async () => {
    const { engine, run } = start();
    const first = run.start(request(1));
    engine.calls[0]!.resolve(result(1, true));
    await first;
    expect(run.timing).toEqual({ first: 1000, now: null });
    const second = run.start(request(2));
    engine.calls[1]!.resolve(result(2));
    await second;
    expect(run.timing).toEqual({ first: 1000, now: 100 });
  });
});
