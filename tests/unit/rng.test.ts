import { describe, expect, test } from 'vitest';
import { Random, logarithm, normalQuantile, normals, philoxBlock, uniforms, words } from '../../src/lib/rng.ts';

describe('Philox4x32-10', () => {
  // Known answers published with the Random123 library.
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      ['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd'],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      ['d16cfe09', '94fdcceb', '5001e420', '24126ea1'],
    ],
  ])('counter %j, key %j', (counter, key, expected) => {
    const out = new Uint32Array(4);
    philoxBlock(counter, key, out);
    expect(Array.from(out, (word) => word.toString(16).padStart(8, '0'))).toEqual(expected);
  });

  test('a shorter request is a prefix of a longer one', () => {
    expect(words(9, 2, 5)).toEqual(words(9, 2, 50).subarray(0, 5));
  });

  test('streams and seeds differ', () => {
    expect(words(1, 0, 4)).not.toEqual(words(1, 1, 4));
    expect(words(1, 0, 4)).not.toEqual(words(2, 0, 4));
  });

  test('Random walks through the same stream', () => {
    const random = new Random(5, 7);
    expect(Array.from({ length: 9 }, () => random.uniform())).toEqual(Array.from(uniforms(5, 7, 9)));
  });
});

test('logarithm agrees with Math.log to the last digits', () => {
  for (const x of [1e-10, 0.01, 0.3, 0.75, 1, 1.4, 2, 12345]) {
    expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(x))));
  }
});

describe('normalQuantile', () => {
  // scipy.stats.norm.ppf
  test.each([
    [0.5, 0],
    [0.6, 0.2533471031357997],
    [0.975, 1.959963984540054],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
  ])('of %d', (p, expected) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 12);
  });

  test('deviates have the moments of a standard normal', () => {
    const n = 100_000;
    const z = normals(42, 0, n);
    const moment = (power: number) => z.reduce((sum, value) => sum + value ** power, 0) / n;
    // Four standard errors: Var(z) = 1, Var(z²) = 2, Var(z³) = 15, Var(z⁴) = 96.
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });
});
