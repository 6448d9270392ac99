/** `specimen bench`: our code against the bare runtime, as ratios within one run. */
import type { CAC } from 'cac';
import type { Engine } from '../engine/engine.ts';
import { goldenInputs } from '../engine/models/golden.ts';
import { Runtime } from '../engine/session.ts';
import { oneOf } from './options.ts';
import { FileSource, createNodeEngine } from './source.ts';

const BENCHMARKS = ['sampler'] as const;

export function registerBench(cli: CAC): void {
  cli
    .command('bench', 'Compare our code with the bare runtime, in one run')
    .option('--only <name>', `One of ${BENCHMARKS.join(', ')}`)
    .option('--json', 'Print one JSON object instead of sentences')
    .action(async (options: Record<string, unknown>) => {
      if (options.only !== undefined) oneOf('only', options.only, BENCHMARKS);
      const result = await benchSampler(createNodeEngine());
      if (options.json) console.log(JSON.stringify(result));
      else
        console.log(
          `ddpm-64 on WASM, ${result.images} images, ${result.networkCalls} network calls: the sampler takes ` +
            `${result.samplerOverhead.toFixed(3)} times the bare calls (cold ${result.coldMs.toFixed(0)} ms, ` +
            `warm ${result.warmMs.toFixed(0)} ms, bare ${result.bareMs.toFixed(0)} ms, medians of ${result.rounds}).`,
        );
    });
}

/** Images, steps and rounds: enough for a stable ratio within a minute or so. */
const IMAGES = 16;
const STEPS = 4;
const ROUNDS = 5;

async function benchSampler(engine: Engine) {
  const request = { model: 'ddpm-64', material: 'rocks', look: 'real', count: IMAGES, seed: 1, steps: STEPS, attributes: {} } as const;
  const cold = await engine.sample(request);
  const card = await engine.card(request.model);
  const runtime = await Runtime.load(false, null);
  const network = await runtime.open(await new FileSource().read(`${card.id}/${card.files[0]!.path}`), 'wasm');
  const { networkCalls } = cold.timing;
  // The sampler calls the network on equal chunks of the batch, once per noise level and correction.
  const chunk = (IMAGES * (2 * STEPS - 1)) / networkCalls;
  const bare = network.bare(goldenInputs(card, chunk));
  await bare();

  const ratios: number[] = [];
  const warm: number[] = [];
  const bareTimes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < networkCalls; i++) await bare();
    const bareMs = performance.now() - start;
    const { timing } = await engine.sample(request);
    ratios.push(timing.sampleMs / bareMs);
    warm.push(timing.sampleMs);
    bareTimes.push(bareMs);
  }
  return {
    model: request.model,
    backend: 'wasm',
    images: IMAGES,
    steps: STEPS,
    networkCalls,
    rounds: ROUNDS,
    coldMs: cold.timing.prepareMs + cold.timing.sampleMs,
    warmMs: median(warm),
    bareMs: median(bareTimes),
    samplerOverhead: median(ratios),
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
