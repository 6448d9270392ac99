/** Requests are checked before anything is loaded for them. */
import { canEdit, levelsOf, takesFrom, takesLike, takesSketch, type ModelCard } from '../contract/card.ts';
import {
  CHANGE_METHODS,
  EDIT_COUNT_LIMITS,
  EDIT_METHODS,
  MAX_REGION_PIXELS,
  RESAMPLING_LIMITS,
  STRENGTH_LIMITS,
  type EditRequest,
} from '../contract/edit.ts';
import { SpecimenError } from '../contract/errors.ts';
import type { ImageBatch } from '../contract/image.ts';
import type { Attributes } from '../contract/materials.ts';
import {
  ATTRIBUTE_GUIDANCE_LIMITS,
  CLASSIFIER_GUIDANCE_LIMITS,
  COUNT_LIMITS,
  GUIDANCE_LIMITS,
  LATENT_LIMITS,
  LIKE_MIN_SIDE,
  SAMPLER_NAMES,
  SCHEDULE_NAMES,
  SKETCH_STRENGTH_LIMITS,
  STEP_LIMITS,
  STOCHASTICITY_LIMITS,
  TRUNCATION_LIMITS,
  type DenoiseRequest,
  type SampleRequest,
} from '../contract/request.ts';
import { LARGEST_PIXELS } from './metrics/ownExtractor.ts';

/** Greys in [0, 1] cannot deviate from their mean by more. */
const LARGEST_NOISE = 0.5;

/** @throws SpecimenError `BadRequest` with the first thing that is wrong and what would be right. */
export function validateRequest(request: SampleRequest, card: ModelCard): void {
  const { material, look, count, seed, truncation, interpolateTo, latent = [], attributes } = request;
  whole('How many', count, COUNT_LIMITS.min, COUNT_LIMITS.max);
  whole('The seed', seed, 0, 0xffffffff);
  if (!card.conditions.looks[material]?.includes(look)) {
    const known = card.conditions.looks[material]?.join(' or ');
    throw bad(
      known ? `${card.name} draws ${material} with a ${known} look only.` : `${card.name} does not draw ${material}.`,
    );
  }
  validateAttributes(attributes);
  const diffusion = card.family === 'diffusion';
  validateSampling(request, card);
  if (truncation !== undefined) {
    if (diffusion) throw bad(`${card.name} has no truncation; leave it out.`);
    within('The truncation', truncation, TRUNCATION_LIMITS.min, TRUNCATION_LIMITS.max);
  }
  const walks = card.family === 'vae' || card.parametrisation.type === 'style';
  if (!walks && interpolateTo !== undefined) throw bad(`${card.name} has no latent space to walk in; choose the VAE.`);
  if (card.family !== 'vae' && latent.length > 0) {
    throw bad(`${card.name} has no latent coordinates to set; choose the VAE.`);
  }
  if (interpolateTo !== undefined) whole('The second seed', interpolateTo, 0, 0xffffffff);
  for (const { dimension, value } of latent) {
    const { parametrisation } = card;
    whole('The latent dimension', dimension, 0, parametrisation.type === 'latent' ? parametrisation.dimensions - 1 : 0);
    within('A latent coordinate', value, LATENT_LIMITS.min, LATENT_LIMITS.max);
  }
  validateMixing(request, card);
  validatePictures(request, card);
}

/** Only what no slice can have is refused: a card's range is what its model saw, and the page keeps to that. */
function validateAttributes({ areaFraction, featureSize, noise }: Partial<Attributes>): void {
  if (areaFraction !== undefined) within('The area fraction', areaFraction, 0, 1);
  if (featureSize !== undefined && !(featureSize > 0 && featureSize < Infinity)) {
    throw bad('The feature size must be a number of pixels above 0.');
  }
  if (noise !== undefined) within('The noise', noise, 0, LARGEST_NOISE);
}

/** The second style of a StyleGAN. */
function validateMixing({ mixWith, mixFrom }: SampleRequest, { name, parametrisation }: ModelCard): void {
  if (mixWith === undefined && mixFrom === undefined) return;
  if (parametrisation.type !== 'style') throw bad(`${name} has no styles to mix; choose a StyleGAN.`);
  if (mixWith === undefined)
    throw bad('The layer of a second style needs the seed of that style; give both or neither.');
  whole('The seed of the second style', mixWith, 0, 0xffffffff);
  if (mixFrom !== undefined) whole('The first layer of the second style', mixFrom, 0, parametrisation.layers);
}

/** The pictures that a request may hold. */
function validatePictures({ like, sketch, from }: SampleRequest, card: ModelCard): void {
  const side = card.resolution;
  if (like !== undefined) {
    if (!takesLike(card)) throw bad(`${card.name} cannot resemble a picture; leave the picture out.`);
    onePicture('The picture to resemble', like);
    if (Math.min(like.width, like.height) < LIKE_MIN_SIDE) {
      throw bad(
        `The picture to resemble has ${like.width}×${like.height} pixels and needs ${LIKE_MIN_SIDE} each way; choose a larger one.`,
      );
    }
    if (like.width * like.height > LARGEST_PIXELS) {
      const most = Math.sqrt(LARGEST_PIXELS);
      throw bad(
        `The picture to resemble has ${like.width}×${like.height} pixels, and at most as many as ${most}×${most} are looked at; cut or shrink it.`,
      );
    }
  }
  if (sketch !== undefined) {
    if (!takesSketch(card)) throw bad(`${card.name} cannot follow a sketch; leave it out.`);
    const { edges, labels, strength } = sketch;
    if (edges.length !== side * side || labels.length !== side * side) {
      throw bad(`The sketch for ${card.name} must have ${side}×${side} pixels.`);
    }
    if (!edges.every((edge) => edge >= 0 && edge <= 1))
      throw bad('The outlines of the sketch must lie between 0 and 1.');
    if (!labels.every((label) => label >= -1 && label <= 1)) {
      throw bad('The labels of the sketch must lie between −1 and 1.');
    }
    within('The strength of the sketch', strength, SKETCH_STRENGTH_LIMITS.min, SKETCH_STRENGTH_LIMITS.max);
  }
  if (from !== undefined) {
    if (!takesFrom(card)) throw bad(`${card.name} has no encoder for a picture; leave the picture out.`);
    onePicture('The picture to start from', from);
    if (from.width !== side || from.height !== side) {
      throw bad(
        `The picture to start from has ${from.width}×${from.height} pixels, and ${card.name} encodes ${side}×${side}; cut or shrink it.`,
      );
    }
  }
}

function onePicture(what: string, { data, count, width, height }: ImageBatch): void {
  if (count !== 1 || data.length !== width * height) throw bad(`${what} must be a single one.`);
  if (!data.every((grey) => grey >= 0 && grey <= 1)) throw bad(`${what} must hold grey values from 0 to 1.`);
}

/** @throws SpecimenError `BadRequest` with the first thing that is wrong. */
export function validateDenoise({ image, sigma, seed, material, look }: DenoiseRequest, card: ModelCard): void {
  if (card.family !== 'diffusion') throw bad(`${card.name} is no diffusion model; choose one that is.`);
  if (!card.conditions.looks[material]?.includes(look))
    throw bad(`${card.name} does not know ${material} with a ${look} look.`);
  const side = card.resolution;
  if (image.count !== 1 || image.width !== side || image.height !== side || image.data.length !== side * side) {
    throw bad(`${card.name} looks at one picture of ${side} by ${side} pixels.`);
  }
  if (!image.data.every(Number.isFinite)) throw bad('The picture holds values that are not numbers.');
  within('The noise level', sigma, 0.001, 100);
  whole('The seed', seed, 0, 0xffffffff);
}

/** @throws SpecimenError `BadRequest` with the first thing that is wrong. */
export function validateEdit(request: EditRequest, card: ModelCard): void {
  const { image, mask, material, look, method, attributes, resampling, guidance, imageGuidance, steps } = request;
  if (card.family !== 'diffusion') throw bad(`${card.name} cannot edit; choose a diffusion model.`);
  if (!canEdit(card)) {
    throw bad(`${card.name} knows a few noise levels only and cannot edit; choose a diffusion model with all of them.`);
  }
  if (!card.conditions.looks[material]?.includes(look))
    throw bad(`${card.name} does not know ${material} with a ${look} look.`);
  oneOf('method', method, EDIT_METHODS);
  const { width, height, count, data } = image;
  const side = card.resolution;
  if (count !== 1 || data.length !== width * height) throw bad('An edit works on one picture.');
  if (Math.min(width, height) < side) {
    throw bad(
      `The picture has ${width}×${height} pixels; ${card.name} needs at least ${side} each way, so open a larger one.`,
    );
  }
  if (width * height > MAX_REGION_PIXELS) {
    const most = Math.sqrt(MAX_REGION_PIXELS);
    throw bad(
      `The region has ${width}×${height} pixels, and at most as many as ${most}×${most} are edited at once; paint a smaller mask.`,
    );
  }
  if (!data.every((grey) => grey >= 0 && grey <= 1)) throw bad('The picture must hold grey values from 0 to 1.');
  validateMask(mask, width * height, (CHANGE_METHODS as readonly string[]).includes(method));
  whole('The number of alternatives', request.count, EDIT_COUNT_LIMITS.min, EDIT_COUNT_LIMITS.max);
  if (method === 'diffedit' && request.count > 1)
    throw bad('DiffEdit draws no noise, so all alternatives would be the same; ask for one.');
  whole('The seed', request.seed, 0, 0xffffffff);
  within('The strength', request.strength, STRENGTH_LIMITS.min, STRENGTH_LIMITS.max);
  validateAttributes(attributes);
  if (steps !== undefined) whole('The number of steps', steps, STEP_LIMITS.min, STEP_LIMITS.max);
  if (resampling !== undefined) {
    if (method !== 'repaint')
      throw bad(`Only repaint repeats its steps, and ${method} does not; leave resampling out.`);
    whole('The resampling', resampling, RESAMPLING_LIMITS.min, RESAMPLING_LIMITS.max);
  }
  if (guidance !== undefined) {
    // Below 1 it would hold on to what is there, which is what the picture's own scale is for.
    if (method === 'instruct') within('The guidance of instruct', guidance, 1, GUIDANCE_LIMITS.max);
    else within('The guidance', guidance, GUIDANCE_LIMITS.min, GUIDANCE_LIMITS.max);
  }
  if (imageGuidance !== undefined) {
    if (method !== 'instruct')
      throw bad(`Only instruct is guided by the picture, and ${method} is not; leave image guidance out.`);
    within('The image guidance', imageGuidance, GUIDANCE_LIMITS.min, GUIDANCE_LIMITS.max);
  }
}

function validateMask(mask: Float32Array | null, pixels: number, optional: boolean): void {
  if (mask === null) {
    if (!optional) throw bad('Mark the region to repaint first: nothing is masked.');
    return;
  }
  if (mask.length !== pixels) throw bad('The mask has another size than the picture; make it the same.');
  if (!mask.every((share) => share >= 0 && share <= 1)) throw bad('The mask must hold values from 0 to 1.');
  if (!mask.some((share) => share > 0)) throw bad('The mask is empty; paint over what should change.');
  if (!optional && mask.every((share) => share > 0)) {
    throw bad('The mask covers everything, so nothing is left to go on from; leave some surroundings unpainted.');
  }
}

/** How a diffusion model samples; the other families take none of it. */
function validateSampling(request: SampleRequest, card: ModelCard): void {
  const { steps, sampler, schedule, stochasticity, guidance, attributeGuidance, classifierGuidance } = request;
  if (card.family !== 'diffusion') {
    const given = Object.entries({
      steps,
      sampler,
      schedule,
      stochasticity,
      guidance,
      attributeGuidance,
      classifierGuidance,
    });
    const extra = given.find(([, value]) => value !== undefined);
    if (extra) throw bad(`${card.name} draws in one step; leave out ${extra[0]}.`);
    return;
  }
  const levels = levelsOf(card);
  if (levels) {
    const extra = Object.entries({ steps, sampler, schedule, stochasticity }).find(([, value]) => value !== undefined);
    const calls = levels.length - 1;
    const own = calls === 1 ? 'one step' : `${calls} steps of its own`;
    if (extra) throw bad(`${card.name} draws in ${own}; leave out ${extra[0]}.`);
  }
  if (steps !== undefined) whole('The number of steps', steps, STEP_LIMITS.min, STEP_LIMITS.max);
  if (sampler !== undefined) oneOf('sampler', sampler, SAMPLER_NAMES);
  if (schedule !== undefined) oneOf('schedule', schedule, SCHEDULE_NAMES);
  if (stochasticity !== undefined) {
    within('The stochasticity', stochasticity, STOCHASTICITY_LIMITS.min, STOCHASTICITY_LIMITS.max);
    if (stochasticity > 0 && sampler !== undefined && sampler !== 'heun' && sampler !== 'ddim') {
      throw bad(`The sampler ${sampler} has no share of fresh noise to set; choose heun or ddim, or leave it out.`);
    }
  }
  if (guidance !== undefined) within('The guidance', guidance, GUIDANCE_LIMITS.min, GUIDANCE_LIMITS.max);
  for (const value of Object.values(attributeGuidance ?? {})) {
    within('The guidance of an attribute', value, ATTRIBUTE_GUIDANCE_LIMITS.min, ATTRIBUTE_GUIDANCE_LIMITS.max);
  }
  if (classifierGuidance !== undefined) {
    within(
      'The classifier guidance',
      classifierGuidance,
      CLASSIFIER_GUIDANCE_LIMITS.min,
      CLASSIFIER_GUIDANCE_LIMITS.max,
    );
    if (classifierGuidance > 0 && !card.files.some(({ role }) => role === 'classifier')) {
      throw bad(`${card.name} has no classifier to guide it; leave the classifier guidance out.`);
    }
  }
}

function oneOf(what: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw bad(`There is no ${what} “${value}”; known ones are ${known.join(', ')}.`);
}

function whole(what: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw bad(`${what} must be a whole number from ${min} to ${max}.`);
}

function within(what: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) throw bad(`${what} must be a number from ${min} to ${max}.`);
}

const bad = (message: string) => new SpecimenError('BadRequest', message);
