import { Presets, SingleBar } from 'cli-progress';

/** One bar that goes from one piece of work to the next, on a terminal only and never beside JSON. */
export class ProgressLine {
  readonly #visible: boolean;
  #bar: SingleBar | null = null;
  #what = '';

  constructor(visible: boolean) {
    this.#visible = visible;
  }

  show(what: string, done: number, total: number): void {
    if (!this.#visible) return;
    if (what !== this.#what) {
      this.end();
      this.#what = what;
      this.#bar = new SingleBar(
        {
          format: `{bar} {value}/{total} ${what}`,
          clearOnComplete: true,
          linewrap: true, // switched off for a bar, it would stay off where Ctrl+C ends it
        },
        Presets.shades_classic,
      );
      this.#bar.start(total, done);
    }
    this.#bar?.setTotal(total);
    this.#bar?.update(done);
  }

  /** Ends the bar, which keeps the process alive until then: whatever happens, it must be called. */
  end(): void {
    this.#bar?.stop();
    this.#bar = null;
    this.#what = '';
  }
}
