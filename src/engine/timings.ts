/** How long a warm network call takes on this machine, remembered per adapter, model and version. */
import type { ModelCard } from '../contract/card.ts';
import type { AdapterReport } from '../lib/adapter.ts';
import type { Cache } from '../store/cache.ts';
import { goldenInputs } from './models/golden.ts';
import { key, type Plan } from './plan.ts';
import type { Network, Provider } from './session.ts';

/** Images per timed network call, as many as the WASM sampler sends. */
const TIMED_BATCH = 2;

export class Timings {
  readonly #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Milliseconds of a network call on each of the plan's providers, as far as this machine timed it before. */
  async known(card: ModelCard, plan: Plan, adapter: AdapterReport | null): Promise<Map<Provider, number>> {
    const times = new Map<Provider, number>();
    if (plan.providers.length === 1) return times;
    for (const provider of plan.providers) {
      const ms = await this.#cache.get('measurements', placeOf(card, provider, adapter));
      if (ms !== undefined) times.set(provider, ms);
    }
    return times;
  }

  /** Times a network call, ms, and remembers it. */
  async take(card: ModelCard, provider: Provider, adapter: AdapterReport | null, network: Network): Promise<number> {
    const inputs = goldenInputs(card, TIMED_BATCH);
    await network.run(inputs); // compiles shaders for this shape
    const start = performance.now();
    await network.run(inputs);
    const ms = performance.now() - start;
    await this.#cache.put('measurements', placeOf(card, provider, adapter), ms);
    return ms;
  }
}

const placeOf = (card: ModelCard, provider: Provider, adapter: AdapterReport | null) =>
  `${key(card, provider)} ${adapter?.description ?? 'no adapter'}`;
