/** The state of the Measure screen: wells that only the latest source fills, what stands in the way, what has changed. */
import { describe, expect, test } from 'vitest';
import type { CallOptions, Engine } from '../../src/client/engine.ts';
import type { MeasureRequest, MeasureResult } from '../../src/contract/measure.ts';
import type { SampleResult, SimulateRequest, SimulateResult } from '../../src/contract/request.ts';
import { Measure } from '../../src/ui/state/measure.svelte.ts';
import type { Source } from '../../src/ui/state/measureWell.svelte.ts';

/** Answers when it is told to; slices are ramps, so that no image is of one grey. */
class SlowEngine {
  readonly simulated: { request: SimulateRequest; answer: () => void; signal: AbortSignal | undefined }[] = [];
  readonly measured: MeasureRequest[] = [];
  measuring: AbortSignal | undefined;

  simulate(request: SimulateRequest, { signal }: CallOptions = {}): Promise<SimulateResult> {
    return new Promise((resolve) => {
      const { count, size, seed } = request;
      const data = Float32Array.from({ length: count * size * size }, (_, i) => (i % 97) / 97);
      const slices = Array.from({ length: count }, (_, k) => ({ seed: seed + k }) as SimulateResult['slices'][number]);
      const answer = () => resolve({ images: { data, count, height: size, width: size }, slices });
      this.simulated.push({ request, answer, signal });
    });
  }

  measure(request: MeasureRequest, { signal }: CallOptions = {}): Promise<MeasureResult> {
    this.measured.push(request);
    this.measuring = signal;
    return Promise.resolve({ notes: [] } as unknown as MeasureResult);
  }
}

const simulated = (count: number, seed = 1): Source => ({ kind: 'simulated', material: 'rocks', count, seed });

function setUp(last: SampleResult | null = null) {
  const engine = new SlowEngine();
  return { engine, measure: new Measure(engine as unknown as Engine, 'rocks', last) };
}

/** Fills a well and answers at once. */
async function fill({ engine, measure }: ReturnType<typeof setUp>, name: 'reference' | 'synthetic', count: number) {
  const filling = measure.fill(measure[name], simulated(count));
  engine.simulated.at(-1)!.answer();
  await filling;
}

describe('wells', () => {
  test('only the latest source fills a well, and the earlier one is told to stop', async () => {
    const { engine, measure } = setUp();
    const first = measure.fill(measure.reference, simulated(3, 1));
    const second = measure.fill(measure.reference, simulated(5, 9));
    engine.simulated[1]!.answer();
    engine.simulated[0]!.answer();
    await Promise.all([first, second]);
    expect(measure.reference.set?.images.count).toBe(5);
    expect(measure.reference.set?.taken[0]?.name).toBe('seed 9');
    expect(engine.simulated[0]!.signal?.aborted).toBe(true);
    expect(measure.reference.progress).toBeNull();
  });

  test('a cleared well stays empty', async () => {
    const { engine, measure } = setUp();
    const filling = measure.fill(measure.reference, simulated(3));
    measure.reference.clear();
    engine.simulated[0]!.answer();
    await filling;
    expect(measure.reference.set).toBeNull();
    expect(measure.reference.source).toBeNull();
  });

  test('another common size reads both wells again', async () => {
    const set = setUp();
    await fill(set, 'reference', 2);
    set.measure.setIntake({ side: 128 });
    expect(set.engine.simulated.at(-1)!.request.size).toBe(128);
    expect(set.engine.simulated).toHaveLength(2);
  });

  test('the last run fills Synthetic and chooses the material; slices too small for a size are refused', async () => {
    const data = Float32Array.from({ length: 2 * 64 * 64 }, (_, i) => (i % 50) / 50);
    const last = {
      request: { material: 'roots', model: 'vae-64', seed: 7, count: 2 },
      slices: [{ seed: 7 }, { seed: 8 }],
      images: { data, count: 2, width: 64, height: 64 },
      resident: 12,
    } as unknown as SampleResult;
    const { measure } = setUp(last);
    await Promise.resolve();
    expect(measure.material).toBe('roots');
    expect(measure.caption).toContain('plant roots');
    expect(measure.synthetic.set?.taken.map(({ name }) => name)).toEqual(['seed 7', 'seed 8']);
    expect(measure.synthetic.set?.resident).toBe(12);
    measure.setIntake({ side: 32 }); // the pixels are no longer those of the run
    await Promise.resolve();
    expect(measure.synthetic.set).toMatchObject({ resident: null, images: { count: 2 } });
    measure.setIntake({ side: 128 });
    await new Promise((resolve) => setTimeout(resolve));
    expect(measure.synthetic.set).toBeNull();
    expect(measure.synthetic.refused[0]?.why).toContain('would have to be enlarged to 128×128');
  });
});

describe('what is asked', () => {
  test('names the run that a set is, so that it is measured where it lies', async () => {
    const data = Float32Array.from({ length: 2 * 64 * 64 }, (_, i) => (i % 50) / 50);
    const last = {
      request: { material: 'rocks', model: 'ddpm-64', seed: 7, count: 2 },
      slices: [{ seed: 7 }, { seed: 8 }],
      images: { data, count: 2, width: 64, height: 64 },
      resident: 12,
    } as unknown as SampleResult;
    const set = setUp(last);
    await fill(set, 'reference', 3);
    set.measure.start();
    expect(set.engine.measured[0]!.resident).toEqual({ synthetic: 12 });
  });

  test('measuring waits for both wells and for settings that can be read', async () => {
    const set = setUp();
    const { engine, measure } = set;
    expect(measure.obstacle).toBe('Fill both wells to measure.');
    await fill(set, 'reference', 3);
    expect(measure.obstacle).toBe('Fill Synthetic to measure.');
    await fill(set, 'synthetic', 3);
    expect(measure.obstacle).toBeNull();
    measure.bootstrap = '3.5';
    measure.start();
    expect(engine.measured).toEqual([]);
    measure.bootstrap = '50';
    measure.extractor.used = true;
    expect(measure.obstacle).toBe('Choose an ONNX file.');
    measure.extractor.used = false;
    measure.start();
    expect(engine.measured[0]).toMatchObject({ bootstrap: 50, seed: 1, pairs: false, material: 'rocks' });
    expect(engine.measured[0]).not.toHaveProperty('threshold');
  });

  test('pairs need equal counts', async () => {
    const set = setUp();
    set.measure.pairsAsked = true;
    await fill(set, 'reference', 3);
    await fill(set, 'synthetic', 4);
    expect(set.measure.noPairs).toBe('Pairs need equal counts; here are 3 and 4.');
    expect(set.measure.pairs).toBe(false);
    set.measure.start();
    expect(set.engine.measured[0]!.pairs).toBe(false);
    await fill(set, 'synthetic', 3);
    expect(set.measure.pairs).toBe(true);
  });

  test('a caption follows the material until somebody edits it', () => {
    const { measure } = setUp();
    measure.chooseMaterial('fibers');
    expect(measure.caption).toContain('fiber composite');
    measure.caption = 'my own words';
    measure.chooseMaterial('rocks');
    expect(measure.caption).toBe('my own words');
  });

  test('numbers are marked as old once a well or a setting differs', async () => {
    const set = setUp();
    const { measure } = set;
    await fill(set, 'reference', 3);
    await fill(set, 'synthetic', 3);
    measure.start();
    await new Promise((resolve) => setTimeout(resolve));
    expect(measure.run.measurement?.reference).toBe(measure.reference.set);
    expect(measure.changed).toBe(false);
    measure.start();
    measure.run.cancel();
    expect(set.engine.measuring?.aborted).toBe(true); // not only on the page
    expect([measure.run.running, measure.run.measurement === null]).toEqual([false, false]);
    measure.threshold = '0.4';
    expect(measure.changed).toBe(true);
    measure.threshold = '';
    await fill(set, 'synthetic', 3);
    expect(measure.changed).toBe(true);
  });
});
