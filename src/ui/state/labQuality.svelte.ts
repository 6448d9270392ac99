/** Quality against network calls, computed here: each sampler at several budgets against a converged run of the same model. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { SampleRequest, SampleResult, SamplerName } from '../../contract/request.ts';
import { labWords } from '../language/lab.ts';
import { callsOf, CALLS_PER_STEP } from '../samplerWords.ts';

export const BUDGETS = [4, 8, 16, 32] as const; // network calls a slice
const COUNT = 16; // slices of each set
const CONVERGED_STEPS = 32; // Heun; more changes nothing that can be seen
/** The reference has other noise, so that sets are compared and not pictures. */
const OTHER_SEEDS = 1_000_003;

export interface QualityPoint {
  sampler: SamplerName;
  calls: number;
  /** Fréchet distance between the sets. */
  value: number;
}

export class LabQuality {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  chosen = $state<SamplerName[]>(['heun', 'dpmpp2m', 'ddpm']);
  points = $state.raw<QualityPoint[]>([]);
  /** What the points are of. */
  of = $state.raw<Pick<SampleRequest, 'model' | 'material' | 'look'> | null>(null);
  /** The distance between two converged sets: no sampler can be expected to come below. */
  floor = $state<number | null>(null);
  extractor = $state<string | null>(null);
  done = $state(0); // runs
  total = $state(0);
  running = $state(false);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  toggle(sampler: SamplerName): void {
    this.chosen = this.chosen.includes(sampler)
      ? this.chosen.filter((name) => name !== sampler)
      : [...this.chosen, sampler];
  }

  cancel(): void {
    this.#controller?.abort();
  }

  /** Measures every chosen sampler at every budget. @param base model, material, look, attributes and seed */
  async measure(base: SampleRequest): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    const { model, material, look, attributes, seed } = base;
    const plain: SampleRequest = { model, material, look, attributes, seed, count: COUNT };
    const plan = this.chosen.flatMap((sampler) =>
      BUDGETS.map((budget) => stepsWithin(sampler, budget))
        .filter((steps, i, all) => all.indexOf(steps) === i) // two small budgets may buy the same steps of a dear sampler
        .map((steps) => ({ sampler, steps })),
    );
    this.points = [];
    this.of = { model, material, look };
    this.floor = null;
    this.error = null;
    this.done = 0;
    this.total = plan.length + 2;
    this.running = true;
    const draw = async (request: SampleRequest) => {
      const result = await this.#engine.sample(request, { signal });
      this.done++;
      return result;
    };
    try {
      const converged = { sampler: 'heun', steps: CONVERGED_STEPS } as const;
      const reference = await draw({ ...plain, ...converged, seed: (seed + OTHER_SEEDS) % 2 ** 32 });
      this.floor = await this.#distance(reference, await draw({ ...plain, ...converged }), signal);
      for (const { sampler, steps } of plan) {
        const value = await this.#distance(reference, await draw({ ...plain, sampler, steps }), signal);
        if (this.#controller !== controller) return;
        this.points = [...this.points, { sampler, calls: callsOf(sampler, steps), value }];
      }
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    } finally {
      if (this.#controller === controller) this.running = false;
    }
  }

  async #distance(reference: SampleResult, synthetic: SampleResult, signal: AbortSignal): Promise<number> {
    const { frechet } = await this.#engine.measure(
      {
        material: reference.request.material,
        reference: reference.images,
        synthetic: synthetic.images,
        pairs: false,
        caption: null,
        bootstrap: 0,
        seed: 0,
      },
      { signal },
    );
    if (!frechet) throw new SpecimenError('OutputInvalid', labWords().quality.notMeasured);
    this.extractor = frechet.extractor ?? null;
    return frechet.value;
  }
}

/** The most steps whose network calls stay within a budget; at least one. */
function stepsWithin(sampler: SamplerName, budget: number): number {
  return Math.max(1, Math.floor((budget + (sampler === 'heun' ? 1 : 0)) / CALLS_PER_STEP[sampler]));
}
