/** `specimen sample`: slices as numbered PNG files that know how they were made. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CAC } from 'cac';
import { usualSampling } from '../contract/card.ts';
import { SpecimenError } from '../contract/errors.ts';
import { LOOKS, MATERIALS } from '../contract/materials.ts';
import { picturesIn, withoutPictures } from '../contract/pictures.ts';
import { provenance, type Provenance } from '../contract/provenance.ts';
import {
  COUNT_LIMITS,
  PICTURE_FIELDS,
  SAMPLER_NAMES,
  SCHEDULE_NAMES,
  type PictureField,
  type SampleRequest,
  type SampleResult,
} from '../contract/request.ts';
import { validateRequest } from '../engine/validate.ts';
import { sha256 } from '../lib/digest.ts';
import { encodePng } from '../lib/png.ts';
import { fileName, missingNumbers, writeAtomically, writeSamples, type NumberedSlice } from './files.ts';
import { oneOf, required, wholeNumber } from './options.ts';
import { tellCautions } from './picture.ts';
import { ProgressLine } from './progress.ts';
import { attributesOf, inOptionNames, picturesOf, samplingOf } from './sampleOptions.ts';
import { createNodeEngine } from './source.ts';

/** Images drawn, and kept in memory, at a time. */
const BATCH = 16;
const MAX_COUNT = 1_000_000;

export function registerSample(cli: CAC): void {
  cli
    .command('sample', 'Draw synthetic slices with a model')
    .option('--model <id>', 'Model: vae-64, dcgan-64, ddpm-64, …')
    .option('--material <name>', `One of ${MATERIALS.join(', ')}`)
    .option('--look <name>', `One of ${LOOKS.join(', ')} (default: the first that the model offers)`)
    .option('--count <n>', 'How many slices', { default: 16 })
    .option('--seed <n>', 'Seed of the slice numbered 1; slice k uses seed + k − 1', { default: 1 })
    .option('--first <k>', 'Number of the first slice of this run, to split a large run', { default: 1 })
    .option('--steps <n>', 'Noise levels of the diffusion sampler (default: as the model’s card says, else 24)')
    .option('--sampler <name>', `Diffusion: ${SAMPLER_NAMES.join(', ')} (default: dpmpp2m)`)
    .option('--schedule <name>', `Diffusion: ${SCHEDULE_NAMES.join(', ')} (default: karras)`)
    .option('--stochasticity <share>', 'Diffusion, heun and ddim: share of fresh noise, 0 to 1 (default: 0)')
    .option('--guidance <w>', 'Diffusion: scale of classifier-free guidance (default: 1, none)')
    .option('--guide-area-fraction <w>', 'Diffusion: extra guidance towards the area fraction (default: 0)')
    .option('--guide-feature-size <w>', 'Diffusion: extra guidance towards the feature size (default: 0)')
    .option('--guide-noise <w>', 'Diffusion: extra guidance towards the noise (default: 0)')
    .option('--classifier-guidance <s>', 'Diffusion: scale of the classifier’s gradient (default: 0)')
    .option('--truncation <psi>', 'GAN and VAE: scale of the latent, 0 to 1')
    .option('--mix-with <seed>', 'StyleGAN: seed of a second style for all slices')
    .option('--mix-from <layer>', 'StyleGAN: first layer of the second style (default: half of them)')
    .option(
      '--like <file>',
      'Models that can resemble: a picture, 64 px or more each way, up to 1024×1024 pixels in all',
    )
    .option('--sketch-edges <file>', 'Models that follow a sketch: outlines, white on black')
    .option('--sketch-labels <file>', 'Models that follow a sketch: white the material, black the rest, grey not said')
    .option('--sketch-strength <x>', 'How much the sketch guides, 0 to 1.5 (default: 1, as trained)')
    .option('--from <file>', 'VAE with an encoder: a picture that slice 1 is decoded from, and the others near it')
    .option('--area-fraction <value>', 'Porosity or area fraction to ask for (default: as in the material)')
    .option('--feature-size <px>', 'Mean intercept length to ask for (default: as in the material)')
    .option('--noise <value>', 'Noise standard deviation to ask for (default: as in the material)')
    .option('--out <folder>', 'Where the files go')
    .option('--json', 'Print one JSON object instead of sentences')
    .action(run);
}

async function run(options: Record<string, unknown>): Promise<void> {
  const out = required('out', options.out);
  const count = wholeNumber('count', options.count, 1, MAX_COUNT);
  const first = wholeNumber('first', options.first, 1, 0xffffffff);
  const seed = wholeNumber('seed', options.seed, 0, 0xffffffff);
  const model = required('model', options.model);
  const material = oneOf('material', options.material, MATERIALS);

  const engine = createNodeEngine();
  const card = await engine.card(model);
  const { cautions, ...pictures } = await picturesOf(options, card.resolution);
  const request: Omit<SampleRequest, 'seed' | 'count'> = {
    model,
    material,
    look:
      options.look === undefined
        ? (card.conditions.looks[material]?.[0] ?? 'real')
        : oneOf('look', options.look, LOOKS),
    attributes: attributesOf(options),
    ...usualSampling(card),
    ...samplingOf(options),
    ...pictures,
  };
  if (request.from && (first !== 1 || count > COUNT_LIMITS.max)) {
    throw new SpecimenError('BadRequest', `--from draws up to ${COUNT_LIMITS.max} slices at once; leave --first out.`);
  }
  try {
    validateRequest({ ...request, seed, count: Math.min(count, COUNT_LIMITS.max) }, card);
  } catch (error) {
    throw inOptionNames(error, options);
  }
  const told = tellCautions(cautions);

  await mkdir(out, { recursive: true });
  const whole = { ...request, seed, count };
  const digests = await digestsOf(request);
  const asked = {
    request: withoutPictures(whole),
    modelVersion: card.version,
    pictures: picturesIn(whole),
    ...digests,
    ...(request.sketch && { sketchStrength: request.sketch.strength }),
  };
  const missing = await missingNumbers(
    out,
    'sample',
    range(count, first),
    (number) => decisive({ ...asked, index: number - 1 }),
    // Slices of before do not tell which picture they had.
    ({ carried }) => decisive({ ...digests, ...(carried as Carried) }),
  );
  const progress = new ProgressLine(options.json !== true);
  const timings: (SampleResult['timing'] & { files: string[] })[] = [];
  let there = count - missing.length;
  // What is drawn from a picture depends on its place among the others, so it is drawn together.
  const together = request.from !== undefined && missing.length > 0;
  try {
    progress.show('slices', there, count);
    for (const run of together ? [range(count)] : runsOf(missing)) {
      const result = await engine.sample({ ...request, seed: (seed + run[0]! - 1) >>> 0, count: run.length });
      const written = together ? missing : run;
      for (const number of written) await writeSlice(out, number, result, number - run[0]!, digests);
      timings.push({ ...result.timing, files: written.map(fileName) });
      progress.show('slices', (there += written.length), count);
    }
  } finally {
    progress.end();
  }

  let images: object[] = [];
  await writeSamples(out, 'sample', (slices) => {
    images = slices.map(rowOf);
    return JSON.stringify({ images, timings }, null, 1);
  });
  const [drawn, kept] = [missing.length, count - missing.length];
  if (options.json) console.log(JSON.stringify({ out, drawn, kept, cautions: told, images, timings }));
  else console.log(`${drawn} ${drawn === 1 ? 'slice' : 'slices'} drawn, ${kept} already there, in ${out}.`);
}

const range = (count: number, first = 1) => Array.from({ length: count }, (_, k) => first + k);

/** What tells the pictures of a request from others, which a slice does not carry. Without pictures: nothing. */
interface Digests {
  /** SHA-256 of each one's pixels. */
  pictureContents?: Partial<Record<PictureField, string>>;
}
type Carried = Provenance & Digests;

async function digestsOf({ like, from, sketch }: Pick<SampleRequest, PictureField>): Promise<Digests> {
  const parts: Record<PictureField, Float32Array[]> = {
    like: like ? [Float32Array.of(like.height, like.width), like.data] : [],
    sketch: sketch ? [sketch.edges, sketch.labels] : [],
    from: from ? [Float32Array.of(from.height, from.width), from.data] : [],
  };
  const pictureContents: Digests['pictureContents'] = {};
  for (const name of PICTURE_FIELDS) {
    if (parts[name].length > 0)
      pictureContents[name] = await sha256(new Uint8Array(await new Blob(parts[name] as BlobPart[]).arrayBuffer()));
  }
  return Object.keys(pictureContents).length > 0 ? { pictureContents } : {};
}

/** What decides a slice, by name. Not the count, because slices that are drawn together from a picture stay the same when more are drawn. */
function decisive(
  made: Pick<Carried, 'request' | 'index' | 'modelVersion' | 'pictures' | 'pictureContents' | 'sketchStrength'>,
): Record<string, unknown> {
  const { request, index, modelVersion, pictures = [], pictureContents, sketchStrength } = made;
  const seed = seedOf(request, index);
  return { ...request, seed, count: undefined, modelVersion, pictures, pictureContents, sketchStrength };
}

const seedOf = ({ seed }: Pick<SampleRequest, 'seed'>, index: number) => (seed + index) >>> 0;

/** Consecutive numbers in groups of at most `BATCH`. */
function runsOf(numbers: number[]): number[][] {
  const runs: number[][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last.length < BATCH && last.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs;
}

async function writeSlice(
  out: string,
  number: number,
  result: SampleResult,
  k: number,
  digests: Digests,
): Promise<void> {
  const { data, width, height } = result.images;
  const pixels = data.subarray(k * width * height, (k + 1) * width * height);
  const png = encodePng({ data: pixels, width, height }, 8, {
    ...provenance(result, k),
    ...digests,
    measured: result.slices[k]!.measured,
  });
  await writeAtomically(join(out, fileName(number)), png);
}

/** What samples.json says of a slice, from its own metadata, so that the jobs of an array may share a folder. */
function rowOf({ file, carried }: NumberedSlice): object {
  const { request, index, ...rest } = carried as Provenance;
  return { file, seed: seedOf(request, index), request, index, ...rest };
}
