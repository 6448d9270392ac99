/** The sampler against as many bare calls of the runtime, on WebAssembly. */
import { goldenInputs } from '../../engine/models/golden.ts';
import { Runtime } from '../../engine/session.ts';
import { FileSource, createNodeEngine } from '../source.ts';
import { median, ms, time } from './time.ts';

/** Images, steps and rounds: enough for a stable ratio within a minute or so. */
const IMAGES = 16;
const STEPS = 4;
const ROUNDS = 5;

export async function benchSampler() {
  const engine = createNodeEngine();
  const request = {
    model: 'ddpm-64',
    material: 'rocks',
    look: 'real',
    count: IMAGES,
    seed: 1,
    steps: STEPS,
    attributes: {},
  } as const;
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
    const bareMs = await time(async () => {
      for (let i = 0; i < networkCalls; i++) await bare();
    });
    const { timing } = await engine.sample(request);
    ratios.push(timing.sampleMs / bareMs);
    warm.push(timing.sampleMs);
    bareTimes.push(bareMs);
  }
  const sampler = {
    model: request.model,
    backend: 'wasm',
    images: IMAGES,
    steps: STEPS,
    networkCalls,
    rounds: ROUNDS,
    coldMs: cold.timing.prepareMs + cold.timing.sampleMs,
    warmMs: median(warm),
    bareMs: median(bareTimes),
  };
  const samplerOverhead = median(ratios);
  return {
    result: { samplerOverhead, sampler },
    sentences: [
      `${sampler.model} on WASM, ${IMAGES} images, ${networkCalls} network calls: the sampler takes ` +
        `${samplerOverhead.toFixed(3)} times the bare calls (cold ${ms(sampler.coldMs)}, warm ${ms(sampler.warmMs)}, ` +
        `bare ${ms(sampler.bareMs)}, medians of ${ROUNDS}).`,
    ],
  };
}
