/** Exposes the engine over Comlink. The type of `api` is the contract with the page. */
import * as Comlink from 'comlink';
import type { EditRequest } from '../src/contract/edit.ts';
import { toPayload, type Outcome } from '../src/contract/errors.ts';
import type { ImageBatch } from '../src/contract/image.ts';
import type { Material } from '../src/contract/materials.ts';
import type { MeasureRequest } from '../src/contract/measure.ts';
import type {
  EnginePreference,
  DenoiseRequest,
  Progress,
  SampleRequest,
  SimulateRequest,
} from '../src/contract/request.ts';
import { Engine, type JobOptions } from '../src/engine/engine.ts';
import { HttpSource } from '../src/engine/weights.ts';
import { BrowserCache } from '../src/store/cache.ts';
import { runtimeBinaries } from './binaries.ts';
import { embeddedBinaries, EmbeddedSource, type ReadEmbedded } from './embedded.ts';

let engine: Engine;
const jobs = new Map<number, AbortController>();

/** Runs a job under its number, so that `cancel` finds it, and turns what it throws into data. */
async function outcome<T>(
  job: number,
  onProgress: (p: Progress) => void,
  run: (options: JobOptions) => Promise<T>,
): Promise<Outcome<T>> {
  const controller = new AbortController();
  jobs.set(job, controller);
  try {
    return { ok: true, value: await run({ signal: controller.signal, onProgress }) };
  } catch (error) {
    return { ok: false, error: toPayload(error) };
  } finally {
    jobs.delete(job);
  }
}

const api = {
  /**
   * @param modelsUrl absolute URL of the folder of models, ending in a slash
   * @param embedded reads what the page as one file carries
   */
  start: (modelsUrl: string, embedded?: ReadEmbedded) =>
    void (engine = new Engine({
      source: embedded ? new EmbeddedSource(embedded) : new HttpSource(modelsUrl),
      cache: new BrowserCache(),
      binaries: embedded ? embeddedBinaries(embedded) : runtimeBinaries,
    })),
  prefer: (preference: EnginePreference) => engine.prefer(preference),
  cancel: (job: number) => jobs.get(job)?.abort(),
  clearCache: (job: number, p: (p: Progress) => void) => outcome(job, p, () => engine.clearCache()),
  keptBytes: (job: number, p: (p: Progress) => void) => outcome(job, p, () => engine.keeper.size()),
  keepEverything: (job: number, p: (p: Progress) => void) =>
    outcome(job, p, ({ signal }) => engine.keeper.keep(signal, p)),
  catalog: (job: number, p: (p: Progress) => void) => outcome(job, p, () => engine.catalog()),
  card: (job: number, p: (p: Progress) => void, id: string) => outcome(job, p, () => engine.card(id)),
  sample: async (job: number, p: (p: Progress) => void, request: SampleRequest, watch: number) =>
    transferred(await outcome(job, p, (o) => engine.sample(request, { ...o, watch }))),
  denoise: (job: number, p: (p: Progress) => void, request: DenoiseRequest) =>
    outcome(job, p, (o) => engine.denoise(request, o)),
  simulate: async (job: number, p: (p: Progress) => void, request: SimulateRequest) =>
    transferred(await outcome(job, p, (o) => engine.simulate(request, o))),
  ssimMap: (job: number, p: (p: Progress) => void, a: ImageBatch, b: ImageBatch) =>
    outcome(job, p, (o) => engine.ssimMap(a, b, o)),
  edit: async (job: number, p: (p: Progress) => void, request: EditRequest) =>
    transferred(await outcome(job, p, (o) => engine.edit(request, o))),
  findMask: (job: number, p: (p: Progress) => void, request: EditRequest) =>
    outcome(job, p, (o) => engine.findMask(request, o)),
  judge: (
    job: number,
    p: (p: Progress) => void,
    [before, after]: [ImageBatch, ImageBatch],
    edited: Float32Array | null,
    material: Material,
  ) => outcome(job, p, (o) => engine.judge(before, after, edited, material, o)),
  guessMaterial: (job: number, p: (p: Progress) => void, image: ImageBatch) =>
    outcome(job, p, (o) => engine.guessMaterial(image, o)),
  embed: (job: number, p: (p: Progress) => void, images: ImageBatch) => outcome(job, p, (o) => engine.embed(images, o)),
  measure: (job: number, p: (p: Progress) => void, request: MeasureRequest) =>
    outcome(job, p, (o) => engine.measure(request, o)),
};

function transferred<T extends { images: { data: Float32Array } }>(result: Outcome<T>): Outcome<T> {
  return result.ok ? Comlink.transfer(result, [result.value.images.data.buffer]) : result;
}

export type EngineApi = typeof api;
Comlink.expose(api);
