/** The sampling itself: from seeds and attributes to images, by the family of the model. */
import type { ModelCard } from '../contract/card.ts';
import { throwIfAborted, yieldTask } from '../lib/abort.ts';
import { diffuse } from './diffuse.ts';
import { CHUNK, squareBatch, type DrawOptions, type DrawTask, type Drawn } from './drawTask.ts';
import type { LoadedModel } from './loader.ts';
import { conditionVector } from './models/condition.ts';
import { decode, latentOf } from './models/latent.ts';

/** @throws SpecimenError `RuntimeFailed`, `DeviceLost`; Cancelled. */
export function draw(model: LoadedModel, task: DrawTask, options: DrawOptions): Promise<Drawn> {
  return model.card.parametrisation.type === 'edm'
    ? diffuse(model, model.card.parametrisation, task, options)
    : decodeLatents(model, model.card.parametrisation, task, options);
}

async function decodeLatents(
  { card, network, backend }: LoadedModel,
  { dimensions, grain }: Extract<ModelCard['parametrisation'], { type: 'latent' }>,
  { request, seeds, asked }: DrawTask,
  { signal, onProgress }: DrawOptions,
): Promise<Drawn> {
  const side = card.resolution;
  const chunk = CHUNK[backend.backend];
  const data = new Float32Array(seeds.length * side * side);
  let networkCalls = 0;
  for (let first = 0; first < seeds.length; first += chunk) {
    const rows = asked.slice(first, first + chunk).map((a) => conditionVector(card, request.material, request.look, a));
    const latents = rows.map((_, k) => latentOf(request, first + k, dimensions, grain));
    data.set(await decode((inputs) => network.run(inputs), latents, rows), first * side * side);
    networkCalls++;
    const done = first + rows.length;
    const preview = squareBatch(data.slice(0, done * side * side), done, side);
    onProgress({ stage: 'sample', done, total: seeds.length, preview });
    await yieldTask();
    throwIfAborted(signal);
  }
  const readbacks = backend.backend === 'webgpu' ? networkCalls : 0; // the runtime's own, one for each call's output
  return { data, networkCalls, readbacks, trace: null };
}
