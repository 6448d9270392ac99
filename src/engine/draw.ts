/** The sampling itself: from seeds and attributes to images, by the family of the model. */
import type { ModelCard } from '../contract/card.ts';
import { throwIfAborted, yieldTask } from '../lib/abort.ts';
import { diffuse } from './diffuse.ts';
import { CHUNK, TO_GREY, squareBatch, type DrawOptions, type DrawTask, type Drawn, type Resident } from './drawTask.ts';
import { Combine } from './kernels/combine.ts';
import type { LoadedModel } from './loader.ts';
import { conditionVector } from './models/condition.ts';
import { decode, latentOf } from './models/latent.ts';
import type { NetworkInput } from './session.ts';

/** @throws SpecimenError `RuntimeFailed`, `DeviceLost`; Cancelled. */
export function draw(model: LoadedModel, task: DrawTask, options: DrawOptions): Promise<Drawn> {
  return model.card.parametrisation.type === 'edm'
    ? diffuse(model, model.card.parametrisation, task, options)
    : decodeLatents(model, model.card.parametrisation, task, options);
}

async function decodeLatents(
  { card, network, backend, gpu }: LoadedModel,
  { dimensions, grain }: Extract<ModelCard['parametrisation'], { type: 'latent' }>,
  { request, seeds, asked }: DrawTask,
  { signal, onProgress }: DrawOptions,
): Promise<Drawn> {
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
      const latents = rows.map((_, k) => latentOf(request, first + k, dimensions, grain));
      data.set(await decode((inputs) => call(inputs, first, rows.length), latents, rows), first * pixels);
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
