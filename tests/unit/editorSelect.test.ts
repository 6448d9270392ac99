/** Pixels found by their grey: against a search that looks at one pixel at a time. */
import { describe, expect, it } from 'vitest';
import { uniforms } from '../../src/lib/rng.ts';
import { selectFlood, selectLine } from '../../src/ui/editor/select.ts';

const [width, height] = [64, 48];
const smoothNoise = (seed: number) => {
  const noise = uniforms(seed, 0, width * height);
  return Float32Array.from(noise, (value, i) => 0.5 + 0.25 * Math.sin(i / 7) + 0.2 * (value - 0.5));
};

/** All pixels that fit and are reached from the seed in steps of at most `reach` along each axis, or, for 0, to the sides. */
function reached(seed: number, reach: number, fits: (i: number) => boolean): Uint8Array {
  const inside = new Uint8Array(width * height);
  inside[seed] = 1;
  const queue = [seed];
  for (const at of queue) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const far = Math.max(1, reach);
    for (let dy = -far; dy <= far; dy++) {
      for (let dx = -far; dx <= far; dx++) {
        if (reach === 0 && dx !== 0 && dy !== 0) continue;
        const next = (y + dy) * width + x + dx;
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height || inside[next] || !fits(next)) continue;
        inside[next] = 1;
        queue.push(next);
      }
    }
  }
  return inside;
}

function boundsOf(inside: Uint8Array) {
  const found = [...inside.keys()].filter((i) => inside[i]);
  const xs = found.map((i) => i % width);
  const ys = found.map((i) => Math.floor(i / width));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) + 1 - left, height: Math.max(...ys) + 1 - top };
}

describe('a flood', () => {
  it.each([0, 0.05, 0.1, 0.2, 1])('of tolerance %f takes what joins its seed by the sides', (tolerance) => {
    const grey = smoothNoise(1);
    const [x, y] = [20, 30];
    const seed = y * width + x;
    const expected = reached(seed, 0, (i) => Math.abs(grey[i]! - grey[seed]!) <= tolerance + 1e-6);
    const selection = selectFlood({ width, height, grey }, { kind: 'flood', x, y, tolerance, erase: false })!;
    expect(selection.inside).toEqual(expected);
    expect(selection.region).toEqual(boundsOf(expected));
  });
  it('beside the picture finds nothing', () => {
    const grey = smoothNoise(1);
    expect(selectFlood({ width, height, grey }, { kind: 'flood', x: -1, y: 3, tolerance: 1, erase: false })).toBeNull();
  });
});

describe('a line', () => {
  const CRACK = (x: number) => Math.round(24 + 8 * Math.sin(x / 9));
  /** A dark crack of 2 px with a gap of one column, a bright arc, and noise. */
  const noise = uniforms(3, 0, width * height);
  const grey = Float32Array.from(noise, (value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const onCrack = x > 5 && x < 55 && x !== 30 && (y === CRACK(x) || y === CRACK(x) + 1);
    const onRing = Math.abs(Math.hypot(x - 32, y - 70) - 35) < 1;
    return 0.5 - (onCrack ? 0.3 : 0) + (onRing ? 0.3 : 0) + 0.04 * (value - 0.5);
  });
  const line = { kind: 'line', tone: 'dark', width: 3, threshold: 0.08, joined: true, erase: false } as const;
  const picture = { width, height, grey };

  it('is found from a click beside it, across a gap, and alone', () => {
    const { inside } = selectLine(picture, { ...line, x: 12, y: CRACK(12) + 3 })!;
    for (let x = 7; x < 54; x++) if (Math.abs(x - 30) > 1) expect(inside[CRACK(x) * width + x]).toBe(1);
    inside.forEach((on, i) => on && expect(Math.abs(Math.floor(i / width) - CRACK(i % width))).toBeLessThan(4));
  });
  it('of the other tone is another one', () => {
    const { inside } = selectLine(picture, { ...line, tone: 'bright', x: 32, y: 35 })!;
    inside.forEach((on, i) => {
      if (on) expect(Math.abs(Math.hypot((i % width) - 32, Math.floor(i / width) - 70) - 35)).toBeLessThan(3);
    });
  });
  it('is not found where there is none', () => {
    expect(selectLine(picture, { ...line, x: 32, y: 5 })).toBeNull();
  });
  it('is no edge of something', () => {
    const step = Float32Array.from({ length: width * height }, (_, i) => (i % width < 30 ? 0.3 : 0.7));
    const { inside } = selectLine({ width, height, grey: step }, { ...line, x: 0, y: 0, joined: false })!;
    expect(inside.some((on) => on === 1)).toBe(false);
  });
  it('stands out from both of its sides by definition', () => {
    const mean = (x: number, y: number) => {
      const [cx, cy] = [Math.min(width - 1, Math.max(0, x)), Math.min(height - 1, Math.max(0, y))];
      let [sum, count] = [0, 0];
      for (let py = Math.max(0, cy - 1); py <= Math.min(height - 1, cy + 1); py++) {
        for (let px = Math.max(0, cx - 1); px <= Math.min(width - 1, cx + 1); px++, count++)
          sum += grey[py * width + px]!;
      }
      return sum / count;
    };
    const { inside } = selectLine(picture, { ...line, x: 0, y: 0, joined: false })!;
    inside.forEach((on, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      // Four pixels away, or three along each axis.
      const sides = [[4, 0] as const, [0, 4] as const, [3, 3] as const, [3, -3] as const];
      const depths = sides.map(([dx, dy]) => Math.min(mean(x + dx, y + dy), mean(x - dx, y - dy)) - mean(x, y));
      const depth = Math.max(...depths);
      if (Math.abs(depth - 0.08) > 1e-5) expect(on).toBe(depth > 0.08 ? 1 : 0);
    });
    const start = CRACK(12) * width + 12;
    const { inside: joined } = selectLine(picture, { ...line, x: 12, y: CRACK(12) })!;
    expect(joined).toEqual(reached(start, 2, (i) => inside[i] === 1));
  });
});
