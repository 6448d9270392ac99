/** Model cards and the catalogue: their schemas, validated whenever one is loaded. */
import * as v from 'valibot';
import { LOOKS, MATERIALS } from './materials.ts';
import { SpecimenError } from './errors.ts';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(finite, v.integer(), v.minValue(0));
const range = v.pipe(
  v.object({ min: finite, max: finite }),
  v.check((r) => r.max > r.min, 'max must be above min'),
);
const attributeRanges = v.object({ areaFraction: range, featureSize: range, noise: range });
const attributeRows = v.pipe(v.array(v.tuple([finite, finite, finite])), v.minLength(1));
/** A value for each material that the model knows. */
const perMaterial = <S extends v.GenericSchema>(schema: S) =>
  v.object({ rocks: v.optional(schema), fibers: v.optional(schema), roots: v.optional(schema) });
const tensor = v.object({ name: v.string(), shape: v.array(v.union([v.string(), count])) });
/** A path beside the card: no scheme, no leading slash, no parent folders. */
const localPath = v.pipe(v.string(), v.regex(/^(?!.*\.\.)[\w-][\w./-]*$/, 'must be a relative path beside the card'));

export const CardSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  name: v.string(),
  family: v.picklist(['vae', 'gan', 'diffusion']),
  task: v.literal('sample'),
  version: v.string(),
  description: v.string(),
  resolution: v.pipe(count, v.minValue(8), v.maxValue(1024)),
  files: v.pipe(
    v.array(
      v.object({
        role: v.picklist(['decoder', 'generator', 'denoiser', 'classifier']),
        path: localPath,
        bytes: v.pipe(count, v.minValue(1)),
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
        precision: v.picklist(['fp32', 'fp16', 'int8', 'int4']),
      }),
    ),
    v.minLength(1),
  ),
  licence: v.string(),
  inputs: v.array(tensor),
  outputs: v.array(tensor),
  parametrisation: v.variant('type', [
    v.object({
      type: v.literal('edm'),
      sigmaData: v.pipe(finite, v.gtValue(0)),
      sigmaMin: v.pipe(finite, v.gtValue(0)),
      sigmaMax: v.pipe(finite, v.gtValue(0)),
      rho: v.pipe(finite, v.gtValue(0)),
    }),
    v.object({
      type: v.literal('latent'),
      dimensions: v.pipe(count, v.minValue(1)),
      /** How many of the last coordinates are the instrument's noise, one per pixel, which truncation leaves alone. */
      grain: v.optional(count),
    }),
  ]),
  conditions: v.object({
    materials: v.array(v.picklist(MATERIALS)),
    looks: perMaterial(v.pipe(v.array(v.picklist(LOOKS)), v.minLength(1))),
    /** The interval of each attribute that is mapped to [-1, 1]; also the range of the page's sliders. */
    attributes: perMaterial(attributeRanges),
    /** Attribute rows of training crops, from which a slice's attributes are drawn when nobody sets them. */
    typical: perMaterial(v.object({ real: v.optional(attributeRows), simulated: v.optional(attributeRows) })),
  }),
  latent: v.optional(
    v.object({ active: v.array(v.object({ dimension: count, kl: finite, standardDeviation: finite })) }),
  ),
  /** By how much more of a material's phase a hole must be asked to have than it shall have: fills prefer what goes on smoothly. */
  inpainting: v.optional(v.object({ areaFractionScale: perMaterial(v.pipe(finite, v.minValue(0.5), v.maxValue(2))) })),
  training: v.looseObject({
    command: v.string(),
    steps: count,
    hardware: v.string(),
    data: v.array(v.object({ name: v.string(), licence: v.string(), note: v.string() })),
  }),
  quality: v.array(
    v.looseObject({
      metric: v.string(),
      value: v.nullable(finite),
      material: v.optional(v.string()),
      n: v.optional(count),
    }),
  ),
  limitations: v.array(v.string()),
  /** One network call whose result the page replays on each backend before it trusts a model there. */
  golden: v.object({
    seed: count,
    condition: v.pipe(v.array(finite), v.length(11)),
    cNoise: v.optional(finite),
    scale: finite,
    indices: v.pipe(v.array(count), v.minLength(4)),
    values: v.array(finite),
    tolerance: v.pipe(finite, v.gtValue(0)),
  }),
});
export type ModelCard = v.InferOutput<typeof CardSchema>;

export const CatalogSchema = v.object({
  /** The model that draws the page's first slices: small, and worth looking at. Left out, the smallest does. */
  first: v.optional(v.string()),
  models: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
        name: v.string(),
        family: v.picklist(['vae', 'gan', 'diffusion']),
        bytes: v.pipe(count, v.minValue(1)),
        description: v.string(),
        card: localPath,
      }),
    ),
    v.minLength(1),
  ),
});
export type Catalog = v.InferOutput<typeof CatalogSchema>;

/**
 * Parse the text of a card or of the catalogue.
 * @throws SpecimenError `CardInvalid` naming the first field that is wrong.
 */
export function parseJson<S extends v.GenericSchema>(schema: S, text: string, what: string): v.InferOutput<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new SpecimenError(
      'CardInvalid',
      `The ${what} is not readable JSON; choose another model or reload the page.`,
      cause,
    );
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  const where = v.getDotPath(issue) ?? 'its top level';
  throw new SpecimenError(
    'CardInvalid',
    `The ${what} is not valid at “${where}”; choose another model or reload the page.`,
    issue.message,
  );
}
