import type { LessonWords } from '../../../screens/learn/lesson.ts';
import { intl } from '../../intl.ts';

const { decimal } = intl('en');

export default {
  title: 'Two networks that fight',
  aim: 'Say how a GAN learns, what it is good at beside a VAE, what it neglects, and what mode collapse is.',
  steps: {
    fight: {
      title: 'A forger and a critic',
      text: [
        'A generative adversarial network (GAN) is two networks. The generator forges slices from noise; the critic is shown real and forged ones and says which is which. Each learns from beating the other.',
        'Nobody ever tells the generator which pixels are wrong. It only learns what the critic does not fall for any more.',
      ],
    },
    sharp: {
      title: 'Whose slices are sharper?',
      text: ['You will draw the same seeds with a GAN and with a VAE, which learned to rebuild slices pixel by pixel.'],
      choices: { gan: 'The GAN’s have more fine detail', vae: 'The VAE’s have more fine detail', equal: 'About equal' },
    },
    obey: {
      title: 'Who does as asked?',
      text: ['Both models are told a porosity for each slice. The page measures the porosity that came out.'],
      choices: { gan: 'The GAN keeps closer to it', vae: 'The VAE keeps closer to it', equal: 'About equal' },
    },
    'draw-gan': {
      title: 'Draw with the GAN',
      text: ['One network call makes a slice.'],
      task: 'Draw at least 8 slices with the DCGAN of 64 px.',
    },
    'draw-vae': {
      title: 'Draw with the VAE',
      text: ['Leave everything else as it is.'],
      task: 'Choose the VAE of 64 px and draw at least 8 slices.',
    },
    'sharp-answer': {
      title: 'Sharpness, measured',
      text: [],
      numbers: (read) => [
        ['Fine detail, GAN', decimal(read('ganFine'), 4)],
        ['Fine detail, VAE', decimal(read('vaeFine'), 4)],
      ],
      answer: () => [
        'Fine detail is the standard deviation of what blocks of 4 px leave out: outlines and noise.',
        'A network that is scored pixel by pixel does best with the mean of all slices that are possible, and a mean is soft. A critic would know such a slice at once, so a generator must draw outlines and noise.',
      ],
    },
    'obey-answer': {
      title: 'Obedience, measured',
      text: [],
      numbers: (read) => [
        ['Porosity missed by, GAN (rms)', decimal(read('ganMiss'), 3)],
        ['Porosity missed by, VAE (rms)', decimal(read('vaeMiss'), 3)],
      ],
      answer: () => [
        'Missed by: the root mean square difference between the porosity asked for and the one measured in the slice.',
        'A critic asks whether a slice looks real. It need not count pores. A sharp picture is no proof of a right number, which is why this page measures both.',
      ],
    },
    'collapse-told': {
      title: 'When the critic wins',
      text: [
        'If the critic becomes too good, the generator no longer learns anything from it, and often ends up drawing one or a few pictures, whatever the noise: mode collapse.',
        'The paper behind this page saw it twice, with equal learning rates for both networks: the critic’s loss went to nearly 0, the generator’s to 50 and more. Its last version let the generator learn twenty times as fast.',
      ],
    },
    collapse: {
      title: 'When the balance is lost',
      text: [
        'If one of the two networks runs away from the other, the generator often ends up drawing one or a few pictures, whatever the noise: mode collapse. The paper behind this page met it twice with equal learning rates: the critic’s loss went to nearly 0, the generator’s to 50 and more. Under “To learn from” stands a GAN of ours whose generator learned twenty times as fast as its critic, as in the paper’s last version.',
      ],
      choices: {
        alike: 'Its slices resemble one another, whatever the seed',
        varied: 'Its slices are as varied as before, only poorer',
        noise: 'Its slices have nothing in common, like noise',
      },
    },
    'draw-collapsed': {
      title: 'Draw with it',
      text: ['Choose GAN, open “To learn from”, and take the collapsed model.'],
      task: 'Draw at least 8 slices with the collapsed GAN.',
    },
    collapsed: {
      title: 'Collapse, measured',
      text: [],
      numbers: (read) => [
        [
          `Correlation between two slices, collapsed GAN (N = ${decimal(read('collapsedCount'))})`,
          decimal(read('collapsedAlike'), 2),
        ],
        ['The same, healthy GAN', decimal(read('ganAlike'), 2)],
      ],
      answer: (read) => [
        `On average two of its slices correlate by ${decimal(read('collapsedAlike'), 2)}; the healthy GAN’s by ${decimal(read('ganAlike'), 2)} (0: nothing in common, 1: the same picture).`,
        'Looking at one slice you would not notice. Collapse shows only in a set: always look at many, and measure how they differ.',
      ],
    },
  },
  teacher: {
    aims: [
      'Explain how two networks can train each other.',
      'Tell sharpness from correctness of a measured property.',
      'Recognise mode collapse in a set of pictures and name a measure for it.',
    ],
    questions: [
      {
        ask: 'Why can a VAE not simply be made as sharp as a GAN by training longer?',
        expect:
          'Its score asks for the right pixels on average. Where several slices are possible, their mean scores best, however long it trains.',
      },
      {
        ask: 'Both losses of a GAN stay where they are. Has it finished learning?',
        expect:
          'One cannot tell: both sides may improve together. Losses of a GAN say who is ahead, not how good the pictures are.',
      },
      {
        ask: 'How would you notice collapse without looking?',
        expect:
          'By how much the pictures of a set differ: correlation of pairs here, recall or coverage on the Measure screen.',
      },
    ],
    hint: 'Porosity scatters with the seed: with 16 slices differences of a few hundredths between two groups are chance. If the collapsed model is not offered, the step on collapse is told instead of tried.',
  },
} satisfies LessonWords;
