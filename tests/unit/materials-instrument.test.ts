import { describe, expect, test } from 'vitest';
import { Random } from '../../src/lib/rng.ts';
import { measureAttributes } from '../../src/materials/attributes.ts';
import { photograph } from '../../src/materials/camera.ts';
import { fieldSize, finish, scan, type Scan } from '../../src/materials/instrument.ts';

const SIZE = 64;
const SIDE = fieldSize(SIZE);
const CLEAN: Scan = { photons: Infinity, gainError: 0, axis: { x: 0, y: 0 }, blur: 0 };

/** The whole field at grey 0.3 with a disc of grey 0.8 in it; positions in pixels of the reconstruction. */
const phantom = (cx: number, cy: number, radius: number) => {
  const offset = (SIDE - SIZE) / 2;
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
    Math.hypot((i % SIDE) - offset - cx, Math.floor(i / SIDE) - offset - cy) <= radius ? 0.8 : 0.3,
  );
};
const uniform = new Float32Array(SIDE * SIDE).fill(0.47);
const take = (conditions: Partial<Scan>, field = uniform) =>
  finish(scan(field, SIZE, { ...CLEAN, ...conditions }, new Random(4, 0)));
const deviation = (values: ArrayLike<number>) => {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
};

describe('the simulated scanner', () => {
  test('without noise gives a disc back in its place, at its grey level, within 2 %', () => {
    const image = take({}, phantom(40, 25, 12));
    const within: number[] = [];
    const around: number[] = [];
    image.forEach((value, i) => {
      const r = Math.hypot((i % SIZE) - 40, Math.floor(i / SIZE) - 25);
      if (r < 10) within.push(value);
      else if (r > 14) around.push(value);
    });
    for (const [values, grey] of [
      [within, 0.8],
      [around, 0.3],
    ] as const) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(mean / grey - 1)).toBeLessThan(0.02);
      expect(deviation(values)).toBeLessThan(0.02);
    }
  });

  test('noise falls with the square root of the photons', () => {
    const few = deviation(take({ photons: 1000 }));
    const many = deviation(take({ photons: 16_000 }));
    expect(few / many).toBeGreaterThan(3.6);
    expect(few / many).toBeLessThan(4.4);
  });

  test('gain errors make arcs of constant radius around the rotation axis', () => {
    const axis = { x: 6, y: -9 };
    const image = take({ gainError: 0.004, axis });
    // Turning by π, a detector bin draws half a ring, on one side of the axis.
    const explained = (x: number, y: number) => {
      const groups = new Map<number, number[]>();
      image.forEach((value, i) => {
        const dx = (i % SIZE) - (SIZE - 1) / 2 - x;
        const dy = Math.floor(i / SIZE) - (SIZE - 1) / 2 - y;
        const key = Math.round(2 * Math.hypot(dx, dy)) * (dy < 0 ? -1 : 1);
        groups.set(key, [...(groups.get(key) ?? []), value]);
      });
      const within = [...groups.values()].reduce((sum, group) => sum + group.length * deviation(group) ** 2, 0);
      return 1 - within / image.length / deviation(image) ** 2;
    };
    expect(explained(axis.x, axis.y)).toBeGreaterThan(0.7);
    expect(explained(axis.x + 8, axis.y + 8)).toBeLessThan(0.4);
  });
});

test('the simulated camera adds the noise it is given and keeps the mean', () => {
  const image = photograph(new Float32Array(SIZE * SIZE).fill(0.4), SIZE, { blur: 0.8, noise: 0.02 }, new Random(9, 0));
  expect(Math.abs(measureAttributes('roots', image, SIZE, SIZE).noise / 0.02 - 1)).toBeLessThan(0.1);
  expect(Math.abs(image.reduce((sum, value) => sum + value, 0) / image.length - 0.4)).toBeLessThan(0.002);
});
