import type { LessonWords } from '../../../screens/learn/lesson.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('en');

export default {
  title: 'Steering',
  aim: 'Say what guidance does to a request, and what it costs.',
  steps: {
    ask: {
      title: 'Asking for a porosity',
      text: [
        'This model is told what to draw: rocks with a porosity of 0.20. It follows closely, with guidance and without: beside the network, the page moves each estimate towards the porosity that was asked for.',
        'Guidance asks the network twice at each step, with and without the request, and goes w times as far in the direction that the request makes. w = 1 is the model as trained.',
      ],
    },
    price: {
      title: 'What will it do to the pictures?',
      text: [
        'You will draw the same noise with w = 1 and with stronger guidance. Think of the contrast: how far the greys of a slice lie apart.',
      ],
      choices: { less: 'Less contrast', more: 'More contrast', same: 'No change' },
    },
    closer: {
      title: 'And to the mean?',
      text: ['Think of the mean porosity of the set, and of the 0.20 that was asked for.'],
      choices: { closer: 'It comes closer to what was asked', farther: 'It moves away from it', same: 'It stays' },
    },
    guide: {
      title: 'Guide B',
      text: ['A and B are set to 8 quick steps each. A stays without guidance.'],
      task: 'Set Guidance w of B to 2 or more, and press Draw both.',
    },
    'price-answer': {
      title: 'The price, measured',
      text: [],
      numbers: (read) => [
        [`Contrast, w = 1 (N = ${decimal(read('count'))})`, decimal(read('plainContrast'), 3)],
        [`Contrast, w = ${decimal(read('weight'), 1)}`, decimal(read('guidedContrast'), 3)],
      ],
      answer: (read) => [
        `Contrast is the standard deviation of the greys of a slice, here the mean over ${decimal(read('count'))} slices. The plain model has learned it from real slices; what guidance adds is its own: dark becomes darker, bright brighter, noise stronger.`,
        'Over many slices, guidance also pulls towards what is typical of the request. For a picture that is often welcome. A training set for a segmentation network needs the contrast of the instrument and the variety that is lost.',
      ],
    },
    'closer-answer': {
      title: 'The mean, measured',
      text: [],
      numbers: (read) => [
        ['Asked', decimal(read('asked'), 2)],
        ['Mean porosity, w = 1', decimal(read('plainMean'), 3)],
        [`Mean porosity, w = ${decimal(read('weight'), 1)}`, decimal(read('guidedMean'), 3)],
        ['Time, w = 1', `${decimal(read('plainCost'), 1)} s`],
        [`Time, w = ${decimal(read('weight'), 1)}`, `${decimal(read('guidedCost'), 1)} s`],
      ],
      answer: (read) => [
        `Without guidance the mean was ${decimal(read('plainMean'), 3)}, with it ${decimal(read('guidedMean'), 3)}, and ${decimal(read('asked'), 2)} was asked for. Too much guidance overshoots: it goes beyond what was asked as gladly as towards it.`,
        'It also costs time, because each step asks the network about the request and about nothing.',
      ],
    },
    meaning: {
      title: 'How far would you turn it?',
      text: [
        'Guidance is a dial between making the request plain and staying true to the data. Neither end is right: it depends on what the slices are for.',
        'Try w = 6 or the guidance by one attribute alone (under “Schedule, noise and more guidance”) if you have time. The Quality view and the Measure screen say what it does to a whole set.',
      ],
    },
  },
  teacher: {
    aims: [
      'Explain guidance as going farther in the direction in which the request moves the prediction.',
      'Weigh a plainer picture against truth to the data for a purpose.',
      'Judge whether a difference between two small sets means anything.',
    ],
    questions: [
      {
        ask: 'You train a segmentation network with synthetic slices. Which w?',
        expect:
          'Low, near 1: the network has to meet the contrast and the variety that it will see. Strong guidance would show it harsh and typical slices only.',
      },
      {
        ask: 'Why does guidance cost time?',
        expect: 'Each step needs the network’s answer with the request and without it: about twice the work.',
      },
      {
        ask: 'Two groups find opposite effects on the mean porosity. Who is right?',
        expect:
          'Perhaps neither: six slices give the mean to a few thousandths only, and it moves by as much. Pool the groups’ slices, or draw more.',
      },
    ],
    hint: 'As a rule the contrast rises. The mean porosity may go either way with so few slices, and the card then says so. Let groups use different seeds and collect their numbers.',
  },
} satisfies LessonWords;
