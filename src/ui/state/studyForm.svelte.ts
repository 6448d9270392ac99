/** What a study shall be: who, which materials and models, how many pairs, and what it will cost on this computer. */
import type { Engine } from '../../client/engine.ts';
import type { ModelCard } from '../../contract/card.ts';
import { Cancelled, SpecimenError } from '../../contract/errors.ts';
import { MATERIALS, type Material } from '../../contract/materials.ts';
import { SHEET, type Cell } from '../../lib/study/plan.ts';
import { ALIAS } from '../../lib/study/records.ts';
import { MAX_MODELS, TRIAL_LIMITS, type ReferenceKind, type StudySpec } from '../../lib/study/spec.ts';
import { StudyOwn } from './studyOwn.svelte.ts';
import { callsOf } from './studyPrepare.ts';

const MAX_SEED = 0xffffffff;
/** A model that needs longer than this for its pictures is not chosen by itself, ms. */
const PATIENCE = 90_000;

/** What stands in the way of beginning; the page has the words. */
export type Obstacle = 'loading' | 'alias' | 'trials' | 'seed' | 'materials' | 'models' | 'cells' | 'own' | 'reading';

export class StudyForm {
  readonly #engine: Engine;
  readonly own = new StudyOwn();

  /** Cards of all models, in the order of the catalogue; null until they are there. */
  cards = $state.raw<ModelCard[] | null>(null);
  /** Models that are kept as examples only: none is chosen by itself. */
  examples = $state.raw<readonly string[]>([]);
  loadFailure = $state.raw<SpecimenError | null>(null);
  /** Names of fields of the link that could not be used. */
  leftOut = $state.raw<string[]>([]);

  alias = $state('');
  trials = $state(String(TRIAL_LIMITS.usual)); // as typed
  seed = $state(String(randomSeed())); // as typed
  #materials = $state.raw<readonly Material[]>(['rocks', 'fibers']);
  /** Chosen by hand or by a link; null: as fits this computer. */
  #models = $state.raw<readonly string[] | null>(null);
  reference = $state<ReferenceKind>('simulated');
  ratings = $state(true);
  /** Measured on this computer: one network call of the model with the most, scaled to 64 px; null before. */
  #callMs = $state<number | null>(null);
  #timing = $state.raw<AbortController | null>(null);
  /** While it is measured, models that nobody chose by hand may still change. */
  readonly settling = $derived(this.#timing !== null && this.#models === null);

  /** A visitor’s own slices show one material. */
  readonly materials = $derived<readonly Material[]>(
    this.reference === 'own' ? this.#materials.slice(0, 1) : this.#materials,
  );
  readonly models = $derived.by((): readonly string[] => {
    const here = this.cards ?? [];
    const chosen = this.#models?.filter((id) => here.some((card) => card.id === id)) ?? [];
    return chosen.length > 0 || this.#models?.length === 0
      ? chosen
      : usualModels(here, (card) => !this.examples.includes(card.id) && this.#affordable(card));
  });
  /** As many models as a study takes. */
  readonly full = $derived(this.models.length >= MAX_MODELS);
  /** Models that are not chosen by themselves because of what they would take here. */
  readonly slow = $derived(
    (this.cards ?? []).filter((card) => !this.examples.includes(card.id) && !this.#affordable(card)),
  );
  readonly cells = $derived.by((): Cell[] =>
    this.models.flatMap((model) => {
      const card = this.cards?.find(({ id }) => id === model);
      const drawn = this.materials.filter((material) => (card?.conditions.looks[material]?.length ?? 0) > 0);
      return drawn.map((material) => ({ model, material }));
    }),
  );
  readonly sides = $derived(this.cells.map(({ model }) => this.card(model)!.resolution).filter(isFirst));
  /** How many slices of the visitor fit all chosen models. */
  readonly ownCount = $derived(this.own.count(this.sides));
  readonly problems = $derived({
    alias: ALIAS.test(this.alias.trim()) ? null : ('alias' as const),
    trials: isWhole(this.trials, TRIAL_LIMITS.min, TRIAL_LIMITS.max) ? null : ('trials' as const),
    seed: isWhole(this.seed, 0, MAX_SEED) ? null : ('seed' as const),
  });
  readonly obstacle = $derived.by((): Obstacle | null => {
    if (!this.cards) return 'loading';
    if (this.materials.length === 0) return 'materials';
    if (this.models.length === 0) return 'models';
    if (this.cells.length === 0) return 'cells';
    if (this.reference === 'own' && this.own.progress) return 'reading';
    // One slice is for the pair that does not count.
    if (this.reference === 'own' && this.ownCount < TRIAL_LIMITS.min + 1) return 'own';
    return this.problems.trials ?? this.problems.seed ?? this.problems.alias;
  });
  /** How long drawing everything takes here, ms; null while nobody knows. */
  readonly estimate = $derived.by(() => {
    if (this.#callMs === null || this.cells.length === 0) return null;
    return this.models.reduce((sum, model) => sum + this.#costOf(this.card(model)!), 0);
  });
  /** Null while something typed is wrong. */
  readonly spec = $derived.by((): StudySpec | null => {
    if (this.problems.trials ?? this.problems.seed) return null;
    const { reference, ratings } = this;
    const [trials, seed] = [Number(this.trials), Number(this.seed)];
    return { seed, trials, materials: [...this.materials], models: [...this.models], reference, ratings };
  });

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  card(id: string): ModelCard | null {
    return this.cards?.find((card) => card.id === id) ?? null;
  }

  /** Sets what a link asks for and leaves the rest. */
  adopt(asked: Partial<StudySpec>, leftOut: string[]): void {
    this.leftOut = leftOut;
    if (asked.seed !== undefined) this.seed = String(asked.seed);
    if (asked.trials !== undefined) this.trials = String(asked.trials);
    if (asked.materials) this.#materials = asked.materials;
    if (asked.models) this.#models = asked.models;
    if (asked.reference) this.reference = asked.reference;
    if (asked.ratings !== undefined) this.ratings = asked.ratings;
  }

  /** Loads the cards, then times one network call of the model that needs the most, so that the choice fits this computer. */
  async load(): Promise<void> {
    if (this.cards) return;
    this.loadFailure = null;
    try {
      const { models } = await this.#engine.catalog();
      this.examples = models.filter(({ teaching }) => teaching !== undefined).map(({ id }) => id);
      this.cards = await Promise.all(models.map(({ id }) => this.#engine.card(id)));
      if (this.#models === null) await this.#time();
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof SpecimenError)) throw error;
      this.loadFailure = error;
    }
  }

  setMaterial(material: Material, on: boolean): void {
    const others = this.#materials.filter((other) => other !== material);
    this.#materials = MATERIALS.filter((name) => (name === material ? on : others.includes(name)));
  }

  /** The one material of the visitor’s own slices. */
  chooseMaterial(material: Material): void {
    this.#materials = [material];
  }

  setModel(id: string, on: boolean): void {
    if (on && this.full) return;
    this.#models = (this.cards ?? []).map((card) => card.id).filter((other) => other === id ? on : this.models.includes(other)); // prettier-ignore
  }

  rollSeed(): void {
    this.seed = String(randomSeed());
  }

  /** A model that cannot be run here leaves the choice as it is; preparing the study will say why. */
  async #time(): Promise<void> {
    const full = (this.cards ?? []).filter(
      (card) => card.family === 'diffusion' && !this.examples.includes(card.id) && callsOf(card) > 4,
    );
    const [card] = full.sort((a, b) => a.resolution - b.resolution);
    const material = card && MATERIALS.find((name) => card.conditions.looks[name]?.length);
    if (!card || !material) return;
    const look = card.conditions.looks[material]![0]!;
    const request = { model: card.id, material, look, count: 1, seed: 1, attributes: {}, steps: 1 };
    const { signal } = (this.#timing = new AbortController());
    try {
      await this.#engine.sample(request, { signal }); // the first call of a model also prepares it
      const { timing } = await this.#engine.sample(request, { signal });
      this.#callMs = (timing.sampleMs / timing.networkCalls) * (64 / card.resolution) ** 2;
    } catch (error) {
      if (!(error instanceof SpecimenError || error instanceof Cancelled)) throw error;
    } finally {
      this.#timing = null;
    }
  }

  /** Makes way for a study that does not need to know. */
  stopTiming(): void {
    this.#timing?.abort();
  }

  /** Milliseconds for a model’s pairs and its sheet here. */
  #costOf(card: ModelCard): number {
    const share = Number(this.trials) / Math.max(1, this.#models?.length ?? 3);
    const pictures = (Number.isFinite(share) ? share : 0) + (this.ratings ? SHEET.rows * SHEET.columns : 0);
    return pictures * callsOf(card) * (this.#callMs ?? 0) * (card.resolution / 64) ** 2;
  }

  #affordable(card: ModelCard): boolean {
    return this.#callMs === null || callsOf(card) === 1 || this.#costOf(card) <= PATIENCE;
  }
}

/** One model of each family: the largest pictures that this computer can afford, then the most network calls, which look best. */
function usualModels(cards: readonly ModelCard[], eligible: (card: ModelCard) => boolean): string[] {
  const candidates = cards.filter(eligible);
  const families = candidates.map(({ family }) => family).filter(isFirst);
  return families.map((family) => {
    const own = candidates.filter((card) => card.family === family);
    return own.reduce((best, card) => {
      const better = card.resolution - best.resolution || callsOf(card) - callsOf(best);
      return better > 0 ? card : best;
    }).id;
  });
}

const isFirst = <T>(value: T, at: number, all: readonly T[]) => all.indexOf(value) === at;

const isWhole = (text: string, min: number, max: number) =>
  /^\s*\d+\s*$/.test(text) && Number(text) >= min && Number(text) <= max;

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
