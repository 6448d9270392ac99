/** SSIM in Node: our CPU code, the package ssim.js, and scikit-image in one thread. */
import { ssim } from '../../engine/metrics/ssim.ts';
import { SSIM_CASES, drawPairs, prepareSsimJs } from './pairs.ts';
import { timePython } from './python.ts';
import { ms, timeInTurns } from './time.ts';

const ROUNDS = 5;

export async function benchSsim() {
  const cases = [];
  for (const { count, side } of SSIM_CASES) {
    const pairs = drawPairs(count, side);
    const [a, b] = pairs.batches;
    const ssimJs = prepareSsimJs(pairs, side);
    const timings = await timeInTurns(ROUNDS, {
      own: () => ssim(a, b),
      ssimJs: () => ssimJs('fast'),
      ssimJsDefault: () => ssimJs('weber'),
    });
    const { values } = await ssim(a, b);
    const scikitImage = await timePython(
      [a.data, b.data],
      [count, side, side],
      {
        library: 'skimage',
        setup:
          'from skimage.metrics import structural_similarity\n' +
          'options = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1)',
        expression: 'np.mean([structural_similarity(x, y, **options) for x, y in zip(a, b)])',
      },
      ROUNDS,
    );
    cases.push({
      pairs: count,
      side,
      ...timings,
      value: values.reduce((sum, value) => sum + value) / count,
      ssimJsValue: ssimJs('fast'),
      timesAsFastAsSsimJs: timings.ssimJs.warmMs / timings.own.warmMs,
      scikitImage: scikitImage.reason === undefined ? scikitImage : null,
      scikitImageReason: scikitImage.reason ?? null,
      timesAsFastAsScikitImage: scikitImage.reason === undefined ? scikitImage.warmMs / timings.own.warmMs : null,
    });
  }
  return {
    result: { ssim: { window: '11×11 Gaussian, σ 1.5 px', rounds: ROUNDS, cases } },
    sentences: cases.map(
      (each) =>
        `SSIM, ${each.pairs} × ${each.side}² px: ${ms(each.own.warmMs)} (cold ${ms(each.own.coldMs)}), ` +
        `ssim.js ${ms(each.ssimJs.warmMs)} with the same window and ${ms(each.ssimJsDefault.warmMs)} with its default, ` +
        (each.scikitImage ? `scikit-image ${ms(each.scikitImage.warmMs)}.` : `${each.scikitImageReason!}.`),
    ),
  };
}
