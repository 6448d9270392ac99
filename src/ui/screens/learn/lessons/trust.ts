/** Can you trust it? Scores that like damaged copies better than flawless new slices, and what the paper's best scores went with. */
import type { InputFile } from '../../../../contract/intake.ts';
import { imageOf } from '../../../../lib/alike.ts';
import { encodePng } from '../../../../lib/png.ts';
import { crack } from '../../../../materials/damage.ts';
import { trustWords } from '../../../language/lessons.ts';
import type { AppState } from '../../../state/app.svelte.ts';
import type { Measure } from '../../../state/measure.svelte.ts';
import type { Source } from '../../../state/measureWell.svelte.ts';
import { until } from '../../../state/until.svelte.ts';
import { go } from '../drive.ts';
import type { Facts, Lesson } from '../lesson.ts';

const COUNT = 16;
const SIDE = 64;
/** Enough for an interval; each resample costs time. */
const RESAMPLES = '20';
const REFERENCE = { kind: 'simulated', material: 'rocks', count: COUNT, seed: 1 } as const;
const FRESH = { ...REFERENCE, seed: 1001 } as const;
const COPY = 'cracked-copy-';

export const trust: Lesson = {
  id: 'trust',
  minutes: 9,
  models: [],
  words: trustWords,
  steps: [
    { id: 'sets', kind: 'look', screen: 'measure', targets: ['measure-wells'], begin: (app) => fill(app, copies) },
    { id: 'ssim', kind: 'predict', screen: 'measure', choices: ['copies', 'fresh', 'equal'] },
    { id: 'notice', kind: 'predict', screen: 'measure', choices: ['ssim', 'frechet', 'porosity'] },
    {
      id: 'measure-copies',
      kind: 'do',
      screen: 'measure',
      targets: ['main-button'],
      gives: ['copiesSsim', 'copiesFrechet', 'copiesArea', 'copiesAreaGap', 'areaChance', 'count'],
      begin: (app) => fill(app, copies),
      done: (app) => measured(app, 'copies', isCopies),
      assist: async (app) => (await fill(app, copies)).start(),
    },
    {
      id: 'measure-fresh',
      kind: 'do',
      screen: 'measure',
      targets: ['main-button'],
      gives: ['freshSsim', 'freshFrechet', 'freshArea', 'freshAreaGap'],
      begin: (app) => fill(app, () => FRESH),
      done: (app) => measured(app, 'fresh', isFresh),
      assist: async (app) => (await fill(app, () => FRESH)).start(),
    },
    {
      id: 'ssim-answer',
      kind: 'answer',
      screen: 'measure',
      of: 'ssim',
      needs: ['copiesSsim', 'freshSsim', 'count'],
      right: (read) => {
        const gap = read('copiesSsim') - read('freshSsim');
        return gap > 0.02 ? 'copies' : gap < -0.02 ? 'fresh' : 'equal';
      },
    },
    {
      id: 'notice-answer',
      kind: 'answer',
      screen: 'measure',
      of: 'notice',
      needs: ['copiesFrechet', 'freshFrechet', 'copiesAreaGap', 'areaChance', 'count'],
      right: (read) => {
        if (read('copiesFrechet') > 1.1 * read('freshFrechet')) return 'frechet';
        return read('copiesAreaGap') > 1.5 * read('areaChance') ? 'porosity' : null;
      },
    },
    { id: 'paradox', kind: 'look', screen: 'measure' },
  ],
};

/** The reference slices, each with a crack drawn through it, as files that anybody could have dropped. */
async function copies(app: AppState): Promise<Source> {
  const { images } = await app.engine.simulate({ ...REFERENCE, size: SIDE, attributes: {} });
  const files: InputFile[] = Array.from({ length: COUNT }, (_, k) => {
    const data = crack(imageOf(images, k), SIDE, k + 1);
    const bytes = encodePng({ data, width: SIDE, height: SIDE }, 16, {});
    return {
      name: `${COPY}${String(k + 1).padStart(2, '0')}.png`,
      blob: new Blob([new Uint8Array(bytes)], { type: 'image/png' }),
    };
  });
  return { kind: 'files', files };
}

const isCopies = (source: Source) => source.kind === 'files' && source.files.every(({ name }) => name.startsWith(COPY));
const isFresh = (source: Source) => source.kind === 'simulated' && source.seed === FRESH.seed;
const isReference = (source: Source | null) => source?.kind === 'simulated' && source.seed === REFERENCE.seed;

/** Puts the reference in one well and what is to be judged in the other, unless they are there. */
async function fill(app: AppState, make: (app: AppState) => Source | Promise<Source>): Promise<Measure> {
  go('measure');
  const measure = await until(() => app.measure);
  measure.chooseMaterial('rocks');
  measure.bootstrap = RESAMPLES;
  measure.setIntake({ side: SIDE });
  const wanted = make === copies ? isCopies : isFresh;
  if (!isReference(measure.reference.source) || !measure.reference.set)
    await measure.fill(measure.reference, REFERENCE);
  const { source, set } = measure.synthetic;
  if (!source || !wanted(source) || !set) await measure.fill(measure.synthetic, await make(app));
  measure.pairsAsked = true;
  return measure;
}

/** What was measured of a set against the reference, once it has been. */
function measured({ measure }: AppState, name: 'copies' | 'fresh', is: (source: Source) => boolean): Facts | null {
  const shown = measure?.run.measurement;
  if (!measure || measure.run.running || !shown) return null;
  const { ssim, frechet, descriptors } = shown.result;
  if (!is(shown.synthetic.source) || !isReference(shown.reference.source) || !ssim || !frechet) return null;
  const { value, floor, synthetic } = descriptors.areaFraction;
  if (value === null || floor === null || !('mean' in synthetic) || typeof synthetic.mean !== 'number') return null;
  return {
    [`${name}Ssim`]: ssim.value,
    [`${name}Frechet`]: frechet.value,
    [`${name}Area`]: synthetic.mean,
    [`${name}AreaGap`]: value,
    ...(name === 'copies' && { areaChance: floor, count: shown.synthetic.images.count }),
  };
}
