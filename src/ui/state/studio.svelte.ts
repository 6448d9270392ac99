/** The Studio: one picture, a mask over it, edits of it, and everything that is kept of them. */
import type { Engine } from '../../client/engine.ts';
import type { Catalog, ModelCard } from '../../contract/card.ts';
import { SpecimenError } from '../../contract/errors.ts';
import { MAX_REGION_PIXELS } from '../../contract/edit.ts';
import type { Attributes, Material } from '../../contract/materials.ts';
import { editProvenance, type EditProvenance, type EditRecord } from '../../contract/provenance.ts';
import { composite, crop, greyOf, imageOf, type Slice } from '../../lib/slice.ts';
import { chainOf } from '../../lib/versions.ts';
import { loadStudio, saveStudio, type Changes, type Stored, type StoredPicture } from '../../store/studio.ts';
import { MaskDocument } from '../editor/document.ts';
import { encodeRuns } from '../editor/runs.ts';
import { EditorTools } from '../editor/tools.svelte.ts';
import { StudioForm, type StudioTask } from './studioForm.svelte.ts';
import { StudioHosted } from './studioHosted.svelte.ts';
import { StudioHistory } from './studioHistory.svelte.ts';
import { StudioOpener, type Opened, type Opening } from './studioOpener.svelte.ts';
import { measured as measuredIn, planEdit, regionOf, usesMask, type EditPlan, type Situation } from './studioPlan.ts';
import { StudioRun } from './studioRun.svelte.ts';

/** DiffEdit's mask, which has values between 0 and 1, is cut here. */
const FOUND = 0.5;

export type StudioView = 'picture' | 'compare' | 'difference';

/** What is known of the picture that is open besides its pixels. */
export type StudioPicture = StoredPicture & Partial<Pick<Opened, 'how' | 'caution' | 'stack'>>;

export class Studio {
  readonly #engine: Engine;
  readonly form = new StudioForm();
  readonly tools = new EditorTools();
  readonly run: StudioRun;
  readonly hosted = new StudioHosted(this);
  readonly opener: StudioOpener;
  #saving: Promise<void> = Promise.resolve();
  #saveWaits = false;
  #unsubscribe: () => void = () => undefined;
  #arrived: Promise<void> | null = null;

  picture = $state.raw<StudioPicture | null>(null);
  history = $state.raw<StudioHistory | null>(null);
  /** Wrapped anew at every change of the mask, whose own data is not watched. */
  #mask = $state.raw<{ document: MaskDocument } | null>(null);
  material = $state<Material>('rocks');
  /** How the page came to its material; null where the visitor said it. */
  guess = $state.raw<{ share: number } | 'asking' | 'failed' | null>(null);
  catalog = $state.raw<Catalog | null>(null);
  card = $state.raw<ModelCard | null>(null);
  loadFailure = $state.raw<{ error: SpecimenError; retry: () => void } | null>(null);
  /** True until it is known whether there is something to go on with. */
  arriving = $state(true);
  /** A picture that waits for a yes, because opening it ends the edits of the one before. */
  waiting = $state.raw<Opening | null>(null);
  /** Why nothing is kept for next time. */
  storageNotice = $state<string | null>(null);
  view = $state<StudioView>('picture');
  /** The inspector's tab that is in front. */
  tab = $state('inpaint');

  /** The picture with the chosen alternative in it, or the version that is shown. */
  readonly shown = $derived.by((): Slice | null => {
    const slice = this.history?.slice ?? null;
    const { proposal, chosen } = this.run;
    if (!slice || !proposal) return slice;
    const { images, mask } = proposal;
    return composite(slice, proposal.region, alternative(images, chosen), whole(mask));
  });
  /** The version that is painted on. */
  readonly canvas = $derived.by(() => {
    const slice = this.history?.slice;
    return slice ? { width: slice.width, height: slice.height, grey: greyOf(slice) } : null;
  });
  /** The version before what is shown, and where they differ; null where there is nothing to compare. */
  readonly comparison = $derived.by(() => {
    if (!this.history || !this.shown || this.run.job) return null;
    const { proposal, chosen } = this.run;
    if (proposal) {
      const report = proposal.reports[chosen] ?? null;
      return { before: this.history.slice, after: this.shown, region: proposal.region, report };
    }
    const before = this.history.before();
    const { current } = this.history;
    return before && current && { before, after: this.shown, region: current.region, report: current.report };
  });

  /** How what is shown was made; null for the picture as it was opened. */
  readonly record = $derived.by((): EditRecord | null => {
    const { proposal, chosen } = this.run;
    return (proposal ? proposal.records[chosen] : this.history?.current?.record) ?? null;
  });

  /** The attributes that an edit starts from; null where there is nothing to edit at once. */
  readonly measured = $derived.by((): Attributes | null => {
    const situation = this.#situation();
    if (!situation) return null;
    const masked = usesMask('edit', situation);
    const region = regionOf(situation, masked);
    return region.width * region.height > MAX_REGION_PIXELS ? null : measuredIn(situation, region, masked);
  });

  constructor(engine: Engine) {
    this.#engine = engine;
    this.run = new StudioRun(engine);
    this.opener = new StudioOpener(engine);
  }

  /** The mask over the picture; what reads it follows its changes. */
  get document(): MaskDocument | null {
    return this.#mask?.document ?? null;
  }

  /** Goes on where the last visit ended, and loads the model's card. */
  arrive(): Promise<void> {
    this.#arrived ??= this.#restore().finally(() => (this.arriving = false));
    return this.#arrived;
  }

  async loadModels(): Promise<void> {
    if (this.card) return;
    this.loadFailure = null;
    try {
      this.catalog = await this.#engine.catalog();
      const model = this.catalog.models.find(({ family }) => family === 'diffusion');
      if (!model) throw new SpecimenError('CardInvalid', 'The catalogue holds no diffusion model; reload the page.');
      this.card = await this.#engine.card(model.id);
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      this.loadFailure = { error, retry: () => void this.loadModels() };
    }
  }

  /** Opens a picture; where that would end edits of another one, only after `confirm`. */
  async open(opening: Opening): Promise<void> {
    await this.#arrived;
    if (this.history && this.history.edits.length > 0) this.waiting = opening;
    else await this.#open(opening);
  }

  async confirm(): Promise<void> {
    const opening = this.waiting;
    this.waiting = null;
    if (opening) await this.#open(opening);
  }

  chooseMaterial(material: Material): void {
    this.material = material;
    this.guess = null;
    this.form.changes = {};
    this.#save();
  }

  /** What a task would do now, or why it cannot. */
  plan(task: StudioTask): EditPlan {
    const situation = this.#situation();
    return situation ? planEdit(task, situation) : { obstacle: 'Loading the model’s card.' };
  }

  async start(task: StudioTask): Promise<void> {
    const plan = this.plan(task);
    if ('obstacle' in plan || this.run.job) return;
    this.view = 'picture';
    if (!plan.finds) return this.run.start(plan.job());
    const { document } = this;
    const job = plan.job();
    const found = await this.run.find(job);
    if (!found || this.document !== document || !document) return;
    const mask = new Uint8Array(document.mask.length);
    for (let i = 0; i < found.length; i++) {
      const y = job.region.top + Math.floor(i / job.region.width);
      mask[y * document.width + job.region.left + (i % job.region.width)] = found[i]! >= FOUND ? 255 : 0;
    }
    document.apply({ kind: 'import', runs: encodeRuns(mask), how: 'replace' });
  }

  /** Four alternatives from seeds that were not used yet. */
  async again(task: StudioTask): Promise<void> {
    this.form.nextSeeds();
    await this.start(task);
  }

  /** Makes the chosen alternative the picture, and clears the mask for the next one. */
  keep(): void {
    const { history, document, shown } = this;
    const { proposal, chosen } = this.run;
    if (!history || !document || !shown || !proposal) return;
    const changes = history.add({
      region: proposal.region,
      pixels: crop(shown.pixels, shown.width, proposal.region),
      record: proposal.records[chosen]!,
      report: proposal.reports[chosen]!,
      mask: JSON.stringify(document),
    });
    this.run.discard();
    this.view = 'picture';
    this.#exchange();
    if (!document.isEmpty) document.apply({ kind: 'clear' });
    this.#save(changes);
  }

  /** Takes the shown edit back. Its mask comes back too, unless another one has been painted meanwhile. */
  undo(): void {
    const undone = this.history?.undo();
    if (!undone) return;
    if (this.document?.isEmpty) this.#setDocument(undone.mask);
    else this.#exchange();
    this.#save();
  }

  redo(): void {
    this.history?.redo();
    this.#exchange();
    this.#save();
  }

  /** Shows a version: an edit's number, or null for the picture as it was opened. */
  show(id: number | null): void {
    this.history?.show(id);
    this.#exchange();
    this.#save();
  }

  /** How the shown version was made. */
  provenance(): EditProvenance | null {
    const { history, picture } = this;
    if (!history || !picture) return null;
    const chain = chainOf(history.edits, history.current?.id ?? null);
    return editProvenance(
      picture.source,
      chain.map(({ record }) => record),
    );
  }

  #situation(): Situation | null {
    const { history, document, card, material, form, picture } = this;
    if (!history || !document || !picture || !card) return null;
    return { slice: history.slice, source: picture.source, document, card, material, form };
  }

  async #restore(): Promise<void> {
    void this.loadModels();
    const stored = await loadStudio();
    if (stored) this.#adopt(stored);
  }

  #adopt({ picture, edits, session }: Stored): void {
    this.history = new StudioHistory(picture, edits, session.current);
    this.picture = picture;
    this.material = session.material;
    this.#setDocument(session.mask);
  }

  async #open(opening: Opening): Promise<void> {
    const opened = await this.opener.open(opening);
    if (!opened) return;
    const { name, source, slice, material, how, caution, stack } = opened;
    this.run.cancel();
    this.run.discard();
    const stored = { id: crypto.randomUUID(), name, source, slice };
    this.picture = { ...stored, how, caution, stack };
    this.history = new StudioHistory(stored);
    this.material = material ?? this.material;
    this.guess = null;
    this.view = 'picture';
    this.form.changes = {};
    this.tools.size = Math.round(Math.min(slice.width, slice.height) * BRUSH);
    this.#setDocument(null);
    this.#save({ picture: stored });
    if (material === null) await this.#guessMaterial(slice);
  }

  async #guessMaterial(slice: Slice): Promise<void> {
    this.guess = 'asking';
    const { picture } = this;
    // The middle says enough, and the network need not read sixteen million pixels.
    const [width, height] = [Math.min(slice.width, GUESSED), Math.min(slice.height, GUESSED)];
    const [left, top] = [(slice.width - width) >> 1, (slice.height - height) >> 1];
    try {
      const { material, shares } = await this.#engine.guessMaterial(imageOf(slice, { left, top, width, height }));
      if (this.picture !== picture || !this.#guessing) return;
      this.material = material;
      this.guess = { share: Math.max(...shares) };
      this.#save();
    } catch (error) {
      if (!(error instanceof SpecimenError)) throw error;
      if (this.picture === picture && this.#guessing) this.guess = 'failed';
    }
  }

  /** False once the visitor has chosen the material meanwhile. */
  get #guessing(): boolean {
    return this.guess === 'asking';
  }

  /** @param json a mask as it was stored; null, or one of another size, gives an empty mask */
  #setDocument(json: string | null): void {
    if (!this.history) return;
    const { slice } = this.history;
    const under = { width: slice.width, height: slice.height, grey: greyOf(slice) };
    let document = new MaskDocument(under);
    if (json !== null) {
      try {
        document = MaskDocument.fromJSON(JSON.parse(json), under);
      } catch {
        // What cannot be read is no mask.
      }
    }
    this.#unsubscribe();
    this.#unsubscribe = document.subscribe(({ live }) => {
      if (live) return;
      this.#mask = { document };
      this.#save();
    });
    this.#mask = { document };
  }

  /** Puts the version that is shown under the mask. */
  #exchange(): void {
    if (!this.history) return;
    const { slice } = this.history;
    this.document?.exchangePicture({ width: slice.width, height: slice.height, grey: greyOf(slice) });
  }

  /** Writes one after the other, so that an older state never overtakes a newer one. */
  #save(changes: Omit<Changes, 'session'> | null = null): void {
    // What waits will write the state as it is by then.
    if (changes === null && this.#saveWaits) return;
    this.#saveWaits = true;
    this.#saving = this.#saving.then(async () => {
      this.#saveWaits = false;
      const { picture, history, document, material } = this;
      if (!picture || !history || !document) return;
      const current = history.current?.id ?? null;
      const session = { picture: picture.id, material, current, mask: JSON.stringify(document) };
      this.storageNotice = await saveStudio({ ...changes, session });
    });
  }
}

/** The brush at first, as a share of the picture's shorter side. */
const BRUSH = 0.08;
/** The side of what the material is guessed from, px. */
const GUESSED = 256;

function alternative({ data, width, height }: { data: Float32Array; width: number; height: number }, index: number) {
  return data.subarray(index * width * height, (index + 1) * width * height);
}

/** The engine has mixed old and new under a soft mask already, so what is edited at all is taken wholly. */
function whole(mask: Float32Array | null): Float32Array | null {
  return mask && mask.map((share) => (share > 0 ? 1 : 0));
}
