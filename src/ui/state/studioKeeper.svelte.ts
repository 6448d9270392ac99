/** Keeps the Studio's state in this browser. */
import { saveStudio, type Changes } from '../../store/studio.ts';
import { claim } from './claim.ts';

/** The state as it is now; null while there is nothing to keep. */
type Read = () => Changes['session'] | null;

/** Changes of the picture and its edits. */
type Work = Omit<Changes, 'session'>;

const ELSEWHERE =
  'The Studio is open in another tab too, and that one is kept for next time; close it to keep this one, or save what you want to keep.';

export class StudioKeeper {
  readonly #read: Read;
  readonly #whole: () => Work | null;
  readonly #refresh: () => Promise<boolean>;
  /** What no write has taken along yet, or what the last one could not store. */
  #unsaved: Work | null = null;
  /** The last write of work; settled once it is known whether it was stored. */
  #written = Promise.resolve();
  #waits = false;
  /** Whether this tab's Studio is the one that is kept; null before there was something to keep. */
  #mine: boolean | null = null;
  /** Whether something was done here while another tab's Studio was the one that is kept. */
  #changed = false;

  /** Why nothing is kept for next time. */
  notice = $state<string | null>(null);

  /**
   * @param whole the picture with all of its edits, which is written once this tab comes after another one
   * @param refresh goes on from what that one kept instead, where nothing was done here; false where it must not
   */
  constructor(read: Read, whole: () => Work | null, refresh: () => Promise<boolean>) {
    this.#read = read;
    this.#whole = whole;
    this.#refresh = refresh;
  }

  /**
   * Writes the state as it is at the end of the task, so that a reload in the next one finds it; the store keeps the order of writes.
   * While work is being written it waits for that: a session may only be stored with, or after, the work that it names.
   */
  save(work: Work | null = null): void {
    this.#unsaved = joined(this.#unsaved, work);
    this.claim();
    // What waits will write the state as it is by then.
    if (this.#waits) return;
    this.#waits = true;
    void this.#written.then(() => {
      this.#waits = false;
      this.#write();
    });
  }

  /**
   * One Studio is kept at a time: that of the tab which first had something to keep, until it is closed. Called as soon as there
   * is something, so that the first change need not wait for the answer.
   */
  claim(): void {
    if (this.#mine !== null) return;
    this.#mine = false;
    const later = async () => {
      const fresh = !this.#changed && (await this.#refresh());
      this.#mine = true;
      // What was done while the other tab's work was being read counts, too.
      if (this.#changed || !fresh) this.save(this.#whole());
      else this.notice = null;
    };
    this.#written = claim('specimen.studio', () => void later()).then((mine) => {
      this.#mine ||= mine;
    });
  }

  #write(): void {
    const session = this.#read();
    if (!session) return;
    if (this.#mine !== true) {
      this.#changed = true;
      this.notice = ELSEWHERE;
      this.#unsaved = null; // all of it is written once this tab's turn comes
      return;
    }
    const work = this.#unsaved;
    this.#unsaved = null;
    const written = saveStudio({ ...work, session }).then((notice) => {
      this.notice = notice;
      if (notice !== null) this.#unsaved = joined(work, this.#unsaved);
    });
    if (work) this.#written = written;
  }
}

/** Both as one: a new picture ends all work on the one before, and of an edit only its last state counts. */
function joined(earlier: Work | null, later: Work | null): Work | null {
  if (!earlier || !later || later.picture) return later ?? earlier;
  const { put = [], drop = [] } = later;
  const replaced = new Set([...drop, ...put.map(({ id }) => id)]);
  return {
    ...earlier,
    put: [...(earlier.put ?? []).filter(({ id }) => !replaced.has(id)), ...put],
    drop: [...(earlier.drop ?? []), ...drop],
  };
}
