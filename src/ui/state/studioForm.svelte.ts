/** What is asked of an edit: method, strength, seed, and which attributes should change by how much. */
import { DEFAULT_EDIT_STEPS, type EditMethod, type InpaintMethod } from '../../contract/edit.ts';
import { studioScreenWords } from '../language/studio.ts';
import type { AttributeName, Material } from '../../contract/materials.ts';
import { parsePhrase, type Change } from '../../materials/phrase.ts';

const MAX_SEED = 0xffffffff;
/** Alternatives of a run, each from a seed of its own. */
export const ALTERNATIVES = 4;

export type StudioTask = 'inpaint' | 'vary' | 'edit';
export type ChangeMethod = Extract<EditMethod, 'diffedit' | 'ledits' | 'instruct'>;

export class StudioForm {
  inpaintMethod = $state<InpaintMethod>('posterior');
  /** The one that most often does what it is asked (docs/studio.md). */
  changeMethod = $state<ChangeMethod>('ledits');
  strength = $state<Record<StudioTask, number>>({ inpaint: 1, vary: 0.4, edit: 0.7 });
  /** Null until the visitor chooses: as many as the method was measured with. */
  steps = $state<number | null>(null);
  /** RePaint: how often each step is repeated. */
  resampling = $state(5);
  seed = $state('1'); // as typed
  /** Whether an edit keeps to the mask or takes the whole slice. */
  scope = $state<'mask' | 'slice'>('mask');
  /** How attributes should change, at most one change of each; those left out stay as they are. */
  changes = $state.raw<Change[]>([]);
  phrase = $state('');

  readonly seedProblem = $derived(
    /^\s*\d{1,10}\s*$/.test(this.seed) && Number(this.seed) <= MAX_SEED
      ? null
      : studioScreenWords().sampling.seedProblem(MAX_SEED),
  );

  method(task: StudioTask): EditMethod {
    if (task === 'inpaint') return this.inpaintMethod;
    return task === 'vary' ? 'sdedit' : this.changeMethod;
  }

  stepsOf(method: EditMethod): number {
    return this.steps ?? DEFAULT_EDIT_STEPS[method];
  }

  /** @param to in the attribute's own unit; undefined: as it is */
  change(attribute: AttributeName, to: number | undefined): void {
    const others = this.changes.filter((change) => change.attribute !== attribute);
    this.changes = to === undefined ? others : [...others, { attribute, to }];
  }

  /** Sets the changes to what a sentence asks for; those it does not name stay as they are in the picture. */
  say(phrase: string, material: Material): void {
    this.phrase = phrase;
    this.changes = parsePhrase(phrase, material).changes;
  }

  /** Seeds that this run has not used. */
  nextSeeds(): void {
    this.seed = String((Number(this.seed) + ALTERNATIVES) % (MAX_SEED + 1));
  }
}
