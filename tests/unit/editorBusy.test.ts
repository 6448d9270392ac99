/** Operations that a large picture makes slow: the page shows and says them before it stands still. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MaskDocument } from '../../src/ui/editor/document.ts';
import { Editor } from '../../src/ui/editor/editor.svelte.ts';
import { EditorTools } from '../../src/ui/editor/tools.svelte.ts';

let drawFrame: (() => void) | null;
beforeEach(() => {
  drawFrame = null;
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
    drawFrame = callback;
    return 1;
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(side: number) {
  const picture = { width: side, height: side, grey: new Float32Array(side * side) };
  const document = new MaskDocument(picture);
  const tools = new EditorTools();
  const editor = new Editor(() => ({ picture, document, tools, disabled: false }));
  document.apply({ kind: 'rectangle', left: 20, top: 20, width: 10, height: 10, erase: false });
  return { editor, document };
}
const grow = { kind: 'grow', radius: 2 } as const;

test('a large mask grows only after a frame has shown that it will, and nothing else changes it meanwhile', async () => {
  const { editor, document } = open(1024);
  const grown = editor.applySlowly(grow, 'Growing the mask');
  expect(editor.busy).toBe('Growing the mask');
  expect(editor.message).toBe('Growing the mask.');
  editor.apply({ kind: 'clear' });
  editor.undo();
  expect(document.box).toEqual({ left: 20, top: 20, width: 10, height: 10 });
  drawFrame!();
  await grown;
  expect(editor.busy).toBeNull();
  expect(document.box).toEqual({ left: 18, top: 18, width: 14, height: 14 });
});

test('a small one grows at once', () => {
  const { editor, document } = open(256);
  void editor.applySlowly(grow, 'Growing the mask');
  expect(drawFrame).toBeNull();
  expect(document.box).toEqual({ left: 18, top: 18, width: 14, height: 14 });
});
