/** The Sample screen: joins its controls to its runs, and decides when to draw without being asked. */
import type { Engine } from '../../client/engine.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { parseLink, toLink } from '../../contract/link.ts';
import type { CatalogRow } from '../../contract/card.ts';
import type { BackendPreference, SampleRequest, SampleResult } from '../../contract/request.ts';
import { sliceAt } from '../../lib/batch.ts';
import { probeDevice, type Device } from './device.ts';
import type { KindTools } from './kindTools.svelte.ts';
import { Reference } from './reference.svelte.ts';
import { describeOrigin } from '../words.ts';
import { partly } from './partly.ts';
import { firstModel, SampleForm } from './sampleForm.svelte.ts';
import { SampleRun } from './sampleRun.svelte.ts';
import { usualOf } from './usual.ts';

/** How many slices the page draws at a time unless asked otherwise: of diffusion models on a slow computer, and else. */
const BATCH = { slow: '4', usual: '16' } as const;
const LIVE_DELAY = 120; // ms without a change before the slices follow a slider

export class Sample {
  readonly engine: Engine;
  readonly form: SampleForm;
  readonly run: SampleRun;
  readonly reference: Reference;
  readonly #preference: () => BackendPreference;
  readonly #leaveLink: () => void;
  #arrivedAt: string | null = null;
  /** What the link in the address asks for; null where there is none. */
  #linked: SampleRequest | null = null;
  #arrivals = 0;
  /** Whether the small number of slices is the page's choice. */
  #spared = false;
  #liveTimer: ReturnType<typeof setTimeout> | undefined;

  /** What stood in the way of a model, the catalogue or a card, and how to try again. */
  loadFailure = $state.raw<{ error: SpecimenError; retry: () => Promise<void> } | null>(null);
  /** The page’s first slices are on their way: what they do without is loaded after them. */
  beginning = $state(false);
  /** Why a share link was not followed, or not in full. */
  linkError = $state.raw<SpecimenError | null>(null);

  /** What the controls of some kinds of model work with; null before such a model was chosen. */
  tools: KindTools | null = null;
  /** Null until it is known. */
  device = $state.raw<Device | null>(null);
  /** The page draws few slices at a time because this computer is slow, and says so. */
  readonly sparing = $derived.by(() => this.device?.slow === true && this.form.family === 'diffusion');

  /** Generators that draw in one network call follow their controls at once, as soon as they have run. */
  readonly live = $derived.by(() => this.form.family !== 'diffusion' && this.run.ranModels.has(this.form.model));
  /** The controls ask for something else than the slices show. */
  readonly changed = $derived.by(() => {
    const shown = this.run.result?.request;
    const { request } = this.form;
    return shown !== undefined && request !== null && !alike(shown, request);
  });

  /** @param leaveLink called when the slices are no longer those of the link in the address, which then is `#/sample` */
  constructor(engine: Engine, preference: () => BackendPreference = () => 'auto', leaveLink = () => {}) {
    this.engine = engine;
    this.#preference = preference;
    this.#leaveLink = leaveLink;
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
    const arrival = ++this.#arrivals;
    const newest = () => arrival === this.#arrivals;
    this.linkError = null;
    this.#linked = null;
    await this.#load(async () => {
      if (hasLink && (await this.#follow(hash, newest))) return;
      if (first && newest()) await this.#begin();
    }, newest);
  }

  /** Draws a request as its share link does, also where that link was followed before. */
  show(request: SampleRequest): Promise<void> {
    this.#arrivedAt = null;
    return this.arrive(toLink(request));
  }

  async chooseModel(id: string): Promise<void> {
    await this.#load(
      async () => {
        await Promise.all([this.form.chooseModel(id), this.#probe()]);
        this.#spare();
      },
      () => this.form.model === id,
    );
    this.follow();
  }

  /** Chooses the model of a family that suits this computer. */
  async chooseFamily(family: CatalogRow['family']): Promise<void> {
    const device = await this.#probe();
    const row = usualOf(this.form.catalog?.models ?? [], family, device);
    if (row) await this.chooseModel(row.id);
  }

  /** Draws slices that resemble one that was drawn, with the model that can. */
  async moreLike(result: SampleResult, index: number): Promise<void> {
    const { request, images } = result;
    const row = this.form.catalog?.models.find(({ takes }) => takes.includes('like'));
    if (!row) return;
    if (this.form.model !== row.id) await this.chooseModel(row.id);
    const { kinds } = this.form;
    this.form.chooseMaterial(request.material);
    this.form.chooseLook(request.look);
    kinds.like = { image: sliceAt(images, index), name: describeOrigin(result, index) };
    this.sample();
  }

  /** Draws a request again, the very same, pictures that it holds included. */
  async repeat(request: SampleRequest): Promise<void> {
    this.#arrivedAt ??= '#/sample'; // or the screen would begin with slices of its own
    this.linkError = null;
    await this.#load(async () => {
      try {
        await this.form.adopt(request);
      } catch (error) {
        if (!(error instanceof SpecimenError && error.name === 'BadLink')) throw error;
        this.linkError = error;
        return;
      }
      void this.run.start(request);
    });
  }

  /** The main button: a new seed, unless it is locked or somebody just chose one, then a run. */
  sample(): void {
    clearTimeout(this.#liveTimer);
    const { request, seedLocked } = this.form;
    if (!request) return;
    if (!seedLocked && request.seed === this.run.result?.request.seed) this.form.rollSeed();
    void this.#start();
  }

  /** Draws now what the controls ask for, with the seed that they have. */
  draw(): void {
    clearTimeout(this.#liveTimer);
    void this.#start();
  }

  /** Draws the same seeds again with what a control now says, where that is quick. */
  follow(): void {
    clearTimeout(this.#liveTimer);
    if (this.live) this.#liveTimer = setTimeout(() => void this.#start(), LIVE_DELAY);
  }

  /** Ends a run that takes too long here and draws the same slices with fewer network calls. */
  hurry(): void {
    this.form.hurry();
    void this.#start();
  }

  cancel(): void {
    clearTimeout(this.#liveTimer);
    this.run.cancel();
  }

  async #probe(): Promise<Device> {
    this.device = await probeDevice(this.#preference());
    return this.device;
  }

  /** Few slices at a time of a model that is slow here, unless the visitor said how many. */
  #spare(): void {
    const { form, sparing } = this;
    if (sparing && form.count === BATCH.usual) {
      form.count = BATCH.slow;
      this.#spared = true;
    } else if (!sparing && this.#spared) {
      if (form.count === BATCH.slow) form.count = BATCH.usual;
      this.#spared = false;
    }
  }

  /** @param newest false once something else is to be shown, whose failure alone counts then */
  async #load(work: () => Promise<void>, newest = () => true): Promise<void> {
    this.loadFailure = null;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      if (newest()) this.loadFailure = { error, retry: () => this.#load(work, newest) };
    }
  }

  async #start(): Promise<void> {
    const { request } = this.form;
    if (!request) return;
    // A reload, or somebody who is given the address, shall not come to other slices than these.
    if (this.#linked && !alike(this.#linked, request)) {
      this.#linked = null;
      this.#arrivedAt = '#/sample';
      this.#leaveLink();
    }
    await this.run.start(request);
  }

  async #begin(): Promise<void> {
    this.beginning = true;
    let run: Promise<void> | undefined;
    try {
      await this.form.chooseModel(firstModel(await this.form.load()));
      run = this.#start();
    } finally {
      void Promise.resolve(run).finally(() => (this.beginning = false));
    }
  }

  /** @returns false when nothing of the link can be used; throws when the models cannot be loaded */
  async #follow(hash: string, newest: () => boolean): Promise<boolean> {
    try {
      const { request, leftOut } = parseLink(hash);
      const refused = await this.form.adopt(request, newest);
      if (!newest()) return true;
      this.linkError = partly([...leftOut, ...refused]);
    } catch (error) {
      if (!(error instanceof SpecimenError && error.name === 'BadLink')) throw error;
      this.linkError = error;
      return false;
    }
    this.#linked = this.form.request;
    void this.#start();
    return true;
  }
}

/** Requests compare by their links, in which keys stand in one order and defaults are left out, and by their pictures. */
function alike(a: SampleRequest, b: SampleRequest): boolean {
  const canonical = (request: SampleRequest) =>
    toLink({ ...request, truncation: request.truncation === 1 ? undefined : request.truncation });
  const drawn = (['edges', 'labels', 'strength'] as const).every((part) => a.sketch?.[part] === b.sketch?.[part]);
  return drawn && a.like === b.like && a.from === b.from && canonical(a) === canonical(b);
}
