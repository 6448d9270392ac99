import type { LessonWords } from '../../../screens/learn/lesson.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('en');

export default {
  title: 'A space of slices',
  aim: 'Say what a latent space is, what one of its directions does, what lies between two of its points, and what β trades.',
  steps: {
    space: {
      title: 'Slices as points',
      text: [
        'A variational autoencoder (VAE) has two halves. The encoder squeezes a slice into a short list of numbers z; the decoder draws a slice from such a list. All possible lists together are the latent space.',
        'Here only the decoder works. Each seed is a random point of that space, and each slice is what the decoder makes of it.',
      ],
    },
    direction: {
      title: 'One direction',
      text: [
        'In a moment you will set a single number of z to an extreme value, the same in all slices. The seeds, and so all other numbers, stay.',
      ],
      choices: {
        all: 'Every slice turns into another one',
        some: 'Every slice changes clearly and can still be recognised',
        little: 'Every slice stays almost as it is',
      },
    },
    move: {
      title: 'Move it',
      text: ['Open “Walk the latent space”. Each slider there is one number of z, in standard deviations.'],
      task: 'Move exactly one direction to 1.5 or beyond, to either side, and wait for the slices.',
    },
    moved: {
      title: 'How much it changed',
      text: [],
      numbers: (read) => [
        ['Correlation of each slice with itself before, mean', decimal(read('movedAlike'), 2)],
        [
          `Of what the ${decimal(read('directions'))} strongest directions tell, the strongest alone`,
          `${decimal(100 * read('strongest'))} %`,
        ],
      ],
      answer: (read) => [
        `1 would be no change at all, 0 another slice. The page drew the same seeds once more without your move to find this out: ${decimal(read('movedAlike'), 2)}.`,
        `Textures are spread over many directions: of what the ${decimal(read('directions'))} strongest ones tell of a slice together, the strongest has ${decimal(100 * read('strongest'))} %. Do not expect one of them to mean “more pores”: this model is told the porosity separately, so the latent space only holds what is left to say.`,
      ],
    },
    between: {
      title: 'Between two slices',
      text: ['Take the points of two seeds and walk from one to the other. Think of the slice half-way.'],
      choices: {
        fade: 'Both slices laid over each other, like a cross-fade',
        own: 'A slice of its own, with outlines of its own',
      },
    },
    walk: {
      title: 'Walk there',
      text: [
        'The switch stands at the foot of “Walk the latent space”. The slices then lead from the first seed to the second in reading order.',
      ],
      task: 'Tick “Interpolate to a second seed” and wait for the slices.',
    },
    walked: {
      title: 'Half-way',
      text: [],
      numbers: (read) => [
        ['Contrast of the ends, mean', decimal(read('endContrast'), 3)],
        ['Contrast of the slice half-way', decimal(read('middleContrast'), 3)],
        ['Contrast of a true cross-fade of the ends', decimal(read('fadeContrast'), 3)],
      ],
      answer: (read) => [
        `Laying two pictures over each other washes them out: that would leave a contrast of ${decimal(read('fadeContrast'), 3)}. Your slice half-way has ${decimal(read('middleContrast'), 3)}, beside ${decimal(read('endContrast'), 3)} at the ends.`,
        'Contrast is the standard deviation of the grey levels. The closer the middle is to the ends, the more the decoder treats every point on the way as a slice of its own.',
      ],
    },
    origin: {
      title: 'The middle of the space',
      text: [
        'Truncation ψ multiplies every z. At ψ = 0 all seeds land on the same point, the origin. Only what the model is told separately (porosity, grain size, noise) still differs.',
      ],
      choices: {
        one: 'Nearly the same slice, again and again',
        grey: 'An even grey',
        varied: 'As varied as before',
      },
    },
    gather: {
      title: 'Gather them',
      text: [],
      task: 'Set Truncation ψ to 0 and wait for the slices.',
    },
    gathered: {
      title: 'At the origin',
      text: [],
      numbers: (read) => [
        ['Correlation between two slices, mean of all pairs', decimal(read('originAlike'), 2)],
        ['Contrast, mean', decimal(read('originContrast'), 3)],
      ],
      answer: (read) => [
        `Two slices now correlate by ${decimal(read('originAlike'), 2)} on average (0: nothing in common, 1: the same picture).`,
        'What differs between seeds lives in z. Take z away, and what is left is the model’s idea of a typical slice.',
      ],
    },
    'beta-told': {
      title: 'What β trades',
      text: [
        'A VAE learns from two wishes: rebuild the slice well, and keep the points z tidy, close to a normal distribution, so that random points mean something. β says how much tidiness counts.',
        'A large β leaves few directions in use, and the slices turn soft. A small β rebuilds sharply, but random points may fall between the slices it knows.',
      ],
    },
    beta: {
      title: 'What β trades',
      text: [
        'A VAE learns from two wishes: rebuild the slice well, and keep the points z tidy, close to a normal distribution. β says how much tidiness counts. Two models here differ in β: 1 and 8. (The second was trained for less long, too.)',
      ],
      choices: {
        softer: 'With β = 8 slices have less fine detail',
        sharper: 'With β = 8 slices have more fine detail',
        same: 'Fine detail stays the same',
      },
    },
    'beta-one': {
      title: 'β = 1',
      text: ['Both are VAEs of 128 px.'],
      task: 'Choose the VAE with β = 1 and draw slices with it.',
    },
    'beta-high': {
      title: 'β = 8',
      text: ['The same seeds, the other model.'],
      task: 'Choose the VAE with β = 8 and draw slices with it.',
    },
    'beta-answer': {
      title: 'What tidiness costs',
      text: [],
      numbers: (read) => [
        ['Fine detail, β = 1', decimal(read('oneFine'), 4)],
        ['Fine detail, β = 8', decimal(read('highFine'), 4)],
        ['Told by the twelve strongest directions, β = 1', `${decimal(read('oneTold'), 1)} nats`],
        ['Told by the twelve strongest directions, β = 8', `${decimal(read('highTold'), 1)} nats`],
      ],
      answer: (read) => [
        `Fine detail is the standard deviation of what blocks of 4 px leave out: ${decimal(read('oneFine'), 4)} with β = 1, ${decimal(read('highFine'), 4)} with β = 8.`,
        `The price of a tidy space shows in what z may tell, too: the twelve strongest directions tell ${decimal(read('oneTold'), 1)} nats of a slice with β = 1 and ${decimal(read('highTold'), 1)} with β = 8 (measured after training, on slices of all materials). What z is not told, the decoder cannot draw.`,
      ],
    },
  },
  teacher: {
    aims: [
      'Describe a latent space as the set of all lists of numbers that a decoder can draw from.',
      'Tell interpolating in a latent space from mixing pixels.',
      'Say what β weighs against what.',
    ],
    questions: [
      {
        ask: 'Why does no slider mean “more pores”?',
        expect:
          'The porosity is given to the decoder beside z. Training then has no reason to spend a direction on it. Without that condition a direction might well learn it.',
      },
      {
        ask: 'Why is the slice half-way not a cross-fade?',
        expect:
          'The mean is taken of the lists, not of the pixels. The decoder draws a slice from any list it is given, and has learned that slices have outlines.',
      },
      {
        ask: 'When would you want a large β?',
        expect:
          'When directions should be few and independent, to be read and moved by people, and soft slices are acceptable.',
      },
    ],
    hint: 'The slider counts only when exactly one direction is moved; “Give all back to the seed” undoes others. Without the two VAEs of 128 px the step on β is told instead of tried.',
  },
} satisfies LessonWords;
