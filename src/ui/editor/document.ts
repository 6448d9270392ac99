/**
 * A mask over a picture: a list of operations as data, and the coverage that they give. Knows of no page and no model.
 */
import * as v from 'valibot';
import type { Region } from '../../lib/slice.ts';
import { Operation, type Brush, type Stroke, type StrokePoint } from './operations.ts';
import { strokeRegion, sweep } from './brush.ts';
import { plan, select } from './raster.ts';
import { union, whole } from './region.ts';
import { encodeRuns } from './runs.ts';
import type { GreyPicture } from './select.ts';
import { Extent, Patch } from './tiles.ts';

const REMEMBERED = 128 * 2 ** 20; // bytes

const Stored = v.object({
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  operations: v.array(Operation),
  /** How many of them are in effect; the others were undone. */
  applied: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type MaskJson = v.InferOutput<typeof Stored>;

export interface MaskChange {
  /** All that may have changed; null when nothing did. */
  region: Region | null;
  /** True while a stroke is under way: more of it follows. */
  live: boolean;
}

interface Entry {
  operation: Operation;
  /** What it overwrote, or, while it is undone, what it had written; null when that was forgotten. */
  patch: Patch | null;
}

export class MaskDocument {
  readonly width: number;
  readonly height: number;
  /** Coverage, row-major `[height, width]`: 0 is kept, 255 is edited. To be read only. */
  readonly mask: Uint8Array;
  #picture: GreyPicture;
  readonly #extent: Extent;
  readonly #entries: Entry[] = [];
  #applied = 0;
  #stroke: { operation: Stroke; patch: Patch } | null = null;
  readonly #listeners = new Set<(change: MaskChange) => void>();

  /**
   * An empty mask over a picture.
   * @param picture its grey values are what `flood` and `line` look at
   * @param remembered bytes of earlier states that are kept; what is older is found by repeating the operations
   */
  constructor(
    picture: GreyPicture,
    private readonly remembered = REMEMBERED,
  ) {
    this.width = picture.width;
    this.height = picture.height;
    this.mask = new Uint8Array(picture.width * picture.height);
    this.#picture = picture;
    this.#extent = new Extent(this.mask, this);
  }

  /**
   * The document that `toJSON` described, with everything that can be undone and redone.
   * @param picture the one under the mask at that time
   * @throws Error when the data is not a mask of this picture
   */
  static fromJSON(json: unknown, picture: GreyPicture): MaskDocument {
    const { width, height, operations, applied } = v.parse(Stored, json);
    if (width !== picture.width || height !== picture.height) throw new Error('The mask belongs to another picture.');
    const document = new MaskDocument(picture);
    for (const operation of operations.slice(0, applied)) document.apply(operation);
    document.#entries.push(...operations.slice(applied).map((operation) => ({ operation, patch: null })));
    return document;
  }

  /** Plain data from which `fromJSON` makes the same document again. */
  toJSON(): MaskJson {
    const operations = this.#entries.map(({ operation }) => operation);
    return { width: this.width, height: this.height, operations, applied: this.#applied };
  }

  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: (change: MaskChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The operation that `undo` would take back. */
  get last(): Operation | null {
    return this.#entries[this.#applied - 1]?.operation ?? null;
  }

  get canUndo(): boolean {
    return this.#applied > 0;
  }

  get canRedo(): boolean {
    return this.#applied < this.#entries.length;
  }

  get isEmpty(): boolean {
    return this.#extent.box === null;
  }

  get isFull(): boolean {
    return this.#extent.sum === 255 * this.mask.length;
  }

  /** The smallest rectangle that holds all coverage above 0; null when the mask is empty. */
  get box(): Region | null {
    return this.#extent.box;
  }

  /** As `box`, but it costs nothing while a stroke is under way, and may be larger then. */
  get bound(): Region | null {
    return this.#extent.bound;
  }

  /** Mean coverage, 0 to 1. */
  get share(): number {
    return this.#extent.sum / (255 * this.mask.length);
  }

  /** Coverage of a region as values from 0 (kept) to 1 (edited), row-major. */
  maskFloat({ left, top, width, height }: Region = whole(this)): Float32Array {
    const values = new Float32Array(width * height);
    for (let y = 0, i = 0; y < height; y++) {
      const row = (top + y) * this.width + left;
      for (let x = 0; x < width; x++, i++) values[i] = this.mask[row + x]! / 255;
    }
    return values;
  }

  /** Does the operation and forgets what was undone. */
  apply(operation: Operation): void {
    this.endStroke();
    this.#entries.length = this.#applied;
    this.#notify(this.#append(operation));
  }

  /** Does the operation in place of the last one, so that both are undone in one step. */
  amend(operation: Operation): void {
    this.endStroke();
    const before = this.#back();
    this.#entries.length = this.#applied;
    this.#notify(union(before, this.#append(operation)));
  }

  undo(): void {
    this.endStroke();
    if (this.canUndo) this.#notify(this.#back());
  }

  redo(): void {
    this.endStroke();
    const entry = this.#entries[this.#applied];
    if (!entry) return;
    if (entry.patch) {
      this.#applied++;
      const region = this.#exchange(entry.patch);
      this.#forget();
      this.#notify(region);
      return;
    }
    const undone = this.#entries.splice(this.#applied);
    const region = this.#append(entry.operation);
    this.#entries.push(...undone.slice(1));
    this.#notify(region);
  }

  /** Whether a stroke is under way. */
  get drawing(): boolean {
    return this.#stroke !== null;
  }

  /** Starts a stroke, which is one operation whatever is added to it until `endStroke`. */
  beginStroke(brush: Brush, point: StrokePoint): void {
    this.endStroke();
    const { size, hardness, erase } = brush;
    this.#stroke = { operation: { kind: 'stroke', points: [], size, hardness, erase }, patch: new Patch() };
    this.extendStroke([point]);
  }

  extendStroke(points: readonly StrokePoint[]): void {
    if (!this.#stroke) return;
    const { operation, patch } = this.#stroke;
    const from = Math.max(0, operation.points.length - 1);
    operation.points.push(...points.map(rounded));
    const added = operation.points.slice(from);
    const region = strokeRegion(this, operation, added);
    if (!region) return;
    patch.save(this.mask, this, region);
    sweep(this.mask, this, operation, added);
    this.#extent.touch(region);
    this.#notify(region, true);
  }

  endStroke(): void {
    if (!this.#stroke) return;
    this.#entries.length = this.#applied;
    this.#entries.push(this.#stroke);
    this.#applied++;
    this.#stroke = null;
    this.#forget();
    this.#notify(null);
  }

  /** Takes the stroke that is under way back; what was undone before it can still be redone. */
  cancelStroke(): void {
    if (!this.#stroke) return;
    const { patch } = this.#stroke;
    this.#stroke = null;
    this.#notify(this.#exchange(patch));
  }

  /**
   * Puts another picture of the same size under the mask, which stays as it is: what was found by grey level keeps the pixels
   * that it had found.
   */
  exchangePicture(picture: GreyPicture): void {
    for (const entry of this.#entries) {
      const { operation } = entry;
      if (operation.kind !== 'flood' && operation.kind !== 'line') continue;
      const inside = select(operation, this.#picture)?.inside ?? new Uint8Array(this.mask.length);
      const how = operation.erase ? 'subtract' : 'add';
      entry.operation = { kind: 'import', runs: encodeRuns(inside.map((value) => 255 * value)), how };
    }
    this.#picture = picture;
  }

  #append(operation: Operation): Region | null {
    const patch = new Patch();
    const job = plan(operation, this.mask, this.#extent.box, this.#picture);
    if (job) {
      patch.save(this.mask, this, job.region);
      job.write();
      this.#extent.touch(job.region);
    }
    this.#entries.push({ operation, patch });
    this.#applied++;
    this.#forget();
    return job?.region ?? null;
  }

  #back(): Region | null {
    const entry = this.#entries[this.#applied - 1];
    if (!entry) return null;
    this.#applied--;
    if (entry.patch) {
      const region = this.#exchange(entry.patch);
      this.#forget();
      return region;
    }
    const undone = this.#entries.splice(this.#applied);
    const earlier = this.#entries.splice(0);
    this.#applied = 0;
    this.mask.fill(0);
    this.#extent.touch(whole(this));
    for (const { operation } of earlier) this.#append(operation);
    // What was remembered of later states is kept.
    this.#entries.push(...undone);
    return whole(this);
  }

  #exchange(patch: Patch): Region | null {
    const region = patch.swap(this.mask, this);
    if (region) this.#extent.touch(region);
    return region;
  }

  /** Lets go of the states that are farthest from now while there are too many. The last operation's is always kept. */
  #forget(): void {
    let bytes = this.#entries.reduce((sum, { patch }) => sum + (patch?.bytes ?? 0), 0);
    if (bytes <= this.remembered) return;
    const earlier = this.#entries.slice(0, Math.max(0, this.#applied - 1));
    const undone = this.#entries.slice(this.#applied).reverse();
    for (const entry of [...earlier, ...undone]) {
      if (bytes <= this.remembered) return;
      bytes -= entry.patch?.bytes ?? 0;
      entry.patch = null;
    }
  }

  #notify(region: Region | null, live = false): void {
    for (const listener of this.#listeners) listener({ region, live });
  }
}

/** Hundredths of a pixel are enough, and short in JSON. */
function rounded({ x, y, pressure }: StrokePoint): StrokePoint {
  return { x: Math.round(100 * x) / 100, y: Math.round(100 * y) / 100, pressure: Math.round(100 * pressure) / 100 };
}
