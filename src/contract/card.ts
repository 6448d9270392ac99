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
/** One line each for the model picker, from measured figures: what a model does well, and what it does not. */
const line = v.pipe(v.string(), v.minLength(1), v.maxLength(120));
const picker = v.object({ good: line, bad: line });
/** Weight of the divergence in a VAE's loss (β-VAE, Higgins et al. 2017). */
const beta = v.optional(v.pipe(finite, v.gtValue(0)));
/** A path beside the card: no scheme, no leading slash, no parent folders. */
const localPath = v.pipe(v.string(), v.regex(/^(?!.*\.\.)[\w-][\w./-]*$/, 'must be a relative path beside the card'));

const resolution = v.pipe(count, v.minValue(8), v.maxValue(1024)); // px

const bytes = v.pipe(count, v.minValue(1));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** What a model can be given besides a condition: see the fields of these names in `SampleRequest`, and `mixWith` for `mix`. */
export const TAKES = ['like', 'sketch', 'from', 'mix'] as const;
export type Taken = (typeof TAKES)[number];
/** How the page and the command line sample where nobody chose and the card says nothing of steps; one network call a step. */
export const USUAL_SAMPLING: UsualSampling = { sampler: 'dpmpp2m', steps: 24 };
interface UsualSampling {
  sampler: 'dpmpp2m';
  steps: number;
}
/** Network calls of which a few-step model makes no more. */
const FEW_CALLS = 4;

const fields = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  name: v.string(),
  family: v.picklist(['vae', 'gan', 'diffusion']),
  task: v.literal('sample'),
  version: v.string(),
  description: v.string(),
  resolution,
  beta,
  /** First the network that draws, then those beside it, which are downloaded when they are needed. */
  files: v.pipe(
    v.array(
      v.object({
        role: v.picklist(['decoder', 'generator', 'denoiser', 'classifier', 'encoder', 'projection']),
        path: localPath,
        bytes,
        sha256,
        precision: v.picklist(['fp32', 'fp16', 'int8', 'int4']),
      }),
    ),
    v.minLength(1),
  ),
  /**
   * The first file's network computed with in float16: a small graph whose weights lie in that file (ONNX's external data), fetched
   * only where the GPU has 16-bit floats, and used only where it reproduces the golden values within a tolerance of its own.
   */
  half: v.optional(
    v.object({ path: localPath, bytes, sha256, precision: v.literal('fp16'), tolerance: v.pipe(finite, v.gtValue(0)) }),
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
      /**
       * Of a few-step student (progressive distillation, Salimans & Ho 2022; consistency models, Song et al. 2023): the only noise
       * levels that it knows, falling to 0. It is sampled with one network call for each pair of neighbours, and in no other way.
       */
      levels: v.optional(
        v.pipe(
          v.array(finite),
          v.minLength(2),
          v.check((levels) => levels.every((sigma, i) => i === 0 || sigma < levels[i - 1]!), 'must fall'),
          v.check((levels) => levels.at(-1) === 0, 'must end with 0'),
        ),
      ),
      /** Steps of the usual sampler that the model was measured with and is at its best with; left out, as many as is usual. */
      steps: v.optional(v.pipe(count, v.minValue(2))),
      /** σ at and below which the file `projection` moves estimates towards the attributes that are asked for. */
      projectedFrom: v.optional(v.pipe(finite, v.gtValue(0))),
    }),
    v.object({
      type: v.literal('latent'),
      dimensions: v.pipe(count, v.minValue(1)),
      /** How many of the last coordinates are the instrument's noise, one per pixel, which truncation leaves alone. */
      grain: v.optional(count),
    }),
    /** StyleGAN (Karras et al. 2019): a style for each layer, mapped from `dimensions` normals, and noise for each pixel. */
    v.object({
      type: v.literal('style'),
      dimensions: v.pipe(count, v.minValue(1)),
      grain: count, // normals after those of the style: the noise, which truncation leaves alone
      layers: v.pipe(count, v.minValue(1)), // that take a style, coarse to fine
    }),
  ]),
  conditions: v.object({
    materials: v.array(v.picklist(MATERIALS)),
    looks: perMaterial(v.pipe(v.array(v.picklist(LOOKS)), v.minLength(1))),
    /** The interval of each attribute that is mapped to [-1, 1]. What can be asked for reaches further: see ranges.ts. */
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
    /** Values of the encoder's mean of a picture that is 0 everywhere, within the same tolerance. */
    encoder: v.optional(
      v.pipe(
        v.object({ indices: v.pipe(v.array(count), v.minLength(4)), values: v.array(finite) }),
        v.check(({ indices, values }) => indices.length === values.length, 'one value per index'),
      ),
    ),
    /** Of the projection: `scale` · (noise of `seed`) − `scale` for two pictures, asked for the middle of the first material's attributes. */
    projection: v.optional(
      v.pipe(
        v.object({
          scale: finite,
          sigma: v.tuple([finite, finite]),
          indices: v.pipe(v.array(count), v.minLength(4)),
          values: v.array(finite),
          tolerance: v.pipe(finite, v.gtValue(0)),
        }),
        v.check(({ indices, values }) => indices.length === values.length, 'one value per index'),
      ),
    ),
  }),
});

export const CardSchema = v.pipe(
  fields,
  v.forward(v.check(takesWhatTheEngineGives, 'holds an input that nothing is known to feed'), ['inputs']),
);
export type ModelCard = v.InferOutput<typeof fields>;

/** Length of the extractor's embedding, which the input `like` takes. */
export const LIKE_LENGTH = 64;

/** Only the inputs that are optional need a look: without any other one, the self-test fails. */
function takesWhatTheEngineGives({ inputs, resolution, parametrisation }: v.InferOutput<typeof fields>): boolean {
  const shapes = new Map(inputs.map(({ name, shape }) => [name, JSON.stringify(shape)]));
  const known = {
    like: JSON.stringify(['n', LIKE_LENGTH]),
    hint: JSON.stringify(['n', 2, resolution, resolution]),
    control: JSON.stringify(['n']),
  };
  const given = Object.entries(known).filter(([name]) => shapes.has(name));
  if (given.length === 0) return true;
  if (parametrisation.type !== 'edm' || shapes.has('hint') !== shapes.has('control')) return false;
  return given.every(([name, shape]) => shapes.get(name) === shape);
}

type Interface = Pick<ModelCard, 'inputs' | 'parametrisation' | 'files'>;

/** Whether pictures can be given to the model to resemble: `SampleRequest.like`. */
export const takesLike = ({ inputs }: Interface) => inputs.some(({ name }) => name === 'like');
/** Whether a sketch can guide the model: `SampleRequest.sketch`. */
export const takesSketch = ({ inputs }: Interface) => inputs.some(({ name }) => name === 'hint');
/** Whether a picture can be decoded from its own latent: `SampleRequest.from`. */
export const takesFrom = ({ files }: Interface) => files.some(({ role }) => role === 'encoder');
/** Whether a second style can take over at a chosen depth: `SampleRequest.mixWith`. */
export const takesMix = ({ parametrisation }: Interface) => parametrisation.type === 'style';
/** The noise levels of a few-step model, which has no sampler to choose; null for every other model. */
export const levelsOf = ({ parametrisation }: Interface) =>
  (parametrisation.type === 'edm' && parametrisation.levels) || null;
/** The sampler and steps to name in a request that leaves them open; nothing for models that have none to choose. */
export const usualSampling = (card: Interface): Partial<UsualSampling> =>
  card.parametrisation.type === 'edm' && levelsOf(card) === null
    ? { ...USUAL_SAMPLING, steps: card.parametrisation.steps ?? USUAL_SAMPLING.steps }
    : {};
/** Whether the model can inpaint and edit: a denoiser that knows every noise level. */
export const canEdit = (card: Interface) => card.parametrisation.type === 'edm' && levelsOf(card) === null;

/** What the page says and needs to know of a model before its card is loaded. */
const row = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  name: v.string(),
  family: v.picklist(['vae', 'gan', 'diffusion']),
  bytes,
  resolution,
  /** Network calls for a slice, with the usual sampler where there is a choice. */
  calls: v.pipe(count, v.minValue(1)),
  beta,
  takes: v.array(v.picklist(TAKES)),
  /** Fréchet distance of slices with the real look to held-out real rocks, over that between two sets of real crops. */
  frechetRatio: v.optional(v.pipe(finite, v.gtValue(0))),
  description: v.string(),
  card: localPath,
  /** Of a model that is kept as an example only: what it teaches, in a sentence. */
  teaching: v.optional(v.string()),
  picker: v.optional(picker),
});

export const CatalogSchema = v.object({
  /** The model that draws the page's first slices: small, and worth looking at. Left out, the smallest does. */
  first: v.optional(v.string()),
  models: v.pipe(v.array(row), v.minLength(1)),
});
export type CatalogRow = v.InferOutput<typeof row>;
export type Catalog = v.InferOutput<typeof CatalogSchema>;

/** Whether a model of the catalogue is a few-step one, which has no sampler to choose and cannot edit. */
export const isFewStep = ({ family, calls }: Pick<CatalogRow, 'family' | 'calls'>) =>
  family === 'diffusion' && calls <= FEW_CALLS;

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
