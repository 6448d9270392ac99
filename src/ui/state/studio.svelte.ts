/** The Studio: one picture, a mask over it, edits of it, and everything that is kept of them. */
import type { Engine } from '../../client/engine.ts';
import type { ModelCard } from '../../contract/card.ts';
import { MAX_REGION_PIXELS } from '../../contract/edit.ts';
import type { Attributes, Material } from '../../contract/materials.ts';
import { editProvenance, type EditProvenance, type EditRecord } from '../../contract/provenance.ts';
import { randomId } from '../../lib/digest.ts';
import { composite, crop, greyOf, type Slice } from '../../lib/slice.ts';
import { chainOf } from '../../lib/versions.ts';
import { loadStudio, type Changes, type Stored, type StoredPicture, type StoredSession } from '../../store/studio.ts';
import type { MaskDocument } from '../editor/document.ts';
import { encodeRuns } from '../editor/runs.ts';
import { EditorTools } from '../editor/tools.svelte.ts';
import type { TabName } from '../screens/studio/tabs.ts';
import { studioScreenWords } from '../language/studio.ts';
import { StudioForm, type StudioTask } from './studioForm.svelte.ts';
import { StudioHosted } from './studioHosted.svelte.ts';
import { StudioHistory } from './studioHistory.svelte.ts';
import { StudioKeeper } from './studioKeeper.svelte.ts';
import { StudioMask } from './studioMask.svelte.ts';
import { StudioMaterial } from './studioMaterial.svelte.ts';
import { StudioModels } from './studioModels.svelte.ts';
import { StudioOpener, type Opened, type Opening } from './studioOpener.svelte.ts';
import {
  aimsOf,
  maskOf,
  measured as measuredIn,
  planEdit,
  regionOf,
  usesMask,
  type Aims,
  type EditPlan,
  type Situation,
} from './studioPlan.ts';
import { StudioRun } from './studioRun.svelte.ts';

export type StudioView = 'picture' | 'compare' | 'difference';

/** What is known of the picture that is open besides its pixels. */
export type StudioPicture = StoredPicture & Partial<Pick<Opened, 'how' | 'caution' | 'stack'>>;

export class Studio {
  readonly form = new StudioForm();
  readonly tools = new EditorTools();
  readonly models: StudioModels;
  readonly run: StudioRun;
  readonly hosted = new StudioHosted(this);
  readonly opener: StudioOpener;
  readonly #material: StudioMaterial;
  readonly #keeper = new StudioKeeper(
    () => this.#session(),
    () => this.#whole(),
    () => this.#refresh(),
  );
  readonly #mask = new StudioMask(() => this.#keeper.save());
  #arrived: Promise<void> | null = null;

  picture = $state.raw<StudioPicture | null>(null);
  history = $state.raw<StudioHistory | null>(null);
  /** True until it is known whether there is something to go on with. */
  arriving = $state(true);
  /** A picture that waits for a yes, because opening it ends what was done with the one before. */
  waiting = $state.raw<Opening | null>(null);
  view = $state<StudioView>('picture');
  /** The inspector's tab that is in front. */
  tab = $state<TabName>('inpaint');

  /** The picture with the chosen alternative in it, or the version that is shown. */
  readonly shown = $derived.by((): Slice | null => {
    const slice = this.history?.slice ?? null;
    const { proposal, chosen } = this.run;
    if (!slice || !proposal) return slice;
    const { images, mask } = proposal;
    return composite(slice, proposal.region, alternative(images, chosen), mask);
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
    const region = regionOf(situation, usesMask('edit', situation));
    return region.width * region.height > MAX_REGION_PIXELS ? null : measuredIn(situation, region);
  });
  /** Where an edit takes them; null with them, and where the model does not know the material. */
  readonly aims = $derived.by((): Aims | null => {
    const situation = this.#situation();
    return situation && this.measured && aimsOf(situation, this.measured);
  });

  constructor(engine: Engine) {
    this.models = new StudioModels(engine);
    this.run = new StudioRun(engine);
    this.opener = new StudioOpener(engine);
    this.#material = new StudioMaterial(engine, () => this.#settleMaterial());
  }

  get card(): ModelCard | null {
    return this.models.card;
  }

  get material(): Material {
    return this.#material.value;
  }

  /** How the page came to its material; null where the visitor or the picture's source said it. */
  get guess(): StudioMaterial['guess'] {
    return this.#material.guess;
  }

  /** Why nothing is kept for next time. */
  get storageNotice(): string | null {
    return this.#keeper.notice;
  }

  /** The mask over the picture; what reads it follows its changes. */
  get document(): MaskDocument | null {
    return this.#mask.document;
  }

  /** Goes on where the last visit ended, and loads the model's card. */
  arrive(): Promise<void> {
    this.#arrived ??= this.#restore().finally(() => (this.arriving = false));
    return this.#arrived;
  }

  /** Opens a picture; where that would end edits of another one, alternatives or a mask, only after `confirm`. */
  async open(opening: Opening): Promise<void> {
    await this.#arrived;
    if (this.#worked) this.waiting = opening;
    else await this.#open(opening, false);
  }

  async confirm(): Promise<void> {
    const opening = this.waiting;
    this.waiting = null;
    if (opening) await this.#open(opening, true);
  }

  chooseMaterial(material: Material): void {
    this.#material.set(material);
    this.#settleMaterial();
  }

  /** What a task would do now, or why it cannot. */
  plan(task: StudioTask): EditPlan {
    const situation = this.#situation();
    const text = studioScreenWords().obstacles;
    if (this.guess === 'asking') return { obstacle: text.guessing };
    if (situation) return planEdit(task, situation, task === 'edit' ? this.measured : null);
    return {
      obstacle: this.models.failure ? text.noCard : text.loading,
    };
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
    document.apply({ kind: 'import', runs: encodeRuns(maskOf(found, job.region, document)), how: 'replace' });
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
    this.#keeper.save(changes);
    if (!document.isEmpty) document.apply({ kind: 'clear' });
  }

  /** Takes the shown edit back. Its mask comes back too, unless another one has been painted meanwhile. */
  undo(): void {
    const undone = this.history?.undo();
    if (!undone) return;
    if (this.document?.isEmpty) this.#setDocument(undone.mask);
    else this.#exchange();
    this.#keeper.save();
  }

  redo(): void {
    this.history?.redo();
    this.#exchange();
    this.#keeper.save();
  }

  /** Shows a version: an edit's number, or null for the picture as it was opened. */
  show(id: number | null): void {
    this.history?.show(id);
    this.#exchange();
    this.#keeper.save();
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
    void this.models.load();
    const stored = await loadStudio();
    if (stored) this.#adopt(stored);
  }

  /** Goes on from what another tab has kept; false where there is nothing, or a run here that it would pull the picture from under. */
  async #refresh(): Promise<boolean> {
    const stored = await loadStudio();
    if (!stored || this.run.job || this.run.proposal) return false;
    this.#adopt(stored);
    return true;
  }

  #adopt({ picture, edits, session }: Stored): void {
    this.#keeper.claim();
    this.history = new StudioHistory(picture, edits, session.current);
    this.picture = picture;
    this.#material.set(session.material);
    this.#setDocument(session.mask);
  }

  /** Whether something was done with the picture that is open. */
  get #worked(): boolean {
    const { history, document, run } = this;
    return history !== null && (history.edits.length > 0 || run.proposal !== null || document?.isEmpty === false);
  }

  /** @param agreed whether the visitor knows that it ends what was done */
  async #open(opening: Opening, agreed: boolean): Promise<void> {
    const opened = await this.opener.open(opening);
    if (!opened) return;
    // Reading a large file takes a while, and the picture before can be worked on meanwhile.
    if (!agreed && this.#worked) {
      this.waiting = opening;
      return;
    }
    const { name, source, slice, material, how, caution, stack } = opened;
    this.run.cancel();
    this.run.discard();
    const stored = { id: randomId(), name, source, slice };
    this.picture = { ...stored, how, caution, stack };
    this.history = new StudioHistory(stored);
    this.#material.set(material ?? this.material);
    this.view = 'picture';
    this.form.say('', this.material);
    this.tools.size = Math.round(Math.min(slice.width, slice.height) * BRUSH);
    this.#setDocument(null);
    this.#keeper.save({ picture: stored });
    if (material === null) await this.#material.ask(slice);
  }

  /** The same words mean another thing for another material. */
  #settleMaterial(): void {
    this.form.say(this.form.phrase, this.material);
    this.#keeper.save();
  }

  #setDocument(json: string | null): void {
    if (this.history) this.#mask.open(this.history.slice, json);
  }

  /** Puts the version that is shown under the mask. */
  #exchange(): void {
    if (this.history) this.#mask.lieOver(this.history.slice);
  }

  /** What is kept besides the picture and its edits. */
  #session(): StoredSession | null {
    const { picture, history, document, material } = this;
    if (!picture || !history || !document) return null;
    return { picture: picture.id, material, current: history.current?.id ?? null, mask: JSON.stringify(document) };
  }

  #whole(): Pick<Changes, 'picture' | 'put'> | null {
    const { picture, history } = this;
    if (!picture || !history) return null;
    const { id, name, source } = picture;
    return { picture: { id, name, source, slice: history.original }, put: history.edits };
  }
}

/** The brush at first, as a share of the picture's shorter side. */
const BRUSH = 0.08;

function alternative({ data, width, height }: { data: Float32Array; width: number; height: number }, index: number) {
  return data.subarray(index * width * height, (index + 1) * width * height);
}
