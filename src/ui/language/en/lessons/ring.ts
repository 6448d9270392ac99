import type { LessonWords } from '../../../screens/learn/lesson.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('en');

export default {
  title: 'Repairing a ring',
  aim: 'Mask an artefact, let a model fill it in, judge the repair, and say what it is not.',
  steps: {
    open: {
      title: 'A slice with a fault',
      text: ['The Studio repairs and changes a part of a slice and leaves every other pixel as it is.'],
      task: 'Open the example with a ring.',
    },
    artefact: {
      title: 'What a ring is',
      text: [
        'In microCT the sample turns, and a detector takes projections. A detector pixel that always counts a little too much or too little leaves a ring about the rotation axis in every slice.',
        'It is not in the rock. Whoever measures porosity with it in place counts it as solid, or as pore.',
      ],
    },
    truth: {
      title: 'What will the fill be?',
      text: [
        'You will mask a piece of the ring, and a diffusion model fills it in from what is around. This slice is simulated, so the page knows what was there before the ring.',
      ],
      choices: {
        truth: 'What was really there',
        plausible: 'Something that fits in, but is not what was there',
        blur: 'A blur of the surroundings',
      },
    },
    mask: {
      title: 'Mask it',
      text: [
        'The tool “Find a crack or ring” takes most of the ring with one click, once “Line is” says “Bright”. Painting with the brush along a piece of the ring does as well; a sixth of it is enough, and quicker to fill.',
      ],
      task: 'Mask a piece of the ring.',
    },
    inpaint: {
      title: 'Fill it in',
      text: [
        'The model makes four alternatives, each from noise of its own. What is not masked guides them and stays bit for bit.',
      ],
      task: 'Press Inpaint and wait for the alternatives.',
    },
    'truth-answer': {
      title: 'The repair against the truth',
      text: [],
      numbers: (read) => [
        ['Porosity inside the mask', decimal(read('inside'), 2)],
        ['Porosity around it', decimal(read('around'), 2)],
        ['Step at the seam (1: none to be seen)', decimal(read('seam'), 2)],
        ['Correlation with what was there', decimal(read('truthAlike'), 2)],
        [
          `Correlation with the ${decimal(read('alternatives') - 1)} other fills, mean`,
          decimal(read('othersAlike'), 2),
        ],
      ],
      answer: (read) => [
        `With what was really there the fill correlates by ${decimal(read('truthAlike'), 2)} (1: the same, 0: nothing in common), with the other alternatives by ${decimal(read('othersAlike'), 2)}. Where the alternatives differ, the surroundings do not decide what belongs there.`,
        'A repair can be seamless and have the right porosity without being a measurement. It is a guess that fits in. Show it, segment across it, but do not measure inside it.',
      ],
    },
    keep: {
      title: 'Keep it, and say so',
      text: [
        'Look at the other alternatives and press Keep this one for the best. The history keeps every version, and Undo goes back.',
        'A saved PNG says that it was edited, in which rectangle and how many pixels, by which model and with which seed. Which pixels it does not say: export the mask beside it, so that nobody takes them for measured ones.',
      ],
    },
  },
  teacher: {
    aims: [
      'Recognise a ring artefact and say where it comes from.',
      'Mask a fault and have it filled in, and judge the result by seam and porosity.',
      'Tell a plausible fill from a measurement.',
    ],
    questions: [
      {
        ask: 'Why is a ring a ring?',
        expect:
          'One detector pixel sees the same distance from the axis at every angle. Its error is smeared over a circle by the reconstruction.',
      },
      {
        ask: 'May a repaired slice go into a publication?',
        expect:
          'As an illustration that says so. Measurements should leave the filled pixels out, and the raw slice should be kept.',
      },
      {
        ask: 'What do differing alternatives tell you?',
        expect:
          'How little the surroundings determine. Where all alternatives agree, the fill is better founded, though still not measured.',
      },
    ],
    hint: 'The larger the masked piece, the longer it takes: a sixth of the ring is enough. On slow computers set fewer steps under “How it samples”.',
  },
} satisfies LessonWords;
