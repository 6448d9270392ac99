/** An edit of a region: windows, conditions and one method of `diffusion/` joined. In memory on every backend. */
import type { ModelCard } from '../contract/card.ts';
import { withinRanges } from '../contract/ranges.ts';
import { DEFAULT_EDIT_STEPS, INPAINT_METHODS, type EditMethod, type EditRequest } from '../contract/edit.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { Attributes, Material } from '../contract/materials.ts';
import { throwIfAborted, yieldTask } from '../lib/abort.ts';
import { measureInWindows } from '../materials/windows.ts';
import type { Denoiser } from './diffusion/denoiser.ts';
import { diffEdit, diffEditMask } from './diffusion/diffedit.ts';
import { editFriendly } from './diffusion/editFriendly.ts';
import { branchesOf } from './diffusion/guidance.ts';
import { instructDenoiser } from './diffusion/instruct.ts';
import { posterior, repaint, replacement, type Inpainter } from './diffusion/inpaint.ts';
import { SAMPLERS } from './diffusion/samplers.ts';
import { sigmasOf } from './diffusion/schedule.ts';
import { levelsFrom, noised, sdedit } from './diffusion/sdedit.ts';
import { ArraySpace } from './diffusion/space.ts';
import { tiledDenoiser, tileLayout } from './diffusion/tiles.ts';
import { CHUNK, type DrawOptions } from './drawTask.ts';
import type { LoadedModel } from './loader.ts';
import { conditionVector } from './models/condition.ts';
import { edmDenoiser, fillFreshNoise, initialNoise, type EdmParameters } from './models/edm.ts';
import { extraInputs } from './models/extraInputs.ts';
import { toGrey } from './models/latent.ts';

/**
 * Scale of classifier-free guidance when the request names none and asks for other attributes: with less, the picture often
 * stays as it is (measured by scripts/edits.ts).
 */
const DEFAULT_GUIDANCE: Record<EditMethod, number> = {
  repaint: 1,
  posterior: 1,
  replacement: 1,
  sdedit: 5,
  diffedit: 5,
  ledits: 2,
  instruct: 5,
};
/** DiffEdit's mask is the mean over as many noise draws (the paper's n). */
const MASK_DRAWS = 8;
/** Of `instruct`, when the request names none: between keeping the picture and following the words. */
const DEFAULT_IMAGE_GUIDANCE = 1;
/** RePaint's U when the request names none. */
const DEFAULT_RESAMPLING = 5;
/** Pixels that neighbouring windows share at least, as a share of the window: their borders know least. */
const OVERLAP = 0.25;

export interface Edited {
  images: ImageBatch;
  mask: Float32Array | null;
  networkCalls: number;
}

/** What every method works with, once for one request. */
interface Job {
  request: EditRequest;
  seeds: number[];
  /** The picture once for each alternative, network units, `[count, pixels]`. */
  image: Float32Array;
  sigmas: Float64Array; // of the full way
  /** Denoiser of regions under a condition. */
  denoiser: (attributes: Attributes) => Denoiser<Float32Array>;
  before: Attributes; // of what is there
  wanted: Attributes; // of what shall be
  noise: (draw: number) => Float32Array;
  onStep: (step: number, denoised: Float32Array) => Promise<void>;
}

/** @throws SpecimenError `RuntimeFailed`, `DeviceLost`; Cancelled. */
export async function edit(model: LoadedModel, request: EditRequest, options: DrawOptions): Promise<Edited> {
  const calls = { made: 0 };
  const asked =
    request.method === 'diffedit' && !request.mask
      ? { ...request, mask: await maskOf(prepare(model, { ...request, count: 1 }, options, calls), options) }
      : request;
  const x = await METHODS[asked.method](prepare(model, asked, options, calls));
  return { images: mix(asked, toGrey(x)), mask: asked.mask, networkCalls: calls.made };
}

/**
 * Where DiffEdit would change the picture: `[height, width]`, 0 or 1.
 * @throws SpecimenError `BadRequest` when the conditions do not differ anywhere; of the runtime; Cancelled.
 */
export function findMask(model: LoadedModel, request: EditRequest, options: DrawOptions): Promise<Float32Array> {
  return maskOf(prepare(model, { ...request, mask: null, count: 1 }, options, { made: 0 }), options);
}

/** @param job of one alternative: all share a mask */
async function maskOf(job: Job, { onProgress }: DrawOptions): Promise<Float32Array> {
  const { request, image, sigmas, noise } = job;
  const { width, height } = request.image;
  const sigma = levelsFrom(sigmas, 0.5)[0]!;
  const contrast = contrastOf(job);
  const onDraw = (done: number) => onProgress({ stage: 'sample', done, total: MASK_DRAWS, preview: null });
  onDraw(0);
  const mask = await diffEditMask(contrast, image, { width, height }, sigma, MASK_DRAWS, noise, onDraw);
  if (mask.includes(1)) return mask;
  throw new SpecimenError('BadRequest', 'The words change nothing that can be found in this picture; ask for more.');
}

const METHODS: Record<EditMethod, (job: Job) => Promise<Float32Array>> = {
  repaint: (job) => inpaint(job, (...inputs) => repaint(...inputs, job.request.resampling ?? DEFAULT_RESAMPLING)),
  posterior: (job) => inpaint(job, agree),
  replacement: (job) => inpaint(job, replacement),
  sdedit: vary,
  diffedit: (job) => {
    const { request, image, sigmas, onStep } = job;
    const levels = levelsFrom(sigmas, request.strength);
    return diffEdit(contrastOf(job), image, perImage(request.mask!, image.length), levels, { onStep });
  },
  ledits: (job) => {
    const { request, image, sigmas, noise, onStep } = job;
    return editFriendly(contrastOf(job), image, levelsFrom(sigmas, request.strength), { noise, onStep });
  },
  instruct: (job) => {
    const { request, image } = job;
    const { imageGuidance = DEFAULT_IMAGE_GUIDANCE } = request;
    const scales = { text: guidanceOf(request), image: imageGuidance };
    return start(job, instructDenoiser(contrastOf(job), image, scales));
  },
};

/** Agreement with the small corrections that suit a trained network. */
const agree: Inpainter = (...inputs) => posterior(...inputs, 1);

function guidanceOf({ guidance, method, attributes }: EditRequest): number {
  return guidance ?? (Object.keys(attributes).length > 0 ? DEFAULT_GUIDANCE[method] : 1);
}

const contrastOf = ({ denoiser, before, wanted }: Job) => ({ source: denoiser(before), target: denoiser(wanted) });

/** One image's mask for each of them. */
function perImage(mask: Float32Array, length: number): Float32Array {
  const out = new Float32Array(length);
  for (let first = 0; first < length; first += mask.length) out.set(mask, first);
  return out;
}

function inpaint({ request, seeds, image, sigmas, denoiser, wanted, noise, onStep }: Job, method: Inpainter) {
  const levels = levelsFrom(sigmas, request.strength);
  const pixels = image.length / seeds.length;
  const z = initialNoise(seeds, pixels, 1);
  const start = request.strength < 1 ? noised(image, levels[0]!, z) : z.map((value) => levels[0]! * value);
  return method(denoiser(wanted), start, { image, mask: request.mask! }, levels, { noise, onStep });
}

/** Without a mask SDEdit; with one, the masked pixels are varied and the others hold them in place. */
function vary(job: Job): Promise<Float32Array> {
  return job.request.mask?.includes(0) ? inpaint(job, agree) : start(job, job.denoiser(job.wanted));
}

/** The picture noised to the strength's level, and sampled from there. */
function start({ request, seeds, image, sigmas, noise, onStep }: Job, denoise: Denoiser<Float32Array>) {
  const levels = levelsFrom(sigmas, request.strength);
  const z = initialNoise(seeds, image.length / seeds.length, 1);
  const space = new ArraySpace(image.length);
  return sdedit(denoise, image, z, levels, SAMPLERS.dpmpp2m, { space, noise, onStep });
}

function prepare(model: LoadedModel, request: EditRequest, options: DrawOptions, calls: { made: number }): Job {
  const parameters = edmParameters(model);
  const { image, mask, count, seed, material, look, method } = request;
  const { width, height } = image;
  const side = model.card.resolution;
  const layout = tileLayout(width, height, side, Math.round(side * OVERLAP));
  const seeds = Array.from({ length: count }, (_, k) => (seed + k) >>> 0);
  const pixels = width * height;
  const repeated = new Float32Array(count * pixels);
  for (let i = 0; i < repeated.length; i++) repeated[i] = 2 * image.data[i % pixels]! - 1;

  // What lies under the mask may be what shall go, so an inpainting's condition is measured around it.
  const fills = (INPAINT_METHODS as readonly string[]).includes(method);
  const kept = fills && mask ? Uint8Array.from(mask, (share) => (share === 0 ? 1 : 0)) : undefined;
  const measured = measureInWindows(material, image.data, width, height, side, kept);
  // Of a picture beyond what the network knows, such as a very noisy one, it makes what is neither asked nor there.
  const before = { ...measured, ...withinRanges(model.card, material, measured, look) };
  const wanted = { ...before, ...request.attributes };
  // `instruct` has scales of its own.
  const all = method === 'instruct' ? 1 : guidanceOf(request);

  const denoiser = (attributes: Attributes): Denoiser<Float32Array> => {
    const condition = conditionVector(model.card, material, look, attributes);
    const branches = branchesOf(condition, { all, parts: [] }).map((branch) => ({
      weight: branch.weight,
      unconditional: branch.unconditional,
      conditions: Array.from({ length: count * layout.tiles }, () => branch.condition),
    }));
    const windows = edmDenoiser(model.network, {
      parameters,
      side,
      branches,
      extras: extraInputs(model.card),
      classifier: null,
      chunk: CHUNK[model.backend.backend],
      between: async () => {
        calls.made++;
        await yieldTask();
        throwIfAborted(options.signal);
      },
    });
    return tiledDenoiser(windows, layout, count);
  };
  const fresh = new Float32Array(repeated.length);
  const sigmas = sigmasOf('karras', request.steps ?? DEFAULT_EDIT_STEPS[method], parameters);
  const down = levelsFrom(sigmas, request.strength).length - 1;
  const total = method === 'diffedit' ? 2 * down - 1 : down; // DiffEdit goes up first
  options.onProgress({ stage: 'sample', done: 0, total, preview: null });
  return {
    request,
    seeds,
    image: repeated,
    sigmas,
    denoiser,
    before,
    wanted: fills ? filling(model.card, material, wanted) : wanted,
    noise: (draw) => {
      fillFreshNoise(seeds, draw, fresh);
      return fresh;
    },
    onStep: async (step, denoised) => {
      const preview = mix(request, toGrey(denoised));
      options.onProgress({ stage: 'sample', done: step + 1, total, preview });
      await yieldTask();
      throwIfAborted(options.signal);
    },
  };
}

/** What to ask of the model so that the fill has these attributes: see `inpainting` in the card. */
function filling({ inpainting, conditions }: ModelCard, material: Material, wanted: Attributes): Attributes {
  const scale = inpainting?.areaFractionScale[material] ?? 1;
  const most = conditions.attributes[material]?.areaFraction.max ?? 1;
  return { ...wanted, areaFraction: Math.min(Math.max(most, wanted.areaFraction), scale * wanted.areaFraction) };
}

/** Kept pixels are the request's own values; under a soft mask old and new are mixed. @param grey `[count, pixels]` */
function mix({ image, mask, count }: EditRequest, grey: Float32Array): ImageBatch {
  const pixels = image.data.length;
  if (mask) {
    for (let i = 0; i < grey.length; i++) {
      const share = mask[i % pixels]!;
      const old = image.data[i % pixels]!;
      grey[i] = share === 0 ? old : (1 - share) * old + share * grey[i]!;
    }
  }
  return { data: grey, count, height: image.height, width: image.width };
}

function edmParameters({ card }: LoadedModel): EdmParameters {
  if (card.parametrisation.type === 'edm') return card.parametrisation;
  throw new SpecimenError('BadRequest', `${card.name} cannot edit; choose a diffusion model.`);
}
