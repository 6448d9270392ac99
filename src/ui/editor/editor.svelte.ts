/** What the editor's parts share: the view, the place of the cursor, the outline that is being drawn, what was said. */
import { editorWords } from '../language/editor.ts';
import { local } from '../language/language.svelte.ts';
import type { MaskDocument } from './document.ts';
import type { Operation, Point, Rectangle } from './operations.ts';
import type { GreyPicture } from './select.ts';
import { LIMITS, type EditorTools, type Tool } from './tools.svelte.ts';
import {
  fit,
  moved,
  revealing,
  toPicture,
  toScreen,
  zoomCrisp,
  zoomStep,
  zoomTo,
  type Field,
  type View,
} from './viewport.ts';

/** From so many pixels on, an operation of the whole mask is felt. */
const SLOW_PIXELS = 2 ** 20;

export interface EditorInput {
  picture: GreyPicture;
  document: MaskDocument;
  tools: EditorTools;
  disabled: boolean;
}

export class Editor {
  readonly #input: () => EditorInput;
  /** Grows with each settled change of the mask, for what is derived from it. */
  #version = $state(0);

  field = $state.raw<Field>({ width: 0, height: 0, density: 1 });
  view = $state.raw<View>({ scale: 1, x: 0, y: 0 });
  /** Where the tool is, in the picture; null while it is nowhere. */
  cursor = $state.raw<Point | null>(null);
  /** Whether keys brought it there, and no pointer shows the place. */
  byKeys = $state(false);
  /** Corners of what is being drawn, in the picture. */
  outline = $state.raw<Point[]>([]);
  /** What a screen reader is told. */
  message = $state('');
  /** Whether the last operation still follows its settings, or the arrow keys. */
  adjusting = $state(false);
  /** What is being worked out while the page cannot answer, in words; null when nothing is. */
  busy = $state<string | null>(null);
  /** The whole picture is shown until the visitor zooms or moves it. */
  #fitted = true;

  readonly summary = $derived.by(() => summarize(this.mask, this.#version));

  constructor(input: () => EditorInput) {
    this.#input = input;
  }

  get picture(): GreyPicture {
    return this.#input().picture;
  }
  get mask(): MaskDocument {
    return this.#input().document;
  }
  get tools(): EditorTools {
    return this.#input().tools;
  }
  get disabled(): boolean {
    return this.#input().disabled;
  }
  /** Whether the mask must not change now. Buttons stay as they are for the moment of `busy`, or they would lose the focus. */
  get held(): boolean {
    return this.disabled || this.busy !== null;
  }
  get erasing(): boolean {
    return this.tools.tool === 'eraser' || (this.tools.tool !== 'brush' && this.tools.subtract);
  }

  /** To be called when a change of the mask has settled. */
  changed(): void {
    this.#version++;
    this.say(editorWords().said.covers(percent(this.mask.share)));
  }

  say(message: string): void {
    this.message = message;
  }

  /** Takes another tool in hand and drops what was being drawn. */
  take(tool: Tool): void {
    this.outline = [];
    this.adjusting = false;
    this.tools.tool = tool;
  }

  apply(operation: Operation, adjustable = false): void {
    if (this.held) return;
    this.mask.apply(operation);
    this.adjusting = adjustable;
  }

  /** Applies an operation that may take long in a large picture; there the page first shows and says that it is at it. */
  async applySlowly(operation: Operation, doing: string, adjustable = false): Promise<void> {
    if (this.held) return;
    const { mask, picture } = this;
    if (picture.width * picture.height >= SLOW_PIXELS) {
      this.busy = doing;
      this.say(editorWords().said.doing(doing));
      await painted();
      this.busy = null;
    }
    if (this.mask === mask) this.apply(operation, adjustable);
  }

  undo(): void {
    if (this.held) return;
    this.adjusting = false;
    if (this.outline.length > 0) this.outline = [];
    else if (this.mask.canUndo) {
      this.mask.undo();
      this.say(editorWords().said.undone(this.message));
    }
  }

  redo(): void {
    if (this.held) return;
    this.adjusting = false;
    if (!this.mask.canRedo) return;
    this.mask.redo();
    this.say(editorWords().said.redone(this.message));
  }

  /** Makes what was just found by grey level follow its settings. */
  readjust(): void {
    const { last } = this.mask;
    if (!this.adjusting || this.held) return;
    if (last?.kind === 'flood' || last?.kind === 'line') this.mask.amend(this.#findingAt(last));
  }

  /** Applies a tool that needs only a place. */
  find(at: Point): void {
    void this.applySlowly(
      this.#findingAt({ x: Math.floor(at.x), y: Math.floor(at.y) }),
      editorWords().said.finding,
      true,
    );
  }

  /** The rectangle that the arrow keys move, or null. */
  get adjustedRectangle(): Rectangle | null {
    const { last } = this.mask;
    return this.adjusting && last?.kind === 'rectangle' ? last : null;
  }

  /** Moves (or with `resize` stretches) the rectangle that was drawn last, within the picture. */
  adjustRectangle(dx: number, dy: number, resize: boolean): void {
    const before = this.adjustedRectangle;
    if (!before || this.held) return;
    const { width, height } = this.picture;
    const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
    const after = { ...before };
    if (resize) {
      after.width = within(before.width + dx, 1, width - before.left);
      after.height = within(before.height + dy, 1, height - before.top);
    } else {
      after.left = within(before.left + dx, 0, width - before.width);
      after.top = within(before.top + dy, 0, height - before.height);
    }
    this.mask.amend(after);
  }

  /** The rectangle between two corners, in whole pixels of the picture; null when it lies beside it. */
  rectangle(a: Point, b: Point): Rectangle | null {
    const { width, height } = this.picture;
    const left = Math.max(0, Math.floor(Math.min(a.x, b.x)));
    const top = Math.max(0, Math.floor(Math.min(a.y, b.y)));
    const right = Math.min(width, Math.ceil(Math.max(a.x, b.x)));
    const bottom = Math.min(height, Math.ceil(Math.max(a.y, b.y)));
    if (right <= left || bottom <= top) return null;
    return { kind: 'rectangle', left, top, width: right - left, height: bottom - top, erase: this.erasing };
  }

  /** Fills the outline that was drawn and starts afresh. */
  closeOutline(): void {
    const { tool } = this.tools;
    const points = this.outline.map(({ x, y }) => ({ x: Math.round(100 * x) / 100, y: Math.round(100 * y) / 100 }));
    this.outline = [];
    if (points.length < 3 || (tool !== 'polygon' && tool !== 'lasso')) return;
    this.apply({ kind: tool, points, erase: this.erasing });
  }

  /** Draws with the brush or eraser from one place to another; the stroke goes on until the mask is told to end it. */
  draw(from: Point, to: Point): void {
    if (this.held) return;
    const { size, hardness } = this.tools;
    this.adjusting = false;
    if (!this.mask.drawing) this.mask.beginStroke({ size, hardness, erase: this.erasing }, { ...from, pressure: 1 });
    if (from !== to) this.mask.extendStroke([{ ...to, pressure: 1 }]);
  }

  /** A brush larger than half of the picture draws nothing that a rectangle would not. */
  get largestBrush(): number {
    const { width, height } = this.picture;
    return Math.min(LIMITS.size.max, Math.max(32, Math.round(Math.max(width, height) / 2)));
  }

  resizeBrush(direction: 1 | -1): void {
    const step = Math.max(1, Math.round(0.2 * this.tools.size));
    this.tools.size = Math.min(this.largestBrush, Math.max(LIMITS.size.min, this.tools.size + direction * step));
    this.say(editorWords().said.brush(this.tools.size));
  }

  /** Takes the size of the field over; the picture stays whole in sight, or where it was. */
  resize(field: Field): void {
    this.field = field;
    if (this.#fitted) this.fit();
    else this.pan(0, 0);
  }

  fit(): void {
    this.#fitted = true;
    if (this.field.width > 0 && this.field.height > 0) this.view = fit(this.picture, this.field);
  }

  pan(dx: number, dy: number): void {
    if (dx !== 0 || dy !== 0) this.#fitted = false;
    this.view = moved(this.view, dx, dy, this.picture, this.field);
  }

  /** @param at on the screen; the middle of the field by default */
  zoomStep(direction: 1 | -1, at: Point = this.middle): void {
    this.#fitted = false;
    this.view = zoomStep(this.view, direction, at, this.picture, this.field);
    this.say(editorWords().said.zoom(percent(this.view.scale)));
  }

  /** @param crisp whether pixels are to be equally wide, which would make a pinch jump */
  zoomTo(scale: number, at: Point, crisp: boolean): void {
    this.#fitted = false;
    this.view = (crisp ? zoomCrisp : zoomTo)(this.view, scale, at, this.picture, this.field);
  }

  /** Moves the tool within the picture, without a pointer, from the middle of the field at first. */
  moveCursor(dx: number, dy: number): void {
    const { width, height } = this.picture;
    const from = this.cursor ?? this.toPicture(this.middle);
    const within = (value: number, side: number) => Math.min(side - 0.5, Math.max(0.5, Math.floor(value) + 0.5));
    this.cursor = { x: within(from.x + dx, width), y: within(from.y + dy, height) };
    this.byKeys = true;
    this.view = revealing(this.view, this.cursor, this.picture, this.field);
  }

  get middle(): Point {
    return { x: this.field.width / 2, y: this.field.height / 2 };
  }

  toPicture(point: Point): Point {
    return toPicture(this.view, point);
  }

  toScreen(point: Point): Point {
    return toScreen(this.view, point);
  }

  #findingAt({ x, y }: Point): Extract<Operation, { kind: 'flood' | 'line' }> {
    const { tool, tolerance, tone, lineWidth, threshold, joined } = this.tools;
    const erase = this.erasing;
    if (tool === 'flood') return { kind: 'flood', x, y, tolerance, erase };
    return { kind: 'line', x, y, tone, width: lineWidth, threshold, joined, erase };
  }
}

/** Settles once the page has drawn what was changed before the call. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

function summarize(mask: MaskDocument, version: number) {
  const { canUndo, canRedo, isEmpty, isFull, share } = mask;
  return { version, canUndo, canRedo, isEmpty, isFull, share };
}

/** “3.2 %”, with more digits where less would read as nothing. */
export function percent(share: number): string {
  const { decimal } = local();
  if (share === 0 || share >= 0.9995) return `${Math.round(100 * share)} %`;
  return 100 * share < 0.1 ? editorWords().lessThan(decimal(0.1, 1)) : `${decimal(100 * share, 1)} %`;
}
