/** The study “Real or synthetic?”: setting it up, drawing its pictures, sitting through it, pooling. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import { randomId } from '../../lib/digest.ts';
import { planStudy } from '../../lib/study/plan.ts';
import type { Sitting } from '../../lib/study/sitting.ts';
import { parseStudyLink } from '../../lib/study/spec.ts';
import { dropStudy, keepSitting, listStudies, loadStudy, type StudyEntry } from '../../store/study.ts';
import { StudyForm } from './studyForm.svelte.ts';
import { StudyPool } from './studyPool.svelte.ts';
import { byId, nothingMade, prepare, type PrepareProgress } from './studyPrepare.ts';
import { StudySitting } from './studySitting.svelte.ts';

export class Study {
  readonly #engine: Engine;
  readonly form: StudyForm;
  readonly pool = new StudyPool();
  #controller: AbortController | null = null;
  /** Pictures of attempts that came to nothing; they are not drawn twice. */
  readonly #made = nothingMade();
  #arrivedAt: string | null = null;

  /** Studies that this browser keeps. */
  entries = $state.raw<readonly StudyEntry[]>([]);
  /** Null unless pictures are being drawn. */
  progress = $state.raw<PrepareProgress | null>(null);
  preparingSince = $state(0); // performance.now()
  failure = $state.raw<SpecimenError | null>(null);
  sitting = $state.raw<StudySitting | null>(null);
  pooling = $state(false);

  constructor(engine: Engine) {
    this.#engine = engine;
    this.form = new StudyForm(engine);
  }

  /** Follows the link in an address, once. */
  async arrive(hash: string): Promise<void> {
    if (hash === this.#arrivedAt) return;
    this.#arrivedAt = hash;
    const { asked, leftOut } = parseStudyLink(hash);
    if (Object.keys(asked).length > 0 || leftOut.length > 0) this.form.adopt(asked, leftOut);
    await Promise.all([this.form.load(), this.#list()]);
  }

  /** Draws everything, then begins with the practice pair. Settles when it has begun, failed or was cancelled. */
  async start(): Promise<void> {
    const { form } = this;
    const { spec, cells } = form;
    if (form.obstacle !== null || !spec || this.progress) return;
    form.stopTiming();
    const own = form.reference === 'own' ? form.own.of(form.sides) : null;
    const plan = planStudy(spec, cells, own?.length ?? null);
    const cards = byId(form.cards ?? []);
    const controller = new AbortController();
    this.#controller = controller;
    const isLatest = () => this.#controller === controller;
    if (own) this.#made.clear(); // places among slices mean others when other files are chosen
    this.failure = null;
    this.preparingSince = performance.now();
    this.progress = { done: 0, total: 1, pictures: 0, stage: null };
    try {
      const prepared = await prepare(
        this.#engine,
        { plan, cards, own },
        {
          signal: controller.signal,
          made: this.#made,
          onProgress: (progress) => {
            if (isLatest()) this.progress = progress;
          },
        },
      );
      if (!isLatest()) return;
      const sitting = {
        id: `s${randomId().slice(0, 16)}`,
        alias: form.alias.trim(),
        seed: spec.seed,
        begun: Date.now(),
        ...prepared,
      };
      await this.#sit(sitting);
      this.#made.clear();
    } catch (error) {
      if (!isLatest() || error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.failure = error;
    } finally {
      if (isLatest()) this.progress = null;
    }
  }

  cancel(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.progress = null;
  }

  async resume(id: string): Promise<void> {
    const stored = await loadStudy(id);
    if (stored) this.sitting = new StudySitting(stored.sitting, stored);
    else await this.#list();
  }

  /** Back to the set-up; what was answered stays in the list. */
  async leave(): Promise<void> {
    this.sitting = null;
    this.pooling = false;
    await this.#list();
  }

  async drop(id: string): Promise<void> {
    await dropStudy(id);
    await this.#list();
  }

  async #sit(sitting: Sitting): Promise<void> {
    const kept = await keepSitting(sitting);
    this.sitting = new StudySitting(sitting, kept === 'kept' ? { trials: [], ratings: [] } : kept);
  }

  async #list(): Promise<void> {
    this.entries = await listStudies();
  }
}
