/** `metadata.json` of a saved set: all that makes its runs again, for programs and for the gallery of another computer. */
import * as v from 'valibot';
import { SpecimenError } from '../contract/errors.ts';
import type { BareRequest, KeptRun, PackFormat } from '../contract/kept.ts';
import { LOOKS, MATERIALS } from '../contract/materials.ts';
import { SKETCH_STRENGTH_LIMITS, type SampleRequest } from '../contract/request.ts';
import { linkable } from '../lib/kept.ts';

export const METADATA_NAME = 'metadata.json';
/** Raised when a reader of before would misread what a writer of now writes. */
const VERSION = 1;
/** What a set may hold: more is refused before anything of it is read, or written. Bytes are the zip's. */
export const LIMITS = { runs: 2000, slices: 64, side: 1024, picture: 4096, bytes: 4 * 2 ** 30 } as const;

const finite = v.pipe(v.number(), v.finite());
const from = (min: number, max: number) => v.pipe(finite, v.minValue(min), v.maxValue(max));
const whole = (min: number, max: number) => v.pipe(finite, v.integer(), v.minValue(min), v.maxValue(max));
const words = (most: number) => v.pipe(v.string(), v.maxLength(most));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** The only paths that a set holds; anything else in it is not looked at. */
const path = (folder: string) => v.pipe(v.string(), v.regex(new RegExp(`^${folder}/[a-z0-9-]{1,40}\\.(png|tif)$`)));

const attributes = v.object({ areaFraction: finite, featureSize: finite, noise: finite });
const picture = v.object({
  file: path('requests'),
  width: whole(1, LIMITS.picture),
  height: whole(1, LIMITS.picture),
});

const Run = v.object({
  id: hash,
  // What no clock shows would be stored, but never listed.
  kept: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.check((time) => Number.isFinite(Date.parse(time))),
  ),
  name: words(200),
  note: words(10_000),
  model: v.object({ name: words(200), version: words(100), licence: words(200), hash: v.nullable(hash) }),
  /** Checked by `bareRequest`. */
  request: v.unknown(),
  pictures: v.object({
    like: v.optional(picture),
    from: v.optional(picture),
    sketch: v.optional(
      v.object({
        edges: picture,
        labels: picture,
        strength: from(SKETCH_STRENGTH_LIMITS.min, SKETCH_STRENGTH_LIMITS.max),
      }),
    ),
  }),
  width: whole(8, LIMITS.side),
  height: whole(8, LIMITS.side),
  /** Bits of each pixel that the gallery had; the files may hold fewer. */
  bits: v.picklist([8, 16]),
  slices: v.pipe(
    v.array(
      v.object({
        image: path('images'),
        mask: path('masks'),
        page: whole(0, LIMITS.slices - 1), // in a stack; 0 in a file of its own
        seed: whole(0, 0xffffffff),
        asked: v.partial(attributes),
        measured: attributes,
      }),
    ),
    v.minLength(1),
    v.maxLength(LIMITS.slices),
  ),
  backend: v.object({
    backend: v.picklist(['webgpu', 'wasm']),
    threads: whole(1, 1024),
    adapter: v.nullable(words(500)),
    reason: words(500),
    arithmetic: v.optional(v.object({ type: v.picklist(['float16', 'float32']), reason: words(500) })),
  }),
  timing: v.object({
    prepareMs: finite,
    sampleMs: finite,
    networkCalls: whole(0, 1e9),
    readbacks: whole(0, 1e9),
    cold: v.boolean(),
  }),
  page: words(50),
});

const Metadata = v.object({
  format: v.literal('specimen-set'),
  version: v.literal(VERSION),
  synthetic: v.literal(true),
  generator: v.literal('Specimen'),
  page: words(50),
  saved: v.pipe(v.string(), v.isoTimestamp()),
  files: v.picklist(['png', 'tiff']),
  masks: words(2000),
  runs: v.pipe(v.array(Run), v.minLength(1), v.maxLength(LIMITS.runs)),
});
export type Metadata = v.InferOutput<typeof Metadata>;
export type RunEntry = v.InferOutput<typeof Run>;

export interface Saving {
  format: PackFormat;
  page: string; // version of the page that saves
  saved: Date;
}

/** How the masks were made, in one sentence. */
export const MASKS =
  'One mask for each image, 8 bit: 255 where a pixel belongs to the phase (pore in rocks, fiber in fibers, root in roots), 0 elsewhere. ' +
  'They are thresholds of the image itself at the grey level that the set’s attributes are measured with, not the work of a person and not a ground truth that the model was given.';

/** The description of runs as it stands in the file: files are numbered over all runs, in their order. */
export function metadataOf(runs: readonly KeptRun[], { format, page, saved }: Saving): Metadata {
  let slices = 0;
  return {
    format: 'specimen-set',
    version: VERSION,
    synthetic: true,
    generator: 'Specimen',
    page,
    saved: saved.toISOString(),
    files: format,
    masks: MASKS,
    runs: runs.map((run, index) => {
      const entry = entryOf(run, index, format, slices);
      slices += run.slices.length;
      return entry;
    }),
  };
}

/**
 * @param index of the run in the set
 * @param before how many slices the runs before it have
 */
function entryOf(run: KeptRun, index: number, format: PackFormat, before: number): RunEntry {
  const { id, at, name, note, model, request, held, width, height, bits, slices, backend, timing, page } = run;
  const file = (field: string, size: { width: number; height: number }) => ({
    file: `requests/${pad(index + 1)}-${field}.tif`,
    ...size,
  });
  const { like, from, sketch } = held;
  const square = { width: sketch?.side ?? 0, height: sketch?.side ?? 0 };
  return {
    id,
    kept: new Date(at).toISOString(),
    name,
    note,
    model,
    request,
    pictures: {
      ...(like && { like: file('like', like) }),
      ...(from && { from: file('from', from) }),
      ...(sketch && {
        sketch: { edges: file('edges', square), labels: file('labels', square), strength: sketch.strength },
      }),
    },
    width,
    height,
    bits,
    slices: slices.map((slice, k) => {
      const file = format === 'png' ? `${pad(before + k + 1)}.png` : `${pad(index + 1)}.tif`;
      return { image: `images/${file}`, mask: `masks/${file}`, page: format === 'png' ? 0 : k, ...slice };
    }),
    backend,
    timing,
    page,
  };
}

const pad = (number: number) => String(number).padStart(4, '0');

/**
 * Reads the text of `metadata.json`.
 * @throws SpecimenError `BadFile` with one sentence
 */
export function parseMetadata(text: string): Metadata {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw bad('The set’s description is damaged; save the set again where it came from.', error);
  }
  const result = v.safeParse(Metadata, json);
  if (result.success) return result.output;
  const where = v.getDotPath(result.issues[0]) ?? 'its top level';
  if (where === 'version') {
    throw bad('This set was saved by another version of Specimen; reload the page, or save the set again.', where);
  }
  throw bad(`The set’s description is not valid at “${where}”; save the set again where it came from.`, where);
}

/** What a request may consist of; whether its values are allowed is for `linkable` to say. */
const LooseRequest = v.object({
  ...{ model: v.string(), material: v.picklist(MATERIALS), look: v.picklist(LOOKS), count: finite, seed: finite },
  attributes: v.partial(attributes),
  attributeGuidance: v.optional(v.partial(attributes)),
  latent: v.optional(v.pipe(v.array(v.object({ dimension: finite, value: finite })), v.maxLength(100))),
  ...{ sampler: v.optional(v.string()), schedule: v.optional(v.string()) },
  ...{ steps: v.optional(finite), stochasticity: v.optional(finite), guidance: v.optional(finite) },
  ...{ classifierGuidance: v.optional(finite), truncation: v.optional(finite) },
  ...{ interpolateTo: v.optional(finite), mixWith: v.optional(finite), mixFrom: v.optional(finite) },
});

/**
 * A request from a file, by the rules of share links.
 * @throws SpecimenError `BadFile` when it asks for something that cannot be asked for
 */
export function bareRequest(value: unknown): BareRequest {
  const loose = v.safeParse(LooseRequest, value);
  if (loose.success) {
    try {
      return linkable(loose.output as SampleRequest);
    } catch (error) {
      throw badRequest(error);
    }
  }
  throw badRequest(loose.issues[0].message);
}

const bad = (message: string, cause: unknown) => new SpecimenError('BadFile', message, cause);
const badRequest = (cause: unknown) =>
  bad(
    'A run of this set asks for something that this page does not know; reload the page, or leave the run out.',
    cause,
  );
