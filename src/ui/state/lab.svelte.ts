/** The Diffusion lab: one model, one noise, two ways of sampling, and the way from noise to slice frame by frame. */
import type { Engine } from '../../client/engine.ts';
import { canEdit } from '../../contract/card.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { parseLink, SAMPLING_FIELDS, toLink, type LabView, type SamplingSettings } from '../../contract/link.ts';
import type { SampleRequest } from '../../contract/request.ts';
import { differOnlyIn } from '../../lib/requests.ts';
import { Forward } from './forward.svelte.ts';
import { fullDenoiser } from './fullDenoiser.ts';
import { LabQuality } from './labQuality.svelte.ts';
import { offered } from './offered.ts';
import { partly } from './partly.ts';
import { Player } from './player.svelte.ts';
import { QUICK_STEPS, SampleForm } from './sampleForm.svelte.ts';
import { SampleRun } from './sampleRun.svelte.ts';
import { Sampling } from './sampling.svelte.ts';

/** Slices of a run: enough to see that they differ, few enough for a slow computer. */
const COUNT = 4;
/** The trace of more slices would take more memory than it shows. */
const WATCHED = 8;
/** A run expected to take longer is met with an offer of fewer steps, ms. */
const SLOW = 15_000;

export class Lab {
  readonly #engine: Engine;
  readonly form: SampleForm;
  readonly a = new Sampling('heun', 18);
  readonly b = new Sampling('dpmpp2m', QUICK_STEPS);
  readonly runA: SampleRun;
  readonly runB: SampleRun;
  readonly player: Player;
  readonly forward: Forward;
  readonly quality: LabQuality;
  #arrivedAt: string | null = null;
  #arrivals = 0;
  readonly #leaveLink: () => void;
  /** What the link in the address asks for; null where there is none. */
  #linked: string | null = null;
  /** Network calls for each slice of the run that is or was last under way. */
  #cost = 0;

  view = $state<LabView>('watch');
  /** The slice that is looked at closely. */
  slice = $state(0);
  /** What one network call takes for one slice here, ms; null before the first run. */
  msPerCall = $state<number | null>(null);
  loadFailure = $state.raw<{ error: SpecimenError; retry: () => Promise<void> } | null>(null);
  linkError = $state.raw<SpecimenError | null>(null);

  readonly hasClassifier = $derived.by(() => this.form.card?.files.some(({ role }) => role === 'classifier') ?? false);
  readonly requestA = $derived.by(() => this.#request(this.a));
  readonly running = $derived.by(
    () => this.runA.request !== null || this.runB.request !== null || this.quality.running,
  );
  /** Of the runs whose slices the view in front shows. */
  readonly failure = $derived.by(() => {
    if (this.view === 'watch') return this.runA.failure;
    return this.view === 'compare' ? (this.runA.failure ?? this.runB.failure) : null;
  });
  /** How long the main button would keep this device busy, ms; null while that is not known. */
  readonly expectedMs = $derived.by(() => {
    if (this.msPerCall === null || this.view === 'quality') return null;
    const cost = this.a.cost + (this.view === 'compare' ? this.b.cost : 0);
    return this.msPerCall * cost * Number(this.form.count);
  });
  /** Both results where they began with the same noise of the same slices; null where they cannot be compared. */
  readonly pair = $derived.by(() => {
    const [a, b] = [this.runA.result, this.runB.result];
    return a && b && differOnlyIn(a.request, b.request, SAMPLING_FIELDS) ? { a, b } : null;
  });
  readonly slow = $derived.by(() => this.expectedMs !== null && this.expectedMs > SLOW);

  /** @param leaveLink called when the slices are no longer those of the link in the address, which then is `#/lab` */
  constructor(engine: Engine, leaveLink = () => {}) {
    this.#engine = engine;
    this.#leaveLink = leaveLink;
    this.form = new SampleForm(engine);
    this.form.count = String(COUNT);
    this.runA = new SampleRun(engine);
    this.runB = new SampleRun(engine);
    this.player = new Player(() => this.runA.result?.trace?.sigmas.length ?? 0);
    this.forward = new Forward(engine);
    this.quality = new LabQuality(engine);
  }

  /** Follows the link in an address, or draws with the first diffusion model when there is none. */
  async arrive(hash: string): Promise<void> {
    if (hash === this.#arrivedAt) return;
    const first = this.#arrivedAt === null;
    this.#arrivedAt = hash;
    const hasLink = hash.includes('?');
    if (!first && !hasLink) return; // or it would end a link that is on its way
    const arrival = ++this.#arrivals;
    const newest = () => arrival === this.#arrivals;
    this.linkError = null;
    this.#linked = null;
    await this.#load(async () => {
      if (hasLink) return this.#follow(hash, newest);
      await this.#chooseModel();
      if (newest()) await this.start();
    }, newest);
  }

  /** The address part that brings somebody else to what is shown; null before the first run. */
  readonly link = $derived.by((): string | null => {
    const request = this.runA.result?.request;
    if (!request) return null;
    // Where both results are shown, the controls of the second may have been moved since.
    const shown = this.view === 'compare' ? this.pair?.b.request : undefined;
    return toLink(request, 'lab', { view: this.view, b: shown ?? this.#settings(this.b) });
  });

  /** Draws a request as its link does, also where that link was followed before. */
  show(request: SampleRequest): Promise<void> {
    this.#arrivedAt = null;
    return this.arrive(toLink(request, 'lab'));
  }

  /** The controls shared with the Sample screen ask for this at each change; here nothing is drawn unasked. */
  follow(): void {
    this.player.hold();
  }

  /** The main button: what the view in front shows. */
  async start(): Promise<void> {
    if (!this.requestA) return;
    // A reload, or somebody who is given the address, shall not come to other slices than these.
    if (this.#linked !== null && this.#linked !== this.#asked) {
      this.#linked = null;
      this.#arrivedAt = '#/lab';
      this.#leaveLink();
    }
    this.player.hold();
    if (this.view === 'quality') return this.quality.measure(this.requestA);
    this.slice = Math.min(this.slice, this.requestA.count - 1);
    this.runB.dismiss();
    const drawn = await this.#run(this.runA, this.a);
    if (!drawn) return;
    if (this.view === 'compare') await this.#run(this.runB, this.b);
    else if (matchMedia('(prefers-reduced-motion: reduce)').matches)
      this.player.show(Infinity); // the last frame
    else this.player.play();
  }

  cancel(): void {
    this.runA.cancel();
    this.runB.cancel();
    this.quality.cancel();
  }

  /** Fewer network calls at almost the same quality, for a slow device. */
  hurry(): void {
    for (const side of [this.a, this.b]) {
      side.sampler = 'dpmpp2m';
      side.steps = QUICK_STEPS;
      side.guidance = 1;
      side.classifierGuidance = 0;
      side.attributeGuidance = { areaFraction: 0, featureSize: 0, noise: 0 };
    }
  }

  /** What both sides ask for, as a link says it. */
  get #asked(): string | null {
    return this.requestA && toLink(this.requestA, 'lab', { view: 'compare', b: this.#settings(this.b) });
  }

  /** @returns whether slices came, rather than a failure or a cancel */
  async #run(run: SampleRun, sampling: Sampling): Promise<boolean> {
    const request = this.#request(sampling);
    if (!request) return false;
    this.#cost = sampling.cost;
    const before = run.result;
    await run.start(request, Math.min(request.count, WATCHED));
    if (run.result === before || !run.result) return false;
    this.msPerCall = run.result.timing.sampleMs / (request.count * this.#cost);
    return true;
  }

  #request(sampling: Sampling): SampleRequest | null {
    return this.form.request && { ...this.form.request, ...this.#settings(sampling) };
  }

  /** How a side samples the model in hand. */
  #settings(sampling: Sampling): SamplingSettings {
    const { classifierGuidance, ...settings } = sampling.request;
    // Set for a model that has a classifier, it rests while another one is chosen.
    return { ...settings, ...(classifierGuidance !== undefined && this.hasClassifier && { classifierGuidance }) };
  }

  async #chooseModel(): Promise<void> {
    const [{ id }] = await Promise.all([fullDenoiser(this.#engine), this.form.load()]);
    await this.form.chooseModel(id);
  }

  async #follow(hash: string, newest: () => boolean): Promise<void> {
    try {
      const { request, lab, leftOut } = parseLink(hash);
      const model = await this.#watchable(request.model);
      if (model !== request.model) leftOut.push('model');
      const refused = await this.form.adopt({ ...request, model }, newest);
      if (!newest()) return;
      // The two sides hold how to sample, so the form must not.
      this.a.adopt({ ...this.form.sampling, ...(request.steps !== undefined && { steps: request.steps }) });
      this.form.clearSampling();
      if (lab.b) {
        const b = offered({ ...lab.b, attributes: {} }, this.form.card!, this.form.material, this.form.look);
        this.b.adopt(b.request);
        if (b.leftOut.length > 0) refused.push('lab');
      }
      if (lab.view) this.view = lab.view;
      this.linkError = partly([...leftOut, ...refused]);
    } catch (error) {
      if (!(error instanceof SpecimenError && error.name === 'BadLink')) throw error;
      this.linkError = error;
      if (!this.form.card) await this.#chooseModel();
      return;
    }
    this.#linked = this.#asked;
    // Measuring quality takes minutes, and adding noise draws nothing: neither starts because somebody followed a link.
    if (this.view === 'watch' || this.view === 'compare') await this.start();
  }

  /** The model that a link names where the Lab can watch it, else the one it begins with. */
  async #watchable(id: string | undefined): Promise<string> {
    const { models } = await this.form.load();
    if (id !== undefined && models.some((model) => model.id === id) && canEdit(await this.#engine.card(id))) return id;
    return this.form.model || (await fullDenoiser(this.#engine)).id;
  }

  /** @param newest false once something else is to be shown, whose failure alone counts then */
  async #load(work: () => Promise<void>, newest: () => boolean): Promise<void> {
    this.loadFailure = null;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      if (newest()) this.loadFailure = { error, retry: () => this.#load(work, newest) };
    }
  }
}
