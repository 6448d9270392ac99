/** Everything without a pointer. The page's elements are replaced by the two questions that are asked of them. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MaskDocument } from '../../src/ui/editor/document.ts';
import { Editor } from '../../src/ui/editor/editor.svelte.ts';
import { onEditorKey, onEditorKeyUp } from '../../src/ui/editor/keys.ts';
import { PointerControl } from '../../src/ui/editor/pointer.ts';
import { EditorTools } from '../../src/ui/editor/tools.svelte.ts';

class FakeElement {
  constructor(
    private readonly role: string | null,
    private readonly typing: boolean,
  ) {}
  getAttribute = () => this.role;
  matches = () => this.typing;
}
vi.stubGlobal('HTMLElement', FakeElement);
const onPicture = new FakeElement('application', false);
const onButton = new FakeElement(null, false);
const inField = new FakeElement(null, true);

let mask: MaskDocument;
let editor: Editor;
let pointer: PointerControl;

beforeEach(() => {
  const picture = { width: 200, height: 200, grey: new Float32Array(200 * 200) };
  const tools = new EditorTools();
  mask = new MaskDocument(picture);
  editor = new Editor(() => ({ picture, document: mask, tools, disabled: false }));
  editor.resize({ width: 400, height: 400, density: 1 });
  mask.subscribe(({ live }) => {
    if (!live) editor.changed();
  });
  pointer = new PointerControl(editor);
});

/** Presses keys, written as “Shift+ArrowUp”; true when the page is kept from seeing the last one. */
function press(...keys: string[]): boolean {
  return keys.map((name) => pressOn(onPicture, name)).at(-1)!;
}

function pressOn(target: FakeElement, name: string, repeat = false): boolean {
  const parts = name.split('+').filter((part) => part !== '');
  const key = name.endsWith('+') ? '+' : parts.at(-1)!;
  const preventDefault = vi.fn();
  const held = { ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift'), metaKey: false, altKey: false };
  onEditorKey({ target, key, repeat, preventDefault, ...held } as unknown as KeyboardEvent, editor, pointer);
  return preventDefault.mock.calls.length > 0;
}

describe('by keys', () => {
  it('a rectangle is drawn, moved, resized and kept, in one step to undo', () => {
    press('r', 'Enter');
    const { left, top, width, height } = mask.box!;
    press('ArrowRight', 'ArrowRight', 'ArrowUp', 'Shift+ArrowRight', 'Shift+ArrowUp');
    expect(mask.box).toEqual({ left: left + 2, top: top - 1, width: width + 1, height: height - 1 });
    expect(editor.message).toContain(`${width + 1} by ${height - 1} pixels`);
    press('Enter', 'ArrowRight');
    expect(mask.box).toEqual({ left: left + 2, top: top - 1, width: width + 1, height: height - 1 });
    press('Ctrl+z');
    expect(mask.isEmpty).toBe(true);
    expect(mask.canUndo).toBe(false);
    press('Ctrl+Shift+Z');
    expect(mask.isEmpty).toBe(false);
  });

  it('a rectangle is dropped by Escape, and stays in the picture', () => {
    press('r', 'Enter');
    for (let i = 0; i < 100; i++) pressOn(onPicture, 'ArrowLeft', true);
    expect(mask.box!.left).toBe(0);
    press('Escape');
    expect(mask.isEmpty).toBe(true);
    expect(press('Escape')).toBe(false);
  });

  it('the brush stamps, and draws one stroke while Shift is down', () => {
    press('b', 'Enter');
    expect(mask.toJSON().operations).toHaveLength(1);
    press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowDown');
    onEditorKeyUp({ key: 'Shift' } as KeyboardEvent, editor, pointer);
    expect(mask.toJSON().operations).toHaveLength(2);
    expect(mask.drawing).toBe(false);
  });

  it('a polygon takes corners, gives the last one back, and closes', () => {
    press('p', 'Enter');
    for (let i = 0; i < 30; i++) press('ArrowRight');
    press('Enter');
    for (let i = 0; i < 30; i++) press('ArrowDown');
    press('Enter', 'Backspace', 'Enter');
    expect(editor.outline).toHaveLength(3);
    press('Enter');
    expect(mask.last?.kind).toBe('polygon');
    expect(editor.outline).toHaveLength(0);
  });

  it('what joins at a similar grey is found', () => {
    press('f', 'Enter');
    expect(mask.isFull).toBe(true);
    expect(editor.message).toBe('100 % of the picture is covered.');
  });

  it('size and zoom change', () => {
    const { size } = editor.tools;
    const { scale } = editor.view;
    press(']');
    expect(editor.tools.size).toBeGreaterThan(size);
    press('[', '[', '+');
    expect(editor.tools.size).toBeLessThan(size);
    expect(editor.view.scale).toBeGreaterThan(scale);
    press('-', '-');
    expect(editor.view.scale).toBeLessThan(scale);
    press('0');
    expect(editor.view.scale).toBe(scale);
  });

  it('shortcuts work on every control, arrows only on the picture, and nothing where text is typed', () => {
    expect(pressOn(onButton, 'e')).toBe(true);
    expect(editor.tools.tool).toBe('eraser');
    expect(pressOn(onButton, 'ArrowRight')).toBe(false);
    expect(pressOn(onButton, 'Enter')).toBe(false);
    expect(pressOn(inField, 'b')).toBe(false);
    expect(editor.tools.tool).toBe('eraser');
    expect(pressOn(onPicture, 'Tab')).toBe(false);
    expect(pressOn(onPicture, 'Ctrl++')).toBe(false);
  });
});
