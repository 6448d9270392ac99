/** A study with its pictures, as one person sits through it. Plain, cloneable data only. */
import type { Material } from '../../contract/materials.ts';
import type { Side } from './plan.ts';

/** Two slices side by side, one by a model. */
export interface Pair {
  /** Material, model with version, seeds and side: equal on every computer that shows this pair. */
  item: string;
  material: Material;
  model: string;
  pixels: number; // side of both slices
  side: Side; // of the model’s slice
  /** Row-major `[pixels, pixels]`, 0 black to 255 white. */
  left: Uint8Array;
  right: Uint8Array;
}

/** Pictures of one model that are rated together. */
export interface Sheet {
  item: string;
  material: Material;
  model: string;
  pixels: number;
  /** Area fraction that each row of pictures was asked for, in [0, 1]. */
  asked: number[];
  /** `[rows, columns, pixels, pixels]`. */
  pictures: Uint8Array;
}

export interface Sitting {
  id: string; // `Participation.study`
  alias: string;
  seed: number;
  begun: number; // ms since 1970
  practice: Pair;
  pairs: Pair[];
  sheets: Sheet[];
}
