/** Keeps the Studio's state in this browser. */
import { saveStudio, type Changes } from '../../store/studio.ts';

/** The state as it is now; null while there is nothing to keep. */
type Read = () => Changes['session'] | null;

export class StudioKeeper {
  readonly #read: Read;
  #saving: Promise<void> = Promise.resolve();
  #waits = false;

  /** Why nothing is kept for next time. */
  notice = $state<string | null>(null);

  constructor(read: Read) {
    this.#read = read;
  }

  /** Writes one after the other, so that an older state never overtakes a newer one. */
  save(changes: Omit<Changes, 'session'> | null = null): void {
    // What waits will write the state as it is by then.
    if (changes === null && this.#waits) return;
    this.#waits = true;
    this.#saving = this.#saving.then(async () => {
      this.#waits = false;
      const session = this.#read();
      if (session) this.notice = await saveStudio({ ...changes, session });
    });
  }
}
