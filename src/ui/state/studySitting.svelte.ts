/** One person at a study: the pair that is shown, the clock, the answers. */
import type { Side } from '../../lib/study/plan.ts';
import type { Confidence, Participation, Rating, Trial } from '../../lib/study/records.ts';
import type { Pair, Sitting } from '../../lib/study/sitting.ts';
import { keepRating, keepTrial, loadStudy, type Kept } from '../../store/study.ts';

export type Phase = 'practice' | 'trials' | 'ratings' | 'result';

export class StudySitting {
  readonly sitting: Sitting;
  readonly #now: () => number;
  readonly #stored: boolean;
  /** Whether this browser’s storage has everything so far. */
  kept = $state<Kept>('kept');
  /** What it has not taken yet, oldest first. */
  #unkept: (() => Promise<Kept | 'taken'>)[] = [];

  trials = $state.raw<readonly Trial[]>([]);
  ratings = $state.raw<readonly Rating[]>([]);
  #practised = $state(false);
  #ratingEnded = $state(false);
  /** What was chosen in the pair that is shown, before it is confirmed by a confidence. */
  choice = $state<Side | null>(null);
  /** The answer to the practice pair, while its truth is shown. */
  practiceAnswer = $state<Side | null>(null);
  paused = $state(false);
  /** Time that the pair was in sight before the present look at it, and when that look began; null while it is not in sight. */
  #looked = 0;
  #since: number | null = null;
  #chosenAfter = 0;

  /** Place of the first pair without an answer. */
  readonly at = $derived.by(() => {
    const open = this.sitting.pairs.findIndex((_, k) => !this.trials.some(({ index }) => index === k + 1));
    return open < 0 ? this.sitting.pairs.length : open;
  });
  readonly phase = $derived.by((): Phase => {
    if (!this.#practised && this.trials.length === 0) return 'practice';
    if (this.at < this.sitting.pairs.length) return 'trials';
    return this.ratings.length < this.sitting.sheets.length && !this.#ratingEnded ? 'ratings' : 'result';
  });
  readonly pair = $derived.by((): Pair => {
    const { practice, pairs } = this.sitting;
    return this.phase === 'practice' ? practice : (pairs[this.at] ?? practice);
  });
  /** Place of the first sheet without marks. */
  readonly sheetAt = $derived.by(() =>
    this.sitting.sheets.findIndex(({ item }) => !this.ratings.some((rating) => rating.item === item)),
  );
  readonly participation = $derived.by((): Participation => {
    const { id, alias, seed } = this.sitting;
    return { study: id, alias, seed, trials: [...this.trials], ratings: [...this.ratings] };
  });

  /**
   * @param stored what this browser keeps of the study; or why it keeps nothing of it
   * @param now a clock in ms
   */
  constructor(
    sitting: Sitting,
    stored: { trials: readonly Trial[]; ratings: readonly Rating[] } | Exclude<Kept, 'kept'>,
    now = () => performance.now(),
  ) {
    this.sitting = sitting;
    this.#now = now;
    this.#stored = typeof stored === 'object';
    if (typeof stored === 'object') {
      this.trials = stored.trials;
      this.ratings = stored.ratings;
    } else {
      this.kept = stored;
    }
  }

  /** The pair has come into sight: from here on time counts. */
  shown(): void {
    if (!this.paused) this.#since ??= this.#now();
  }

  pause(): void {
    if (this.paused || this.phase === 'ratings' || this.phase === 'result') return;
    this.paused = true;
    this.#looked = this.#seenFor();
    this.#since = null;
  }

  /** The clock goes on when the pair is in sight again: see `shown`. */
  resume(): void {
    this.paused = false;
  }

  /** Chooses a side; may be changed until it is confirmed. Nothing happens before the pair is in sight. */
  choose(side: Side): void {
    if (this.paused || this.practiceAnswer !== null || this.#since === null) return;
    if (this.choice === side) return;
    this.choice = side;
    this.#chosenAfter = this.#seenFor();
  }

  /** Confirms the choice. Settles when the answer is stored, or is known to stay in memory. */
  async confirm(confidence: Confidence): Promise<void> {
    const answer = this.choice;
    if (answer === null || this.paused) return;
    if (this.phase === 'practice') {
      this.practiceAnswer = answer;
      this.#reset();
      return;
    }
    const { item, material, model, pixels, side } = this.pair;
    const ms = Math.round(this.#chosenAfter);
    const trial: Trial = { index: this.at + 1, item, material, model, pixels, side, answer, confidence, ms };
    this.#reset();
    this.trials = [...this.trials, trial];
    await this.#keep(() => keepTrial(this.sitting.id, trial));
  }

  /** Leaves the practice pair for those that count. */
  begin(): void {
    this.practiceAnswer = null;
    this.#practised = true;
    this.#reset();
  }

  async rate(marks: Pick<Rating, 'quality' | 'diversity' | 'controllability'>): Promise<void> {
    const place = this.sheetAt;
    const sheet = this.sitting.sheets[place];
    if (!sheet) return;
    const { item, material, model, pixels } = sheet;
    const rating: Rating = { item, material, model, pixels, ...marks };
    this.ratings = [...this.ratings, rating];
    await this.#keep(() => keepRating(this.sitting.id, place, rating));
  }

  /** Goes to the result without the remaining sheets. */
  endRatings(): void {
    this.#ratingEnded = true;
  }

  /** Writes a record, and those that could not be written before; a study that is not stored itself has nowhere to put them. */
  async #keep(write: () => Promise<Kept | 'taken'>): Promise<void> {
    if (!this.#stored) return;
    this.#unkept.push(write);
    for (const next of [...this.#unkept]) {
      const kept = await next();
      if (kept === 'full' || kept === 'forbidden') {
        this.kept = kept;
        return;
      }
      this.#unkept = this.#unkept.filter((other) => other !== next);
      if (kept === 'taken') await this.#takeOver();
    }
    this.kept = 'kept';
  }

  /** Another tab answered first: its answers stand, and this one goes on after them. */
  async #takeOver(): Promise<void> {
    const stored = await loadStudy(this.sitting.id);
    if (!stored) return;
    const only = <T extends { item: string }>(mine: readonly T[], theirs: readonly T[]) =>
      mine.filter(({ item }) => !theirs.some((other) => other.item === item));
    this.trials = [...stored.trials, ...only(this.trials, stored.trials)];
    this.ratings = [...stored.ratings, ...only(this.ratings, stored.ratings)];
  }

  #seenFor(): number {
    return this.#looked + (this.#since === null ? 0 : this.#now() - this.#since);
  }

  #reset(): void {
    this.choice = null;
    this.#looked = 0;
    this.#since = null;
    this.#chosenAfter = 0;
  }
}
