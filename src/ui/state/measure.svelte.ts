/** The Measure screen: two wells, what is asked about them, and the run that answers. */
import type { Engine } from '../../client/engine.ts';
import type { IntakeSettings } from '../../contract/intake.ts';
import type { Material } from '../../contract/materials.ts';
import type { SampleResult } from '../../contract/request.ts';
import { numberTyped } from '../format.ts';
import { measureScreenWords } from '../language/measure.ts';
import { DEFAULT_CAPTIONS } from '../measureWords.ts';
import { MeasureRun, type MeasureSettings } from './measureRun.svelte.ts';
import { MeasureWell, type Source } from './measureWell.svelte.ts';
import { OwnExtractor } from './ownExtractor.svelte.ts';

/** Sides that both sets can be brought to, px; the models draw the first. */
export const SIDES = [64, 128, 256] as const;
const RESAMPLES = { min: 20, max: 2000 } as const;
const MAX_SEED = 0xffffffff;

export class Measure {
  readonly engine: Engine;
  readonly reference: MeasureWell;
  readonly synthetic: MeasureWell;
  readonly run: MeasureRun;
  readonly extractor = new OwnExtractor();

  material = $state<Material>('rocks');
  caption = $state(DEFAULT_CAPTIONS.rocks);
  #intake = $state.raw<IntakeSettings>({ side: SIDES[0], fit: 'shrink', range: 'type' });
  pairsAsked = $state(false);
  /** As typed. */
  bootstrap = $state('200');
  seed = $state('1');
  /** Grey level that parts the phases, as typed; empty: found from the reference. */
  threshold = $state('');

  /** Why the images cannot be compared pair by pair; null where they can. */
  readonly noPairs = $derived.by(() => {
    const text = measureScreenWords().problems;
    const counts = [this.reference.set?.images.count, this.synthetic.set?.images.count];
    if (counts[0] === undefined || counts[1] === undefined) return text.bothSets;
    return counts[0] === counts[1] ? null : text.equalCounts(counts[0], counts[1]);
  });
  readonly pairs = $derived(this.pairsAsked && this.noPairs === null);
  readonly problems = $derived.by(() => {
    const { range, grey } = measureScreenWords().problems;
    const { min, max } = RESAMPLES;
    return {
      bootstrap: within(this.bootstrap, min, max) ? null : range(min, max),
      seed: within(this.seed, 0, MAX_SEED) ? null : range(0, MAX_SEED),
      threshold: this.threshold.trim() === '' || isGrey(this.threshold) ? null : grey,
    };
  });
  /** What stands in the way of measuring; null where nothing does. */
  readonly obstacle = $derived.by(() => {
    const { problems: text, reference, synthetic } = measureScreenWords();
    const empty = [this.reference, this.synthetic].filter(({ set }) => set === null);
    if (empty.length === 2) return text.fillBoth;
    if (empty.length === 1) return text.fill(empty[0] === this.reference ? reference : synthetic);
    if (this.extractor.problem !== null) return this.extractor.problem;
    return Object.values(this.problems).some((problem) => problem !== null) ? text.mend : null;
  });
  /** The wells or settings are no longer those of the numbers below. */
  readonly changed = $derived.by(() => {
    const shown = this.run.measurement;
    if (!shown || this.obstacle !== null) return false;
    const sets = shown.reference === this.reference.set && shown.synthetic === this.synthetic.set;
    return !sets || JSON.stringify(shown.settings) !== JSON.stringify(this.#settings);
  });

  /** @param last slices of the Sample screen, which fill the synthetic well at first */
  constructor(engine: Engine, material: Material, last: SampleResult | null) {
    this.engine = engine;
    this.reference = new MeasureWell(engine);
    this.synthetic = new MeasureWell(engine);
    this.run = new MeasureRun(engine);
    this.chooseMaterial(last?.request.material ?? material);
    if (last) void this.fill(this.synthetic, { kind: 'sample', result: last });
  }

  get intake(): IntakeSettings {
    return this.#intake;
  }

  /** Reads both wells again, because the common size and range are common. */
  setIntake(change: Partial<IntakeSettings>): void {
    this.#intake = { ...this.#intake, ...change };
    for (const well of [this.reference, this.synthetic]) if (well.source) void this.fill(well, well.source);
  }

  /** A caption that nobody edited follows the material. */
  chooseMaterial(material: Material): void {
    if (this.caption === DEFAULT_CAPTIONS[this.material]) this.caption = DEFAULT_CAPTIONS[material];
    this.material = material;
  }

  fill(well: MeasureWell, source: Source): Promise<void> {
    return well.fill(source, this.#intake);
  }

  start(): void {
    const { reference, synthetic } = this;
    if (this.obstacle !== null || !reference.set || !synthetic.set) return;
    this.extractor.keep();
    const file = this.extractor.file?.bytes ?? null;
    void this.run.start(this.#settings, { reference: reference.set, synthetic: synthetic.set }, file);
  }

  get #settings(): MeasureSettings {
    const { used, custom, file } = this.extractor;
    return {
      material: this.material,
      pairs: this.pairs,
      caption: this.caption.trim() || null,
      bootstrap: Number(this.bootstrap),
      seed: Number(this.seed),
      ...(this.threshold.trim() === '' ? {} : { threshold: numberTyped(this.threshold) }),
      ...(used && custom ? { extractor: { ...custom, sha256: file?.sha256 ?? null } } : {}),
    };
  }
}

const within = (text: string, min: number, max: number) =>
  /^\s*\d+\s*$/.test(text) && Number(text) >= min && Number(text) <= max;
const isGrey = (text: string) => numberTyped(text) > 0 && numberTyped(text) < 1;
