/** What is told of a kept run, row by row, and which rows differ between runs. */
import type { KeptRun } from '../../contract/kept.ts';
import { ATTRIBUTES, type AttributeName } from '../../contract/materials.ts';
import { summarize } from '../format.ts';
import { galleryWords } from '../language/gallery.ts';
import { local } from '../language/language.svelte.ts';
import { SAMPLER_WORDS, SCHEDULE_WORDS } from '../samplerWords.ts';
import { ATTRIBUTE_WORDS, describeBackend, formatAttribute, LOOK_NAMES, MATERIAL_NAMES } from '../words.ts';

export interface Fact {
  label: string;
  /** One per run; null where the run has no such setting. */
  values: (string | null)[];
}

/** The facts of runs side by side; rows that no run has are left out. */
export function factsOf(runs: readonly KeptRun[]): Fact[] {
  const { fields } = galleryWords();
  const rows: [label: string, value: (run: KeptRun) => string | null][] = [
    [fields.material, ({ request }) => MATERIAL_NAMES[request.material]],
    [fields.look, ({ request }) => LOOK_NAMES[request.look]],
    [fields.model, ({ model }) => model.name],
    [fields.version, ({ model }) => model.version],
    [fields.seed, ({ request }) => String(request.seed)],
    [fields.count, ({ slices }) => String(slices.length)],
    [fields.size, ({ width, height }) => galleryWords().values.pixels(width, height)],
    ...ATTRIBUTES.flatMap((name) => attributeRows(name, runs)),
    ...samplingRows(runs),
    [fields.pictures, picturesOf],
    [fields.backend, ({ backend }) => describeBackend(backend)],
    [fields.bits, ({ bits }) => String(bits)],
    [fields.note, ({ note }) => note || null],
  ];
  return rows
    .map(([label, value]) => ({ label, values: runs.map(value) }))
    .filter(({ values }) => values.some((value) => value !== null));
}

/** Facts in which runs differ, and those in which they do not. */
export function compared(runs: readonly KeptRun[]): { differ: Fact[]; same: Fact[] } {
  const facts = factsOf(runs);
  const differs = ({ values }: Fact) => new Set(values).size > 1;
  return { differ: facts.filter(differs), same: facts.filter((fact) => !differs(fact)) };
}

/** What was asked of an attribute and what came out; runs of several materials call it by the name that the first has for it. */
function attributeRows(name: AttributeName, [first]: readonly KeptRun[]): [string, (run: KeptRun) => string | null][] {
  const { fields, values } = galleryWords();
  const wordsOf = ({ request }: KeptRun) => ATTRIBUTE_WORDS[request.material][name];
  if (!first) return [];
  const { label } = wordsOf(first);
  const asked = (run: KeptRun) => {
    const value = run.request.attributes[name];
    if (value !== undefined) return formatAttribute(value, wordsOf(run));
    return run.slices[0]?.asked[name] === undefined ? values.notAsked : values.drawn;
  };
  const measured = (run: KeptRun) => {
    const { mean, deviation } = summarize(run.slices.map((slice) => slice.measured[name]));
    const format = (value: number) => formatAttribute(value, wordsOf(run));
    return values.spread(format(mean), deviation === null ? null : format(deviation));
  };
  return [
    [fields.asked(label), asked],
    [fields.measured(label), measured],
  ];
}

function samplingRows([first]: readonly KeptRun[]): [string, (run: KeptRun) => string | null][] {
  const { fields } = galleryWords();
  if (!first) return [];
  const words = ATTRIBUTE_WORDS[first.request.material];
  const number = (value: number | undefined, digits = 2) =>
    value === undefined ? null : local().decimal(value, Number.isInteger(value) ? 0 : digits);
  return [
    [fields.sampler, ({ request }) => (request.sampler ? SAMPLER_WORDS[request.sampler].label : null)],
    [fields.schedule, ({ request }) => (request.schedule ? SCHEDULE_WORDS[request.schedule].label : null)],
    [fields.steps, ({ request }) => number(request.steps)],
    [fields.stochasticity, ({ request }) => number(request.stochasticity)],
    [fields.guidance, ({ request }) => number(request.guidance)],
    ...ATTRIBUTES.map((name): [string, (run: KeptRun) => string | null] => [
      fields.attributeGuidance(words[name].label),
      ({ request }) => number(request.attributeGuidance?.[name]),
    ]),
    [fields.classifierGuidance, ({ request }) => number(request.classifierGuidance)],
    [fields.truncation, ({ request }) => number(request.truncation)],
    [
      fields.latent,
      ({ request }) =>
        request.latent?.map(({ dimension, value }) => `z${dimension} = ${local().decimal(value, 2)}`).join('; ') ??
        null,
    ],
    [fields.interpolateTo, ({ request }) => number(request.interpolateTo)],
    [fields.mixWith, ({ request }) => number(request.mixWith)],
    [fields.mixFrom, ({ request }) => number(request.mixFrom)],
  ];
}

function picturesOf({ held }: KeptRun): string | null {
  const { values } = galleryWords();
  const named = (['like', 'from', 'sketch'] as const).filter((field) => held[field]).map((field) => values[field]);
  return named.length > 0 ? values.list(named) : null;
}
