/** Noise in, noise out: the forward process, the way back, and what network calls buy. */
import type { SampleRequest, SampleResult } from '../../../../contract/request.ts';
import { coarse, contrast, correlation, fine, imageOf } from '../../../../lib/alike.ts';
import { differOnlyIn } from '../../../../lib/requests.ts';
import { noiseWords } from '../../../language/lessons.ts';
import type { AppState } from '../../../state/app.svelte.ts';
import { until } from '../../../state/until.svelte.ts';
import { drew, labRequest, labView } from '../drive.ts';
import { mean } from '../measure.ts';
import type { Facts, Lesson } from '../lesson.ts';

const MODEL = 'ddpm-64';
/** Few slices of few steps: what is shown is the same, and a school tablet manages it. */
const REQUEST: SampleRequest = {
  model: MODEL,
  material: 'rocks',
  look: 'real',
  count: 2,
  seed: 7,
  attributes: {},
  sampler: 'dpmpp2m',
  steps: 12,
};
const BLOCK = 8; // px; what is smaller counts as fine
const SETTLED = 0.9; // correlation with the finished slice

export const noise: Lesson = {
  id: 'noise',
  minutes: 8,
  models: [MODEL],
  words: noiseWords,
  steps: [
    {
      id: 'film',
      kind: 'look',
      screen: 'lab',
      targets: ['lab-film', 'lab-field'],
      begin: async (app) => {
        if (drew(app.lab?.runA.result ?? null, REQUEST)) await labView(app, 'watch');
        else await labRequest(app, REQUEST, 'watch');
      },
    },
    { id: 'order', kind: 'predict', screen: 'lab', choices: ['coarse', 'fine', 'both'] },
    {
      id: 'scrub',
      kind: 'do',
      screen: 'lab',
      targets: ['lab-time', 'lab-field'],
      gives: ['seenSigma', 'coarseSigma', 'fineSigma'],
      begin: (app) => labView(app, 'watch'),
      done: ({ lab }) => {
        const result = lab?.runA.result;
        if (!lab || !result?.trace || lab.runA.request || lab.player.playing) return null;
        const { frame } = lab.player;
        const { sigmas } = result.trace;
        if (frame === 0 || frame >= sigmas.length - 1) return null;
        return { seenSigma: sigmas[frame]!, ...settling(result, lab.slice) };
      },
      assist: async (app) => {
        const lab = await labView(app, 'watch');
        const { sigmas } = await until(() => lab.runA.result?.trace); // the film may still be drawn
        lab.player.hold();
        lab.player.show(Math.round(sigmas.length / 2));
      },
    },
    {
      id: 'settled',
      kind: 'answer',
      screen: 'lab',
      targets: ['lab-film', 'lab-field'],
      of: 'order',
      needs: ['seenSigma', 'coarseSigma', 'fineSigma'],
      right: (read) => {
        if (read('coarseSigma') === read('fineSigma')) return 'both';
        return read('coarseSigma') > read('fineSigma') ? 'coarse' : 'fine';
      },
    },
    {
      id: 'blind',
      kind: 'predict',
      screen: 'lab',
      choices: ['slice', 'average', 'noise'],
      begin: (app) => labView(app, 'forward'),
    },
    {
      id: 'little',
      kind: 'do',
      screen: 'lab',
      targets: ['lab-sigma', 'lab-field'],
      gives: ['littleSigma', 'littleAlike'],
      begin: async (app) => (await labView(app, 'forward')).forward.drag(1), // more than a little, so that it is theirs to move
      done: (app) => seen(app, 0.2, 0.5, (sigma, alike) => ({ littleSigma: sigma, littleAlike: alike })),
      assist: async (app) => (await labView(app, 'forward')).forward.drag(0.3),
    },
    {
      id: 'drown',
      kind: 'do',
      screen: 'lab',
      targets: ['lab-sigma', 'lab-field'],
      gives: ['drownedSigma', 'drownedAlike', 'drownedContrast'],
      begin: (app) => labView(app, 'forward'),
      done: (app) =>
        seen(app, 8, Infinity, (sigma, alike, left) => ({
          drownedSigma: sigma,
          drownedAlike: alike,
          drownedContrast: left,
        })),
      assist: async (app) => (await labView(app, 'forward')).forward.drag(12),
    },
    {
      id: 'drowned',
      kind: 'answer',
      screen: 'lab',
      of: 'blind',
      needs: ['littleSigma', 'littleAlike', 'drownedSigma', 'drownedAlike', 'drownedContrast'],
      right: (read) => {
        if (read('drownedAlike') > SETTLED) return 'slice';
        return read('drownedContrast') < 0.8 ? 'average' : null;
      },
    },
    {
      id: 'calls',
      kind: 'predict',
      screen: 'lab',
      choices: ['same', 'cousins', 'others'],
      begin: async (app) => {
        const lab = await labView(app, 'compare');
        lab.a.adopt({ sampler: 'heun', steps: 12 });
        lab.b.adopt({ sampler: 'dpmpp2m', steps: 8 });
      },
    },
    {
      id: 'compare',
      kind: 'do',
      screen: 'lab',
      targets: ['main-button'],
      gives: ['callsA', 'callsB', 'timeShare', 'alike'],
      begin: (app) => labView(app, 'compare'),
      done: ({ lab }) => {
        const [a, b] = [lab?.runA.result, lab?.runB.result];
        if (!lab || lab.running || !a || !b) return null;
        if (!differOnlyIn(a.request, b.request, ['sampler', 'steps'])) return null;
        if (a.timing.networkCalls < 2 * b.timing.networkCalls) return null;
        return {
          callsA: a.timing.networkCalls,
          callsB: b.timing.networkCalls,
          timeShare: b.timing.sampleMs / a.timing.sampleMs,
          alike: mean(a.images.count, (k) => correlation(imageOf(a.images, k), imageOf(b.images, k))),
        };
      },
      assist: async (app) => (await labView(app, 'compare')).start(),
    },
    {
      id: 'compared',
      kind: 'answer',
      screen: 'lab',
      of: 'calls',
      needs: ['callsA', 'callsB', 'timeShare', 'alike'],
      right: (read) => (read('alike') > SETTLED ? 'same' : read('alike') > 0.3 ? 'cousins' : 'others'),
    },
  ],
};

/** The noise levels from which on the network's prediction has the finished slice's shapes, and its fine grain. */
function settling({ trace, images }: SampleResult, index: number): { coarseSigma: number; fineSigma: number } {
  const { sigmas, count, denoised } = trace!;
  const slice = Math.min(index, count - 1);
  const side = images.width;
  const last = imageOf(images, slice);
  const from = (part: (image: Float32Array, side: number, block: number) => Float32Array) => {
    const end = part(last, side, BLOCK);
    const frames = { data: denoised, count: count * (sigmas.length - 1), width: side, height: side };
    const settled = (frame: number) =>
      correlation(part(imageOf(frames, frame * count + slice), side, BLOCK), end) > SETTLED;
    // From the end back, so that an early chance hit does not count.
    let frame = sigmas.length - 2;
    while (frame > 0 && settled(frame - 1)) frame--;
    return sigmas[frame]!;
  };
  return { coarseSigma: from(coarse), fineSigma: from(fine) };
}

/** What the network saw in the drowned slice, once it has answered at a noise level from `min` to `max`. */
function seen(
  { lab }: AppState,
  min: number,
  max: number,
  facts: (sigma: number, alike: number, left: number) => Facts,
): Facts | null {
  const { clean, guess, sigma } = lab?.forward ?? {};
  if (!clean || !guess || sigma === undefined || sigma < min || sigma > max) return null;
  return facts(sigma, correlation(guess.data, clean.data), contrast(guess.data) / contrast(clean.data));
}
