/** The drawing pad's sketches, its examples, and how closely slices follow. */
import { describe, expect, test } from 'vitest';
import { MATERIALS } from '../../src/contract/materials.ts';
import { FIBER_LABELS } from '../../src/materials/fibers.ts';
import { simulate } from '../../src/materials/simulate.ts';
import { EXAMPLES, exampleShapes } from '../../src/ui/sketch/examples.ts';
import { followed } from '../../src/ui/sketch/follow.ts';
import { Pad, PAD_MODES } from '../../src/ui/sketch/pad.svelte.ts';

const SIDE = 64;
const rectangle = { kind: 'rectangle', left: 0, top: 0, width: SIDE, height: SIDE / 4, erase: false } as const;
const counts = (values: Float32Array) => {
  const of = (value: number) => values.reduce((n, v) => n + (v === value ? 1 : 0), 0);
  return { plus: of(1), none: of(0), minus: of(-1) };
};

describe('the pad', () => {
  test('is no sketch while it is empty', () => {
    expect(new Pad(SIDE).drawing()).toBeNull();
  });

  test('says of every pixel whether it is of the phase, where areas are painted', () => {
    const pad = new Pad(SIDE);
    pad.document.apply(rectangle);
    const { edges, labels } = pad.drawing()!;
    expect(counts(labels)).toEqual({ plus: SIDE ** 2 / 4, none: 0, minus: (3 * SIDE ** 2) / 4 });
    expect(counts(edges)).toEqual({ plus: 0, none: SIDE ** 2, minus: 0 });
  });

  test('takes a sketch back as it was, in the mode that it was drawn in, and an undo brings back what was there', () => {
    for (const mode of PAD_MODES) {
      const from = new Pad(SIDE);
      from.mode = mode;
      from.show('ring');
      const sketch = from.drawing()!;
      const pad = new Pad(SIDE);
      pad.mode = mode;
      pad.document.apply(rectangle);
      const before = pad.drawing();
      pad.mode = 'areas';
      expect(pad.shows(sketch)).toBe(false);
      pad.adopt(sketch);
      expect([pad.mode, pad.shows(sketch)]).toEqual([mode, true]);
      pad.document.undo();
      expect(pad.drawing()).toEqual(before);
      pad.adopt(null);
      expect(pad.shows(null)).toBe(true);
    }
  });

  test('says nothing of areas where outlines are drawn, and keeps both drawings', () => {
    const pad = new Pad(SIDE);
    pad.document.apply(rectangle);
    pad.mode = 'outlines';
    expect(pad.drawing()).toBeNull();
    pad.show('ring');
    const { edges, labels } = pad.drawing()!;
    expect(counts(labels)).toEqual({ plus: 0, none: SIDE ** 2, minus: 0 });
    expect(edges.every((edge) => edge >= 0 && edge <= 1)).toBe(true);
    expect(counts(edges).plus).toBeGreaterThan(100);
    pad.mode = 'areas';
    expect(counts(pad.drawing()!.labels).plus).toBe(SIDE ** 2 / 4);
  });

  test('takes an example back in one step', () => {
    const pad = new Pad(SIDE);
    pad.document.apply(rectangle);
    pad.show('packing');
    pad.document.undo();
    expect(counts(pad.drawing()!.labels).plus).toBe(SIDE ** 2 / 4);
  });
});

describe.each(MATERIALS.flatMap((material) => EXAMPLES[material].map((name) => [material, name] as const)))(
  'the example of %s “%s”',
  (material, name) => {
    test('has a share of the phase that slices have', () => {
      const pad = new Pad(128);
      pad.show(name);
      const share = counts(pad.drawing()!.labels).plus / 128 ** 2;
      const [least, most] = material === 'fibers' ? [0.4, 0.8] : [0.02, 0.35];
      expect(share).toBeGreaterThan(least);
      expect(share).toBeLessThan(most);
    });

    test('is made of closed shapes that reach into the pad', () => {
      for (const shape of exampleShapes(name)) {
        expect(shape.length).toBeGreaterThan(3);
        expect(shape.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
      }
    });
  },
);

describe('how closely slices follow', () => {
  const { image, labels: classes } = simulate('fibers', { seed: 3, size: SIDE });
  const fiber: number[] = [FIBER_LABELS.fiber, FIBER_LABELS.coating];
  const images = { data: image, count: 1, height: SIDE, width: SIDE };

  test('is nearly everywhere for the drawing that a slice was made of, and by chance for another', () => {
    const labels = Float32Array.from(classes, (label) => (fiber.includes(label) ? 1 : -1));
    const own = followed(labels, images, 'fibers')!;
    expect(own.mean).toBeGreaterThan(0.85);
    const turned = labels.slice().reverse();
    const other = followed(turned, images, 'fibers')!;
    expect(other.chance).toBeCloseTo(own.chance, 10);
    expect(Math.abs(other.mean - other.chance)).toBeLessThan(0.15);
  });

  test('is not said where nothing was said of areas', () => {
    expect(followed(new Float32Array(SIDE ** 2), images, 'fibers')).toBeNull();
  });

  test('counts only what was said, and pores where it is dark', () => {
    const labels = new Float32Array(SIDE ** 2);
    labels.fill(1, 0, SIDE * 8);
    const dark = { ...images, data: new Float32Array(SIDE ** 2).fill(0.1) };
    expect(followed(labels, dark, 'rocks')).toEqual({ mean: 1, chance: 1 });
    expect(followed(labels, dark, 'fibers')).toEqual({ mean: 0, chance: 0 });
  });
});
