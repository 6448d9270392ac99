/** What operations draw: against SciPy (training/golden_masks.py), and against what each pixel should be by definition. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { squaredDistances } from '../../src/lib/distance.ts';
import { uniforms } from '../../src/lib/rng.ts';
import { MaskDocument } from '../../src/ui/editor/document.ts';
import type { Operation } from '../../src/ui/editor/operations.ts';
import { decodeRuns, encodeRuns } from '../../src/ui/editor/runs.ts';

interface Golden {
  width: number;
  height: number;
  radius: number;
  mask: number[];
  grown: number[];
  shrunk: number[];
  squaredDistances: number[];
}
const golden = JSON.parse(readFileSync('tests/golden/masks.json', 'utf8')) as Golden[];

const [WIDTH, HEIGHT] = [70, 50];
const flat = (width = WIDTH, height = HEIGHT) => ({ width, height, grey: new Float32Array(width * height) });

function fromRuns(runs: number[], length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let i = 0; i < runs.length; i += 2) mask.fill(255, runs[i], runs[i]! + runs[i + 1]!);
  return mask;
}

/** The mask after some operations on a picture, by default a black one. */
function draw(operations: Operation[], picture = flat()): Uint8Array {
  const document = new MaskDocument(picture);
  for (const operation of operations) document.apply(operation);
  return document.mask;
}

/** A mask of whatever a function says of the centre of each pixel. */
const pixels = (value: (x: number, y: number) => number | boolean, width = WIDTH, height = HEIGHT) =>
  Uint8Array.from({ length: width * height }, (_, i) => Number(value((i % width) + 0.5, Math.floor(i / width) + 0.5)));

describe.each(golden)('radius $radius, $width × $height', ({ width, height, radius, mask, ...expected }) => {
  const length = width * height;
  const start = fromRuns(mask, length);
  const imported: Operation = { kind: 'import', runs: encodeRuns(start), how: 'replace' };

  it('distances are SciPy’s', () => {
    const squares = squaredDistances(start, width, height, (value) => value > 0);
    expect([...squares]).toEqual(expected.squaredDistances);
  });
  it('growing is SciPy’s dilation', () => {
    const grown = draw([imported, { kind: 'grow', radius }], flat(width, height));
    expect(grown).toEqual(fromRuns(expected.grown, length));
  });
  it('shrinking is SciPy’s erosion', () => {
    const shrunk = draw([imported, { kind: 'shrink', radius }], flat(width, height));
    expect(shrunk).toEqual(fromRuns(expected.shrunk, length));
  });
  it('feathering falls with the distance, and is nothing beyond the radius', () => {
    const soft = draw([imported, { kind: 'feather', radius }], flat(width, height));
    const out = squaredDistances(start, width, height, (value) => value > 0);
    const into = squaredDistances(start, width, height, (value) => value === 0);
    for (let i = 0; i < length; i++) {
      const depth = start[i] ? Math.sqrt(into[i]!) - 0.5 : 0.5 - Math.sqrt(out[i]!);
      const t = Math.min(1, Math.max(0, 0.5 + depth / (2 * radius)));
      expect(Math.abs(soft[i]! - 255 * t * t * (3 - 2 * t))).toBeLessThanOrEqual(0.5 + 1e-9);
      if (Math.sqrt(out[i]!) > radius + 0.5) expect(soft[i]).toBe(0);
    }
  });
});

describe('a brush', () => {
  const stroke = { kind: 'stroke', size: 18, hardness: 0.5, erase: false } as const;
  const a = { x: 15, y: 20, pressure: 1 };
  const b = { x: 48, y: 31, pressure: 1 };
  /** Coverage by the distance to the way from a to b. */
  const ideal = (hardness: number) =>
    pixels((x, y) => {
      const along = ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / ((b.x - a.x) ** 2 + (b.y - a.y) ** 2);
      const t = Math.min(1, Math.max(0, along));
      const share = Math.hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y)) / 9;
      const fall = Math.min(1, Math.max(0, (1 - share) / Math.max(1e-9, 1 - hardness)));
      return Math.round(255 * fall * fall * (3 - 2 * fall));
    });

  it('fades from its hard part to its rim', () => {
    const mask = draw([{ ...stroke, points: [a, b] }]);
    // The fall is looked up in steps of 1/1024 of the squared radius.
    const wanted = ideal(0.5);
    mask.forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(2));
  });
  it('that is hard covers wholly or not at all', () => {
    const mask = draw([{ ...stroke, hardness: 1, points: [a, b] }]);
    expect(mask).toEqual(ideal(1).map((value) => (value > 0 ? 255 : 0)));
  });
  it('erases what it painted, where it covers wholly', () => {
    const points = [a, b];
    const mask = draw([{ kind: 'invert' }, { ...stroke, points, erase: true }]);
    const painted = draw([{ ...stroke, points }]);
    expect(mask).toEqual(painted.map((value) => 255 - value));
  });
  it('of one pixel leaves no gaps', () => {
    const mask = draw([{ ...stroke, size: 1, hardness: 1, points: [a, b] }]);
    for (let x = 15; x < 48; x++) expect(pixels((px) => px === x + 0.5).some((on, i) => on && mask[i])).toBe(true);
  });
  it('is as wide as the pen presses, and holds both of its ends', () => {
    const ends = [a, { ...b, pressure: 0.2 }];
    const mask = draw([{ ...stroke, hardness: 1, points: ends }]);
    const disc = (x: number, y: number, r: number) => pixels((px, py) => Math.hypot(px - x, py - y) <= r);
    disc(15, 20, 9).forEach((inside, i) => inside && expect(mask[i]).toBe(255));
    disc(48, 31, 1.8).forEach((inside, i) => inside && expect(mask[i]).toBe(255));
    expect(mask[35 * WIDTH + 48]).toBe(0);
  });
});

describe('outlines', () => {
  const star = Array.from({ length: 5 }, (_, i) => {
    const angle = (4 * Math.PI * i) / 5;
    return { x: Math.round(35 + 30 * Math.sin(angle)), y: Math.round(26 - 30 * Math.cos(angle)) };
  });
  /** How often the star turns around a point. */
  function turns(x: number, y: number): number {
    let sum = 0;
    star.forEach((a, i) => {
      const b = star[(i + 1) % star.length]!;
      const side = (b.x - a.x) * (y - a.y) - (x - a.x) * (b.y - a.y);
      if (a.y <= y && b.y > y && side > 0) sum++;
      if (a.y > y && b.y <= y && side < 0) sum--;
    });
    return sum;
  }

  it('of a polygon are filled by the even-odd rule', () => {
    const mask = draw([{ kind: 'polygon', points: star, erase: false }]);
    expect(mask).toEqual(pixels((x, y) => (turns(x, y) % 2 === 0 ? 0 : 255)));
  });
  it('of a lasso are filled by the nonzero rule', () => {
    const mask = draw([{ kind: 'lasso', points: star, erase: false }]);
    expect(mask).toEqual(pixels((x, y) => (turns(x, y) === 0 ? 0 : 255)));
  });
  it('of a rectangle hold whole pixels, as far as the picture reaches', () => {
    const mask = draw([{ kind: 'rectangle', left: -3, top: 40, width: 10, height: 20, erase: false }]);
    expect(mask).toEqual(pixels((x, y) => (x < 7 && y > 40 ? 255 : 0)));
  });
  it('that were subtracted leave the rest', () => {
    const lasso: Operation = { kind: 'lasso', points: star, erase: true };
    expect(draw([{ kind: 'invert' }, lasso])).toEqual(draw([{ ...lasso, erase: false }, { kind: 'invert' }]));
  });
});

describe('runs', () => {
  it('come back as they were', () => {
    const noise = uniforms(5, 0, 5000);
    for (const share of [0, 0.01, 0.5, 1]) {
      const mask = Uint8Array.from(noise, (value) => (value < share ? Math.floor(value * 256) : 0));
      expect(decodeRuns(encodeRuns(mask), mask.length)).toEqual(mask);
    }
    const long = new Uint8Array(100_000).fill(255);
    expect(encodeRuns(long).length).toBeLessThan(12);
    expect(decodeRuns(encodeRuns(long), long.length)).toEqual(long);
  });
  it('of another length are refused', () => {
    expect(() => decodeRuns(encodeRuns(new Uint8Array(9)), 10)).toThrow('9 values');
    expect(() => decodeRuns(btoa('\x07\xff'), 10)).toThrow('within a number');
  });
});
