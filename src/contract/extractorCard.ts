/** The card of the extractor that measures look through, and what is asked about an extractor of one's own. */
import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(finite, v.integer(), v.minValue(1));
const index = v.pipe(finite, v.integer(), v.minValue(0));
const tolerance = v.pipe(finite, v.gtValue(0));
/** Some values of a vector, and how far from them a backend may come out. */
const picked = v.object({ indices: v.pipe(v.array(index), v.minLength(4)), values: v.array(finite), tolerance });

export const EXTRACTOR_ROLES = ['features', 'perceptual', 'text'] as const;
export type ExtractorRole = (typeof EXTRACTOR_ROLES)[number];

export const ExtractorCardSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
  name: v.string(),
  task: v.literal('measure'),
  version: v.string(),
  description: v.string(),
  files: v.pipe(
    v.array(
      v.object({
        role: v.picklist(EXTRACTOR_ROLES),
        path: v.pipe(v.string(), v.regex(/^[\w-]+\.onnx$/, 'must be a file beside the card')),
        bytes: count,
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
        precision: v.picklist(['fp32', 'int8']),
      }),
    ),
    v.check((files) => EXTRACTOR_ROLES.every((role) => files.some((file) => file.role === role)), 'a graph is missing'),
  ),
  licence: v.string(),
  /** Grey values in [0, 1]; below `smallest` px a side there are no features. */
  images: v.object({ channels: v.literal(1), range: v.tuple([v.literal(0), v.literal(1)]), smallest: count }),
  features: v.object({ dimension: count, unit: v.string() }),
  embedding: v.object({ dimension: count }),
  perceptual: v.object({ layers: v.array(v.string()), weights: v.string(), unit: v.string() }),
  text: v.object({ rule: v.string(), vocabulary: v.pipe(v.array(v.string()), v.minLength(1)) }),
  training: v.looseObject({
    command: v.string(),
    steps: count,
    hardware: v.string(),
    data: v.array(v.object({ name: v.string(), licence: v.string(), note: v.string() })),
  }),
  quality: v.array(v.looseObject({ metric: v.string(), value: finite, n: count })),
  limitations: v.array(v.string()),
  /** Images of `0.4 + 0.2 u` with u the uniforms of `seed`, stream 0; `perceptual` compares with those of `otherSeed`. */
  golden: v.object({
    seed: index,
    side: count,
    features: picked,
    embedding: picked,
    perceptual: v.object({ otherSeed: index, value: finite, tolerance }),
    text: v.object({ caption: v.string(), ...picked.entries }),
  }),
});
export type ExtractorCard = v.InferOutput<typeof ExtractorCardSchema>;

const perChannel = v.pipe(v.array(finite), v.minLength(1), v.maxLength(3));

/** An extractor of one's own, as asked for and stored beside its ONNX file. */
export const CustomExtractorSchema = v.pipe(
  v.object({
    name: v.pipe(v.string(), v.minLength(1)),
    input: v.pipe(v.string(), v.minLength(1)), // name of the network's image input
    output: v.pipe(v.string(), v.minLength(1)), // name of its output [n, d]
    height: count, // px that the network wants
    width: count,
    channels: v.picklist([1, 3]), // grey is repeated over three
    /** The network receives (value − mean) / deviation, with values in [0, 1]; one number per channel. */
    mean: perChannel,
    deviation: v.pipe(
      perChannel,
      v.everyItem((value) => value > 0, 'must be above 0'),
    ),
    /** Declared by the person who loads it: Inception v3's pool features, whose Fréchet distance is called FID. */
    inception: v.boolean(),
  }),
  v.check(
    (c) => c.mean.length === c.channels && c.deviation.length === c.channels,
    'one mean and deviation per channel',
  ),
);
export type CustomExtractor = v.InferOutput<typeof CustomExtractorSchema>;
