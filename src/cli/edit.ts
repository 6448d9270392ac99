/** `specimen inpaint` and `specimen edit`: a part of a picture repainted or changed, the rest bit for bit as it was. */
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CAC } from 'cac';
import type { ModelCard } from '../contract/card.ts';
import { askRanges } from '../contract/ranges.ts';
import { CHANGE_METHODS, INPAINT_METHODS, type EditMethod, type EditRequest } from '../contract/edit.ts';
import { SpecimenError } from '../contract/errors.ts';
import { ATTRIBUTES, LOOKS, MATERIALS, type Attributes, type Look, type Material } from '../contract/materials.ts';
import { editProvenance, localEditRecord } from '../contract/provenance.ts';
import { validateEdit } from '../engine/validate.ts';
import { editRegion } from '../lib/editRegion.ts';
import { encodePixels } from '../lib/png.ts';
import { composite, crop, greyOf, type Region, type Slice } from '../lib/slice.ts';
import { changedAttributes, moved } from '../materials/change.ts';
import { VOCABULARY, parsePhrase } from '../materials/phrase.ts';
import { measureInWindows } from '../materials/windows.ts';
import { fileName, requireAbsent, writeAtomically } from './files.ts';
import { oneOf, realNumber, required, wholeNumber } from './options.ts';
import { cautionOf, openFile, tellCautions } from './picture.ts';
import { ProgressLine } from './progress.ts';
import { createNodeEngine } from './source.ts';

type Options = Record<string, unknown>;

/** The options that name attributes. */
const NAMES = { areaFraction: 'area-fraction', featureSize: 'feature-size', noise: 'noise' };

export function registerEdit(cli: CAC): void {
  const shared = (name: string, description: string, count: string, guidance: string, attributes: string) =>
    cli
      .command(name, description)
      .option('--model <id>', 'A diffusion model', { default: 'ddpm-64' })
      .option('--material <name>', `One of ${MATERIALS.join(', ')} (default: guessed)`)
      .option('--look <name>', `One of ${LOOKS.join(', ')} (default: the first that the model offers)`)
      .option('--image <file>', 'PNG, JPEG or TIFF, up to 4096 px a side')
      .option('--page <n>', 'Page of a TIFF', { default: 1 })
      .option('--seed <n>', 'Of the first alternative; the next one uses the next seed', { default: 1 })
      .option('--count <n>', `How many alternatives (default: ${count})`)
      .option('--steps <n>', 'Noise levels of the full way')
      .option('--guidance <w>', `Scale of classifier-free guidance (default: ${guidance})`)
      .option('--area-fraction <value>', `Porosity or area fraction of the result (default: ${attributes})`)
      .option('--feature-size <px>', `Mean intercept length of the result (default: ${attributes})`)
      .option('--noise <value>', `Noise standard deviation of the result (default: ${attributes})`)
      .option('--out <folder>', 'Where 0001.png … go')
      .option('--json', 'Print one JSON object instead of sentences');
  shared('inpaint', 'Repaint what a mask covers', '4', '1, none', 'as around')
    .option('--mask <file>', 'As large as the image: white is repainted, black kept, grey mixed')
    .option('--method <name>', `One of ${INPAINT_METHODS.join(', ')}`, { default: INPAINT_METHODS[0] })
    .option('--strength <share>', '1 starts from noise, towards 0 less changes', { default: 1 })
    .option('--resampling <n>', 'RePaint: how often each step is repeated')
    .action((options: Options) => run(options, oneOf('method', options.method, INPAINT_METHODS)));
  const draws = '4; of diffedit 1, which draws no noise';
  const guides = '5; ledits 2; 1, none, where nothing else is asked for';
  shared('edit', 'Change what is there', draws, guides, 'as it is')
    .option('--mask <file>', 'White is changed (default: everywhere; DiffEdit finds its own)')
    .option('--method <name>', `One of ${CHANGE_METHODS.join(', ')}`)
    .option('--instruction <sentence>', 'Such as “larger grains, less noise”')
    .option('--strength <share>', 'How far towards noise and back: 0.05 to 1', { default: 0.5 })
    .option('--image-guidance <w>', 'Instruct: pull towards the picture')
    .action((options: Options) => run(options, oneOf('method', options.method, CHANGE_METHODS)));
}

async function run(options: Options, method: EditMethod): Promise<void> {
  const out = required('out', options.out);
  const file = required('image', options.image);
  const slice = await openFile(file, wholeNumber('page', options.page, 1, 1_000_000) - 1);
  const engine = createNodeEngine();
  const card = await engine.card(required('model', options.model));
  const mask = options.mask === undefined ? null : await openMask(required('mask', options.mask), slice);
  const region = regionOf(mask, slice, card);
  const image = { data: greyOf(slice, region), count: 1, width: region.width, height: region.height };
  const material =
    options.material === undefined
      ? (await engine.guessMaterial(image)).material
      : oneOf('material', options.material, MATERIALS);
  const look =
    options.look === undefined ? (card.conditions.looks[material]?.[0] ?? 'real') : oneOf('look', options.look, LOOKS);
  const request: EditRequest = {
    model: card.id,
    material,
    look,
    method,
    image,
    mask: mask && crop(mask, slice.width, region),
    seed: wholeNumber('seed', options.seed, 0, 0xffffffff),
    count: wholeNumber('count', options.count ?? (method === 'diffedit' ? 1 : 4), 1, 8),
    attributes: wanted(options, material, look, image, card),
    strength: realNumber('strength', options.strength),
  };
  for (const name of ['steps', 'resampling', 'guidance', 'imageGuidance'] as const) {
    if (options[name] !== undefined)
      request[name] = realNumber(name === 'imageGuidance' ? 'image-guidance' : name, options[name]);
  }

  const names = Array.from({ length: request.count }, (_, k) => fileName(k + 1));
  validateEdit(request, card);
  await mkdir(out, { recursive: true });
  await requireAbsent(out, names);
  const cautions = tellCautions([cautionOf(file, slice)]);
  const progress = new ProgressLine(options.json !== true);
  const result = await engine
    .edit(request, { onProgress: (p) => p.stage === 'sample' && progress.show('steps', p.done, p.total) })
    .finally(() => progress.end());

  const alternatives = [];
  const size = region.width * region.height;
  for (const [k, name] of names.entries()) {
    const edited = composite(slice, region, result.images.data.subarray(k * size, (k + 1) * size), result.mask);
    const record = localEditRecord(request, region, result, k);
    const provenance = editProvenance({ kind: 'file', name: basename(file), how: slice.how }, [record]);
    await writeAtomically(join(out, name), encodePixels(edited, provenance));
    const { inside, around, ...report } = result.reports[k]!;
    const part = ({ pixels, areaFraction, s2 }: typeof inside) => ({ pixels, areaFraction, s2: [...s2] });
    alternatives.push({
      file: name,
      seed: record.seed,
      measured: result.measured[k]!,
      ...report,
      inside: part(inside),
      around: around && part(around),
    });
  }
  const summary = {
    out,
    material,
    method,
    cautions,
    region,
    before: result.before,
    alternatives,
    timing: result.timing,
  };
  if (options.json) console.log(JSON.stringify(summary));
  else {
    const drawn = request.count === 1 ? '1 alternative' : `${request.count} alternatives`;
    console.log(`${drawn} of ${method} for ${material}, in ${out}.`);
  }
}

async function openMask(path: string, { width, height }: Slice): Promise<Float32Array> {
  const mask = await openFile(path, 0);
  if (mask.width === width && mask.height === height) return greyOf(mask);
  throw new SpecimenError(
    'BadRequest',
    `The mask ${path} has ${mask.width}×${mask.height} pixels and the image ${width}×${height}; make them equal.`,
  );
}

/** What the model looks at: the mask with its surroundings, or everything. @throws SpecimenError `BadRequest` for an empty mask */
function regionOf(mask: Float32Array | null, { width, height }: Slice, { resolution: side }: ModelCard): Region {
  if (!mask) return { left: 0, top: 0, width, height };
  const region = editRegion(mask, width, height, { side, margin: side / 4 });
  if (region) return region;
  throw new SpecimenError('BadRequest', 'The mask is empty; make white what should change.');
}

/**
 * The attributes of the result: those set one by one, over those of the sentence.
 * @throws SpecimenError `BadRequest` for a sentence that is not understood, or that asks for more than the model knows
 */
function wanted(
  options: Options,
  material: Material,
  look: Look,
  image: { data: Float32Array; width: number; height: number },
  card: ModelCard,
): Partial<Attributes> {
  const attributes: Partial<Attributes> = {};
  const scale = card.conditions.attributes[material];
  const limits = askRanges(card, material, look);
  if (options.instruction !== undefined && scale && limits) {
    const sentence = required('instruction', options.instruction);
    const { changes, unknown } = parsePhrase(sentence, material);
    if (unknown.length > 0 || changes.length === 0) {
      throw new SpecimenError(
        'BadRequest',
        `“${unknown.join(' ') || sentence}” was not understood; say ${VOCABULARY[material]}.`,
      );
    }
    const before = measureInWindows(material, image.data, image.width, image.height, card.resolution);
    Object.assign(attributes, moved(changedAttributes(changes, before, { scale, limits }), before, scale));
    const still = changes.find(
      ({ attribute }) => attributes[attribute] === undefined && options[attribute] === undefined,
    );
    if (still) {
      throw new SpecimenError(
        'BadRequest',
        `The ${NAMES[still.attribute].replace('-', ' ')} is as asked, or at the limit of what ${card.name} knows; leave it out of the sentence.`,
      );
    }
  }
  for (const name of ATTRIBUTES) {
    if (options[name] !== undefined) attributes[name] = realNumber(NAMES[name], options[name]);
  }
  return attributes;
}
