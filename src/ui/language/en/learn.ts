/** Learn: the list of lessons, the card that rides over the live screens, the teacher's page. */
import { intl } from '../intl.ts';

const { count, list: join } = intl('en');
const list = (ids: readonly string[]) => join([...ids]);

export default {
  // The list
  title: 'Learn',
  intro:
    'Short lessons on the live page. Each points at a control, asks what you expect, lets you try it, and answers from what you did. Stop whenever you like: a lesson goes on where you left it.',
  forTeachers: 'For teachers: aims, questions, expected answers and what to prepare',
  minutes: (minutes: number) => `about ${minutes} min`,
  steps: (n: number) => count(n, { one: 'step', other: 'steps' }),
  finished: 'finished',
  standsAt: (step: number, total: number) => `left at step ${step} of ${total}`,
  start: 'Start',
  open: 'Open',
  resume: 'Go on',
  again: 'Take it again',
  missing: (ids: readonly string[]) => `This lesson needs ${list(ids)}, which this site does not offer.`,
  without: (ids: readonly string[]) =>
    `Without ${list(ids)}, which this site does not offer yet, some of its steps are left out.`,
  forget: 'Forget answers',
  forgetAll: 'Forget all progress',
  forgetAllYes: 'Yes, forget all of it',
  keepAll: 'Keep it',
  keptHere: 'Progress and answers are kept in this browser only.',
  notKept: 'This browser does not keep progress for this site; it holds until the page is closed.',
  loading: 'Loading this part',
  notLoaded: 'This part could not be loaded; check the connection and reload the page.',
  study: {
    title: 'Real or synthetic?',
    aim: 'Find out in a blind test whether you can tell a model’s slices from the simulator’s, and how sure you may be of the result.',
    teacher: {
      aims: [
        'Carry out a blind test and say what it can show.',
        'Read an accuracy together with its confidence interval, and know what guessing gives.',
      ],
      questions: [
        {
          ask: 'Somebody was right in 15 of 24 pairs. Can they tell the slices apart?',
          expect:
            'Not shown: guessing gives 12 on average, and the 95 % interval of 15 of 24 reaches from about 0.43 to 0.79, which includes one half.',
        },
        {
          ask: 'Why pool the files of the class?',
          expect:
            'Each adds answers, so that guessing is ruled out sooner; and the agreement says whether all fell for the same pictures.',
        },
      ],
      hint: 'Give the whole class one link with a seed, so that everybody sees the same pairs. Models draw the slices before the first pair; that takes a while on slow computers.',
    },
  },

  // The card
  lesson: 'Lesson:',
  stepOf: (step: number, total: number) => `Step ${step} of ${total}`,
  fold: 'Fold the lesson',
  unfold: 'Unfold the lesson',
  pause: 'Pause the lesson',
  predict: 'What do you expect?',
  toDo: 'To do',
  measuring: 'Measuring what you did',
  done: 'Done: measured in what you did',
  assist: 'Do it for me',
  showWhere: 'Show me where',
  elsewhere: (screen: string) => `This step is on the ${screen} screen.`,
  goThere: 'Go there',
  back: 'Back',
  next: 'Next',
  skip: 'Skip',
  finish: 'Finish',
  youSaid: 'You said:',
  borneOut: 'The measurement bears you out.',
  otherwise: 'The measurement says otherwise:',
  undecided: 'The measurement decides it neither way this time.',
  numbers: 'Measured in what you did',
  notYet: 'There is nothing to answer from yet: an earlier step was left out.',
  backTo: (title: string) => `Back to “${title}”`,

  // The teacher's page
  teacher: {
    title: 'For teachers',
    intro:
      'Seven lessons of 5 to 10 minutes, each on its own. Nothing is installed, nobody logs in, and no picture leaves the computers of the class.',
    before: 'Before the class',
    preparation: [
      'Open the lesson once on the computers that will be used, with the network that the class will have. Models are kept in the browser when they have been used, and the page then works without a network.',
      'Send the link of a lesson, or of the step where you want everybody to begin: press Copy link on the card at that step, or show its QR code, which fills the screen of a projector. This page has both for every step.',
      'The presenter view (Shift+P, or the button in the header) shows large type and hides the controls that are not needed. Arrow keys walk the lesson, or the slices where no lesson runs; Escape leaves it. An address with ?present before the # opens the page in it.',
      'On slow computers a diffusion run of two slices can take half a minute. Let the class predict while it runs, or press Do it for me on one computer and discuss its numbers.',
    ],
    loads: (bytes: string) => `${bytes} to load at first use`,
    none: 'no model to load besides the network that measures',
    runtime: (bytes: string) => `The runtime that computes the models, ${bytes}, is loaded once and kept.`,
    unknownSizes: 'Sizes stand here once the list of models is there.',
    aims: 'Aims',
    questions: 'Questions for the class, and answers to expect',
    hint: 'To watch out for',
    open: 'Open the lesson',
    steps: 'Links to its steps',
    print: 'Print this page',
    backToList: 'Back to the lessons',
    missing: 'not offered by this site',
  },
};
