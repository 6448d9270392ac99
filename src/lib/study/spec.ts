/** What a study asks for, and the link in which a class shares it, so that everybody sees the same pairs. */
import * as v from 'valibot';
import { MATERIALS, type Material } from '../../contract/materials.ts';

/** Pairs that count; 24 take some five minutes. */
export const TRIAL_LIMITS = { min: 4, max: 96, usual: 24 } as const;
export const MAX_MODELS = 6;
export const REFERENCES = ['simulated', 'own'] as const;
/** Where the slices come from that no model made: the simulators, or files of the visitor. */
export type ReferenceKind = (typeof REFERENCES)[number];

export interface StudySpec {
  seed: number; // uint32; decides every pair, side and order
  trials: number;
  materials: Material[];
  models: string[]; // ids in the catalogue; none: the page chooses for this computer
  reference: ReferenceKind;
  /** Whether a sheet of each model is rated after the pairs. */
  ratings: boolean;
}

/** The address part of the screen. */
export const STUDY_PATH = '#/learn/real-or-synthetic';
const VERSION = '1';
const MAX_LENGTH = 1000; // characters; six models and all materials need less than half of it

const whole = (min: number, max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number), v.minValue(min), v.maxValue(max));
const list = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.check((names) => new Set(names).size === names.length),
);
const FIELDS = {
  seed: whole(0, 0xffffffff),
  trials: whole(TRIAL_LIMITS.min, TRIAL_LIMITS.max),
  materials: v.pipe(list, v.array(v.picklist(MATERIALS))),
  models: v.pipe(list, v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/))), v.maxLength(MAX_MODELS)),
  reference: v.picklist(REFERENCES),
  ratings: v.pipe(
    v.picklist(['0', '1']),
    v.transform((text) => text === '1'),
  ),
};

/** The address part that opens a study with these pairs. A visitor’s own slices are not in it. */
export function toStudyLink({ seed, trials, materials, models, reference, ratings }: StudySpec): string {
  const fields = [
    `v=${VERSION}`,
    `seed=${seed}`,
    `trials=${trials}`,
    `materials=${materials.join(',')}`,
    ...(models.length > 0 ? [`models=${models.join(',')}`] : []),
    ...(reference === 'own' ? ['reference=own'] : []),
    `ratings=${ratings ? 1 : 0}`,
  ];
  return `${STUDY_PATH}?${fields.join('&')}`;
}

/**
 * Reads a link. Whatever in it is unknown, said twice or out of range is left out, and the rest is used.
 * @param hash the address part from `#` on
 * @returns what the link asks for, and the names of its fields that could not be used
 */
export function parseStudyLink(hash: string): { asked: Partial<StudySpec>; leftOut: string[] } {
  const asked: Partial<StudySpec> = {};
  const query = hash.slice(hash.indexOf('?') + 1);
  if (!hash.includes('?') || query === '') return { asked, leftOut: [] };
  if (hash.length > MAX_LENGTH) return { asked, leftOut: ['length'] };
  const given = new URLSearchParams(query);
  const leftOut = new Set<string>();
  for (const name of given.keys()) {
    const values = given.getAll(name);
    const schema = Object.hasOwn(FIELDS, name) ? FIELDS[name as keyof typeof FIELDS] : null;
    const read = schema && values.length === 1 ? v.safeParse(schema, values[0]) : null;
    if (read?.success) Object.assign(asked, { [name]: read.output });
    else if (name !== 'v' || values.length > 1 || values[0] !== VERSION) leftOut.add(name.slice(0, 24));
  }
  return { asked, leftOut: [...leftOut] };
}
