/** Studies as CSV: a row per pair and per rated sheet. What is read is checked field by field, because files are edited on their way. */
import Papa from 'papaparse';
import * as v from 'valibot';
import { MATERIALS } from '../../contract/materials.ts';
import { SIDES } from './plan.ts';
import { ALIAS, AXES, isCorrect, type Confidence, type Mark, type Participation } from './records.ts';
import { TRIAL_LIMITS } from './spec.ts';

/** Raised when a column changes its meaning; files of other versions are refused by name. */
const FORMAT = 'specimen-study-1';
const ANY_FORMAT = /^specimen-study-\d+$/;
/** Characters of a file: a thousand studies of the usual length. */
export const MAX_CSV = 8_000_000;

const COLUMNS = [
  'format',
  'study',
  'alias',
  'seed',
  'kind',
  'index',
  'item',
  'material',
  'model',
  'pixels',
  'side',
  'answer',
  'correct',
  'confidence',
  'ms',
  ...AXES,
] as const;
type Column = (typeof COLUMNS)[number];
type Row = Partial<Record<Column, string | number>>;

/** Why a file is none that can be pooled; the page has the words. */
export class WrongStudyFile extends Error {
  override readonly name = 'WrongStudyFile';
  readonly why: 'empty' | 'large' | 'other' | 'version' | 'value' | 'contradiction' | 'twice';
  /** Line of the file, from 1, and its column, where one is to blame. */
  readonly line: number | null;
  readonly column: string | null;
  constructor(why: WrongStudyFile['why'], line: number | null = null, column: string | null = null) {
    super(`${why} ${line ?? ''} ${column ?? ''}`.trim());
    this.why = why;
    this.line = line;
    this.column = column;
  }
}

export function toStudyCsv(studies: readonly Participation[]): string {
  const rows = studies.flatMap(({ study, alias, seed, trials, ratings }): Row[] => {
    const own = { format: FORMAT, study, alias, seed };
    return [
      ...trials.map((trial) => ({ ...own, kind: 'trial', ...trial, correct: isCorrect(trial) ? 1 : 0 })),
      ...ratings.map((rating, k) => ({ ...own, kind: 'rating', index: k + 1, ...rating })),
    ];
  });
  return `${Papa.unparse(rows, { columns: [...COLUMNS], escapeFormulae: true })}\r\n`;
}

const whole = (min: number, max: number) =>
  v.pipe(v.string(), v.regex(/^\d{1,10}$/), v.transform(Number), v.minValue(min), v.maxValue(max));
const mark = v.pipe(
  whole(1, 5),
  v.transform((value) => value as Mark),
);
/** Columns that one kind of row leaves empty. */
const empty = v.optional(v.literal(''));

const common = {
  format: v.literal(FORMAT),
  study: v.pipe(v.string(), v.regex(/^s[0-9a-f]{16}$/)),
  alias: v.pipe(v.string(), v.regex(ALIAS)),
  seed: whole(0, 0xffffffff),
  index: whole(1, TRIAL_LIMITS.max),
  item: v.pipe(v.string(), v.regex(/^[\w@:.-]{1,160}$/)),
  material: v.picklist(MATERIALS),
  model: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  pixels: whole(8, 1024),
};
const RowSchema = v.variant('kind', [
  v.object({
    ...common,
    kind: v.literal('trial'),
    side: v.picklist(SIDES),
    answer: v.picklist(SIDES),
    correct: v.picklist(['0', '1']),
    confidence: v.pipe(
      whole(1, 4),
      v.transform((value) => value as Confidence),
    ),
    ms: whole(0, 86_400_000),
    quality: empty,
    diversity: empty,
    controllability: empty,
  }),
  v.object({
    ...common,
    kind: v.literal('rating'),
    side: empty,
    answer: empty,
    correct: empty,
    confidence: empty,
    ms: empty,
    quality: mark,
    diversity: mark,
    controllability: mark,
  }),
]);

/**
 * Reads a file of one study or of several, with any of the separators that spreadsheets write.
 * @throws WrongStudyFile where it is none, or where a field cannot be what the page wrote; nothing of such a file is used
 */
export function fromStudyCsv(text: string): Participation[] {
  if (text.length > MAX_CSV) throw new WrongStudyFile('large');
  // Empty lines are kept, so that a row's place is its line of the file.
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimitersToGuess: [',', ';', '\t'],
    transform: (value) => value.trim(),
  });
  const lines = data.map((fields, k) => ({ fields, line: k + 1 })).filter(({ fields }) => fields.some(Boolean));
  const [head, ...rows] = lines;
  const columns = head?.fields ?? [];
  if (!COLUMNS.every((column) => columns.includes(column))) throw new WrongStudyFile('other');
  if (rows.length === 0) throw new WrongStudyFile('empty');
  const studies = new Map<string, Participation>();
  for (const { fields, line } of rows) {
    const named = Object.fromEntries(columns.map((column, k) => [column, fields[k]]));
    add(readRow(named, line), studies, line);
  }
  for (const { trials } of studies.values()) trials.sort((a, b) => a.index - b.index);
  return [...studies.values()];
}

type ReadRow = v.InferOutput<typeof RowSchema>;

function readRow(fields: Record<string, string | undefined>, line: number): ReadRow {
  const { format } = fields;
  if (format !== FORMAT && ANY_FORMAT.test(format ?? '')) throw new WrongStudyFile('version', line, 'format');
  const read = v.safeParse(RowSchema, fields);
  if (!read.success) throw new WrongStudyFile('value', line, v.getDotPath(read.issues[0]) ?? 'kind');
  return read.output;
}

/** Puts a row to its study, which it must not contradict. */
function add(row: ReadRow, studies: Map<string, Participation>, line: number): void {
  const { study, alias, seed, index, item, material, model, pixels } = row;
  const found = studies.get(study) ?? { study, alias, seed, trials: [], ratings: [] };
  studies.set(study, found);
  if (found.alias !== alias) throw new WrongStudyFile('contradiction', line, 'alias');
  if (found.seed !== seed) throw new WrongStudyFile('contradiction', line, 'seed');
  const earlier = row.kind === 'trial' ? found.trials : found.ratings;
  if (earlier.some((other) => other.item === item || ('index' in other && other.index === index))) {
    throw new WrongStudyFile('twice', line, 'index');
  }
  if (row.kind === 'rating') {
    const { quality, diversity, controllability } = row;
    found.ratings.push({ item, material, model, pixels, quality, diversity, controllability });
    return;
  }
  const { side, answer, confidence, ms } = row;
  if ((side === answer) !== (row.correct === '1')) throw new WrongStudyFile('contradiction', line, 'correct');
  found.trials.push({ index, item, material, model, pixels, side, answer, confidence, ms });
}
