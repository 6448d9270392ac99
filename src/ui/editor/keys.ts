/** The keyboard: shortcuts anywhere in the editor, and every tool without a pointer while the picture has the focus. */
import { editorWords } from '../language/editor.ts';
import type { Editor } from './editor.svelte.ts';
import type { Point } from './operations.ts';
import type { PointerControl } from './pointer.ts';
import type { Tool } from './tools.svelte.ts';

export const TOOL_KEYS: Record<Tool, string> = {
  brush: 'b',
  eraser: 'e',
  rectangle: 'r',
  polygon: 'p',
  lasso: 'l',
  flood: 'f',
  line: 'm',
};

/** A key that is held moves this far at a time, px on the screen; one press moves one pixel of the picture. */
const HELD_STEP = 8;
/** Sides of a rectangle drawn by keys, as a share of what is in sight. */
const RECTANGLE_SHARE = 0.25;

/** Where letters mean themselves. */
const TYPED_IN = 'input:not([type="range"], [type="radio"], [type="checkbox"]), select';

const ARROWS: Record<string, [number, number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Does what a key pressed within the editor means, and keeps it from the page when it means something. */
export function onEditorKey(event: KeyboardEvent, editor: Editor, pointer: PointerControl): void {
  const { target } = event;
  if (event.defaultPrevented || !(target instanceof HTMLElement) || target.matches(TYPED_IN)) return;
  const onPicture = target.getAttribute('role') === 'application';
  if (shortcut(event, editor) || (onPicture && pictureKey(event, editor, pointer))) event.preventDefault();
}

/** The other half: what lasts as long as a key is down. */
export function onEditorKeyUp({ key }: KeyboardEvent, editor: Editor, pointer: PointerControl): void {
  if (key === ' ') pointer.panning = false;
  else if (key === 'Shift' && !pointer.active) editor.mask.endStroke();
}

function shortcut({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent, editor: Editor): boolean {
  const letter = key.toLowerCase();
  if (ctrlKey || metaKey) {
    if (letter === 'z') {
      if (shiftKey) editor.redo();
      else editor.undo();
      return true;
    }
    if (letter === 'y') editor.redo();
    return letter === 'y';
  }
  // On some keyboards a bracket takes Alt.
  if (altKey && key !== '[' && key !== ']') return false;
  // With Shift a letter is the page's.
  const tool = shiftKey ? undefined : (Object.keys(TOOL_KEYS) as Tool[]).find((name) => TOOL_KEYS[name] === letter);
  if (tool) editor.take(tool);
  else if (key === '[') editor.resizeBrush(-1);
  else if (key === ']') editor.resizeBrush(1);
  else if (key === '+' || key === '=') editor.zoomStep(1);
  else if (key === '-') editor.zoomStep(-1);
  else if (key === '0') editor.fit();
  else return false;
  return true;
}

function pictureKey(event: KeyboardEvent, editor: Editor, pointer: PointerControl): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const arrow = ARROWS[event.key];
  if (arrow) {
    const step = event.repeat ? Math.max(1, Math.round(HELD_STEP / editor.view.scale)) : 1;
    move(editor, step * arrow[0], step * arrow[1], event.shiftKey);
  } else if (event.key === 'Enter') enter(editor);
  else if (event.key === 'Escape') return escape(editor, pointer);
  else if (event.key === 'Backspace' && editor.tools.tool === 'polygon') editor.outline = editor.outline.slice(0, -1);
  else if (event.key === ' ') pointer.panning = true;
  else return false;
  return true;
}

function move(editor: Editor, dx: number, dy: number, shift: boolean): void {
  const { tool } = editor.tools;
  if (editor.adjustedRectangle) {
    editor.adjustRectangle(dx, dy, shift);
    const { left, top, width, height } = editor.adjustedRectangle;
    editor.say(editorWords().said.rectangle(width, height, left, top));
    return;
  }
  const from = editor.cursor;
  editor.moveCursor(dx, dy);
  const to = editor.cursor!;
  if (shift && (tool === 'brush' || tool === 'eraser')) editor.draw(from ?? to, to);
  else if (tool === 'lasso' && editor.outline.length > 0) editor.outline = [...editor.outline, to];
  else editor.say(`${Math.floor(to.x)}, ${Math.floor(to.y)}.`);
}

function enter(editor: Editor): void {
  const { tool } = editor.tools;
  if (editor.adjustedRectangle) {
    editor.adjusting = false;
    editor.say(editorWords().said.applied);
    return;
  }
  if (!editor.cursor) editor.moveCursor(0, 0);
  const at = editor.cursor!;
  editor.byKeys = true;
  const last = editor.outline.at(-1);
  if (tool === 'brush' || tool === 'eraser') {
    editor.draw(at, at);
    editor.mask.endStroke();
  } else if (tool === 'rectangle') startRectangle(editor, at);
  else if (tool === 'flood' || tool === 'line') editor.find(at);
  else if (last && (tool === 'lasso' || (last.x === at.x && last.y === at.y))) editor.closeOutline();
  else {
    editor.outline = [...editor.outline, at];
    editor.say(editorWords().said.corner(editor.outline.length, Math.floor(at.x), Math.floor(at.y)));
  }
}

function escape(editor: Editor, pointer: PointerControl): boolean {
  if (pointer.cancel()) return true;
  if (editor.outline.length > 0) {
    editor.outline = [];
    editor.say(editorWords().said.dropped);
    return true;
  }
  if (!editor.adjustedRectangle) return false;
  editor.undo();
  return true;
}

function startRectangle(editor: Editor, at: Point): void {
  const { field, view } = editor;
  const half = Math.max(1, (RECTANGLE_SHARE / 2) * (Math.min(field.width, field.height) / view.scale));
  const rectangle = editor.rectangle({ x: at.x - half, y: at.y - half }, { x: at.x + half, y: at.y + half });
  if (rectangle) editor.apply(rectangle, true);
}
