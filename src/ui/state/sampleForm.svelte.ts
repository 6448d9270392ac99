/** The controls of the Sample screen: what is chosen, what of it is wrong, and the request it makes. */
import type { Engine } from '../../client/engine.ts';
import {
  levelsOf,
  takesMix,
  USUAL_SAMPLING,
  usualSampling,
  type Catalog,
  type ModelCard,
} from '../../contract/card.ts';
import { askRanges, withinRanges } from '../../contract/ranges.ts';
import { SAMPLING_FIELDS, type LinkContents, type LinkPart, type SamplingSettings } from '../../contract/link.ts';
import {
  ATTRIBUTES,
  MATERIALS,
  type AttributeName,
  type Attributes,
  type Look,
  type Material,
} from '../../contract/materials.ts';
import { COUNT_LIMITS, type SampleRequest } from '../../contract/request.ts';
import { sampleWords } from '../language/sample.ts';
import { Kinds } from './kinds.svelte.ts';
import { offered } from './offered.ts';

const MAX_SEED = 0xffffffff;
export const LATENT_SLIDERS = 6;
/** Steps of DPM-Solver++(2M) that still give good slices. */
export const QUICK_STEPS = 8;

/** What a request can say of sampling besides the number of steps. */
export type SamplingChoice = Omit<SamplingSettings, 'steps'>;
const USUAL: SamplingChoice = { sampler: USUAL_SAMPLING.sampler };

export class SampleForm {
  readonly #engine: Engine;
  #cards = $state.raw<Partial<Record<string, ModelCard>>>({});

  catalog = $state.raw<Catalog | null>(null);
  model = $state('');
  material = $state<Material>('rocks');
  #look = $state<Look>('real');
  #attributes = $state<Partial<Attributes>>({});
  count = $state('16'); // as typed
  seed = $state('42'); // as typed
  seedLocked = $state(false);
  /** As chosen or as a link says; null: as many as the model is usually sampled with. */
  #steps = $state<number | null>(null);
  truncation = $state(1);
  /** How a diffusion model samples where a link says more than the number of steps. */
  #sampling = $state.raw<SamplingChoice>(USUAL);
  #latent = $state<Partial<Record<number, number>>>({});
  interpolating = $state(false);
  secondSeed = $state('7'); // as typed
  /** What only some kinds of model take. */
  readonly kinds = new Kinds();

  readonly card = $derived(this.#cards[this.model] ?? null);
  /** What the catalogue says of the model. */
  readonly row = $derived(this.catalog?.models.find(({ id }) => id === this.model) ?? null);
  readonly family = $derived(this.row?.family ?? null);
  /** Whether the model leaves the sampler and its steps to be chosen, as a few-step one does not. */
  readonly hasSampler = $derived(this.card?.family === 'diffusion' && levelsOf(this.card) === null);
  /** Whether there is a latent space to walk from one seed to another. */
  readonly walks = $derived(this.card !== null && walks(this.card));
  readonly materials = $derived<readonly Material[]>(this.card?.conditions.materials ?? MATERIALS);
  readonly looks = $derived<readonly Look[]>(this.card?.conditions.looks[this.material] ?? []);
  /** The chosen look where the model offers it, else the first it offers. */
  readonly look = $derived(this.looks.includes(this.#look) ? this.#look : (this.looks[0] ?? this.#look));
  readonly ranges = $derived(this.card && askRanges(this.card, this.material, this.look));
  /** The medians of the material's slices, where a slider stands before anyone moves it. */
  readonly typical = $derived.by((): Attributes | null => {
    const rows = this.card?.conditions.typical[this.material];
    return medians(rows?.[this.look] ?? rows?.real ?? rows?.simulated ?? null);
  });
  readonly activeLatents = $derived(this.card?.latent?.active.slice(0, LATENT_SLIDERS) ?? []);

  readonly problems = $derived({
    count: problem(this.count, COUNT_LIMITS.min, COUNT_LIMITS.max, sampleWords().seed.count),
    seed: problem(this.seed, 0, MAX_SEED, sampleWords().seed.theSeed),
    secondSeed: this.interpolates ? problem(this.secondSeed, 0, MAX_SEED, sampleWords().seed.secondSeed) : null,
    mixSeed:
      this.card && this.kinds.mixes(this.card)
        ? problem(this.kinds.mixSeed, 0, MAX_SEED, sampleWords().seed.mixSeed)
        : null,
  });
  /** What the controls ask for; null while something of it is wrong or no model is there. */
  readonly request = $derived.by((): SampleRequest | null => {
    if (!this.card || Object.values(this.problems).some((sentence) => sentence !== null)) return null;
    const request: SampleRequest = {
      model: this.model,
      material: this.material,
      look: this.look,
      count: Number(this.count),
      seed: Number(this.seed),
      attributes: given(this.#attributes),
    };
    const sampling = { ...this.#sampling };
    // Set for a model that has a classifier, it rests while another one is chosen.
    if (!this.card.files.some(({ role }) => role === 'classifier')) delete sampling.classifierGuidance;
    if (this.hasSampler) Object.assign(request, { steps: this.steps, ...sampling });
    else if (this.card.family === 'diffusion') Object.assign(request, guidanceOf(sampling));
    else if (this.truncation !== 1) request.truncation = this.truncation;
    const latent = Object.entries(this.#latent).flatMap(([dimension, value]) =>
      value === undefined ? [] : { dimension: Number(dimension), value },
    );
    if (this.card.family === 'vae' && latent.length > 0) request.latent = latent;
    if (this.interpolates) request.interpolateTo = Number(this.secondSeed);
    return { ...request, ...this.kinds.request(this.card) };
  });

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  private get interpolates(): boolean {
    return this.interpolating && this.walks;
  }

  /** The card of a model that was chosen before. */
  cardOf(id: string): ModelCard | null {
    return this.#cards[id] ?? null;
  }

  /** Loads the catalogue. @throws SpecimenError */
  async load(): Promise<Catalog> {
    this.catalog ??= await this.#engine.catalog();
    return this.catalog;
  }

  /** Chooses a model and loads its card. @throws SpecimenError */
  async chooseModel(id: string): Promise<void> {
    this.model = id;
    const card = this.#cards[id] ?? (await this.#engine.card(id));
    this.#cards = { ...this.#cards, [id]: card };
    if (this.model !== id) return;
    this.#latent = {};
    this.#attributes = withinRanges(card, this.material, this.#attributes, this.look); // each model knows its own
  }

  chooseMaterial(material: Material): void {
    this.material = material;
    this.#attributes = {}; // each material has its own ranges
  }

  chooseLook(look: Look): void {
    this.#look = look;
    if (this.card) this.#attributes = withinRanges(this.card, this.material, this.#attributes, look);
  }

  /** Of a model with a sampler. */
  get steps(): number {
    return this.#steps ?? (this.card && usualSampling(this.card).steps) ?? USUAL_SAMPLING.steps;
  }

  set steps(steps: number) {
    this.#steps = steps;
  }

  /** The sampler, schedule and guidance: the usual ones, or those that a link brought. */
  get sampling(): SamplingChoice {
    return this.#sampling;
  }

  get samplesAsUsual(): boolean {
    return Object.keys(this.#sampling).length === 1 && this.#sampling.sampler === USUAL.sampler;
  }

  /** Few network calls at almost the same quality, for a slow device. */
  hurry(): void {
    this.steps = QUICK_STEPS;
    this.#sampling = USUAL;
  }

  /** Back to the usual sampler. */
  clearSampling(): void {
    this.#sampling = USUAL;
  }

  /** The value that was set, or undefined: “as in the material”. */
  attribute(name: AttributeName): number | undefined {
    return this.#attributes[name];
  }

  setAttribute(name: AttributeName, value: number | undefined): void {
    this.#attributes[name] = value;
  }

  /** The coordinate that was set, in standard deviations, or undefined: drawn by the seed. */
  latent(dimension: number): number | undefined {
    return this.#latent[dimension];
  }

  setLatent(dimension: number, value: number | undefined): void {
    this.#latent[dimension] = value;
  }

  /** Whether a coordinate is set, be it of a direction that has no slider. */
  get moved(): boolean {
    return Object.values(this.#latent).some((value) => value !== undefined);
  }

  clearLatent(): void {
    this.#latent = {};
  }

  rollSeed(): void {
    this.seed = String(randomSeed());
  }

  rollSecondSeed(): void {
    this.secondSeed = String(randomSeed());
  }

  /**
   * Sets every control to what a link asks for, as far as its model offers that, and keeps its seed. What the link does not say
   * of model, material, look, number and seed stays as it is.
   * @param wanted false once something else is to be shown: then nothing is set any more
   * @returns the parts that were left out
   * @throws SpecimenError when the model cannot be loaded
   */
  async adopt(linked: LinkContents['request'], wanted = () => true): Promise<LinkPart[]> {
    const catalog = await this.load();
    const known = catalog.models.some(({ id }) => id === linked.model);
    const model = known ? linked.model! : this.model || firstModel(catalog);
    const card = this.#cards[model] ?? (await this.#engine.card(model));
    if (!wanted()) return [];
    this.#cards = { ...this.#cards, [model]: card }; // so that nothing can be chosen between here and what follows
    const { request, leftOut } = offered(linked, card, this.material, this.#look);
    await this.chooseModel(model);
    this.chooseMaterial(request.material);
    this.#look = request.look ?? this.#look;
    this.#attributes = request.attributes;
    this.count = String(request.count ?? this.count);
    this.seed = String(request.seed ?? this.seed);
    this.seedLocked = true;
    // A request with steps and no sampler means Heun's method; one that says nothing of sampling leaves it as usual.
    this.#sampling = SAMPLING_FIELDS.some((name) => request[name] !== undefined) ? samplingOf(request) : USUAL;
    this.#steps = request.steps ?? this.#steps;
    this.truncation = request.truncation ?? 1;
    this.#latent = Object.fromEntries((request.latent ?? []).map(({ dimension, value }) => [dimension, value]));
    this.interpolating = request.interpolateTo !== undefined;
    if (request.interpolateTo !== undefined) this.secondSeed = String(request.interpolateTo);
    this.kinds.adopt(request, sampleWords().seed.given);
    return linked.model === undefined || known ? leftOut : ['model', ...leftOut];
  }
}

/** The model that draws when nobody chose one. */
export function firstModel({ first, models }: Catalog): string {
  const smallest = models.reduce((a, b) => (b.bytes < a.bytes ? b : a));
  return (models.find(({ id }) => id === first) ?? smallest).id;
}

const walks = (card: ModelCard) => card.family === 'vae' || takesMix(card);

function samplingOf(request: Partial<SampleRequest>): SamplingChoice {
  return Object.fromEntries(
    SAMPLING_FIELDS.flatMap((name) => (name === 'steps' || request[name] === undefined ? [] : [[name, request[name]]])),
  );
}

/** Only what makes a request follow its condition more closely, which a few-step model takes too. */
function guidanceOf({ guidance, attributeGuidance, classifierGuidance }: SamplingChoice): SamplingChoice {
  return {
    ...(guidance !== undefined && { guidance }),
    ...(attributeGuidance !== undefined && { attributeGuidance }),
    ...(classifierGuidance !== undefined && { classifierGuidance }),
  };
}

/** Only the attributes that are set: a key without a value would not survive the way through a link. */
function given(attributes: Partial<Attributes>): Partial<Attributes> {
  const set: Partial<Attributes> = {};
  for (const name of ATTRIBUTES) {
    if (attributes[name] !== undefined) set[name] = attributes[name];
  }
  return set;
}

function problem(text: string, min: number, max: number, what: string): string | null {
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text) : NaN;
  return value >= min && value <= max ? null : sampleWords().seed.whole(what, min, max);
}

export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! % 100_000; // short enough to read aloud
}

function medians(rows: [number, number, number][] | null): Attributes | null {
  if (!rows) return null;
  const median = (column: 0 | 1 | 2) => rows.map((row) => row[column]).sort((a, b) => a - b)[rows.length >> 1]!;
  return { areaFraction: median(0), featureSize: median(1), noise: median(2) };
}
