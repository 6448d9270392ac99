/** The lessons: which one runs and where, what was predicted and measured in it, and how far each has come. */
import * as v from 'valibot';
import { SpecimenError } from '../../contract/errors.ts';
import { LESSONS } from '../screens/learn/lessons/index.ts';
import { isMeasured, stepsWith, type Facts, type Lesson, type Read, type Step } from '../screens/learn/lesson.ts';
import { openScreen } from '../address.ts';
import type { AppState } from './app.svelte.ts';
import { RUNNING_KEY } from './lessonKept.ts';

const KEY = 'specimen.lessons';

const Kept = v.object({
  /** Where it was left. */
  step: v.string(),
  predictions: v.record(v.string(), v.string()),
  facts: v.record(v.string(), v.pipe(v.number(), v.finite())),
  finished: v.boolean(),
});
type Kept = v.InferOutput<typeof Kept>;

const FRESH: Kept = { step: '', predictions: {}, facts: {}, finished: false };

export class Learn {
  readonly #app: AppState;
  #progress = $state.raw<Record<string, Kept>>(stored());
  /** What the catalogue offers; null until it is there. */
  #models = $state.raw<readonly string[] | null>(null);
  /** Makes an earlier measurement that is still under way count no more. */
  #measuring = 0;

  /** The lesson that is being taken, paused or not. */
  lesson = $state.raw<Lesson | null>(null);
  #step = $state('');
  paused = $state(false);
  /** A measurement is being made of what the learner did. */
  measuring = $state(false);
  /** Why the list of models is not there. */
  failure = $state.raw<SpecimenError | null>(null);
  /** False once this browser refused to keep progress. */
  kept = $state(true);

  readonly lessons = LESSONS;
  readonly running = $derived.by(() => this.lesson !== null && !this.paused);
  readonly steps = $derived.by(() => (this.lesson && this.#models ? stepsWith(this.lesson, this.#models) : []));
  readonly index = $derived.by(() =>
    Math.max(
      0,
      this.steps.findIndex(({ id }) => id === this.#step),
    ),
  );
  readonly step = $derived.by(() => this.steps[this.index] ?? null);
  readonly isLast = $derived.by(() => this.index === this.steps.length - 1);
  readonly facts = $derived.by((): Facts => (this.lesson ? this.progressOf(this.lesson).facts : {}));
  /** Whether the step has had what it waits for. */
  readonly settled = $derived.by(() => this.step !== null && this.isSettled(this.step));

  constructor(app: AppState) {
    this.#app = app;
  }

  get models(): readonly string[] | null {
    return this.#models;
  }

  /** Loads the list of models, which decides what can be taken. Settles either way; `failure` says what went wrong. */
  async load(): Promise<void> {
    this.failure = null;
    try {
      const { models } = await this.#app.sample.form.load();
      this.#models = models.map(({ id }) => id);
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      this.failure = error;
    }
  }

  progressOf({ id }: Lesson): Kept {
    return this.#progress[id] ?? FRESH;
  }

  /** The models that a lesson cannot do without and that are not there. */
  missing({ models }: Lesson): string[] {
    return this.#models === null ? [] : models.filter((id) => !this.#models?.includes(id));
  }

  /** Whether the catalogue offers everything for one of the steps that stand only with certain models. */
  leavesOut(lesson: Lesson): string[] {
    const there = this.#models;
    if (there === null) return [];
    const wanted = lesson.steps.flatMap(({ models }) => models ?? []);
    return wanted.filter((id, at) => wanted.indexOf(id) === at && !there.includes(id));
  }

  /**
   * Takes up a lesson.
   * @param at the name of a step, or its number from 1 on; left out, and for anything else: where the lesson was left
   */
  async start(lesson: Lesson, at?: string): Promise<void> {
    if (this.#models === null) await this.load();
    if (this.#models === null || this.missing(lesson).length > 0) return;
    this.lesson = lesson;
    this.paused = false;
    const byNumber = at !== undefined && /^\d{1,2}$/.test(at) ? this.steps[Number(at) - 1] : undefined;
    const step = byNumber ?? this.#find(at) ?? this.#find(this.progressOf(lesson).step) ?? this.steps[0]!;
    await this.#enter(step);
  }

  async next(): Promise<void> {
    if (!this.lesson) return;
    const next = this.steps[this.index + 1];
    if (next) await this.#enter(next);
    else this.#finish();
  }

  async back(): Promise<void> {
    const before = this.steps[this.index - 1];
    if (before) await this.#enter(before);
  }

  /** Goes to a step of the running lesson by its name. */
  async goTo(id: string): Promise<void> {
    const step = this.#find(id);
    if (step) await this.#enter(step);
  }

  /** Puts the card away; where the lesson stands is kept. */
  pause(): void {
    this.paused = true;
    rememberRunning(null);
  }

  async resume(): Promise<void> {
    if (this.lesson) await this.start(this.lesson);
  }

  /** Back to the step’s own screen. */
  show(): void {
    if (this.step) openScreen(`#/${this.step.screen}`);
  }

  predict(choice: string): void {
    const { lesson, step } = this;
    if (!lesson || step?.kind !== 'predict') return;
    const { predictions } = this.progressOf(lesson);
    this.#keep(lesson, { predictions: { ...predictions, [step.id]: choice } });
  }

  prediction(step: string): string | null {
    return (this.lesson && this.progressOf(this.lesson).predictions[step]) ?? null;
  }

  isSettled(step: Step): boolean {
    const facts = this.facts;
    switch (step.kind) {
      case 'look':
        return true;
      case 'predict':
        return this.prediction(step.id) !== null;
      case 'do':
        return step.gives.every((name) => facts[name] !== undefined);
      case 'answer':
        return isMeasured(step, facts);
    }
  }

  /** Looks whether the learner has done what the step asks for, and keeps what was measured. Follows the page’s state. */
  watch(): void {
    const { lesson, step } = this;
    if (!lesson || step?.kind !== 'do') return;
    const found = step.done(this.#app);
    const measurement = ++this.#measuring;
    if (found === null) {
      this.measuring = false;
    } else if (found instanceof Promise) {
      this.measuring = true;
      found.then(
        (facts) => {
          if (measurement === this.#measuring) this.#observe(lesson, facts);
        },
        () => {
          if (measurement === this.#measuring) this.measuring = false; // the screen says what went wrong
        },
      );
    } else {
      this.#observe(lesson, found);
    }
  }

  /** Does what the step asks for in the learner’s place. */
  async assist(): Promise<void> {
    const { step } = this;
    if (step?.kind !== 'do') return;
    this.show();
    await step.assist(this.#app);
  }

  /** Forgets a lesson’s answers and begins at its first step when it is next taken. */
  forget(lesson: Lesson): void {
    if (this.lesson === lesson) this.#close();
    const others = Object.entries({ ...this.#progress, ...stored() }).filter(([id]) => id !== lesson.id);
    this.#save(Object.fromEntries(others));
  }

  forgetAll(): void {
    this.#close();
    this.#save({});
  }

  #find(id: string | undefined): Step | undefined {
    return this.steps.find((step) => step.id === id);
  }

  async #enter(step: Step): Promise<void> {
    const { lesson } = this;
    if (!lesson) return;
    this.#measuring++;
    this.measuring = false;
    this.#step = step.id;
    this.#keep(lesson, { step: step.id });
    rememberRunning(lesson.id);
    if (step.begin) await step.begin(this.#app);
    // Meanwhile the visitor may have put the lesson away and gone elsewhere.
    if (this.running && this.step === step && this.#app.router.screen !== step.screen) this.show();
  }

  #finish(): void {
    const { lesson } = this;
    if (!lesson) return;
    this.#keep(lesson, { finished: true, step: this.steps[0]!.id });
    this.#close();
    location.hash = '#/learn';
  }

  #close(): void {
    this.lesson = null;
    this.paused = false;
    rememberRunning(null);
  }

  #observe(lesson: Lesson, facts: Facts): void {
    this.measuring = false;
    if (!Object.values(facts).every(Number.isFinite)) return; // nothing was measured
    const before = this.progressOf(lesson).facts;
    if (Object.entries(facts).every(([name, value]) => before[name] === value)) return;
    this.#keep(lesson, { facts: { ...before, ...facts } });
  }

  #keep(lesson: Lesson, change: Partial<Kept>): void {
    // Other lessons may have come further in another tab.
    this.#save({ ...this.#progress, ...stored(), [lesson.id]: { ...this.progressOf(lesson), ...change } });
  }

  #save(progress: Record<string, Kept>): void {
    this.#progress = progress;
    try {
      localStorage.setItem(KEY, JSON.stringify(progress));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }
}

/** Reads measured numbers for an answer that has all it needs. */
export const reader =
  (facts: Facts): Read =>
  (name) => {
    const value = facts[name];
    if (value === undefined) throw new Error(`nothing has measured ${name}`);
    return value;
  };

/** What is no lesson's progress costs that lesson alone. */
function stored(): Record<string, Kept> {
  try {
    const lessons = v.parse(v.record(v.string(), v.unknown()), JSON.parse(localStorage.getItem(KEY) ?? '{}'));
    return Object.fromEntries(
      Object.entries(lessons).flatMap(([id, lesson]) => {
        const { success, output } = v.safeParse(Kept, lesson);
        return success ? [[id, output]] : [];
      }),
    );
  } catch {
    return {}; // forbidden storage throws on access
  }
}

/** A lesson goes on by itself when its tab is reloaded, and in that tab only. */
function rememberRunning(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(RUNNING_KEY);
    else sessionStorage.setItem(RUNNING_KEY, id);
  } catch {
    // Then it is taken up from the list.
  }
}
