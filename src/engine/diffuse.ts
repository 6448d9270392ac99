/** A run of a diffusion model: schedule, guidance and sampler joined, in memory on WASM and in GPU buffers on WebGPU. */
import { ATTRIBUTES, MATERIALS, type Attributes } from '../contract/materials.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { DenoiseRequest, SampleRequest, SamplerName, Trace } from '../contract/request.ts';
import { throwIfAborted, yieldTask } from '../lib/abort.ts';
import type { Denoiser } from './diffusion/denoiser.ts';
import { GpuSpace } from './diffusion/gpuSpace.ts';
import { branchesOf } from './diffusion/guidance.ts';
import { SAMPLERS } from './diffusion/samplers.ts';
import { sigmasOf } from './diffusion/schedule.ts';
import { ArraySpace, type Space } from './diffusion/space.ts';
import { CHUNK, TO_GREY, squareBatch, type DrawOptions, type DrawTask, type Drawn, type Resident } from './drawTask.ts';
import type { Gpu } from './gpu/device.ts';
import { Combine } from './kernels/combine.ts';
import type { LoadedModel } from './loader.ts';
import { conditionVector, withoutAttribute } from './models/condition.ts';
import {
  edmDenoiser,
  edmGpuDenoiser,
  fillFreshNoise,
  initialNoise,
  type DenoiserPlan,
  type EdmParameters,
} from './models/edm.ts';
import { extraInputs } from './models/extraInputs.ts';
import { toGrey } from './models/latent.ts';
import { gpuProjecting, projecting, type ProjectionPlan } from './models/projection.ts';

/** Noise levels when the request names none. */
export const DEFAULT_STEPS = 18;
/** Previews are not made more often than a screen shows them, ms. */
const PREVIEW_EVERY = 16;

/** @throws SpecimenError `RuntimeFailed`, `DeviceLost`; Cancelled. */
export async function diffuse(
  model: LoadedModel,
  parameters: EdmParameters,
  task: DrawTask,
  options: DrawOptions,
): Promise<Drawn> {
  const { card, network, gpu } = model;
  const { request, seeds } = task;
  const classifier = request.classifierGuidance ? model.classifier : null;
  const side = card.resolution;
  const sigmas = parameters.levels
    ? Float64Array.from(parameters.levels)
    : sigmasOf(request.schedule ?? 'karras', request.steps ?? DEFAULT_STEPS, parameters);
  let networkCalls = 0;
  const plan: DenoiserPlan = {
    parameters,
    side,
    branches: planBranches(model, task),
    extras: extraInputs(card, task.guides),
    classifier: classifier && {
      network: classifier,
      scale: request.classifierGuidance ?? 0,
      classes: Float32Array.from(MATERIALS, (name) => (name === request.material ? 1 : 0)),
    },
    chunk: CHUNK[model.backend.backend],
    between: async () => {
      networkCalls += classifier ? 2 : 1;
      await yieldTask();
      throwIfAborted(options.signal);
    },
  };
  options.onProgress({ stage: 'sample', done: 0, total: sigmas.length - 1, preview: null });
  // Between its levels a few-step model goes as Euler's method does.
  const sampler = parameters.levels ? 'euler' : (request.sampler ?? 'heun');
  const run: SamplerRun = { request, sampler, seeds, sigmas, side, watch: Math.min(task.watch, seeds.length), options };
  const start = initialNoise(seeds, side * side, sigmas[0]!);
  const readBefore = gpu?.readbacks ?? 0;
  const projection = projectionOf(model, parameters, plan);
  const drawn = gpu
    ? await onGpu(run, start, gpu, await Combine.of(gpu), (combine) => {
        const denoiser = edmGpuDenoiser(network, gpu, combine, plan);
        return projection ? gpuProjecting(denoiser, gpu, combine, projection) : denoiser;
      })
    : await inMemory(
        run,
        start,
        projection ? projecting(edmDenoiser(network, plan), projection) : edmDenoiser(network, plan),
      );
  return { ...drawn, networkCalls, readbacks: (gpu?.readbacks ?? 0) - readBefore };
}

/** D(x0 + σz, σ) of one picture, grey in [0, 1]. */
export async function denoiseOnce({ card, network }: LoadedModel, request: DenoiseRequest): Promise<ImageBatch> {
  const { parametrisation: parameters, resolution: side } = card;
  if (parameters.type !== 'edm')
    throw new SpecimenError('BadRequest', `${card.name} is no diffusion model; choose one that is.`);
  const { image, sigma, seed, material, look, attributes } = request;
  const noise = initialNoise([seed], side * side, sigma);
  const noisy = image.data.map((grey, i) => 2 * grey - 1 + noise[i]!);
  const out = new Float32Array(side * side);
  const conditions = [conditionVector(card, material, look, attributes)];
  const between = () => Promise.resolve();
  const branches = [{ weight: 1, conditions, unconditional: false }];
  const plan = { parameters, side, branches, extras: extraInputs(card), classifier: null, chunk: 1, between };
  await edmDenoiser(network, plan)(noisy, sigma, out);
  return squareBatch(toGrey(out), 1, side);
}

type Images = Pick<Drawn, 'data' | 'trace' | 'resident'>;

interface SamplerRun {
  request: SampleRequest;
  sampler: SamplerName;
  seeds: number[];
  sigmas: Float64Array;
  side: number;
  watch: number; // images that the trace follows
  options: DrawOptions;
}

function planBranches({ card }: LoadedModel, { request, asked }: DrawTask): DenoiserPlan['branches'] {
  // What is left to a sketch stands in no condition: leaving it out would be a branch that is equal to the first.
  const guiding = ATTRIBUTES.filter((name) => asked[0]![name] !== undefined);
  const rows = asked.map((attributes: Partial<Attributes>) => {
    const condition = conditionVector(card, request.material, request.look, attributes);
    const parts = guiding.map((name) => ({
      weight: request.attributeGuidance?.[name] ?? 0,
      without: withoutAttribute(condition, name),
    }));
    return branchesOf(condition, { all: request.guidance ?? 1, parts });
  });
  return rows[0]!.map(({ weight, unconditional }, b) => ({
    weight,
    unconditional,
    conditions: rows.map((row) => row[b]!.condition),
  }));
}

/** Where estimates are moved to: what the first branch of each image, the one that guidance leads towards, is asked for. */
function projectionOf(
  { projection }: LoadedModel,
  { projectedFrom }: EdmParameters,
  { branches, side, chunk }: DenoiserPlan,
): ProjectionPlan | null {
  if (!projection || projectedFrom === undefined) return null;
  return { network: projection, from: projectedFrom, conditions: branches[0]!.conditions, side, chunk };
}

/** The part of a run that is the same on every backend. */
function sample<T>(
  { request, sampler, sigmas }: SamplerRun,
  x: T,
  denoise: Denoiser<T>,
  space: Space<T>,
  noise: (draw: number) => T,
  onStep: (step: number, denoised: T, x: T, sigma?: number) => Promise<void>,
): Promise<T> {
  const { stochasticity } = request;
  const shares = stochasticity === undefined ? {} : { eta: stochasticity, churn: stochasticity };
  return SAMPLERS[sampler](denoise, x, sigmas, { space, noise, onStep, ...shares });
}

async function inMemory(run: SamplerRun, x: Float32Array, denoise: Denoiser<Float32Array>): Promise<Images> {
  const { seeds, sigmas, side, watch, options } = run;
  const fresh = new Float32Array(x.length);
  const noise = (draw: number) => {
    fillFreshNoise(seeds, draw, fresh);
    return fresh;
  };
  const followed = watch * side * side;
  const xs = new Float32Array(followed * sigmas.length);
  const estimates = new Float32Array(followed * (sigmas.length - 1));
  const levels = sigmas.slice(); // of the frames of `xs`
  xs.set(x.subarray(0, followed));
  const previewDue = limiter();
  await sample(run, x, denoise, new ArraySpace(x.length), noise, async (step, denoised, _, sigma) => {
    xs.set(x.subarray(0, followed), followed * (step + 1));
    if (sigma !== undefined) levels[step + 1] = sigma;
    estimates.set(denoised.subarray(0, followed), followed * step);
    const preview = previewDue() ? squareBatch(toGrey(denoised), seeds.length, side) : null;
    options.onProgress({ stage: 'sample', done: step + 1, total: sigmas.length - 1, preview });
    await yieldTask();
    throwIfAborted(options.signal);
  });
  return { data: toGrey(x), trace: traceOf(run, levels, xs, estimates), resident: null };
}

/**
 * The state stays on the GPU: previews are read without waiting for them, and the images and the trace once, at the end. The
 * images stay there too, for what measures them.
 */
async function onGpu(
  run: SamplerRun,
  start: Float32Array,
  gpu: Gpu,
  combine: Combine,
  makeDenoiser: (combine: Combine) => { denoise: Denoiser<GPUBuffer>; destroy: () => void },
): Promise<Images> {
  const { seeds, sigmas, side, watch, options } = run;
  const space = new GpuSpace(gpu, combine, start.length);
  const denoiser = makeDenoiser(combine);
  const followed = watch * side * side;
  const xs = gpu.allocate('trace of x', followed * sigmas.length);
  const estimates = gpu.allocate('trace of x̂0', followed * (sigmas.length - 1));
  const reading: { now: Promise<void> | null } = { now: null };
  const grey = gpu.allocate('grey images', start.length);
  let resident: Resident | null = null;
  try {
    const x = space.allocate();
    gpu.write(x, start);
    const fresh = space.allocate();
    const values = new Float32Array(start.length);
    const noise = (draw: number) => {
      fillFreshNoise(seeds, draw, values);
      gpu.write(fresh, values);
      return fresh;
    };
    const follow = (from: GPUBuffer, to: GPUBuffer, frame: number) => {
      const bytes = followed * 4;
      if (bytes > 0) gpu.submit('trace', (encoder) => encoder.copyBufferToBuffer(from, 0, to, frame * bytes, bytes));
    };
    const levels = sigmas.slice(); // of the frames of `xs`
    follow(x, xs, 0);
    const previewDue = limiter();
    const total = sigmas.length - 1;
    let done = 0;
    await sample(run, x, denoiser.denoise, space, noise, async (step, denoised, _, sigma) => {
      follow(x, xs, step + 1);
      if (sigma !== undefined) levels[step + 1] = sigma;
      follow(denoised, estimates, step);
      done = step + 1;
      options.onProgress({ stage: 'sample', done, total, preview: null });
      // A preview still under way is not waited for: its step's turn is over.
      if (!reading.now && step < sigmas.length - 2 && previewDue()) {
        reading.now = gpu
          .read(denoised, start.length)
          .then((data) => {
            const preview = squareBatch(toGrey(data), seeds.length, side);
            // It comes when later steps are done.
            options.onProgress({ stage: 'sample', done, total, preview });
          })
          .catch(() => undefined) // a lost device also fails the run itself
          .finally(() => (reading.now = null));
      }
      await yieldTask();
      throwIfAborted(options.signal);
    });
    combine.run({ out: grey, count: start.length, terms: [{ coefficient: 0.5, buffer: x }], ...TO_GREY });
    const data = await gpu.read(grey, start.length);
    const trace =
      watch === 0
        ? null
        : traceOf(
            run,
            levels,
            await gpu.read(xs, followed * sigmas.length),
            await gpu.read(estimates, followed * (sigmas.length - 1)),
          );
    resident = { gpu, buffer: grey };
    return { data, trace, resident };
  } finally {
    if (!resident) grey.destroy();
    await reading.now;
    denoiser.destroy();
    space.destroy();
    xs.destroy();
    estimates.destroy();
  }
}

/** Frames in network units to the trace's grey. @param levels noise level of each frame of `xs` */
function traceOf(
  { watch, side }: SamplerRun,
  levels: Float64Array,
  xs: Float32Array,
  estimates: Float32Array,
): Trace | null {
  if (watch === 0) return null;
  const frame = watch * side * side;
  const x = xs.map((value, i) => value / Math.sqrt(1 + levels[Math.floor(i / frame)]! ** 2));
  return { sigmas: Array.from(levels), count: watch, x: toGrey(x), denoised: toGrey(estimates) };
}

/** True at most once per `PREVIEW_EVERY`. */
function limiter(): () => boolean {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last < PREVIEW_EVERY) return false;
    last = now;
    return true;
  };
}
