import type { LessonWords } from '../../../screens/learn/lesson.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('en');

export default {
  title: 'Noise in, noise out',
  aim: 'Say how a diffusion model makes a slice out of noise, what it settles first, and what fewer network calls cost.',
  steps: {
    film: {
      title: 'From noise to slice',
      text: [
        'A diffusion model has learned one thing: to look at a noisy slice and say what the clean one is like. To draw, it starts with pure noise and takes away a little of it at a time.',
        'The film strip shows this. Above: the picture at each noise level σ, from pure noise to the slice. Below: what the network takes the clean slice for at that moment.',
      ],
    },
    order: {
      title: 'What is settled first?',
      text: ['Before you look closely: some things in the slice are decided early on the way, others late.'],
      choices: {
        coarse: 'The large shapes: where grains and pores are',
        fine: 'The fine grain within them',
        both: 'Both at the same time',
      },
    },
    scrub: {
      title: 'Find the moment',
      text: [
        'Watch the lower row, the network’s prediction. It is blurred at first, because many slices are still possible.',
      ],
      task: 'Move the step slider to where you can first tell where the pores will be.',
    },
    settled: {
      title: 'Coarse to fine, in numbers',
      text: [],
      numbers: (read) => [
        ['σ where you stopped', decimal(read('seenSigma'), 2)],
        ['σ where the shapes (8 px blocks) are settled', decimal(read('coarseSigma'), 2)],
        ['σ where the fine grain is settled', decimal(read('fineSigma'), 2)],
      ],
      answer: (read) => [
        `Settled means: the prediction correlates with the finished slice by more than 0.9. For the shapes that was so from σ = ${decimal(read('coarseSigma'), 2)} down, for the fine grain only from σ = ${decimal(read('fineSigma'), 2)}.`,
        'Noise hides fine things first and large things last. On the way back they return in the opposite order.',
      ],
    },
    blind: {
      title: 'How much can it see?',
      text: [
        'Now the other way round: noise is added to one of your slices, and the network says what it still sees in it, in one call.',
        'Think of σ = 10: the noise is ten times stronger than any contrast of the slice.',
      ],
      choices: {
        slice: 'It still finds this very slice',
        average: 'It can only say what such slices look like on average',
        noise: 'It answers with noise',
      },
    },
    little: {
      title: 'A little noise',
      text: ['First a level at which you can see the slice yourself.'],
      task: 'Set the noise level σ to about 0.3 (0.2 to 0.5), and wait for the picture on the right.',
    },
    drown: {
      title: 'Drown it',
      text: ['Now far more noise than slice.'],
      task: 'Set the noise level σ to 8 or more, and wait for the picture on the right.',
    },
    drowned: {
      title: 'What was left',
      text: [],
      numbers: (read) => [
        [`Correlation with the slice at σ = ${decimal(read('littleSigma'), 2)}`, decimal(read('littleAlike'), 2)],
        [`Correlation with the slice at σ = ${decimal(read('drownedSigma'), 1)}`, decimal(read('drownedAlike'), 2)],
        [
          `Contrast of the prediction at σ = ${decimal(read('drownedSigma'), 1)}, share of the slice’s`,
          `${decimal(100 * read('drownedContrast'))} %`,
        ],
      ],
      answer: (read) => [
        `With a little noise the network found the slice again (1 would be exactly). At σ = ${decimal(read('drownedSigma'), 1)} its answer kept ${decimal(100 * read('drownedContrast'))} % of the contrast: where it cannot know, the safest answer is the mean of all slices that are still possible, and a mean is grey.`,
        'That is why one call is not enough to draw with. Many small steps let the model decide on one slice bit by bit.',
      ],
    },
    calls: {
      title: 'How many calls does it take?',
      text: [
        'A sampler decides how to walk down the noise levels. Heun’s method with 12 steps makes 23 network calls. DPM-Solver++ with 8 steps makes 8, from the very same noise.',
      ],
      choices: {
        same: 'Almost the same slices',
        cousins: 'Similar slices that differ in places',
        others: 'Altogether different slices',
      },
    },
    compare: {
      title: 'The same noise, two ways down',
      text: ['A and B are set: 12 steps of Heun’s method and 8 steps of DPM-Solver++. Both start with the same noise.'],
      task: 'Press Draw both.',
    },
    compared: {
      title: 'What the calls bought',
      text: [],
      numbers: (read) => [
        ['Network calls of A', decimal(read('callsA'))],
        ['Network calls of B', decimal(read('callsB'))],
        ['Time of B, share of A’s', `${decimal(100 * read('timeShare'))} %`],
        ['Correlation of A with B, mean over the slices', decimal(read('alike'), 2)],
      ],
      answer: (read) => [
        `The slices correlate by ${decimal(read('alike'), 2)}: 1 would be the same picture, 0 an unrelated one. The same noise leads to nearly the same place, because both samplers follow the same equation, one with larger steps.`,
        'A good solver is worth more than many steps. Whether what is left of the difference matters is a question for the Measure screen, not for the eye.',
      ],
    },
  },
  teacher: {
    aims: [
      'Explain drawing with a diffusion model as taking noise away step by step.',
      'Say why coarse structure is decided at high noise and fine structure at low noise.',
      'Tell the model (what is in a noisy slice?) from the sampler (how to walk down the noise levels).',
    ],
    questions: [
      {
        ask: 'Why is the network’s first prediction so blurred?',
        expect:
          'In pure noise nearly every slice is possible. The prediction that is least wrong on average is their mean, and a mean of many slices is smooth.',
      },
      {
        ask: 'Two groups draw with the same seed and different samplers. Why are their slices alike?',
        expect:
          'The seed fixes the noise, and both samplers follow the same path from it, one with larger steps. With a sampler that adds fresh noise (DDPM) they would differ.',
      },
      {
        ask: 'Is what the network “sees” at high noise a measurement?',
        expect:
          'No. It is what slices of the training set are like. What noise has destroyed cannot be recovered, only replaced by something plausible.',
      },
    ],
    hint: 'Seconds pass between a press and the pictures on slow computers: collect predictions in that time. The numbers differ with the seed; the order of coarse and fine does not.',
  },
} satisfies LessonWords;
