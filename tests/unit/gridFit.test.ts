import { describe, expect, it } from 'vitest';
import { fitGrid, GAP } from '../../src/ui/gridFit.ts';

describe('the grid of slices', () => {
  it('fills a square of four by four on a small laptop, each pixel two screen pixels wide', () => {
    expect(fitGrid(16, 64, 920, 536, 1)).toEqual({ columns: 4, size: 128 });
  });

  it('enlarges a single slice as far as whole screen pixels go', () => {
    expect(fitGrid(1, 64, 920, 536, 1)).toEqual({ columns: 1, size: 512 });
  });

  it('shows four columns on a phone', () => {
    expect(fitGrid(16, 64, 374, Infinity, 3)).toEqual({ columns: 4, size: 256 / 3 });
  });

  it('never leaves its width, and shows every slice large enough to see', () => {
    for (const width of [300, 374, 700, 920, 1500]) {
      for (const height of [200, 536, Infinity]) {
        for (const density of [1, 1.5, 2, 3]) {
          for (let count = 1; count <= 64; count++) {
            const { columns, size } = fitGrid(count, 64, width, height, density);
            expect(columns * size + (columns - 1) * GAP).toBeLessThanOrEqual(width);
            expect(size).toBeGreaterThanOrEqual(64);
          }
        }
      }
    }
  });
});
