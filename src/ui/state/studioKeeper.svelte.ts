/** Keeps the Studio's state in this browser. */
import { saveStudio, type Changes } from '../../store/studio.ts';

/** The state as it is now; null while there is nothing to keep. */
type Read = () => Changes['session'] | null;

export class StudioKeeper {
  readonly #read: Read;
  #waits = false;

  /** Why nothing is kept for next time. */
  notice = $state<string | null>(null);

  constructor(read: Read) {
    this.#read = read;
  }

  /** Writes the state as it is at the end of the task, so that a reload in the next one finds it; the store keeps the order of writes. */
  save(changes: Omit<Changes, 'session'> | null = null): void {
    // What waits will write the state as it is by then.
    if (changes === null && this.#waits) return;
    this.#waits = true;
    queueMicrotask(() => {
      this.#waits = false;
      const session = this.#read();
      if (session) void saveStudio({ ...changes, session }).then((notice) => (this.notice = notice));
    });
  }
}
