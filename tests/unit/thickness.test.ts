/** Local thickness of wide phases: the same as by looking at every disc for every pixel, and in a time that stays bearable. */
import { expect, test } from 'vitest';
import { localRadius } from '../../src/engine/metrics/descriptors/thickness.ts';
import { squaredDistances } from '../../src/lib/distance.ts';
import { Random } from '../../src/lib/rng.ts';

/** max { d(c) : |p − c| < d(c) } as it is written. */
function everyDisc(mask: Uint8Array, width: number): Float64Array {
  const pixels = (inside: number) =>
    [...mask].flatMap((value, i) => (value === inside ? [{ x: i % width, y: Math.floor(i / width) }] : []));
  const outside = pixels(0);
  const discs = pixels(1).map(({ x, y }) => {
    const square = outside.reduce((least, o) => Math.min(least, (o.x - x) ** 2 + (o.y - y) ** 2), Infinity);
    return { x, y, square };
  });
  const radius = new Float64Array(mask.length);
  for (const { x, y } of discs) {
    let square = 0;
    for (const disc of discs) {
      if (disc.square > square && (disc.x - x) ** 2 + (disc.y - y) ** 2 < disc.square) square = disc.square;
    }
    radius[y * width + x] = Math.sqrt(square);
  }
  return radius;
}

/** Phase everywhere but in some discs, the smallest of which are single pixels. */
function shapes(seed: number, width: number, height: number, count: number): Uint8Array {
  const random = new Random(seed, 0);
  const holes = Array.from({ length: count }, () => ({
    x: random.between(0, width),
    y: random.between(0, height),
    r: random.between(0.8, 8),
  }));
  return Uint8Array.from({ length: width * height }, (_, i) =>
    holes.some(({ x, y, r }) => Math.hypot((i % width) - x, Math.floor(i / width) - y) < r) ? 0 : 1,
  );
}

test.each([
  [1, 70, 50, 1],
  [2, 50, 67, 2],
  [3, 64, 64, 3],
  [4, 37, 81, 2],
  [5, 72, 48, 9],
  [6, 48, 33, 40],
])('of shape %i, %i × %i px with %i holes, is that of every disc', (seed, width, height, count) => {
  const mask = shapes(seed, width, height, count);
  expect(localRadius(mask, width, height)).toEqual(everyDisc(mask, width));
});

test('costs little more where the phase is wide than finding the distances', () => {
  const side = 512;
  const around = Uint8Array.from({ length: side * side }, (_, i) =>
    Math.hypot((i % side) - 255.5, Math.floor(i / side) - 255.5) > 10 ? 1 : 0,
  );
  /** The least of three: what else the computer does only adds. */
  const time = (work: () => unknown) => {
    const once = () => {
      const from = performance.now();
      work();
      return performance.now() - from;
    };
    return Math.min(once(), once(), once());
  };
  const distances = time(() => squaredDistances(around, side, side, (value) => value === 0));
  expect(time(() => localRadius(around, side, side)) / distances).toBeLessThan(100); // painting every disc: 500 and more
});
