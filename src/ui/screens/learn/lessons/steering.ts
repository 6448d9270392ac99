/** Steering: what guidance does to a request, and what it does to the pictures. */
import type { SampleRequest, SampleResult } from '../../../../contract/request.ts';
import { contrast, imageOf } from '../../../../lib/alike.ts';
import { summarize } from '../../../format.ts';
import { differOnlyIn } from '../../../../lib/requests.ts';
import { steeringWords } from '../../../language/lessons.ts';
import type { AppState } from '../../../state/app.svelte.ts';
import { drew, labRequest, labView } from '../drive.ts';
import type { Lesson } from '../lesson.ts';

const MODEL = 'ddpm-64';
const ASKED = 0.2; // porosity
const GUIDED = 3;
const REQUEST: SampleRequest = {
  model: MODEL,
  material: 'rocks',
  look: 'real',
  count: 6,
  seed: 42,
  attributes: { areaFraction: ASKED },
  sampler: 'dpmpp2m',
  steps: 8,
};

const isAsked = (result: SampleResult | null | undefined) =>
  drew(result ?? null, REQUEST) && result?.request.attributes.areaFraction !== undefined;

export const steering: Lesson = {
  id: 'steering',
  minutes: 7,
  models: [MODEL],
  words: steeringWords,
  steps: [
    {
      id: 'ask',
      kind: 'look',
      screen: 'lab',
      targets: ['lab-guidance'],
      begin: (app) => (isAsked(app.lab?.runA.result) ? labView(app, 'watch') : labRequest(app, REQUEST, 'watch')),
    },
    { id: 'price', kind: 'predict', screen: 'lab', choices: ['less', 'more', 'same'] },
    { id: 'closer', kind: 'predict', screen: 'lab', choices: ['closer', 'farther', 'same'] },
    {
      id: 'guide',
      kind: 'do',
      screen: 'lab',
      targets: ['lab-b'],
      gives: [
        'weight',
        'count',
        'asked',
        'plainMean',
        'plainSpread',
        'guidedMean',
        'guidedSpread',
        'plainContrast',
        'guidedContrast',
        'chanceContrast',
        'plainCost',
        'guidedCost',
      ],
      begin: setUp,
      done: ({ lab }) => {
        const [a, b] = [lab?.runA.result, lab?.runB.result];
        if (!lab || lab.running || !a || !b || !isAsked(a) || !isAsked(b)) return null;
        const asked = a.request.attributes.areaFraction!;
        const weight = b.request.guidance ?? 1;
        if ((a.request.guidance ?? 1) !== 1 || weight < 2 || a.images.count < 3) return null;
        if (!differOnlyIn(a.request, b.request, ['guidance'])) return null;
        const [plain, guided] = [areas(a), areas(b)];
        const [plainContrasts, guidedContrasts] = [contrasts(a), contrasts(b)];
        // Slices of one noise are compared pair by pair.
        const change = summarize(guidedContrasts.map((value, k) => value - plainContrasts[k]!));
        return {
          weight,
          asked,
          count: a.images.count,
          plainMean: plain.mean,
          plainSpread: plain.deviation ?? 0,
          guidedMean: guided.mean,
          guidedSpread: guided.deviation ?? 0,
          plainContrast: summarize(plainContrasts).mean,
          guidedContrast: summarize(guidedContrasts).mean,
          chanceContrast: (2 * (change.deviation ?? 0)) / Math.sqrt(a.images.count),
          plainCost: a.timing.sampleMs / 1000,
          guidedCost: b.timing.sampleMs / 1000,
        };
      },
      assist: async (app) => {
        await setUp(app);
        if (!app.lab) return;
        app.lab.b.guidance = GUIDED;
        await app.lab.start();
      },
    },
    {
      id: 'price-answer',
      kind: 'answer',
      screen: 'lab',
      of: 'price',
      needs: ['weight', 'count', 'plainContrast', 'guidedContrast', 'chanceContrast'],
      right: (read) => {
        const change = read('guidedContrast') - read('plainContrast');
        if (Math.abs(change) <= 0.02 * read('plainContrast')) return 'same';
        if (Math.abs(change) < read('chanceContrast')) return null;
        return change < 0 ? 'less' : 'more';
      },
    },
    {
      id: 'closer-answer',
      kind: 'answer',
      screen: 'lab',
      of: 'closer',
      needs: [
        'weight',
        'count',
        'asked',
        'plainMean',
        'guidedMean',
        'plainSpread',
        'guidedSpread',
        'plainCost',
        'guidedCost',
      ],
      right: (read) => {
        const miss = (mean: string) => Math.abs(read(mean) - read('asked'));
        const gained = miss('plainMean') - miss('guidedMean');
        if (Math.abs(gained) <= 0.002) return 'same';
        const chance = (2 * Math.hypot(read('plainSpread'), read('guidedSpread'))) / Math.sqrt(read('count'));
        if (Math.abs(gained) < chance) return null;
        return gained > 0 ? 'closer' : 'farther';
      },
    },
    { id: 'meaning', kind: 'look', screen: 'lab' },
  ],
};

const contrasts = ({ images }: SampleResult) =>
  Array.from({ length: images.count }, (_, k) => contrast(imageOf(images, k)));
const areas = ({ slices }: SampleResult) => summarize(slices.map(({ measured }) => measured.areaFraction));

/** A and B as the first step drew, also for who followed a link past it, and B ready to be guided. */
async function setUp(app: AppState): Promise<void> {
  const asked = isAsked(app.lab?.runA.result);
  const lab = asked ? await labView(app, 'compare') : await labRequest(app, REQUEST, 'compare');
  for (const side of [lab.a, lab.b]) side.adopt({ sampler: 'dpmpp2m', steps: 8 });
}
