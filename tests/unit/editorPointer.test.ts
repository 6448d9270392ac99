/** What pointers do to a mask; the events are the few fields that are read of them. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MaskDocument } from '../../src/ui/editor/document.ts';
import { Editor } from '../../src/ui/editor/editor.svelte.ts';
import { PointerControl } from '../../src/ui/editor/pointer.ts';
import { EditorTools } from '../../src/ui/editor/tools.svelte.ts';

const picture = { width: 100, height: 100, grey: new Float32Array(100 * 100) };
const setPointerCapture = vi.fn();
// The field begins at (10, 20) of the page, and shows the picture at twice its size.
const field = { getBoundingClientRect: () => ({ left: 10, top: 20 }), setPointerCapture } as unknown as HTMLElement;

let mask: MaskDocument;
let tools: EditorTools;
let disabled: boolean;
let editor: Editor;
let pointer: PointerControl;

beforeEach(() => {
  mask = new MaskDocument(picture);
  tools = new EditorTools();
  disabled = false;
  editor = new Editor(() => ({ picture, document: mask, tools, disabled }));
  editor.resize({ width: 200, height: 200, density: 1 });
  pointer = new PointerControl(editor);
  setPointerCapture.mockClear();
});

/** An event at a place of the picture. */
function event(x: number, y: number, more: Partial<PointerEvent> = {}): PointerEvent {
  const plain = { pointerType: 'mouse', pointerId: 1, button: 0, buttons: 1, pressure: 0.5, preventDefault: () => {} };
  const place = { clientX: 10 + 2 * x, clientY: 20 + 2 * y, getCoalescedEvents: () => [] };
  return { ...plain, ...place, ...more } as PointerEvent;
}

const down = (...at: Parameters<typeof event>) => pointer.down(event(...at), field);
const move = (...at: Parameters<typeof event>) => pointer.move(event(...at), field);
const up = (...at: Parameters<typeof event>) => pointer.up(event(...at), field);
const touch = (pointerId: number) => ({ pointerType: 'touch', pointerId });

describe('a pointer', () => {
  it('paints where it is, and beyond the edge with the pointer captured', () => {
    down(50, 50);
    expect(setPointerCapture).toHaveBeenCalledWith(1);
    move(120, 50);
    up(120, 50);
    expect(mask.box).toEqual({ left: 38, top: 38, width: 62, height: 24 });
    expect(mask.toJSON().operations).toHaveLength(1);
  });

  it('paints through all the places that came in one event', () => {
    down(20, 20);
    move(80, 20, { getCoalescedEvents: () => [event(50, 60), event(80, 20)] });
    up(80, 20);
    expect(mask.mask[60 * 100 + 50]).toBe(255);
  });

  it('of a pen presses, and erases with its other end', () => {
    down(50, 50, { pointerType: 'pen', pressure: 0.25 });
    up(50, 50);
    expect(mask.box).toEqual({ left: 47, top: 47, width: 6, height: 6 });
    down(50, 50, { pointerType: 'pen', pressure: 1, button: 5, buttons: 32 });
    up(50, 50);
    expect(mask.isEmpty).toBe(true);
  });

  it('moves the picture with the middle button, and draws nothing', () => {
    editor.zoomTo(8, { x: 100, y: 100 }, true);
    const before = editor.view;
    down(50, 50, { button: 1, buttons: 4 });
    move(55, 50);
    up(55, 50);
    expect(editor.view.x - before.x).toBe(10);
    expect(mask.canUndo).toBe(false);
  });

  it('changes nothing while the mask must not change', () => {
    disabled = true;
    for (const tool of ['brush', 'rectangle', 'polygon', 'lasso', 'flood', 'line'] as const) {
      tools.tool = tool;
      down(20, 20);
      move(60, 60);
      up(60, 60);
    }
    expect(mask.canUndo).toBe(false);
  });

  it('draws rectangles of whole pixels, drawn from any corner', () => {
    tools.tool = 'rectangle';
    down(60.4, 50);
    move(30, 20.6);
    up(30, 20.6);
    expect(mask.box).toEqual({ left: 30, top: 20, width: 31, height: 30 });
    editor.adjustRectangle(5, 0, false);
    expect(mask.box).toEqual({ left: 35, top: 20, width: 31, height: 30 });
    mask.undo();
    expect(mask.canUndo).toBe(false);
  });

  it('sets the corners of a polygon until the first one is met again', () => {
    tools.tool = 'polygon';
    for (const [x, y] of [
      [10, 10],
      [50, 10],
      [50, 50],
      [11, 11],
    ] as const) {
      down(x, y);
      up(x, y);
    }
    expect(mask.last).toMatchObject({ kind: 'polygon', points: [{ x: 10 }, { x: 50 }, { y: 50 }] });
    expect(editor.outline).toEqual([]);
  });

  it('taken away by the browser leaves no half stroke', () => {
    down(50, 50);
    move(60, 60);
    pointer.lost(event(60, 60));
    expect(mask.isEmpty).toBe(true);
    expect(mask.canUndo).toBe(false);
  });
});

describe('two fingers', () => {
  it.each(['brush', 'rectangle', 'polygon', 'lasso', 'flood', 'line'] as const)('zoom and never draw (%s)', (tool) => {
    tools.tool = tool;
    down(45, 50, touch(1));
    move(46, 50, touch(1));
    down(55, 50, touch(2));
    move(30, 50, touch(1));
    move(70, 50, touch(2));
    up(30, 50, touch(1));
    move(75, 50, touch(2));
    up(75, 50, touch(2));
    expect(mask.canUndo).toBe(false);
    expect(mask.isEmpty).toBe(true);
    expect(editor.view.scale).toBeGreaterThan(6);
  });
});
