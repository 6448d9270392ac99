/** What is asked of an edit: method, strength, seed, and which attributes should change by how much. */
import type { ModelCard } from '../../contract/card.ts';
import type { EditMethod, InpaintMethod } from '../../contract/edit.ts';
import { ATTRIBUTES, type AttributeName, type Attributes, type Material } from '../../contract/materials.ts';
import { parsePhrase } from '../../materials/phrase.ts';

const MAX_SEED = 0xffffffff;
/** Alternatives of a run, each from a seed of its own. */
export const ALTERNATIVES = 4;

export type StudioTask = 'inpaint' | 'vary' | 'edit';
export type ChangeMethod = Extract<EditMethod, 'diffedit' | 'ledits' | 'instruct'>;

export class StudioForm {
  inpaintMethod = $state<InpaintMethod>('posterior');
  changeMethod = $state<ChangeMethod>('diffedit');
  strength = $state<Record<StudioTask, number>>({ inpaint: 1, vary: 0.4, edit: 0.6 });
  steps = $state(20);
  /** RePaint: how often each step is repeated. */
  resampling = $state(5);
  seed = $state('1'); // as typed
  /** Whether an edit keeps to the mask or takes the whole slice. */
  scope = $state<'mask' | 'slice'>('mask');
  /** How much each attribute should change, in its own unit; those left out stay as they are. */
  changes = $state<Partial<Attributes>>({});
  phrase = $state('');

  readonly seedProblem = $derived(
    /^\s*\d{1,10}\s*$/.test(this.seed) && Number(this.seed) <= MAX_SEED
      ? null
      : `The seed must be a whole number from 0 to ${MAX_SEED}.`,
  );

  method(task: StudioTask): EditMethod {
    if (task === 'inpaint') return this.inpaintMethod;
    return task === 'vary' ? 'sdedit' : this.changeMethod;
  }

  change(name: AttributeName, by: number | undefined): void {
    this.changes = Object.fromEntries(
      ATTRIBUTES.flatMap((other) => {
        const value = other === name ? by : this.changes[other];
        return value === undefined ? [] : [[other, value]];
      }),
    );
  }

  /** Sets the changes to what the sentence asks for; those it does not name stay as they are in the picture. */
  say(material: Material, measured: Attributes, ranges: Ranges): void {
    this.changes = {};
    for (const change of parsePhrase(this.phrase, material).changes) {
      const { min, max } = ranges[change.attribute];
      const by = 'by' in change ? change.by * (max - min) : change.to - measured[change.attribute];
      this.change(change.attribute, by);
    }
  }

  /** Seeds that this run has not used. */
  nextSeeds(): void {
    this.seed = String((Number(this.seed) + ALTERNATIVES) % (MAX_SEED + 1));
  }
}

export type Ranges = NonNullable<ModelCard['conditions']['attributes'][Material]>;

/** What the attributes should become: as measured plus the change, within what the model knows. */
export function targetsOf(changes: Partial<Attributes>, measured: Attributes, ranges: Ranges): Partial<Attributes> {
  const targets: Partial<Attributes> = {};
  for (const name of ATTRIBUTES) {
    const by = changes[name];
    if (by === undefined) continue;
    const { min, max } = ranges[name];
    targets[name] = Math.min(max, Math.max(min, measured[name] + by));
  }
  return targets;
}
