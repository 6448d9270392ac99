/** The choice of a model on the Sample screen. */
import { intl } from '../intl.ts';

const { count, decimal } = intl('en');

interface Told {
  good: string;
  bad: string;
  /** Of a model that shows a failure: which one. */
  teaching?: string;
}

export default {
  kind: 'Kind of model',
  families: { diffusion: 'Diffusion', gan: 'GAN', vae: 'VAE' },
  /** One line each, from the measured table in docs/models.md. */
  hints: {
    diffusion: 'Takes noise away step by step: nearest to real slices, and slowest.',
    gan: 'Learnt against a critic: crisp slices in one network call; attributes are followed less closely.',
    vae: 'Learnt to rebuild slices from a few numbers: quick and smooth, too smooth.',
  },
  model: 'Model',
  /** What the catalogue says of a model in English, where a language has words of its own for it. */
  models: {} as Partial<Record<string, Told>>,
  good: 'Good:',
  bad: 'Bad:',
  quick: 'quick here',
  cost: (resolution: number, calls: number) =>
    `${resolution} px · ${count(calls, { one: 'network call', other: 'network calls' })}`,
  ratio: (ratio: number) => `${decimal(ratio, ratio < 10 ? 1 : 0)} × floor`,
  ratioHint:
    'Fréchet distance (SqueezeNet features, N = 2,000) of its rocks to real ones that it was not trained on. 1 × is what two sets of real slices are apart.',
  toLearn: 'To learn from',
  sparing: 'No GPU helps here, so few slices are drawn at a time. Few-step models are the quick ones.',
  notLoaded: 'This part could not be loaded; check the connection and reload the page.',
  none: 'No list of models yet.',
  waiting: 'The list of models is on its way.',
};
