import { expect, test } from 'vitest';
import { ring, ringMask } from '../../src/materials/damage.ts';

const SIDE = 64;
const grey = () => new Float32Array(SIDE * SIDE).fill(0.4);

test('a ring is bright, lies about the middle, and leaves the rest as it was', () => {
  const out = ring(grey(), SIDE);
  const mask = ringMask(SIDE);
  const centre = (SIDE - 1) / 2;
  let on = 0;
  out.forEach((value, i) => {
    const radius = Math.hypot((i % SIDE) - centre, Math.floor(i / SIDE) - centre);
    if (mask[i] === 1) {
      on++;
      expect(value).toBeGreaterThan(0.4);
      expect(Math.abs(radius - 0.28 * SIDE)).toBeLessThan(3);
    } else {
      expect(value).toBeLessThan(0.45);
    }
  });
  // About its circumference times its width.
  expect(on).toBeGreaterThan(2 * Math.PI * 0.28 * SIDE * 2);
  expect(on).toBeLessThan(2 * Math.PI * 0.28 * SIDE * 5);
});

test('a ring stays within the grey levels and looks the same from each side', () => {
  const out = ring(grey().fill(0.95), SIDE);
  expect(Math.max(...out)).toBe(1);
  const turned = out.map((_, i) => out[(i % SIDE) * SIDE + Math.floor(i / SIDE)]!);
  expect(turned).toEqual(out);
});
