/** The sampling itself: from seeds and attributes to images, by the family of the model. */
import type { ModelCard } from '../contract/card.ts';
import { throwIfAborted, yieldTask } from '../lib/abort.ts';
import { diffuse } from './diffuse.ts';
import { CHUNK, TO_GREY, squareBatch, type DrawOptions, type DrawTask, type Drawn, type Resident } from './drawTask.ts';
import { Combine } from './kernels/combine.ts';
import type { LoadedModel } from './loader.ts';
import { CONDITION_LENGTH, conditionVector } from './models/condition.ts';
import { concatenate, latentOf, toGrey } from './models/latent.ts';
import { styleInputs } from './models/style.ts';
import type { NetworkInput } from './session.ts';

/** @throws SpecimenError `RuntimeFailed`, `DeviceLost`; Cancelled. */
export function draw(model: LoadedModel, task: DrawTask, options: DrawOptions): Promise<Drawn> {
  return model.card.parametrisation.type === 'edm'
    ? diffuse(model, model.card.parametrisation, task, options)
    : generate(model, model.card.parametrisation, task, options);
}

/** The families that need a single network call. */
type OneCall = Exclude<ModelCard['parametrisation'], { type: 'edm' }>;

async function generate(
  { card, network, backend, gpu }: LoadedModel,
  parametrisation: OneCall,
  task: DrawTask,
  { signal, onProgress }: DrawOptions,
): Promise<Drawn> {
  const { request, seeds, asked } = task;
  const pixels = card.resolution ** 2;
  const chunk = CHUNK[backend.backend];
  const data = new Float32Array(seeds.length * pixels);
  const grey = gpu?.allocate('grey images', data.length) ?? null;
  const combine = gpu && (await Combine.of(gpu));
  const readBefore = gpu?.readbacks ?? 0;
  let networkCalls = 0;
  let resident: Resident | null = null;
  /** The call's output, which also stays on the device where it was computed there. */
  const call = async (inputs: Record<string, NetworkInput>, first: number, count: number) => {
    if (!gpu || !grey || !combine) return network.run(inputs);
    const { buffer, release } = await network.runResident(inputs);
    try {
      const out = { out: grey, outOffset: first * pixels, count: count * pixels };
      combine.run({ ...out, terms: [{ coefficient: 0.5, buffer }], ...TO_GREY });
      return await gpu.read(buffer, count * pixels);
    } finally {
      release();
    }
  };
  try {
    for (let first = 0; first < seeds.length; first += chunk) {
      const rows = asked
        .slice(first, first + chunk)
        .map((a) => conditionVector(card, request.material, request.look, a));
      const inputs = {
        ...latentInputs(task, first, rows.length, parametrisation),
        condition: { data: concatenate(rows), dims: [rows.length, CONDITION_LENGTH] },
      };
      data.set(toGrey(await call(inputs, first, rows.length)), first * pixels);
      networkCalls++;
      const done = first + rows.length;
      const preview = squareBatch(data.slice(0, done * pixels), done, card.resolution);
      onProgress({ stage: 'sample', done, total: seeds.length, preview });
      await yieldTask();
      throwIfAborted(signal);
    }
    if (gpu && grey) resident = { gpu, buffer: grey };
    return { data, networkCalls, readbacks: (gpu?.readbacks ?? 0) - readBefore, trace: null, resident };
  } finally {
    if (!resident) grey?.destroy();
  }
}

/** Of images `first … first + count − 1`: all inputs but the condition. */
function latentInputs(
  { request, posterior }: DrawTask,
  first: number,
  count: number,
  parametrisation: OneCall,
): Record<string, NetworkInput> {
  if (parametrisation.type === 'style') return styleInputs(request, first, count, parametrisation);
  const { dimensions, grain } = parametrisation;
  const latents = Array.from({ length: count }, (_, k) => latentOf(request, first + k, dimensions, grain, posterior));
  return { z: { data: concatenate(latents), dims: [count, dimensions] } };
}
