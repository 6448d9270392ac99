import type { Material } from '../../../contract/materials.ts';
import type { WrongStudyFile } from '../../../lib/study/csv.ts';
import type { Side } from '../../../lib/study/plan.ts';
import type { Added } from '../../../lib/study/pool.ts';
import type { Axis, Confidence } from '../../../lib/study/records.ts';
import type { ReferenceKind } from '../../../lib/study/spec.ts';
import type { Obstacle } from '../../state/studyForm.svelte.ts';
import type { Kept } from '../../../store/study.ts';
import { intl } from '../intl.ts';

const { count, decimal, list } = intl('en');
const pairs = (n: number) => count(n, { one: 'pair', other: 'pairs' });
const people = (n: number) => count(n, { one: 'person', other: 'people' });
const percent = (share: number) => `${decimal(100 * share)} %`;
const range = ([low, high]: [number, number]) => `${decimal(100 * low)}–${percent(high)}`;
/** A duration that somebody waits for. */
const wait = (ms: number) =>
  ms < 90_000 ? `${Math.max(1, Math.round(ms / 1000))} s` : `${Math.round(ms / 60_000)} min`;

const MATERIALS: Record<Material, string> = { rocks: 'Rocks', fibers: 'Fibers', roots: 'Roots' };
const SIDES: Record<Side, string> = { left: 'left', right: 'right' };
const REFERENCES: Record<ReferenceKind, string> = { simulated: 'Simulated slices', own: 'My own slices' };

const en = {
  title: 'Real or synthetic?',
  aim: 'Two slices, one of them by a generative model. Find out whether you can tell which, how surely, and with which model.',
  materials: MATERIALS,

  // Setting up
  alias: 'Alias',
  aliasHint:
    'Stands in your file, so that a teacher can tell files apart. Any word will do; nothing else about you is kept.',
  reference: 'Against what',
  references: REFERENCES,
  referenceHint:
    'Simulated slices come from the simulator that the models learned from. Your own stay on this computer.',
  material: 'Material',
  materialsLegend: 'Materials',
  models: 'Models',
  mostModels: (most: number) => `These are ${most}, the most that a study takes; leave one out to choose another.`,
  modelFacts: (pixels: number, calls: number) =>
    `${pixels}×${pixels} px · ${count(calls, { one: 'network call', other: 'network calls' })} a slice`,
  teaching: 'an example to learn from',
  slow: (names: string[]) =>
    `${list(names)} would take long on this computer and ${names.length === 1 ? 'is' : 'are'} not chosen by itself.`,
  timing: 'Timing one network call on this computer',
  estimate: (ms: number) => `Drawing everything takes about ${wait(ms)} here.`,
  pairs: 'Pairs',
  pairsHint: 'Each takes some ten seconds. With 24, chance is told from 71 % right; with 12, from 83 %.',
  seed: 'Seed',
  seedHint: 'Everybody with the same seed, materials and models sees the same pairs, so that a class can be compared.',
  newSeed: 'Another seed',
  ratings: 'Rate a sheet of each model afterwards',
  start: 'Draw the pairs and begin',
  linkTitle: 'A link that opens this study with the same pairs',
  pool: 'Pool several people’s files',
  leftOut: (names: string[]) => `Not everything in this link could be used: ${list(names)}. The rest is set.`,
  loading: 'Loading the list of models',
  obstacles: {
    loading: 'Loading the list of models',
    alias: 'Give an alias of up to 40 letters, digits, spaces, dots or dashes that begins with a letter or digit.',
    trials: 'Choose 4 to 96 pairs.',
    seed: 'The seed is a whole number from 0 to 4294967295.',
    materials: 'Choose a material.',
    models: 'Choose a model.',
    cells: 'None of these models draws this material; choose another.',
    own: 'Choose at least 5 pictures that are large enough.',
    reading: 'Your slices are being read.',
  } satisfies Record<Obstacle, string>,
  chooseFiles: 'Choose files',
  dropHint: 'or drop PNG, JPEG, TIFF (also stacks) or a zip here. They stay on this computer.',
  fit: 'How they are brought to size',
  fits: { crop: 'Middle, pixel by pixel', shrink: 'Whole, shrunk' },
  ownRead: (n: number) => `${count(n, { one: 'slice', other: 'slices' })} can be shown.`,
  ownFewer: (n: number) => `Each is shown once, so there will be ${pairs(n)} and one to practise.`,
  refused: (n: number) => `${n} left out`,
  reading: (files: number, total: number) => `Reading ${files} of ${total}`,
  removeOwn: 'Remove these slices',

  // Studies on this computer
  earlier: 'Studies on this computer',
  answered: (n: number, of: number) => (n === of ? `all ${pairs(of)} answered` : `${n} of ${pairs(of)} answered`),
  goOn: 'Go on',
  open: 'See the result',
  remove: 'Delete',
  removed: (alias: string) => `The study of ${alias} is deleted.`,
  confirmRemove: 'Delete for good?',
  keep: 'Keep',

  // Drawing
  drawing: 'Drawing the pairs',
  drawn: (n: number) => `${count(n, { one: 'picture', other: 'pictures' })} drawn`,
  remaining: (ms: number) => `about ${wait(ms)} to go`,
  stages: {
    download: 'Loading a model and what runs it',
    compile: 'Compiling a model',
    'self-test': 'Checking a model against its test values',
  },
  cancel: 'Cancel',
  tryAgain: 'What was drawn is kept; trying again goes on from there.',

  // Pairs
  question: 'Which one is the model’s?',
  practice: 'A pair to practise, which does not count',
  pairOf: (k: number, n: number) => `Pair ${k} of ${n}`,
  slice: (side: Side) => `The ${SIDES[side]} slice`,
  sliceMine: (side: Side) => `The ${SIDES[side]} slice is the model’s`,
  howSure: 'How sure are you?',
  chooseFirst: 'Choose a slice first, by a click or the arrow keys.',
  confidences: { 1: 'A guess', 2: 'Unsure', 3: 'Fairly sure', 4: 'Sure' } satisfies Record<Confidence, string>,
  stated: (share: number) => `right ${decimal(100 * share)} times in 100`,
  keys: '← → choose · 1–4 how sure · P pause',
  pause: 'Pause',
  paused: 'Paused. The clock stands still, and the pair is hidden.',
  resume: 'Go on',
  stop: 'Stop for now',
  practiceTruth: (side: Side, right: boolean) =>
    `${right ? 'Correct' : 'Not this time'}: the ${SIDES[side]} slice is the model’s. From here on nothing is told until the end.`,
  begin: 'Begin with the first pair',
  notKept: {
    full: 'This browser’s storage is full. Your answers are kept in memory only: save the CSV before you close this page.',
    forbidden:
      'This browser does not let the page store anything. Your answers are kept in memory only: save the CSV before you close this page.',
  } satisfies Record<Exclude<Kept, 'kept'>, string>,

  // Ratings
  sheetOf: (k: number, n: number) => `Sheet ${k} of ${n}`,
  sheetAim: 'All 16 pictures are by one model; you are told which at the end.',
  askedRow: (material: Material, share: number) =>
    `${{ rocks: 'Porosity', fibers: 'Fiber fraction', roots: 'Root fraction' }[material]} asked ${decimal(share, 2)}`,
  sheetLabel: (row: number, asked: string) => `Row ${row}, ${asked}: four pictures`,
  axes: { quality: 'Quality', diversity: 'Diversity', controllability: 'Controllability' } satisfies Record<
    Axis,
    string
  >,
  axisQuestions: {
    quality: 'Do they look like the slices of the pairs that no model made?',
    diversity: 'Do they differ from one another as those do?',
    controllability: 'Does each row show what it was asked for, more from row to row?',
  } satisfies Record<Axis, string>,
  marks: { low: '1 not at all', high: '5 fully' },
  rate: 'Next sheet',
  rateLast: 'See the result',
  skipRatings: 'Skip the sheets',

  // Results
  result: 'Result',
  verdict: {
    chance: (correct: number, n: number, interval: [number, number]) =>
      `Your answers could as well be guesses: ${correct} of ${n} right (95 % interval ${range(interval)}, guessing 50 %).`,
    told: (correct: number, n: number, interval: [number, number]) =>
      `You told them apart: ${correct} of ${n} right (95 % interval ${range(interval)}, guessing 50 %).`,
    turned: (correct: number, n: number, interval: [number, number]) =>
      `You saw a difference but took the models’ slices for the others: ${correct} of ${n} right (95 % interval ${range(interval)}, guessing 50 %).`,
  },
  modelVerdict: {
    chance: (model: string) => `With ${model} guessing is not ruled out.`,
    told: (model: string) => `The slices of ${model} you told from the others.`,
    turned: (model: string) => `The slices of ${model} you took for the others.`,
  },
  fewPairs: 'With fewer than 12 pairs only large differences show.',
  allPairs: 'All pairs',
  columns: {
    what: 'Pairs',
    model: 'Model',
    n: 'Right',
    share: 'Share',
    dPrime: 'd′',
    time: 'Time',
    confidence: 'Confidence',
  },
  columnHints: {
    n: 'Right answers of all answers',
    share: 'Share of right answers with its 95 % interval; 50 % is guessing',
    dPrime: 'Sensitivity √2 z(share) with its 95 % interval: 0 is guessing, 1 about 76 % right, 2 about 92 %',
    time: 'Median time to an answer, pauses left out; below it the middle half',
    confidence: 'Mean of 1, a guess, to 4, sure',
  },
  ofAll: (correct: number, n: number) => `${correct} of ${n}`,
  shareOf: (share: number) => percent(share),
  intervalOf: (interval: [number, number]) => range(interval),
  dPrimeOf: (value: number) => decimal(value, 2),
  dPrimeEnds: ([low, high]: [number | null, number | null]) => {
    if (low === null && high === null) return 'open';
    if (high === null) return `${decimal(low!, 1)} or more`;
    return low === null ? `${decimal(high, 1)} or less` : `${decimal(low, 1)} to ${decimal(high, 1)}`;
  },
  seconds: (ms: number) => `${decimal(ms / 1000, 1)} s`,
  secondsRange: (low: number, high: number) => `${decimal(low / 1000, 1)}–${decimal(high / 1000, 1)} s`,
  mean: (value: number) => decimal(value, 1),
  byCell: 'Each model with each material',
  calibration: 'Confidence against truth',
  calibrationSentence: (over: number) => {
    if (Math.abs(over) < 0.05) return 'Confidence and truth agree within 5 points of 100.';
    const points = decimal(100 * Math.abs(over));
    return over > 0
      ? `Overconfident: said to be right ${points} points of 100 more often than was so.`
      : `Underconfident: right ${points} points of 100 more often than was said.`;
  },
  said: 'Said',
  wasRight: 'Was right',
  favourite: (left: number, n: number) =>
    `The left slice was named ${left} times of ${n}; the model’s stood there in half of the pairs. With a favourite side d′ comes out too low.`,
  misses: 'The pairs you got wrong',
  noMisses: 'You got none wrong.',
  missCaption: (side: Side, model: string) => `${SIDES[side] === 'left' ? 'Left' : 'Right'} is by ${model}`,
  truth: (side: Side, made: boolean, model: string) =>
    `The ${SIDES[side]} slice: ${made ? `by ${model}` : 'not by a model'}`,
  markTitle: 'Marks for the sheets',
  markOf: (value: number, deviation: number | null) =>
    deviation === null ? decimal(value, 1) : `${decimal(value, 1)} ± ${decimal(deviation, 1)}`,
  markNote: 'Marks from 1 to 5; with several people mean ± standard deviation.',
  saveCsv: 'Save CSV',
  toPool: 'Pool with others',
  again: 'Another study',

  // Pooling
  poolTitle: 'Several people’s files together',
  poolAim:
    'Drop the CSV files that people saved. Nothing leaves this computer. With one link for all, everybody saw the same pairs, and their agreement can be measured.',
  dropCsv: 'Choose CSV files',
  dropCsvHint: 'or drop them here.',
  back: 'Back to the study',
  peopleTitle: 'People',
  personColumns: { alias: 'Alias', n: 'Right', share: 'Share', time: 'Median time', seed: 'Seed' },
  removePerson: (alias: string) => `Leave out ${alias}`,
  empty: 'Nobody yet.',
  poolVerdict: {
    chance: (n: number, who: number, share: number, interval: [number, number]) =>
      `${people(who)} with ${n} answers: ${percent(share)} right, and guessing is not ruled out (95 % interval ${range(interval)}).`,
    told: (n: number, who: number, share: number, interval: [number, number]) =>
      `${people(who)} with ${n} answers told the slices apart: ${percent(share)} right (95 % interval ${range(interval)}).`,
    turned: (n: number, who: number, share: number, interval: [number, number]) =>
      `${people(who)} with ${n} answers took the models’ slices for the others: ${percent(share)} right (95 % interval ${range(interval)}).`,
  },
  intervalOnePerson: 'The interval is Wilson’s over one person’s answers; it says nothing about other people.',
  /** @param effect null: of two people. @param interval of the share of people like these */
  intervalPeople: (effect: number | null, interval: [number, number]) =>
    effect === null
      ? 'The interval is Wilson’s over the answers of both; it says whether these two guessed, and nothing about other people, for whom two are too few to speak.'
      : `The interval is Wilson’s over all answers; it says whether these people guessed. Other people like these can be expected to get ${range(interval)} of these pairs right. That is wider, because one person’s answers hang together (they vary ${decimal(effect, 1)} times as much as independent answers would) and few people show only roughly how much people differ.`,
  agreement: 'Agreement',
  agreementSentence: (kappa: number, error: number, items: number, raters: number) =>
    `Fleiss’ κ = ${decimal(kappa, 2)} (standard error at chance ${decimal(error, 2)}) over ${pairs(items)} that all ${raters} people answered: ${
      kappa > 2 * error
        ? 'they call the same slices the model’s more often than chance makes them.'
        : 'more agreement than by chance is not shown.'
    }`,
  agreementHint: '1 is full agreement, 0 chance. They can agree and be wrong together.',
  noAgreement: {
    one: 'Agreement needs the files of at least two people.',
    none: 'No two pairs were answered by everybody, so agreement cannot be measured. Give everybody the same link, or leave out those with another seed.',
    same: 'Everybody always named the same side, which leaves agreement undefined.',
  },
  added: {
    new: (alias: string) => `${alias} added.`,
    same: (alias: string) => `${alias} was there already; nothing changed.`,
    longer: (alias: string) => `${alias} was there with fewer answers, which are replaced.`,
    shorter: (alias: string) => `${alias} is there already with more answers; those stay.`,
    differs: (alias: string) =>
      `${alias} is there already with other answers under the same study; the file was left out.`,
  } satisfies Record<Added, (alias: string) => string>,
  wrongFile: (file: WrongStudyFile): string => {
    const place = file.line === null ? '' : ` (line ${file.line}, column ${file.column})`;
    switch (file.why) {
      case 'empty':
        return 'It has no answers; save it again after at least one pair.';
      case 'large':
        return 'It is larger than any study; choose a CSV that this page saved.';
      case 'other':
        return 'It is no file of this study; choose a CSV that this page saved.';
      case 'version':
        return 'Another version of this page saved it; reload the page, or save the file again there.';
      case 'value':
        return `It holds something that the page did not write${place}; use the file as it was saved.`;
      case 'contradiction':
        return `It contradicts itself${place}; use the file as it was saved.`;
      case 'twice':
        return `It answers one pair twice${place}; use the file as it was saved.`;
    }
  },
  savePooled: 'Save all as one CSV',
  clearPool: 'Remove all',
};
export default en;
