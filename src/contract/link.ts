/**
 * Share links: a whole sampling request in the part of the address after `#`, which no server ever sees.
 *
 * Whoever reads a link trusts nothing in it: each field is read by its own rule, what does not pass is left out and named, and
 * the rest counts. Links are text of this form, with the version of the format as `v`:
 *
 * - 1: a request of the Sample screen or, on `#/lab`, of the Lab's first side;
 * - 2: besides, on `#/lab`, the view and how the second side samples. Every field of version 1 means the same.
 *
 * A link holds no pictures (`PICTURE_FIELDS`), only which ones the request had: who follows it is told that it draws without them.
 */
import * as v from 'valibot';
import { SpecimenError } from './errors.ts';
import { ATTRIBUTES, LOOKS, MATERIALS, type Attributes } from './materials.ts';
import { picturesIn } from './pictures.ts';
import {
  ATTRIBUTE_GUIDANCE_LIMITS,
  CLASSIFIER_GUIDANCE_LIMITS,
  COUNT_LIMITS,
  GUIDANCE_LIMITS,
  LATENT_LIMITS,
  PICTURE_FIELDS,
  SAMPLER_NAMES,
  SCHEDULE_NAMES,
  STEP_LIMITS,
  STOCHASTICITY_LIMITS,
  TRUNCATION_LIMITS,
  type PictureField,
  type SampleRequest,
} from './request.ts';

const VERSION = '2';
const VERSIONS = ['1', VERSION];
const MAX_LENGTH = 2000; // characters; the longest link the page makes is far below
const MAX_SEED = 0xffffffff;

export const LAB_VIEWS = ['watch', 'compare', 'forward', 'quality'] as const;
export type LabView = (typeof LAB_VIEWS)[number];

/** What a request can say of sampling. */
export const SAMPLING_FIELDS = [
  'steps',
  'sampler',
  'schedule',
  'stochasticity',
  'guidance',
  'attributeGuidance',
  'classifierGuidance',
] as const;
export type SamplingSettings = Partial<Pick<SampleRequest, (typeof SAMPLING_FIELDS)[number]>>;

/** What the Lab shows besides its first side, which is the request. */
export interface LabSettings {
  view: LabView;
  b: SamplingSettings; // how its second side samples
}

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

/** Which pictures the request had, joined by commas. */
const pictures = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.array(v.picklist(PICTURE_FIELDS)),
  v.check((names) => new Set(names).size === names.length),
);

const sampling = {
  steps: whole(STEP_LIMITS.min, STEP_LIMITS.max),
  sampler: v.picklist(SAMPLER_NAMES),
  schedule: v.picklist(SCHEDULE_NAMES),
  stochasticity: within(STOCHASTICITY_LIMITS.min, STOCHASTICITY_LIMITS.max),
  guidance: within(GUIDANCE_LIMITS.min, GUIDANCE_LIMITS.max),
  attributeGuidance,
  classifierGuidance: within(CLASSIFIER_GUIDANCE_LIMITS.min, CLASSIFIER_GUIDANCE_LIMITS.max),
};

/** Without these the page would draw something else than what was shared, so their absence is told. */
const NEEDED = ['model', 'material', 'look', 'count', 'seed'] as const;

const requestFields = {
  model: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  material: v.picklist(MATERIALS),
  look: v.picklist(LOOKS),
  count: whole(COUNT_LIMITS.min, COUNT_LIMITS.max),
  seed: whole(0, MAX_SEED),
  areaFraction: within(0, 1),
  featureSize: within(0, 1024),
  noise: within(0, 1),
  ...sampling,
  truncation: within(TRUNCATION_LIMITS.min, TRUNCATION_LIMITS.max),
  latent,
  interpolateTo: whole(0, MAX_SEED),
  mixWith: whole(0, MAX_SEED),
  mixFrom: whole(0, 99),
};

/** The name in the address of what the Lab's second side samples with: `steps` is `bSteps`. */
const ofB = (name: string) => `b${name[0]!.toUpperCase()}${name.slice(1)}`;

const labFields: Record<string, v.GenericSchema> = {
  view: v.picklist(LAB_VIEWS),
  ...Object.fromEntries(SAMPLING_FIELDS.map((name) => [ofB(name), sampling[name]])),
};

/** The screens that such a link can open. */
export type LinkedScreen = 'sample' | 'lab';

/** Parts that can be left out: fields of the request, its pictures, and what belongs to the link itself or to the Lab. */
export type LinkPart = keyof typeof requestFields | PictureField | 'version' | 'lab' | 'unknown';

export interface LinkContents {
  /** What the link says of a request and passes its rules; not yet compared with what its model offers. */
  request: Partial<SampleRequest> & { attributes: Partial<Attributes> };
  /** On a link to the Lab. */
  lab: Partial<LabSettings>;
  /** What was wrong, unknown or missing, and the pictures that the request had, each part once. */
  leftOut: LinkPart[];
}

/**
 * The address part that draws `request` again, such as `#/sample?v=2&model=vae-64&material=rocks&…`. Its pictures
 * (`PICTURE_FIELDS`) stay behind, because they are the visitor's own, and too large for an address: the link only names them.
 * @param lab what the Lab shows besides, on a link to it
 */
export function toLink(request: SampleRequest, screen: LinkedScreen = 'sample', lab?: LabSettings): string {
  const { model, material, look, count, seed, attributes, latent } = request;
  const fields: [string, string | number | undefined][] = [
    ['v', VERSION],
    ['model', model],
    ['material', material],
    ['look', look],
    ['count', count],
    ['seed', seed],
    ...ATTRIBUTES.map((name): [string, number | undefined] => [name, attributes[name]]),
    ...samplingPairs(request),
    ['truncation', request.truncation],
    ['latent', latent?.length ? latent.map(({ dimension, value }) => `${dimension}:${value}`).join(',') : undefined],
    ['interpolateTo', request.interpolateTo],
    ['mixWith', request.mixWith],
    ['mixFrom', request.mixFrom],
    ['pictures', picturesIn(request).join(',') || undefined],
  ];
  if (lab) {
    fields.push(['view', lab.view]);
    for (const [name, value] of samplingPairs(lab.b)) fields.push([ofB(name), value]);
  }
  const query = fields.flatMap(([key, value]) => (value === undefined ? [] : `${key}=${value}`));
  return `#/${screen}?${query.join('&')}`;
}

function samplingPairs(settings: SamplingSettings): [string, string | number | undefined][] {
  return SAMPLING_FIELDS.map((name) => {
    if (name !== 'attributeGuidance') return [name, settings[name]];
    const guides = settings.attributeGuidance ?? {};
    const pairs = ATTRIBUTES.flatMap((each) => (guides[each] === undefined ? [] : `${each}:${guides[each]}`));
    return [name, pairs.length > 0 ? pairs.join(',') : undefined];
  });
}

/**
 * Read a link made by any version of `toLink`, or whatever somebody made of one.
 * @param hash the address part from `#` on
 * @throws SpecimenError `BadLink` with one sentence when nothing of it can be used
 */
export function parseLink(hash: string): LinkContents {
  if (hash.length > MAX_LENGTH) throw bad('This link is too long to be one of Specimen’s; copy it again.', 'length');
  const [, screen, query] = /^#\/(sample|lab)\?(.+)$/s.exec(hash) ?? [];
  if (query === undefined) throw bad('This link is incomplete; copy it again in full.', 'no query');

  const read = new Map<string, unknown>();
  const leftOut = new Set<LinkPart>();
  for (const [key, text] of new URLSearchParams(query)) {
    const schema = ruleOf(key, screen === 'lab');
    const result = schema && v.safeParse(schema, text);
    if (key === 'v') {
      if (!VERSIONS.includes(text)) leftOut.add('version');
    } else if (!result?.success || read.has(key)) leftOut.add(partOf(key));
    else read.set(key, result.output);
  }
  if (read.size === 0) throw bad('This link holds nothing that this page knows; copy it again in full.', 'no field');
  for (const name of NEEDED) if (!read.has(name)) leftOut.add(name);
  for (const name of (read.get('pictures') ?? []) as PictureField[]) leftOut.add(name);

  const pick = (names: readonly string[], rename = (name: string) => name) =>
    Object.fromEntries(names.filter((name) => read.has(rename(name))).map((name) => [name, read.get(rename(name))]));
  const plain = Object.keys(requestFields).filter((name) => !(ATTRIBUTES as readonly string[]).includes(name));
  const b = pick(SAMPLING_FIELDS, ofB) as SamplingSettings;
  return {
    request: { ...(pick(plain) as Partial<SampleRequest>), attributes: pick(ATTRIBUTES) },
    lab: { ...pick(['view']), ...(Object.keys(b).length > 0 && { b }) },
    leftOut: [...leftOut],
  };
}

/** The rule of a field by its own name only: no key reaches a prototype. */
function ruleOf(key: string, lab: boolean): v.GenericSchema | undefined {
  if (Object.hasOwn(requestFields, key)) return requestFields[key as keyof typeof requestFields];
  if (key === 'pictures') return pictures;
  return lab && Object.hasOwn(labFields, key) ? labFields[key] : undefined;
}

function partOf(key: string): LinkPart {
  if (Object.hasOwn(requestFields, key)) return key as keyof typeof requestFields;
  return Object.hasOwn(labFields, key) ? 'lab' : 'unknown';
}

const bad = (message: string, cause: string) => new SpecimenError('BadLink', message, cause);
