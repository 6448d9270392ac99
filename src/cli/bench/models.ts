/** Every published model: what a slice costs cold and warm, and against as many bare calls of the runtime, on WebAssembly. */
import { goldenInputs } from '../../engine/models/golden.ts';
import { Runtime } from '../../engine/session.ts';
import { FileSource, createNodeEngine } from '../source.ts';
import { median, ms, time } from './time.ts';

/** Few enough that the slowest model is done within a minute or so. */
const IMAGES = 4;
const STEPS = 8;
const ROUNDS = 3;

export async function benchModels() {
  const runtime = await Runtime.load(false, null);
  const { models } = await createNodeEngine().catalog();
  const rows = [];
  for (const { id, bytes } of models) rows.push(await benchModel(runtime, id, bytes));
  return {
    result: { models: rows },
    sentences: rows.map(
      (row) =>
        `${row.model} on WASM, ${row.side} px, ${(row.bytes / 1e6).toFixed(2)} MB, ${row.calls} calls: first slice ` +
        `${ms(row.coldMs)}, then ${ms(row.warmMs)} a slice; ${row.ratio.toFixed(2)} times the bare calls.`,
    ),
  };
}

async function benchModel(runtime: Runtime, id: string, bytes: number) {
  const engine = createNodeEngine();
  const card = await engine.card(id);
  const material = card.conditions.materials[0]!;
  const request = { model: id, material, look: card.conditions.looks[material]![0]!, seed: 1, attributes: {} } as const;
  const { parametrisation } = card;
  const levels = parametrisation.type === 'edm' ? parametrisation.levels : undefined;
  const steps = parametrisation.type === 'edm' && !levels ? { steps: STEPS, sampler: 'dpmpp2m' as const } : {};
  const coldMs = await time(() => engine.sample({ ...request, ...steps, count: 1 }));
  const network = await runtime.open(await new FileSource().read(`${id}/${card.files[0]!.path}`), 'wasm');
  const calls = parametrisation.type === 'edm' ? (levels?.length ?? STEPS + 1) - 1 : 1;
  const bare = network.bare(goldenInputs(card, IMAGES));
  await bare();
  const [warm, ratios]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const bareMs = await time(async () => {
      for (let call = 0; call < calls; call++) await bare();
    });
    const { timing } = await engine.sample({ ...request, ...steps, count: IMAGES });
    warm.push(timing.sampleMs / IMAGES);
    ratios.push(timing.sampleMs / bareMs);
  }
  return {
    model: id,
    side: card.resolution,
    bytes,
    calls,
    images: IMAGES,
    coldMs,
    warmMs: median(warm),
    ratio: median(ratios),
  };
}
