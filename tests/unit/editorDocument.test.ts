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

  it('work without what was remembered, by repeating the operations', () => {
    const document = new MaskDocument(picture(2), 0);
    const states = [document.mask.slice()];
    for (const operation of randomOperations(9, 12)) {
      document.apply(operation);
      states.push(document.mask.slice());
    }
    for (let i = states.length - 2; i >= 0; i--) {
      document.undo();
      expect(same(document.mask, states[i]!)).toBe(true);
    }
    for (const state of states.slice(1)) {
      document.redo();
      expect(same(document.mask, state)).toBe(true);
    }
  });

  it('give way to a new operation', () => {
    const document = new MaskDocument(picture(1));
    document.apply({ kind: 'invert' });
    document.undo();
    document.apply({ kind: 'rectangle', left: 3, top: 4, width: 5, height: 6, erase: false });
    expect(document.canRedo).toBe(false);
    expect(document.box).toEqual({ left: 3, top: 4, width: 5, height: 6 });
    document.amend({ kind: 'rectangle', left: 7, top: 4, width: 5, height: 6, erase: false });
    expect(document.box).toEqual({ left: 7, top: 4, width: 5, height: 6 });
    document.undo();
    expect(document.isEmpty).toBe(true);
    expect(document.canUndo).toBe(false);
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

describe('a stroke', () => {
  const brush = { size: 30, hardness: 0.4, erase: false };
  const points = Array.from({ length: 20 }, (_, i) => ({
    x: 20 + 13.123 * i,
    y: 100 + 60 * Math.sin(i),
    pressure: i / 20,
  }));

  it('drawn in pieces is the stroke that is repeated from JSON, and one step to undo', () => {
    const document = new MaskDocument(picture(1));
    document.beginStroke(brush, points[0]!);
    for (let i = 1; i < points.length; i += 3) document.extendStroke(points.slice(i, i + 3));
    document.endStroke();
    const restored = MaskDocument.fromJSON(JSON.parse(JSON.stringify(document)), picture(1));
    expect(same(restored.mask, document.mask)).toBe(true);
    document.undo();
    expect(document.isEmpty).toBe(true);
  });

  it('that is dropped leaves the mask, and what can be redone, as they were', () => {
    const document = new MaskDocument(picture(1));
    for (const operation of randomOperations(3, 6)) document.apply(operation);
    document.undo();
    const before = document.mask.slice();
    document.beginStroke(brush, points[0]!);
    document.extendStroke(points);
    document.cancelStroke();
    expect(same(document.mask, before)).toBe(true);
    expect(document.canRedo).toBe(true);
  });
});

describe('what is read from the mask', () => {
  it.each(SEEDS)('agrees with its values (%i)', (seed) => {
    const document = new MaskDocument(picture(seed));
    for (const operation of randomOperations(seed + 50, 15)) {
      document.apply(operation);
      const covered = [...document.mask.keys()].filter((i) => document.mask[i]! > 0);
      const xs = covered.map((i) => i % WIDTH);
      const ys = covered.map((i) => Math.floor(i / WIDTH));
      const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
      const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), 0);
      const [left, top] = [least(xs), least(ys)];
      expect(document.box).toEqual(
        covered.length === 0 ? null : { left, top, width: most(xs) + 1 - left, height: most(ys) + 1 - top },
      );
      expect(document.isEmpty).toBe(covered.length === 0);
      expect(document.isFull).toBe(document.mask.every((value) => value === 255));
      const sum = document.mask.reduce((a, b) => a + b, 0);
      expect(document.share).toBeCloseTo(sum / (255 * WIDTH * HEIGHT), 12);
    }
  });

  it('is 0 to 1 for the engine, of all or of a region', () => {
    const document = new MaskDocument(picture(1));
    document.apply({ kind: 'rectangle', left: 10, top: 20, width: 2, height: 1, erase: false });
    expect(document.maskFloat().reduce((a, b) => a + b, 0)).toBe(2);
    expect([...document.maskFloat({ left: 9, top: 20, width: 4, height: 2 })]).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
  });
});

describe('another picture under the mask', () => {
  it('changes nothing of it, then or when it is restored', () => {
    const document = new MaskDocument(picture(1));
    for (const operation of randomOperations(11, 20)) document.apply(operation);
    document.apply({ kind: 'flood', x: 5, y: 5, tolerance: 0.1, erase: false });
    document.apply({ kind: 'line', x: 5, y: 5, tone: 'bright', width: 2, threshold: 0.02, joined: false, erase: true });
    const before = document.mask.slice();
    document.exchangePicture(picture(2));
    const restored = MaskDocument.fromJSON(JSON.parse(JSON.stringify(document)), picture(2));
    expect(same(document.mask, before)).toBe(true);
    expect(same(restored.mask, before)).toBe(true);
  });

  it('must have its size', () => {
    const json = new MaskDocument(picture(1)).toJSON();
    expect(() => MaskDocument.fromJSON({ ...json, width: 10 }, picture(1))).toThrow();
    expect(() => MaskDocument.fromJSON({ ...json, operations: [{ kind: 'explode' }] }, picture(1))).toThrow();
  });
});
