/** Simulated slices with their ground truth, drawn when somebody asks to see them. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import type { Material } from '../../contract/materials.ts';
import type { SimulateResult } from '../../contract/request.ts';

export const REFERENCE_COUNT = 8;
const SIDE = 64; // px, as the models draw
const SEED = 1;

export class Reference {
  readonly #engine: Engine;
  #controller: AbortController | null = null;

  material = $state<Material | null>(null);
  done = $state(0);
  result = $state.raw<SimulateResult | null>(null);
  error = $state.raw<SpecimenError | null>(null);

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Simulates slices of a material, unless they are there or on their way. */
  async show(material: Material): Promise<void> {
    if (this.material === material && !this.error) return;
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.material = material;
    this.done = 0;
    this.result = null;
    this.error = null;
    try {
      const result = await this.#engine.simulate(
        { material, count: REFERENCE_COUNT, seed: SEED, size: SIDE, attributes: {} },
        {
          signal: controller.signal,
          onProgress: (progress) => {
            if (this.#controller === controller && progress.stage === 'sample') this.done = progress.done;
          },
        },
      );
      if (this.#controller === controller) this.result = result;
    } catch (error) {
      if (this.#controller !== controller || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.error = error;
    }
  }
}
