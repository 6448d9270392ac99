/** Share links: a whole sampling request in the part of the address after `#`, which no server ever sees. */
import * as v from 'valibot';
import { SpecimenError } from './errors.ts';
import { ATTRIBUTES, LOOKS, MATERIALS, type Attributes } from './materials.ts';
import {
  ATTRIBUTE_GUIDANCE_LIMITS,
  CLASSIFIER_GUIDANCE_LIMITS,
  COUNT_LIMITS,
  GUIDANCE_LIMITS,
  LATENT_LIMITS,
  SAMPLER_NAMES,
  SCHEDULE_NAMES,
  STEP_LIMITS,
  STOCHASTICITY_LIMITS,
  TRUNCATION_LIMITS,
  type SampleRequest,
} from './request.ts';

const VERSION = '1';
const MAX_LENGTH = 2000; // characters; the longest link the page makes is far below
const MAX_SEED = 0xffffffff;

const decimal = v.pipe(
  v.string(),
  v.regex(/^-?\d{1,20}(\.\d{1,20})?(e-?\d{1,2})?$/),
  v.transform((text) => Number(text) + 0), // never −0
);
const within = (min: number, max: number) => v.pipe(decimal, v.minValue(min), v.maxValue(max));
const whole = (min: number, max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number), v.minValue(min), v.maxValue(max));

/** `dimension:value` pairs, joined by commas. */
const latent = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((pair) => pair.split(':'))),
  v.array(v.strictTuple([whole(0, 9999), within(LATENT_LIMITS.min, LATENT_LIMITS.max)])),
  v.check((pairs) => new Set(pairs.map(([dimension]) => dimension)).size === pairs.length),
  v.transform((pairs) => pairs.map(([dimension, value]) => ({ dimension, value }))),
);

/** `attribute:value` pairs, joined by commas. */
const attributeGuidance = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((pair) => pair.split(':'))),
  v.array(
    v.strictTuple([v.picklist(ATTRIBUTES), within(ATTRIBUTE_GUIDANCE_LIMITS.min, ATTRIBUTE_GUIDANCE_LIMITS.max)]),
  ),
  v.check((pairs) => new Set(pairs.map(([name]) => name)).size === pairs.length),
  v.transform((pairs): Partial<Attributes> => Object.fromEntries(pairs)),
);

const LinkSchema = v.strictObject({
  model: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  material: v.picklist(MATERIALS),
  look: v.picklist(LOOKS),
  count: whole(COUNT_LIMITS.min, COUNT_LIMITS.max),
  seed: whole(0, MAX_SEED),
  areaFraction: v.optional(within(0, 1)),
  featureSize: v.optional(within(0, 1024)),
  noise: v.optional(within(0, 1)),
  steps: v.optional(whole(STEP_LIMITS.min, STEP_LIMITS.max)),
  sampler: v.optional(v.picklist(SAMPLER_NAMES)),
  schedule: v.optional(v.picklist(SCHEDULE_NAMES)),
  stochasticity: v.optional(within(STOCHASTICITY_LIMITS.min, STOCHASTICITY_LIMITS.max)),
  guidance: v.optional(within(GUIDANCE_LIMITS.min, GUIDANCE_LIMITS.max)),
  attributeGuidance: v.optional(attributeGuidance),
  classifierGuidance: v.optional(within(CLASSIFIER_GUIDANCE_LIMITS.min, CLASSIFIER_GUIDANCE_LIMITS.max)),
  truncation: v.optional(within(TRUNCATION_LIMITS.min, TRUNCATION_LIMITS.max)),
  latent: v.optional(latent),
  interpolateTo: v.optional(whole(0, MAX_SEED)),
  mixWith: v.optional(whole(0, MAX_SEED)),
  mixFrom: v.optional(whole(0, 99)),
});

/** The screens that a link can open. */
export type LinkedScreen = 'sample' | 'lab';

/**
 * The address part that draws `request` again, such as `#/sample?v=1&model=vae-64&material=rocks&…`. Its pictures
 * (`PICTURE_FIELDS`) stay behind: they are the visitor's own, and too large for an address.
 */
export function toLink(request: SampleRequest, screen: LinkedScreen = 'sample'): string {
  const { model, material, look, count, seed, attributes, attributeGuidance = {}, latent, interpolateTo } = request;
  const guides = ATTRIBUTES.flatMap((name) =>
    attributeGuidance[name] === undefined ? [] : `${name}:${attributeGuidance[name]}`,
  );
  const fields: [string, string | number | undefined][] = [
    ['v', VERSION],
    ['model', model],
    ['material', material],
    ['look', look],
    ['count', count],
    ['seed', seed],
    ...ATTRIBUTES.map((name): [string, number | undefined] => [name, attributes[name]]),
    ['steps', request.steps],
    ['sampler', request.sampler],
    ['schedule', request.schedule],
    ['stochasticity', request.stochasticity],
    ['guidance', request.guidance],
    ['attributeGuidance', guides.length > 0 ? guides.join(',') : undefined],
    ['classifierGuidance', request.classifierGuidance],
    ['truncation', request.truncation],
    ['latent', latent?.length ? latent.map(({ dimension, value }) => `${dimension}:${value}`).join(',') : undefined],
    ['interpolateTo', interpolateTo],
    ['mixWith', request.mixWith],
    ['mixFrom', request.mixFrom],
  ];
  const query = fields.flatMap(([key, value]) => (value === undefined ? [] : `${key}=${value}`));
  return `#/${screen}?${query.join('&')}`;
}

/**
 * Read a link made by `toLink`. Nothing of a link that is wrong anywhere is used.
 * @param hash the address part from `#` on
 * @throws SpecimenError `BadLink` with one sentence
 */
export function parseLink(hash: string): SampleRequest {
  const fields = readFields(hash);
  const { v: version, ...rest } = fields;
  if (version !== VERSION) {
    throw bad('This link was made for another version of Specimen; reload the page, or ask for a new link.', 'v');
  }
  const result = v.safeParse(LinkSchema, rest);
  if (!result.success) {
    const issue = result.issues[0];
    const field = v.getDotPath(issue)?.split('.')[0];
    const known = field !== undefined && field in LinkSchema.entries;
    throw bad(
      known
        ? `This link is damaged at “${field}”; copy it again in full.`
        : 'This link holds something this page does not know; copy it again in full.',
      issue.message,
    );
  }
  const { areaFraction, featureSize, noise, ...request } = result.output;
  const attributes: SampleRequest['attributes'] = {};
  if (areaFraction !== undefined) attributes.areaFraction = areaFraction;
  if (featureSize !== undefined) attributes.featureSize = featureSize;
  if (noise !== undefined) attributes.noise = noise;
  return { ...request, attributes };
}

/** The keys and values of the query, without a prototype, so that no key can reach one. */
function readFields(hash: string): Record<string, string> {
  if (hash.length > MAX_LENGTH) throw bad('This link is too long to be one of Specimen’s; copy it again.', 'length');
  const [path, query, ...more] = hash.split('?');
  if ((path !== '#/sample' && path !== '#/lab') || !query || more.length > 0) {
    throw bad('This link is incomplete; copy it again in full.', 'no query');
  }
  const fields = Object.create(null) as Record<string, string>;
  for (const [key, value] of new URLSearchParams(query)) {
    if (key in fields) throw bad('This link says one thing twice; copy it again in full.', 'repeated key');
    fields[key] = value;
  }
  return fields;
}

const bad = (message: string, cause: string) => new SpecimenError('BadLink', message, cause);
