/** Repairing a ring artefact: masks, inpainting, and what a repair is not. */
import { correlation, imageOf } from '../../../../lib/alike.ts';
import { crop } from '../../../../lib/slice.ts';
import { ringMask } from '../../../../materials/damage.ts';
import { encodeRuns } from '../../../editor/runs.ts';
import { ringWords } from '../../../language/lessons.ts';
import type { AppState } from '../../../state/app.svelte.ts';
import type { Proposal } from '../../../state/studioProposal.ts';
import { until } from '../../../state/until.svelte.ts';
import { go } from '../drive.ts';
import { mean } from '../measure.ts';
import type { Lesson } from '../lesson.ts';

const MODEL = 'ddpm-64';
/** Share of the ring that has to be masked. */
const COVERED = 0.08;
/** The piece that is masked in the learner’s place: so far to either side of the horizontal, in radians. */
const PIECE = Math.PI / 6;

export const ring: Lesson = {
  id: 'ring',
  minutes: 8,
  models: [MODEL],
  words: ringWords,
  steps: [
    {
      id: 'open',
      kind: 'do',
      screen: 'studio',
      targets: ['studio-ring'],
      gives: ['side'],
      done: (app) => (ringed(app) ? { side: ringed(app)!.size } : null),
      assist: openRing,
    },
    { id: 'artefact', kind: 'look', screen: 'studio', targets: ['studio-picture', 'studio-ring'] },
    { id: 'truth', kind: 'predict', screen: 'studio', choices: ['truth', 'plausible', 'blur'] },
    {
      id: 'mask',
      kind: 'do',
      screen: 'studio',
      targets: ['studio-picture', 'studio-ring'],
      gives: ['covered', 'masked'],
      done: (app) => {
        const source = ringed(app);
        const document = app.studio?.document;
        if (!source || !document || document.isEmpty || document.width !== source.size) return null;
        const wanted = ringMask(source.size);
        const { mask } = document;
        const on = wanted.reduce((sum, value) => sum + value, 0);
        const covered = wanted.reduce((sum, value, i) => sum + (value && mask[i]! > 127 ? 1 : 0), 0) / on;
        const masked = mask.reduce((sum, value) => sum + (value > 127 ? 1 : 0), 0);
        return covered < COVERED ? null : { covered, masked: masked / mask.length };
      },
      assist: maskPiece,
    },
    {
      id: 'inpaint',
      kind: 'do',
      screen: 'studio',
      targets: ['studio-button', 'studio-ring'],
      gives: ['inside', 'around', 'seam', 'truthAlike', 'othersAlike', 'alternatives'],
      begin: ({ studio }) => {
        if (studio && !studio.run.proposal) studio.tab = 'inpaint';
      },
      done: (app) => {
        const source = ringed(app);
        const { proposal, chosen } = app.studio?.run ?? {};
        if (!source || !proposal?.mask || chosen === undefined || proposal.images.count < 2) return null;
        const report = proposal.reports[chosen];
        if (!report?.around || report.seam === null) return null;
        const { inside, around, seam } = report;
        return against(app, source, proposal, chosen).then((alike) => ({
          inside: inside.areaFraction,
          around: around.areaFraction,
          seam,
          ...alike,
        }));
      },
      assist: async (app) => {
        if (app.studio?.run.job) return;
        if (!ringed(app) || app.studio?.document?.isEmpty) await maskPiece(app);
        const studio = app.studio!;
        studio.tab = 'inpaint';
        await studio.start('inpaint');
      },
    },
    {
      id: 'truth-answer',
      kind: 'answer',
      screen: 'studio',
      of: 'truth',
      needs: ['inside', 'around', 'seam', 'truthAlike', 'othersAlike', 'alternatives'],
      right: (read) => (read('truthAlike') > 0.97 ? 'truth' : 'plausible'),
    },
    { id: 'keep', kind: 'look', screen: 'studio', targets: ['studio-button', 'studio-ring'] },
  ],
};

/** The source of the picture that is open, where it is a simulated slice with a ring. */
function ringed({ studio }: AppState) {
  const source = studio?.picture?.source;
  return source?.kind === 'simulated' && source.ring ? source : null;
}

async function openRing(app: AppState): Promise<void> {
  go('studio');
  const studio = await until(() => app.studio);
  if (!ringed(app)) await studio.open({ kind: 'example', damage: 'ring' });
}

/** Masks a piece of the ring, whatever was open. */
async function maskPiece(app: AppState): Promise<void> {
  await openRing(app);
  const source = ringed(app);
  if (!source) return;
  const { size } = source;
  const centre = (size - 1) / 2;
  const mask = ringMask(size).map((value, i) => {
    const angle = Math.atan2(Math.floor(i / size) - centre, (i % size) - centre);
    return Math.abs(angle) < PIECE ? 255 * value : 0;
  });
  app.studio?.document?.apply({ kind: 'import', runs: encodeRuns(mask), how: 'replace' });
}

/** How alike the chosen fill is to the undamaged slice, and the fills among one another, both inside the mask. */
async function against(
  app: AppState,
  { material, size, seed }: NonNullable<ReturnType<typeof ringed>>,
  { images, mask, region }: Proposal,
  chosen: number,
) {
  const whole = await app.engine.simulate({ material, count: 1, seed, size, attributes: {} });
  const truth = crop(whole.images.data, size, region);
  const inside = Array.from(mask!.keys()).filter((i) => mask![i]! > 0.5);
  const part = (image: ArrayLike<number>) => Float32Array.from(inside, (i) => image[i]!);
  const fill = part(imageOf(images, chosen));
  const others = Array.from({ length: images.count }, (_, k) => k).filter((k) => k !== chosen);
  return {
    truthAlike: correlation(fill, part(truth)),
    othersAlike: mean(others.length, (k) => correlation(fill, part(imageOf(images, others[k]!)))),
    alternatives: images.count,
  };
}
