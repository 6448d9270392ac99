/** The Sample screen: joins its controls to its runs, and decides when to draw without being asked. */
import type { Engine } from '../../client/engine.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import { parseLink } from '../../contract/link.ts';
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

  /** What stood in the way of a first model: no catalogue or no card. */
  loadError = $state.raw<SpecimenError | null>(null);
  /** Why a share link was not followed. */
  linkError = $state.raw<SpecimenError | null>(null);

  /** Generators that draw in one network call follow their controls at once, as soon as they are loaded. */
  readonly live = $derived.by(() => {
    const { request } = this.form;
    return request !== null && this.form.family !== 'diffusion' && this.run.result?.request.model === request.model;
  });
  /** The controls ask for something else than the slices show, apart from a seed that the next press would replace. */
  readonly changed = $derived.by(() => {
    const shown = this.run.result?.request;
    const { request, seedLocked } = this.form;
    if (!shown || !request) return false;
    return canonical(shown) !== canonical(seedLocked ? request : { ...request, seed: shown.seed });
  });

  constructor(engine: Engine) {
    this.form = new SampleForm(engine);
    this.run = new SampleRun(engine);
    this.reference = new Reference(engine);
  }

  /** Follows the share link in an address, or draws 16 slices with the smallest model when there is none. */
  async arrive(hash: string): Promise<void> {
    if (hash === this.#arrivedAt) return;
    const first = this.#arrivedAt === null;
    this.#arrivedAt = hash;
    const hasLink = hash.includes('?');
    if (!first && !hasLink) return;
    this.linkError = null;
    this.loadError = null;
    try {
      if (hasLink && (await this.#follow(hash))) return;
      if (first) await this.#begin();
    } catch (error) {
      this.loadError = shown(error);
    }
  }

  /** Tries the arrival again after its failure. */
  async retryLoad(): Promise<void> {
    const hash = this.#arrivedAt ?? '';
    this.#arrivedAt = null;
    await this.arrive(hash);
  }

  async chooseModel(id: string): Promise<void> {
    try {
      await this.form.chooseModel(id);
      this.loadError = null;
    } catch (error) {
      this.loadError = shown(error);
    }
  }

  /** The main button: a new seed unless it is locked, then a run. */
  sample(): void {
    clearTimeout(this.#liveTimer);
    if (!this.form.request) return;
    if (!this.form.seedLocked && this.run.result) this.form.rollSeed();
    this.#start();
  }

  /** Draws the same seeds again with what a control now says, where that is quick. */
  follow(): void {
    clearTimeout(this.#liveTimer);
    if (this.live) this.#liveTimer = setTimeout(() => this.#start(), LIVE_DELAY);
  }

  cancel(): void {
    clearTimeout(this.#liveTimer);
    this.run.cancel();
  }

  #start(): void {
    if (this.form.request) void this.run.start(this.form.request);
  }

  async #begin(): Promise<void> {
    const { models } = await this.form.load();
    const smallest = models.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    await this.form.chooseModel(smallest.id);
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

/** Requests compare as text; keys come in the order in which the form makes them. */
function canonical({ attributes, latent, ...rest }: SampleRequest): string {
  const { areaFraction, featureSize, noise } = attributes;
  const { model, material, look, count, seed, steps, truncation = 1, interpolateTo } = rest;
  return JSON.stringify([
    [model, material, look, count, seed, steps, truncation, interpolateTo],
    [areaFraction, featureSize, noise],
    latent ?? [],
  ]);
}

function shown(error: unknown): SpecimenError | null {
  if (error instanceof SpecimenError) return error;
  if (error instanceof Cancelled) return null;
  throw error;
}
