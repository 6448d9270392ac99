import { intl } from '../intl.ts';

const { count, decimal, dateTime, list } = intl('en');
const runs = { one: 'run', other: 'runs' };
const slices = { one: 'slice', other: 'slices' };

/** Decimal megabytes or gigabytes, as shops and browsers count them. */
const size = (bytes: number) =>
  bytes < 999.5e6 ? `${decimal(bytes / 1e6, bytes < 9.95e6 ? 1 : 0)} MB` : `${decimal(bytes / 1e9, 1)} GB`;

/** The Gallery, and the button that keeps a run in it. */
export default {
  title: 'Gallery',
  lead: 'Runs that you kept, on this computer only, with everything that draws them again.',
  reading: 'Reading the kept runs',
  empty: {
    heading: 'Nothing is kept yet',
    how: 'Press Keep under the slices of the Sample screen, or read a set that was saved before.',
    sample: 'Go to Sample',
  },
  none: 'No kept run fits these words.',
  find: { search: 'Search', material: 'Material', model: 'Model', all: 'All', clear: 'Show all' },
  shown: (shown: number, all: number) =>
    shown === all ? count(all, runs) : `${decimal(shown)} of ${count(all, runs)}`,
  /** @param left null where the browser does not say */
  storage: (kept: number, used: number, left: number | null) =>
    `Pictures of kept runs: ${size(kept)}. This page stores ${size(used)} in all${left === null ? '' : `; about ${size(left)} are left`}.`,
  lasting: 'The browser promised not to clear it by itself.',
  passing: 'The browser may clear it when the disk is full; save what must not be lost as a set.',
  card: {
    select: (name: string) => `Select ${name}`,
    cover: (shown: number, all: number) =>
      shown < all ? `The first ${shown} of ${count(all, slices)}` : count(all, slices),
    made: (date: Date) => dateTime(date),
    count: (n: number) => count(n, slices),
    eight: '8 bit',
  },
  chosen: {
    label: 'Selected runs',
    count: (n: number) => `${count(n, runs)} selected`,
    compare: 'Compare',
    compareNeeds: 'Select two or more runs to compare them.',
    save: 'Save as set',
    remove: 'Delete',
    none: 'Select none',
    all: 'Select all',
  },
  removed: {
    sentence: (n: number) => `${count(n, runs)} deleted.`,
    undo: 'Undo',
    settle: 'Delete for good',
    meaning: 'Gone for good when you leave this screen.',
  },
  set: {
    heading: 'Save as set',
    meaning:
      'One zip with images, masks, metadata.json and a data card that says synthetic: ready to train a segmentation network with, and to be read by the Gallery of another computer.',
    format: 'Images',
    png: 'PNG, 8 bit',
    tiff: 'TIFF stack, 16 bit',
    pngMeaning:
      'One file for each slice, as the page shows it. A Gallery that reads the set gets 8 bits of each pixel.',
    tiffMeaning: 'One stack for each run, with all 16 bits. A Gallery that reads the set gets the runs whole.',
    save: (n: number) => `Save ${count(n, runs)}`,
    close: 'Close',
    saving: (done: number, total: number) => `Saving: ${decimal(done)} of ${count(total, slices)}`,
    saved: 'The set is saved.',
    read: 'Read a set',
    reading: (done: number, total: number) => `Reading: ${decimal(done)} of ${count(total, slices)}`,
    cancel: 'Cancel',
    report: (added: number, known: number) =>
      known === 0
        ? `${count(added, runs)} added.`
        : `${count(added, runs)} added; ${decimal(known)} were here already.`,
    cancelled: 'Cancelled. Runs that were added before stay.',
  },
  run: {
    back: 'All runs',
    gone: 'This run is not kept here; it may have been deleted in another tab.',
    name: 'Name',
    note: 'Note',
    notKept: 'This could not be kept; try again.',
    repeat: 'Repeat',
    repeatHint: 'Draws the very same request on the Sample screen',
    measure: 'Measure',
    measureHint: 'Puts these slices into the Synthetic well of the Measure screen',
    unchanged: 'The model is the one that drew it: the same request draws the same slices.',
    changed: (then: string, now: string) =>
      then === now
        ? `The model has changed since, under the same version ${now}: the same request draws other slices now.`
        : `The model has changed since, from version ${then} to ${now}: the same request draws other slices now.`,
    unknown: (model: string) => `${model} is not here any more: the slices stay, but cannot be drawn again.`,
    eight: 'These slices came from files of 8 bits, so fine steps of grey are lost; Repeat draws them anew.',
    pictures: 'Slices',
    large: (slice: string) => `${slice}, large`,
    settings: 'How it was drawn',
    kept: 'Kept',
  },
  compare: {
    heading: 'Compare',
    differ: 'What differs',
    same: 'What is the same',
    nothing: 'Nothing differs but the time.',
    setting: 'Setting',
  },
  fields: {
    material: 'Material',
    look: 'Look',
    model: 'Model',
    version: 'Version of the model',
    seed: 'Seed',
    count: 'Slices',
    size: 'Size',
    sampler: 'Sampler',
    schedule: 'Noise schedule',
    steps: 'Steps',
    stochasticity: 'Fresh noise',
    guidance: 'Guidance',
    attributeGuidance: (attribute: string) => `Guidance: ${attribute}`,
    classifierGuidance: 'Classifier guidance',
    truncation: 'Truncation ψ',
    latent: 'Latent coordinates',
    interpolateTo: 'Interpolated to seed',
    mixWith: 'Second style, seed',
    mixFrom: 'Second style from layer',
    pictures: 'Pictures given',
    asked: (attribute: string) => `${attribute}, asked`,
    measured: (attribute: string) => `${attribute}, measured`,
    backend: 'Drawn on',
    note: 'Note',
    bits: 'Bits kept',
  },
  values: {
    usual: 'usual',
    drawn: 'as in the material',
    notAsked: 'left to the sketch',
    none: 'none',
    pixels: (width: number, height: number) => `${decimal(width)} × ${decimal(height)} px`,
    spread: (mean: string, deviation: string | null) => (deviation === null ? mean : `${mean} ± ${deviation}`),
    like: 'one to resemble',
    from: 'one to start from',
    sketch: 'a sketch',
    list,
  },
  failed: 'Something went wrong that the page does not know; reload it and try again. What was kept is still there.',
};
