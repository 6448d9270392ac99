/** How slices reach the screen, and the pictures of a whole study, drawn by the models that ship. */
import { beforeAll, describe, expect, test } from 'vitest';
import { createNodeEngine } from '../../src/cli/source.ts';
import type { Engine } from '../../src/client/engine.ts';
import type { ModelCard } from '../../src/contract/card.ts';
import { Cancelled } from '../../src/contract/errors.ts';
import type { SampleRequest } from '../../src/contract/request.ts';
import { Random } from '../../src/lib/rng.ts';
import { fingerprint, stretched, toShown } from '../../src/lib/study/pictures.ts';
import { planStudy, type Cell } from '../../src/lib/study/plan.ts';
import { simulate } from '../../src/materials/simulate.ts';
import {
  callsOf,
  nothingMade,
  prepare,
  type Ingredients,
  type PrepareProgress,
} from '../../src/ui/state/studyPrepare.ts';

const ignore: (progress: PrepareProgress) => void = () => undefined;

describe('a slice on the screen', () => {
  test('has 256 levels from 0 to 1', () => {
    expect([...toShown(Float32Array.of(0, 1, 0.5, 1 / 255, 0.0019, 0.00197))]).toEqual([0, 255, 128, 1, 0, 1]);
  });

  test('of a visitor does not tell how its values were windowed', () => {
    const random = new Random(1, 1);
    const grey = Float32Array.from({ length: 4096 }, () => random.uniform());
    const windowed = grey.map((value) => 0.3 + 0.1 * value);
    const [a, b] = [stretched(grey), stretched(windowed)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-5);
    expect(a.filter((value) => value === 0).length / 4096).toBeCloseTo(0.005, 2);
    expect([...stretched(new Float32Array(64).fill(0.4))].every(Number.isFinite)).toBe(true);
  });

  test('has a name by its pixels', () => {
    expect(fingerprint(Uint8Array.of(97))).toBe('e40c292c'); // FNV-1a of “a”, from its authors’ test vectors
    expect(fingerprint(Uint8Array.of(1, 2))).not.toBe(fingerprint(Uint8Array.of(2, 1)));
  });
});

describe('the pictures of a study', () => {
  // The engine in Node is the one in the worker; only the client’s restarts are missing.
  const engine = createNodeEngine() as unknown as Engine;
  const cards = new Map<string, ModelCard>();
  const cells: Cell[] = (['dcgan-64', 'vae-64'] as const).flatMap((model) =>
    (['rocks', 'roots'] as const).map((material) => ({ model, material })),
  );
  const plan = planStudy({ seed: 5, trials: 4, ratings: true }, cells, null);
  beforeAll(async () => {
    for (const id of ['dcgan-64', 'vae-64', 'ddpm-64', 'student-64']) cards.set(id, await engine.card(id));
  });

  const run = (
    ingredients: Partial<Ingredients> = {},
    { signal = new AbortController().signal, made = nothingMade(), onProgress = ignore } = {},
  ) => prepare(engine, { plan, cards, own: null, ...ingredients }, { signal, made, onProgress });

  test('are a reference and a model’s slice, each where the plan has it', async () => {
    const progress: PrepareProgress[] = [];
    const { practice, pairs, sheets } = await run({}, { onProgress: (now) => progress.push(now) });
    expect([practice, ...pairs]).toHaveLength(5);
    for (const [k, trial] of plan.trials.entries()) {
      const pair = pairs[k]!;
      expect(pair).toMatchObject({ material: trial.material, model: trial.model, side: trial.side, pixels: 64 });
      const reference = trial.side === 'left' ? pair.right : pair.left;
      expect(reference).toEqual(toShown(simulate(trial.material, { seed: trial.reference, size: 64 }).image));
      expect(pair.item).toMatch(/^(rocks|roots):(dcgan|vae)-64@[\d.]+:s\d+:m\d+:(left|right)$/);
    }
    expect(sheets).toHaveLength(2);
    for (const { asked, pictures, material, model } of sheets) {
      const { min, max } = cards.get(model)!.conditions.attributes[material]!.areaFraction;
      expect(asked).toHaveLength(4);
      expect(asked.every((value, row) => value > (asked[row - 1] ?? min) && value < max)).toBe(true);
      expect(new Set(pictures).size).toBeGreaterThan(32);
    }
    expect(progress.at(-1)).toMatchObject({ done: 5 + 32, total: 5 + 32, pictures: 37 });
  });

  test('are asked for what is measured in the reference, as far as the model knows such', async () => {
    const asked: unknown[] = [];
    const watched = {
      ...engine,
      simulate: engine.simulate.bind(engine),
      sample: (...call: Parameters<Engine['sample']>) => {
        asked.push(call[0]);
        return engine.sample(...call);
      },
    };
    const [trial] = plan.trials;
    // A rock that is noisier than the interval which the card maps to [-1, 1], as one in five is.
    const noisy = { ...trial!, material: 'rocks', model: 'student-64', reference: 1 } as const;
    await prepare(
      watched,
      { plan: { practice: trial!, trials: [noisy], sheets: [] }, cards, own: null },
      {
        signal: new AbortController().signal,
        made: nothingMade(),
        onProgress: () => undefined,
      },
    );
    const noises = [trial!, noisy].map(
      ({ material, reference }) => simulate(material, { seed: reference, size: 64 }).attributes.noise,
    );
    expect(noises[1]).toBeGreaterThan(cards.get('student-64')!.conditions.attributes.rocks!.noise.max);
    expect(asked).toMatchObject(
      noises.map((noise) => ({ look: 'simulated', seed: trial!.modelSeed, count: 1, attributes: { noise } })),
    );
  });

  test('of sheets ask for more and more of the phase, and beside measured slices for slices that look measured', async () => {
    const asked: SampleRequest[] = [];
    const watched = {
      ...engine,
      sample: (...call: Parameters<Engine['sample']>) => (asked.push(call[0]), engine.sample(...call)),
    };
    const own = [0, 1].map((k) => new Map([[64, simulate('rocks', { seed: 70 + k, size: 64 }).image]]));
    const ownPlan = planStudy({ seed: 5, trials: 1, ratings: true }, [cells[0]!], own.length);
    const options = { signal: new AbortController().signal, made: nothingMade(), onProgress: ignore };
    const { sheets } = await prepare(watched, { plan: ownPlan, cards, own }, options);
    expect(sheets).toHaveLength(1);
    expect(asked.slice(-4).map(({ attributes, count }) => [attributes, count])).toEqual(
      sheets[0]!.asked.map((areaFraction) => [{ areaFraction }, 4]),
    );
    expect(asked.map(({ look }) => look)).toEqual(asked.map(() => 'real'));
  });

  test('are the same on another computer', async () => {
    expect(await run()).toEqual(await run());
  });

  test('of a visitor’s slices take the same path on both sides', async () => {
    const own = Array.from(
      { length: 6 },
      (_, k) => new Map([[64, simulate('rocks', { seed: 70 + k, size: 64 }).image.map((value) => 0.2 + 0.2 * value)]]),
    );
    const ownPlan = planStudy({ seed: 5, trials: 24, ratings: false }, [cells[0]!], own.length);
    const { pairs } = await run({ plan: ownPlan, own });
    expect(pairs).toHaveLength(5);
    for (const { left, right, item } of pairs) {
      // Both reach from black to white, whatever the windows were.
      for (const slice of [left, right]) expect([Math.min(...slice), Math.max(...slice)]).toEqual([0, 255]);
      expect(item).toMatch(/:o[0-9a-f]{8}:/);
    }
  });

  test('end when they are cancelled, and go on from what was drawn', async () => {
    const controller = new AbortController();
    const made = nothingMade();
    const cancelled = run(
      {},
      {
        signal: controller.signal,
        made,
        onProgress: ({ pictures }) => {
          if (pictures === 3) controller.abort();
        },
      },
    );
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect(made.size).toBe(3);
    const kept = [...made.values()];
    const { practice, pairs } = await run({}, { made });
    expect([practice, pairs[0], pairs[1]]).toEqual(kept);
    expect(practice).toBe(kept[0]);
  });

  test('cost as many network calls as the model makes', () => {
    expect(['vae-64', 'dcgan-64', 'ddpm-64'].map((id) => callsOf(cards.get(id)!))).toEqual([1, 1, 24]);
  });
});
