/** Mouse, pen and touch on the field. */
import type { Editor } from './editor.svelte.ts';
import type { Point, StrokePoint } from './operations.ts';

/** How near to its first corner a polygon closes, px on the screen. */
const CLOSE = { mouse: 8, touch: 20 };
/** Zoom by a wheel: e-fold per this many px of scrolling; a pinch on a trackpad comes as small steps with Ctrl. */
const WHEEL = { plain: 500, pinch: 100 };
const LINE = 16; // px in a wheel's line
/** Wheel steps this close together belong to one movement, ms. */
const WHEEL_PAUSE = 250;
/** A lasso's corners are at least this far apart, px on the screen. */
const LASSO_STEP = 2;
/** The bit of `buttons` of a pen's eraser end. */
const ERASER_END = 32;

type Action =
  | { kind: 'pan'; at: Point }
  | { kind: 'stroke' }
  | { kind: 'rectangle'; from: Point }
  | { kind: 'lasso' }
  // Waits for the release, because a second finger may turn it into a pinch.
  | { kind: 'spot'; at: Point };

export class PointerControl {
  readonly #editor: Editor;
  #action: (Action & { pointer: number }) | null = null;
  /** Fingers on the field. */
  readonly #touches = new Map<number, Point>();
  #wheel = { scale: 1, time: -Infinity };
  /** The space bar is down: dragging moves the picture. */
  panning = false;

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Whether something is being drawn or moved. */
  get active(): boolean {
    return this.#action !== null;
  }

  down(event: PointerEvent, field: HTMLElement): void {
    const at = placeOf(event, field);
    if (event.pointerType === 'touch') {
      this.#touches.set(event.pointerId, at);
      // A second finger means zooming, and what the first one began was no stroke.
      if (this.#touches.size > 1) this.cancel();
    }
    if (this.#action || this.#touches.size > 1) return;
    field.setPointerCapture(event.pointerId);
    if (event.button === 1 || this.panning || this.#editor.held) {
      event.preventDefault(); // the middle button would start the browser's own scrolling
      this.#action = { kind: 'pan', at, pointer: event.pointerId };
    } else if (event.button === 0 || event.buttons & ERASER_END) this.#begin(event, at);
  }

  move(event: PointerEvent, field: HTMLElement): void {
    const at = placeOf(event, field);
    const editor = this.#editor;
    if (this.#touches.has(event.pointerId)) {
      if (this.#touches.size > 1) {
        this.#pinch(event.pointerId, at);
        return;
      }
      this.#touches.set(event.pointerId, at);
    }
    editor.cursor = event.pointerType === 'touch' && !this.#action ? null : editor.toPicture(at);
    editor.byKeys = false;
    const action = this.#action;
    if (action?.pointer !== event.pointerId) return;
    if (action.kind === 'pan') {
      editor.pan(at.x - action.at.x, at.y - action.at.y);
      action.at = at;
    } else if (action.kind === 'stroke') {
      // The types promise what an insecure context lacks.
      const events = (event.getCoalescedEvents as PointerEvent['getCoalescedEvents'] | undefined)?.call(event) ?? [];
      const points = (events.length > 0 ? events : [event]).map((part) =>
        this.#strokePoint(part, placeOf(part, field)),
      );
      editor.mask.extendStroke(points);
    } else if (action.kind === 'rectangle') editor.outline = corners(action.from, editor.toPicture(at));
    else if (action.kind === 'lasso') this.#extendLasso(at);
  }

  up(event: PointerEvent, field: HTMLElement): void {
    this.#touches.delete(event.pointerId);
    const editor = this.#editor;
    const action = this.#action;
    if (event.pointerType === 'touch') editor.cursor = null;
    // Fingers leave one by one; what is left of a pinch draws nothing.
    if (action?.pointer !== event.pointerId) {
      this.#settle(placeOf(event, field));
      return;
    }
    this.#action = null;
    if (action.kind === 'stroke') editor.mask.endStroke();
    else if (action.kind === 'rectangle') {
      editor.outline = [];
      const rectangle = editor.rectangle(action.from, editor.toPicture(placeOf(event, field)));
      if (rectangle) editor.apply(rectangle, true);
    } else if (action.kind === 'lasso') editor.closeOutline();
    else if (action.kind === 'spot') this.#spot(action.at, event.pointerType === 'mouse' ? CLOSE.mouse : CLOSE.touch);
  }

  leave(): void {
    if (!this.#action) this.#editor.cursor = null;
  }

  /** Drops what is being drawn; true when there was something. */
  cancel(): boolean {
    const action = this.#action;
    this.#action = null;
    if (action?.kind === 'stroke') this.#editor.mask.cancelStroke();
    else if (action?.kind === 'rectangle' || action?.kind === 'lasso') this.#editor.outline = [];
    return action !== null && action.kind !== 'pan';
  }

  /** The browser took the pointer away. */
  lost(event: PointerEvent): void {
    this.#touches.delete(event.pointerId);
    if (this.#action?.pointer === event.pointerId) this.cancel();
  }

  wheel(event: WheelEvent, field: HTMLElement): void {
    event.preventDefault();
    const editor = this.#editor;
    // Sizes are whole numbers, so small steps are summed up apart from what is shown.
    if (event.timeStamp - this.#wheel.time > WHEEL_PAUSE) this.#wheel.scale = editor.view.scale;
    const delta = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
    this.#wheel.scale *= Math.exp(-delta / (event.ctrlKey ? WHEEL.pinch : WHEEL.plain));
    this.#wheel.time = event.timeStamp;
    editor.zoomTo(this.#wheel.scale, placeOf(event, field), true);
  }

  /** A double click closes a polygon. */
  double(): void {
    if (this.#editor.tools.tool === 'polygon') this.#editor.closeOutline();
  }

  #begin(event: PointerEvent, at: Point): void {
    const editor = this.#editor;
    const point = editor.toPicture(at);
    const pointer = event.pointerId;
    const { tool, size, hardness } = editor.tools;
    editor.cursor = point;
    editor.byKeys = false;
    editor.adjusting = false;
    switch (tool) {
      case 'brush':
      case 'eraser': {
        const erase = tool === 'eraser' || (event.buttons & ERASER_END) !== 0;
        editor.mask.beginStroke({ size, hardness, erase }, this.#strokePoint(event, at));
        this.#action = { kind: 'stroke', pointer };
        break;
      }
      case 'rectangle':
        this.#action = { kind: 'rectangle', from: point, pointer };
        break;
      case 'lasso':
        editor.outline = [point];
        this.#action = { kind: 'lasso', pointer };
        break;
      case 'polygon':
      case 'flood':
      case 'line':
        this.#action = { kind: 'spot', at, pointer };
    }
  }

  /** A press and release at one place. */
  #spot(at: Point, reach: number): void {
    const editor = this.#editor;
    const point = editor.toPicture(at);
    const first = editor.outline[0];
    if (editor.tools.tool !== 'polygon') editor.find(point);
    else if (first && editor.outline.length > 2 && distance(editor.toScreen(first), at) <= reach) editor.closeOutline();
    else editor.outline = [...editor.outline, point];
  }

  #strokePoint(event: PointerEvent, at: Point): StrokePoint {
    // A mouse always reports 0.5, and a finger's pressure is a guess.
    return { ...this.#editor.toPicture(at), pressure: event.pointerType === 'pen' ? event.pressure : 1 };
  }

  #extendLasso(at: Point): void {
    const editor = this.#editor;
    const last = editor.outline.at(-1);
    if (!last || distance(editor.toScreen(last), at) < LASSO_STEP) return;
    editor.outline = [...editor.outline, editor.toPicture(at)];
  }

  #pinch(moving: number, to: Point): void {
    const editor = this.#editor;
    const [a, b] = [...this.#touches.keys()];
    const from = this.#touches.get(moving)!;
    const other = this.#touches.get(moving === a ? b! : a!)!;
    this.#touches.set(moving, to);
    const ratio = distance(to, other) / Math.max(1, distance(from, other));
    editor.pan((to.x - from.x) / 2, (to.y - from.y) / 2);
    editor.zoomTo(editor.view.scale * ratio, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 }, false);
  }

  /** The end of a pinch. */
  #settle(at: Point): void {
    const [other] = this.#touches.values();
    if (other) this.#editor.zoomTo(this.#editor.view.scale, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }, true);
  }
}

function placeOf(event: MouseEvent, field: HTMLElement): Point {
  const { left, top } = field.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

const corners = (a: Point, b: Point): Point[] => [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
