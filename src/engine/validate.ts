/** Requests are checked before anything is loaded for them. */
import type { ModelCard } from '../contract/card.ts';
import { SpecimenError } from '../contract/errors.ts';
import { ATTRIBUTES } from '../contract/materials.ts';
import { COUNT_LIMITS, LATENT_LIMITS, STEP_LIMITS, TRUNCATION_LIMITS, type SampleRequest } from '../contract/request.ts';

/** Noise levels of Heun's method when the request names none. */
export const DEFAULT_STEPS = 18;

/** @throws SpecimenError `BadRequest` with the first thing that is wrong and what would be right. */
export function validateRequest(request: SampleRequest, card: ModelCard): void {
  const { material, look, count, seed, steps, truncation, interpolateTo, latent = [], attributes } = request;
  whole('How many', count, COUNT_LIMITS.min, COUNT_LIMITS.max);
  whole('The seed', seed, 0, 0xffffffff);
  if (!card.conditions.looks[material]?.includes(look)) {
    const known = card.conditions.looks[material]?.join(' or ');
    throw bad(known ? `${card.name} draws ${material} with a ${known} look only.` : `${card.name} does not draw ${material}.`);
  }
  for (const name of ATTRIBUTES) {
    const value = attributes[name];
    if (value !== undefined && !Number.isFinite(value)) throw bad(`The attribute ${name} must be a number.`);
  }
  const diffusion = card.family === 'diffusion';
  if (steps !== undefined) {
    if (!diffusion) throw bad(`${card.name} draws in one step; leave the number of steps out.`);
    whole('The number of steps', steps, STEP_LIMITS.min, STEP_LIMITS.max);
  }
  if (truncation !== undefined) {
    if (diffusion) throw bad(`${card.name} has no truncation; leave it out.`);
    within('The truncation', truncation, TRUNCATION_LIMITS.min, TRUNCATION_LIMITS.max);
  }
  if (card.family !== 'vae' && (interpolateTo !== undefined || latent.length > 0)) {
    throw bad(`${card.name} has no latent space to walk in; choose the VAE.`);
  }
  if (interpolateTo !== undefined) whole('The second seed', interpolateTo, 0, 0xffffffff);
  for (const { dimension, value } of latent) {
    const { parametrisation } = card;
    whole('The latent dimension', dimension, 0, parametrisation.type === 'latent' ? parametrisation.dimensions - 1 : 0);
    within('A latent coordinate', value, LATENT_LIMITS.min, LATENT_LIMITS.max);
  }
}

function whole(what: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) throw bad(`${what} must be a whole number from ${min} to ${max}.`);
}

function within(what: string, value: number, min: number, max: number): void {
  if (!(value >= min && value <= max)) throw bad(`${what} must be a number from ${min} to ${max}.`);
}

const bad = (message: string) => new SpecimenError('BadRequest', message);
