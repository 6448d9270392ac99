import type { LessonWords } from '../../../screens/learn/lesson.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('en');

export default {
  title: 'Can you trust a score?',
  aim: 'Say what SSIM, the Fréchet distance and porosity each notice and miss, and why the best scores can go with the worst pictures.',
  steps: {
    sets: {
      title: 'A reference, and damaged copies',
      text: [
        'The well Reference holds 16 simulated slices. The well Synthetic is filled with copies of these very slices, each with a crack drawn through it. Look closely: every one is spoilt.',
        'Later Synthetic gets 16 new slices by the same simulator: flawless, but not the same ones.',
      ],
    },
    ssim: {
      title: 'Which set scores better?',
      text: ['SSIM compares image 1 with image 1, 2 with 2, and so on. 1 means equal.'],
      choices: { copies: 'The cracked copies', fresh: 'The flawless new slices', equal: 'About equal' },
    },
    notice: {
      title: 'Who notices the crack?',
      text: [
        'SSIM compares pairs of pictures. The Fréchet distance compares what a network sees in the sets as wholes. Porosity is the share of dark pixels. One of them tells best that the copies are spoilt and the new slices are not.',
      ],
      choices: { ssim: 'SSIM', frechet: 'The Fréchet distance', porosity: 'Porosity' },
    },
    'measure-copies': {
      title: 'Measure the copies',
      text: ['Both wells are filled, and “These are pairs” is ticked.'],
      task: 'Press Measure and wait for the numbers.',
    },
    'measure-fresh': {
      title: 'Measure the new slices',
      text: ['Synthetic now holds the flawless new slices.'],
      task: 'Press Measure again.',
    },
    'ssim-answer': {
      title: 'SSIM has a favourite',
      text: [],
      numbers: (read) => [
        [`SSIM, cracked copies (N = ${decimal(read('count'))} pairs)`, decimal(read('copiesSsim'), 2)],
        ['SSIM, flawless new slices', decimal(read('freshSsim'), 2)],
      ],
      answer: (read) => [
        `SSIM gives the spoilt copies ${decimal(read('copiesSsim'), 2)} and the flawless slices ${decimal(read('freshSsim'), 2)}. It asks whether the same pixels are in the same places. New slices of the same rock cannot be, and must not be.`,
        'It is a measure for repairs and compression, where there is one right answer. For new pictures it rewards copying.',
      ],
    },
    'notice-answer': {
      title: 'Who noticed',
      text: [],
      numbers: (read) => [
        ['Fréchet distance, cracked copies', decimal(read('copiesFrechet'), 1)],
        ['Fréchet distance, flawless new slices', decimal(read('freshFrechet'), 1)],
        ['Porosity off by, cracked copies', decimal(read('copiesAreaGap'), 3)],
        ['The same by chance alone', decimal(read('areaChance'), 3)],
      ],
      answer: (read) => [
        `Small is good for the first three; the last is the yardstick. SSIM preferred the copies. Porosity is off by ${decimal(read('copiesAreaGap'), 3)}, where chance alone already sets two such sets ${decimal(read('areaChance'), 3)} apart: a thin crack is lost in chance.`,
        `The Fréchet distance is ${decimal(read('copiesFrechet'), 1)} for the copies and ${decimal(read('freshFrechet'), 1)} for the new slices. With ${decimal(read('count'))} images the intervals in the table are wide, so do not call a small difference a result.`,
      ],
    },
    paradox: {
      title: 'Best scores, worst pictures',
      text: [
        'The paper behind this page met the same thing. For roots, DiffEdit had the best SSIM (0.843), LPIPS (0.147) and FID (64.7) of all methods, and the authors note that its pictures were visibly flawed. Its CLIPScore was the lowest (0.183).',
        'DiffEdit changes little of a real image. What stays close to a real image scores well against it, whatever is wrong with the rest: your cracked copies again. And the scores came from three real images and two to six generated ones.',
        'So: say what a number compares, use several, count the images, measure what you need the pictures for, and look at them.',
      ],
    },
  },
  teacher: {
    aims: [
      'Choose a measure by what it compares: pairs, sets or a physical property.',
      'Explain why SSIM rewards copies.',
      'Read a number together with N and its interval.',
    ],
    questions: [
      {
        ask: 'A paper reports SSIM 0.84 for its generated images. What do you ask?',
        expect:
          'Against what were they paired, and may new images be compared pairwise at all? How many images? Were they edits of the very references?',
      },
      {
        ask: 'Why did porosity not notice the crack?',
        expect:
          'A thin crack is few pixels, and sets are compared, in which porosity differs more from slice to slice. Pair by pair it shows: nearly every copy has a little more.',
      },
      {
        ask: 'What would have noticed it?',
        expect:
          'Looking. Features of a network, with enough images. The nearest twins on the Measure screen show that each copy has a reference next to it.',
      },
    ],
    hint: 'Measuring 16 pairs takes some seconds to a minute. The Fréchet distance of so few images is noisy; where it does not separate the sets clearly, the card says that the measurement decides it neither way.',
  },
} satisfies LessonWords;
