/** Steering: what guidance does to a request, and what it costs in diversity. */
import type { SampleRequest, SampleResult } from '../../../../contract/request.ts';
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
        return {
          weight,
          asked,
          count: a.images.count,
          plainMean: plain.mean,
          plainSpread: plain.deviation ?? 0,
          guidedMean: guided.mean,
          guidedSpread: guided.deviation ?? 0,
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
      needs: ['weight', 'count', 'plainSpread', 'guidedSpread'],
      right: (read) => {
        const ratio = read('guidedSpread') / read('plainSpread');
        if (ratio >= 0.9 && ratio <= 1.1) return 'same';
        // The logarithm of a standard deviation of n values has itself one of about 1/√(2(n − 1)), their difference √2 times that.
        const chance = 2 / Math.sqrt(read('count') - 1);
        if (Math.abs(Math.log(ratio)) < chance) return null;
        return ratio < 1 ? 'less' : 'more';
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

const areas = ({ slices }: SampleResult) => summarize(slices.map(({ measured }) => measured.areaFraction));

/** A and B as the first step drew, also for who followed a link past it, and B ready to be guided. */
async function setUp(app: AppState): Promise<void> {
  const asked = isAsked(app.lab?.runA.result);
  const lab = asked ? await labView(app, 'compare') : await labRequest(app, REQUEST, 'compare');
  for (const side of [lab.a, lab.b]) side.adopt({ sampler: 'dpmpp2m', steps: 8 });
}
