/** A time slider over the frames of a watched run: scrub, play, hold. */

const FRAME_MS = 160; // slow enough to see each step

export class Player {
  readonly #count: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #at = $state(0);

  playing = $state(false);
  /** The frame that is shown, 0 (pure noise) to the last (the slice). */
  readonly frame = $derived.by(() => Math.min(this.#at, Math.max(0, this.#count() - 1)));

  /** @param count how many frames there are now */
  constructor(count: () => number) {
    this.#count = count;
  }

  show(frame: number): void {
    this.#at = Math.max(0, Math.min(frame, this.#count() - 1));
  }

  /** Plays to the end, from the start when it stands there already. */
  play(): void {
    if (this.frame >= this.#count() - 1) this.#at = 0;
    this.playing = true;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      if (this.frame >= this.#count() - 1) this.hold();
      else this.#at = this.frame + 1;
    }, FRAME_MS);
  }

  hold(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }
}
