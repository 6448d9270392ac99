/** `specimen sample`: slices as numbered PNG files that know how they were made. */
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CAC } from 'cac';
import { SingleBar, Presets } from 'cli-progress';
import { decode } from 'fast-png';
import { ATTRIBUTES, LOOKS, MATERIALS, type Attributes } from '../contract/materials.ts';
import { provenance } from '../contract/provenance.ts';
import { SAMPLER_NAMES, SCHEDULE_NAMES, type SampleRequest, type SampleResult } from '../contract/request.ts';
import { METADATA_KEY, encodePng } from '../lib/png.ts';
import { writeAtomically } from './files.ts';
import { oneOf, realNumber, required, wholeNumber } from './options.ts';
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
    .option('--steps <n>', 'Noise levels of the diffusion sampler')
    .option('--sampler <name>', `Diffusion: ${SAMPLER_NAMES.join(', ')} (default: heun)`)
    .option('--schedule <name>', `Diffusion: ${SCHEDULE_NAMES.join(', ')} (default: karras)`)
    .option('--stochasticity <share>', 'Diffusion, heun and ddim: share of fresh noise, 0 to 1 (default: 0)')
    .option('--guidance <w>', 'Diffusion: scale of classifier-free guidance (default: 1, none)')
    .option('--guide-area-fraction <w>', 'Diffusion: extra guidance towards the area fraction (default: 0)')
    .option('--guide-feature-size <w>', 'Diffusion: extra guidance towards the feature size (default: 0)')
    .option('--guide-noise <w>', 'Diffusion: extra guidance towards the noise (default: 0)')
    .option('--classifier-guidance <s>', 'Diffusion: scale of the classifier’s gradient (default: 0)')
    .option('--truncation <psi>', 'GAN and VAE: scale of the latent, 0 to 1')
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
  const request: Omit<SampleRequest, 'seed' | 'count'> = {
    model,
    material,
    look:
      options.look === undefined
        ? (card.conditions.looks[material]?.[0] ?? 'real')
        : oneOf('look', options.look, LOOKS),
    attributes: attributesOf(options),
  };
  if (options.steps !== undefined) request.steps = realNumber('steps', options.steps);
  Object.assign(request, samplingOf(options));
  if (options.truncation !== undefined) request.truncation = realNumber('truncation', options.truncation);

  await mkdir(out, { recursive: true });
  const missing = Array.from({ length: count }, (_, k) => first + k).filter(
    (number) => !existsSync(join(out, fileName(number))),
  );
  const bar = options.json
    ? null
    : new SingleBar({ format: '{bar} {value}/{total} slices', clearOnComplete: true }, Presets.shades_classic);
  bar?.start(count, count - missing.length);
  const timings: (SampleResult['timing'] & { files: string[] })[] = [];
  for (const run of runsOf(missing)) {
    const result = await engine.sample({ ...request, seed: (seed + run[0]! - 1) >>> 0, count: run.length });
    for (const [k, number] of run.entries()) await writeSlice(out, number, result, k);
    timings.push({ ...result.timing, files: run.map(fileName) });
    bar?.increment(run.length);
  }
  bar?.stop();

  const images = await listSlices(out);
  const summary = { images, timings };
  await writeAtomically(join(out, 'samples.json'), JSON.stringify(summary, null, 1));
  if (options.json)
    console.log(JSON.stringify({ out, drawn: missing.length, kept: count - missing.length, ...summary }));
  else console.log(`${missing.length} slices drawn, ${count - missing.length} already there, in ${out}.`);
}

function attributesOf(options: Record<string, unknown>): Partial<Attributes> {
  const attributes: Partial<Attributes> = {};
  for (const name of ATTRIBUTES) {
    if (options[name] !== undefined) attributes[name] = realNumber(dashed(name), options[name]);
  }
  return attributes;
}

/** How a diffusion model is to sample. */
function samplingOf(options: Record<string, unknown>): Partial<SampleRequest> {
  const sampling: Partial<SampleRequest> = {};
  if (options.sampler !== undefined) sampling.sampler = oneOf('sampler', options.sampler, SAMPLER_NAMES);
  if (options.schedule !== undefined) sampling.schedule = oneOf('schedule', options.schedule, SCHEDULE_NAMES);
  for (const name of ['stochasticity', 'guidance', 'classifierGuidance'] as const) {
    if (options[name] !== undefined) sampling[name] = realNumber(dashed(name), options[name]);
  }
  const guides = ATTRIBUTES.flatMap((name) => {
    const option = `guide${name[0]!.toUpperCase()}${name.slice(1)}`;
    return options[option] === undefined ? [] : [[name, realNumber(dashed(option), options[option])] as const];
  });
  if (guides.length > 0) sampling.attributeGuidance = Object.fromEntries(guides);
  return sampling;
}

/** An option's name as it is typed. */
const dashed = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

const fileName = (number: number) => `${String(number).padStart(4, '0')}.png`;

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

async function writeSlice(out: string, number: number, result: SampleResult, k: number): Promise<void> {
  const { data, width, height } = result.images;
  const pixels = data.subarray(k * width * height, (k + 1) * width * height);
  const png = encodePng({ data: pixels, width, height }, 8, {
    ...provenance(result, k),
    measured: result.slices[k]!.measured,
  });
  await writeAtomically(join(out, fileName(number)), png);
}

/** Every slice in the folder from its own metadata, so that the jobs of an array may share a folder. */
async function listSlices(out: string): Promise<object[]> {
  const files = (await readdir(out))
    .filter((name) => /^\d+\.png$/.test(name))
    .sort((a, b) => parseInt(a) - parseInt(b));
  return Promise.all(
    files.map(async (file) => {
      const text = decode(await readFile(join(out, file))).text[METADATA_KEY] ?? '{}';
      const { request, ...rest } = JSON.parse(text) as { request: SampleRequest };
      return { file, seed: request.seed, request, ...rest };
    }),
  );
}
