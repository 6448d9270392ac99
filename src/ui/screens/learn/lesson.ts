/** What a lesson is: data that the card shows and the engine of lessons walks through. */
import type { AppState } from '../../state/app.svelte.ts';

/** Screens that a lesson can stand on. */
export const LESSON_SCREENS = ['sample', 'lab', 'studio', 'measure'] as const;
export type LessonScreen = (typeof LESSON_SCREENS)[number];

/** Numbers that were measured in what the learner did, by name. */
export type Facts = Readonly<Record<string, number>>;
/** Reads a number that a step before has measured. */
export type Read = (name: string) => number;

export interface StepWords {
  title: string;
  /** Paragraphs. */
  text: readonly string[];
  /** do: what the learner is asked for, in a sentence. */
  task?: string;
  /** predict: the answers to choose from, by name. */
  choices?: Readonly<Record<string, string>>;
  /** answer: paragraphs made of what was measured. */
  answer?: (read: Read) => string[];
  /** answer: the numbers behind it, each with what it is a number of. */
  numbers?: (read: Read) => [what: string, value: string][];
}

export interface LessonWords {
  title: string;
  /** What somebody can do or say afterwards, in a sentence. */
  aim: string;
  steps: Readonly<Record<string, StepWords>>;
  teacher: {
    aims: readonly string[];
    questions: readonly { ask: string; expect: string }[];
    /** What to watch out for in front of a class. */
    hint: string;
  };
}

interface StepBase {
  /** Small letters, digits and dashes: it stands in links. */
  id: string;
  screen: LessonScreen;
  /** The `data-lesson` of the control that the step is about, then of those that bring it about while it is not there. */
  targets?: readonly string[];
  /** Models of the catalogue without which the step is left out. */
  models?: readonly string[];
  /** Models with all of which the step is left out, because a better one takes its place. */
  unless?: readonly string[];
  /** Puts the page where the step begins; called each time it is entered, and does nothing where it stands there already. */
  begin?: (app: AppState) => unknown;
}

export interface LookStep extends StepBase {
  kind: 'look';
}

export interface PredictStep extends StepBase {
  kind: 'predict';
  choices: readonly string[];
}

export interface DoStep extends StepBase {
  kind: 'do';
  /** Names of the numbers that doing it yields. */
  gives: readonly string[];
  /**
   * Looks at the live page, whose state it follows: null until the learner has done it, then what was measured in it. Whatever of
   * the page it depends on must be read before the first `await`.
   */
  done: (app: AppState) => Facts | Promise<Facts> | null;
  /** Does it in the learner’s place. */
  assist: (app: AppState) => unknown;
}

export interface AnswerStep extends StepBase {
  kind: 'answer';
  /** The `predict` step that it answers. */
  of: string;
  /** Names of the numbers that it is made of. */
  needs: readonly string[];
  /** Which choice the numbers bear out; null where they bear out none. */
  right: (read: Read) => string | null;
}

export type Step = LookStep | PredictStep | DoStep | AnswerStep;

export interface Lesson {
  /** Small letters, digits and dashes: it stands in links. */
  id: string;
  minutes: number;
  /** Models without which there is no lesson. */
  models: readonly string[];
  words: () => LessonWords;
  steps: readonly Step[];
}

/** The steps that can be taken with the models that are there. */
export function stepsWith(lesson: Lesson, models: readonly string[]): Step[] {
  return lesson.steps.filter(
    ({ models: needed, unless }) =>
      (needed ?? []).every((id) => models.includes(id)) && !unless?.every((id) => models.includes(id)),
  );
}

/** Whether everything that a step needs has been measured. */
export function isMeasured({ needs }: AnswerStep, facts: Facts): boolean {
  return needs.every((name) => facts[name] !== undefined);
}

/** The part of the address that opens a lesson at a step. */
export function stepAddress(lesson: Lesson, step?: Step): string {
  return step ? `#/learn/${lesson.id}/${step.id}` : `#/learn/${lesson.id}`;
}

/** Every model that some step of a lesson uses. */
export function modelsOf({ models, steps }: Lesson): string[] {
  return [...new Set([...models, ...steps.flatMap((step) => step.models ?? [])])];
}

/** The study: the seventh lesson, with a page of its own. */
export const STUDY_ADDRESS = '#/learn/real-or-synthetic';
export const TEACHER_ADDRESS = '#/learn/teacher';
