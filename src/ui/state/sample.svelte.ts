/** The Sample screen: joins its controls to its runs, and decides when to draw without being asked. */
import type { Engine } from '../../client/engine.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { parseLink, toLink } from '../../contract/link.ts';
import type { SampleRequest } from '../../contract/request.ts';
import { Reference } from './reference.svelte.ts';
import { SampleForm } from './sampleForm.svelte.ts';
import { SampleRun } from './sampleRun.svelte.ts';

const LIVE_DELAY = 120; // ms without a change before the slices follow a slider

export class Sample {
  readonly form: SampleForm;
  readonly run: SampleRun;
  readonly reference: Reference;
  #arrivedAt: string | null = null;
  #liveTimer: ReturnType<typeof setTimeout> | undefined;

  /** What stood in the way of a model, the catalogue or a card, and how to try again. */
  loadFailure = $state.raw<{ error: SpecimenError; retry: () => Promise<void> } | null>(null);
  /** Why a share link was not followed. */
  linkError = $state.raw<SpecimenError | null>(null);

  /** Generators that draw in one network call follow their controls at once, as soon as they have run. */
  readonly live = $derived.by(() => this.form.family !== 'diffusion' && this.run.ranModels.has(this.form.model));
  /** The controls ask for something else than the slices show. */
  readonly changed = $derived.by(() => {
    const shown = this.run.result?.request;
    const { request } = this.form;
    return shown !== undefined && request !== null && canonical(shown) !== canonical(request);
  });

  constructor(engine: Engine) {
    this.form = new SampleForm(engine);
    this.run = new SampleRun(engine);
    this.reference = new Reference(engine);
  }

  /** Follows the share link in an address, or draws 16 slices with the catalogue's first model when there is none. */
  async arrive(hash: string): Promise<void> {
    if (hash === this.#arrivedAt) return;
    const first = this.#arrivedAt === null;
    this.#arrivedAt = hash;
    const hasLink = hash.includes('?');
    if (!first && !hasLink) return;
    this.linkError = null;
    await this.#load(async () => {
      if (hasLink && (await this.#follow(hash))) return;
      if (first) await this.#begin();
    });
  }

  async chooseModel(id: string): Promise<void> {
    await this.#load(() => this.form.chooseModel(id));
    this.follow();
  }

  /** The main button: a new seed, unless it is locked or somebody just chose one, then a run. */
  sample(): void {
    clearTimeout(this.#liveTimer);
    const { request, seedLocked } = this.form;
    if (!request) return;
    if (!seedLocked && request.seed === this.run.result?.request.seed) this.form.rollSeed();
    this.#start();
  }

  /** Draws the same seeds again with what a control now says, where that is quick. */
  follow(): void {
    clearTimeout(this.#liveTimer);
    if (this.live) this.#liveTimer = setTimeout(() => this.#start(), LIVE_DELAY);
  }

  /** Ends a run that takes too long here and draws the same slices with fewer network calls. */
  hurry(): void {
    this.form.hurry();
    this.#start();
  }

  cancel(): void {
    clearTimeout(this.#liveTimer);
    this.run.cancel();
  }

  async #load(work: () => Promise<void>): Promise<void> {
    this.loadFailure = null;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      this.loadFailure = { error, retry: () => this.#load(work) };
    }
  }

  #start(): void {
    if (this.form.request) void this.run.start(this.form.request);
  }

  async #begin(): Promise<void> {
    const { first, models } = await this.form.load();
    const smallest = models.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    await this.form.chooseModel((models.find(({ id }) => id === first) ?? smallest).id);
    this.#start();
  }

  /** @returns false when the link is wrong; throws when the models cannot be loaded */
  async #follow(hash: string): Promise<boolean> {
    try {
      await this.form.adopt(parseLink(hash));
    } catch (error) {
      if (!(error instanceof SpecimenError && error.name === 'BadLink')) throw error;
      this.linkError = error;
      return false;
    }
    this.#start();
    return true;
  }
}

/** Requests compare as their links, in which keys stand in one order and defaults are left out. */
function canonical(request: SampleRequest): string {
  return toLink({ ...request, truncation: request.truncation === 1 ? undefined : request.truncation });
}
