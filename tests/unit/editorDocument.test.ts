import { describe, expect, it } from 'vitest';
import { uniforms } from '../../src/lib/rng.ts';
import { MaskDocument, type MaskChange } from '../../src/ui/editor/document.ts';
import type { Operation } from '../../src/ui/editor/operations.ts';
import { encodeRuns } from '../../src/ui/editor/runs.ts';

const WIDTH = 300; // more than one tile, and no multiple of one
const HEIGHT = 270;

function picture(seed: number) {
  const noise = uniforms(seed, 0, WIDTH * HEIGHT);
  const grey = Float32Array.from(noise, (value, i) => 0.5 + 0.3 * Math.sin((i % WIDTH) / 20) + 0.1 * value);
  return { width: WIDTH, height: HEIGHT, grey };
}

/** Operations of every kind, drawn from a stream. */
function randomOperations(seed: number, count: number): Operation[] {
  const values = uniforms(seed, 1, 40 * count);
  let at = 0;
  const random = (low: number, high: number) => low + (high - low) * values[at++ % values.length]!;
  const whole = (low: number, high: number) => Math.floor(random(low, high));
  const point = () => ({ x: whole(0, WIDTH + 40) - 20, y: whole(0, HEIGHT + 40) - 20 });
  const points = (n: number) => Array.from({ length: n }, point);
  const erase = () => random(0, 1) < 0.3;
  const make: (() => Operation)[] = [
    () => ({
      kind: 'stroke',
      points: points(whole(1, 5)).map((p) => ({ ...p, pressure: 0.5 })),
      size: whole(1, 60),
      hardness: 0.5,
      erase: erase(),
    }),
    () => ({ kind: 'rectangle', left: whole(-5, 250), top: whole(-5, 250), width: 40, height: 30, erase: erase() }),
    () => ({ kind: 'polygon', points: points(5), erase: erase() }),
    () => ({ kind: 'lasso', points: points(7), erase: erase() }),
    () => ({ kind: 'flood', x: whole(0, WIDTH), y: whole(0, HEIGHT), tolerance: 0.08, erase: erase() }),
    () => ({
      kind: 'line',
      x: whole(0, WIDTH),
      y: whole(0, HEIGHT),
      tone: 'dark',
      width: 3,
      threshold: 0.01,
      joined: random(0, 1) < 0.5,
      erase: erase(),
    }),
    () => ({
      kind: 'import',
      runs: encodeRuns(Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i % 7 === 0 ? i % 256 : 0))),
      how: 'add',
    }),
    () => ({ kind: 'invert' }),
    () => ({ kind: 'clear' }),
    () => ({ kind: 'grow', radius: random(0.5, 9) }),
    () => ({ kind: 'shrink', radius: random(0.5, 9) }),
    () => ({ kind: 'feather', radius: random(0.5, 9) }),
  ];
  return Array.from({ length: count }, () => make[whole(0, make.length)]!());
}

/** Vitest's own comparison takes seconds for arrays of this size. */
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

const SEEDS = [1, 2, 3, 4];

describe('undo and redo', () => {
  it.each(SEEDS)('lead back to nothing, and forth through the same bytes (%i)', (seed) => {
    const document = new MaskDocument(picture(seed));
    const states = [document.mask.slice()];
    for (const operation of randomOperations(seed, 40)) {
      document.apply(operation);
      states.push(document.mask.slice());
    }
    for (let i = states.length - 2; i >= 0; i--) {
      document.undo();
      expect(same(document.mask, states[i]!)).toBe(true);
    }
    expect(document.canUndo).toBe(false);
    expect(document.isEmpty).toBe(true);
    for (const state of states.slice(1)) {
      document.redo();
      expect(same(document.mask, state)).toBe(true);
    }
    expect(document.canRedo).toBe(false);
  });

  it('touches only what it says', () => {
    const document = new MaskDocument(picture(1));
    const before = document.mask.slice();
    document.subscribe(({ region }: MaskChange) => {
      const { left, top, width, height } = region ?? { left: 0, top: 0, width: 0, height: 0 };
      for (let y = top; y < top + height; y++) {
        before.set(document.mask.subarray(y * WIDTH + left, y * WIDTH + left + width), y * WIDTH + left);
      }
      expect(same(before, document.mask)).toBe(true);
    });
    for (const operation of randomOperations(7, 30)) document.apply(operation);
    while (document.canUndo) document.undo();
  });
});

describe('JSON', () => {
  it.each(SEEDS)('restores mask, undo and redo (%i)', (seed) => {
    const document = new MaskDocument(picture(seed));
    for (const operation of randomOperations(seed, 20)) document.apply(operation);
    for (let i = 0; i < 5; i++) document.undo();
    const restored = MaskDocument.fromJSON(JSON.parse(JSON.stringify(document)), picture(seed));
    expect(same(restored.mask, document.mask)).toBe(true);
    for (const step of [
      'redo',
      'redo',
      'redo',
      'redo',
      'redo',
      'undo',
      'undo',
      'undo',
      'undo',
      'undo',
      'undo',
    ] as const) {
      restored[step]();
      document[step]();
      expect(same(restored.mask, document.mask)).toBe(true);
    }
    expect(restored.toJSON()).toEqual(document.toJSON());
  });
});
