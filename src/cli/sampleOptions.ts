/** The options of `specimen sample` as the parts of a request that they set. */
import { SpecimenError } from '../contract/errors.ts';
import { ATTRIBUTES, type AttributeName, type Attributes } from '../contract/materials.ts';
import {
  SAMPLER_NAMES,
  SCHEDULE_NAMES,
  type PictureField,
  type SampleRequest,
  type Sketch,
} from '../contract/request.ts';
import { oneOf, realNumber, required, wholeNumber } from './options.ts';
import { openGrey } from './picture.ts';

type Options = Record<string, unknown>;

export function attributesOf(options: Options): Partial<Attributes> {
  const attributes: Partial<Attributes> = {};
  for (const name of ATTRIBUTES) {
    if (options[name] !== undefined) attributes[name] = realNumber(dashed(name), options[name]);
  }
  return attributes;
}

/** How a model is to sample. */
export function samplingOf(options: Options): Partial<SampleRequest> {
  const sampling: Partial<SampleRequest> = {};
  if (options.sampler !== undefined) sampling.sampler = oneOf('sampler', options.sampler, SAMPLER_NAMES);
  if (options.schedule !== undefined) sampling.schedule = oneOf('schedule', options.schedule, SCHEDULE_NAMES);
  for (const name of ['steps', 'stochasticity', 'guidance', 'classifierGuidance', 'truncation'] as const) {
    if (options[name] !== undefined) sampling[name] = realNumber(dashed(name), options[name]);
  }
  const guides = guidesOf(options);
  if (guides.length > 0) {
    sampling.attributeGuidance = Object.fromEntries(
      guides.map(([name, option, value]) => [name, realNumber(option, value)]),
    );
  }
  if (options.mixWith !== undefined) sampling.mixWith = wholeNumber('mix-with', options.mixWith, 0, 0xffffffff);
  if (options.mixFrom !== undefined) sampling.mixFrom = realNumber('mix-from', options.mixFrom);
  return sampling;
}

/**
 * The pictures of a request, and sentences on those that the model will see little in.
 * @param side of the model, px. @throws SpecimenError `BadRequest` for files that do not fit
 */
export async function picturesOf(
  options: Options,
  side: number,
): Promise<Pick<SampleRequest, PictureField> & { cautions: string[] }> {
  const pictures: Pick<SampleRequest, PictureField> = {};
  const cautions: string[] = [];
  for (const name of ['like', 'from'] as const) {
    if (options[name] === undefined) continue;
    const { image, caution } = await openGrey(required(name, options[name]));
    pictures[name] = image;
    if (caution !== null) cautions.push(caution);
  }
  const sketch = await sketchOf(options, side);
  if (sketch) pictures.sketch = sketch;
  return { ...pictures, cautions };
}

/** The engine's sentence on what a model does not take, with the option in place of the engine's own name for it. */
export function inOptionNames(error: unknown, options: Options): unknown {
  if (!(error instanceof SpecimenError)) return error;
  const message = error.message.replace(/(?<=leave out )\w+(?=\.$)/, (name) => {
    if (name !== 'attributeGuidance') return `--${dashed(name)}`;
    return guidesOf(options)
      .map(([, option]) => `--${option}`)
      .join(' and ');
  });
  return new SpecimenError(error.name, message, error);
}

async function sketchOf(
  { sketchEdges, sketchLabels, sketchStrength }: Options,
  side: number,
): Promise<Sketch | undefined> {
  if (sketchEdges === undefined && sketchLabels === undefined) {
    if (sketchStrength === undefined) return undefined;
    throw new SpecimenError('BadRequest', '--sketch-strength needs --sketch-edges or --sketch-labels.');
  }
  const read = async (name: string, value: unknown) => {
    if (value === undefined) return new Float32Array(side * side);
    const path = required(name, value);
    const { data, width, height } = (await openGrey(path)).image;
    if (width === side && height === side) return data;
    throw new SpecimenError(
      'BadRequest',
      `The sketch ${path} has ${width}×${height} pixels and the model ${side}×${side}; make them equal.`,
    );
  };
  const grey = await read('sketch-labels', sketchLabels);
  return {
    edges: await read('sketch-edges', sketchEdges),
    // No grey of a PNG is exactly the middle.
    labels: sketchLabels === undefined ? grey : grey.map((value) => Math.round(2 * value - 1)),
    strength: sketchStrength === undefined ? 1 : realNumber('sketch-strength', sketchStrength),
  };
}

/** The attributes that guidance is asked for, each with its option as it is typed, and with its value. */
function guidesOf(options: Options): [AttributeName, string, unknown][] {
  return ATTRIBUTES.flatMap((name) => {
    const option = `guide${name[0]!.toUpperCase()}${name.slice(1)}`;
    return options[option] === undefined ? [] : [[name, dashed(option), options[option]]];
  });
}

/** An option's name as it is typed. */
const dashed = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
