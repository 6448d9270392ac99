/** Sketches to begin with, drawn here: closed outlines in units of the pad's side. */
import type { Material } from '../../contract/materials.ts';
import { uniforms } from '../../lib/rng.ts';
import type { Point } from '../editor/operations.ts';

export const EXAMPLES = {
  rocks: ['ring', 'crack'],
  fibers: ['packing', 'gap'],
  roots: ['branching', 'pair'],
} as const satisfies Record<Material, readonly string[]>;
export type ExampleName = (typeof EXAMPLES)[Material][number];

/** The shapes of an example, each a closed outline with coordinates from 0 to 1. */
export function exampleShapes(name: ExampleName): Point[][] {
  switch (name) {
    case 'ring':
      return Array.from({ length: 9 }, (_, k) => {
        const angle = (2 * Math.PI * k) / 9;
        return pore({ x: 0.5 + 0.32 * Math.cos(angle), y: 0.5 + 0.32 * Math.sin(angle) }, 0.075, k);
      });
    case 'crack':
      return [ribbon([at(0.04, 0.3), at(0.3, 0.44), at(0.46, 0.4), at(0.68, 0.62), at(0.97, 0.7)], 0.035, 0.02)];
    case 'packing':
      return hexagonal().map((centre) => disc(centre, FIBER));
    case 'gap':
      return hexagonal()
        .filter(({ x, y }) => Math.hypot(x - 0.55, y - 0.45) > 0.24)
        .map((centre) => disc(centre, FIBER));
    case 'branching':
      return [
        ribbon([at(0.48, 0), at(0.52, 0.35), at(0.46, 0.7), at(0.5, 1)], 0.075, 0.04),
        ribbon([at(0.5, 0.3), at(0.72, 0.46), at(0.86, 0.74)], 0.045, 0.02),
        ribbon([at(0.48, 0.55), at(0.28, 0.68), at(0.16, 0.92)], 0.045, 0.02),
      ];
    case 'pair':
      return [
        ribbon([at(0.28, 0), at(0.32, 0.4), at(0.25, 1)], 0.06, 0.04),
        ribbon([at(0.68, 0), at(0.62, 0.5), at(0.74, 1)], 0.06, 0.04),
      ];
  }
}

const FIBER = 0.062; // radius of a fiber: 8 px of 128
const PITCH = 2.25 * FIBER; // between the middles of neighbours

const at = (x: number, y: number): Point => ({ x, y });

function disc({ x, y }: Point, radius: number, corners = 24): Point[] {
  return Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * k) / corners;
    return at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  });
}

/** A disc with an uneven edge, as the space between grains has. */
function pore(centre: Point, radius: number, seed: number): Point[] {
  const uneven = uniforms(seed, 0, 8);
  return disc(centre, 1, 8).map(({ x, y }, k) => {
    const r = radius * (0.65 + 0.7 * uneven[k]!);
    return at(centre.x + r * (x - centre.x), centre.y + r * (y - centre.y));
  });
}

/** A line of a width that changes evenly from its beginning to its end. */
function ribbon(path: Point[], from: number, to: number): Point[] {
  const side = (sign: number) =>
    path.map(({ x, y }, k) => {
      const [before, after] = [path[Math.max(0, k - 1)]!, path[Math.min(path.length - 1, k + 1)]!];
      const length = Math.hypot(after.x - before.x, after.y - before.y);
      const half = (sign * (from + ((to - from) * k) / (path.length - 1))) / 2;
      return at(x - (half * (after.y - before.y)) / length, y + (half * (after.x - before.x)) / length);
    });
  return [...side(1), ...side(-1).reverse()];
}

/** Middles of fibers that are packed as densely as their pitch lets them. */
function hexagonal(): Point[] {
  const rise = (PITCH * Math.sqrt(3)) / 2;
  const rows = Math.ceil(1 / rise) + 1;
  const columns = Math.ceil(1 / PITCH) + 1;
  return Array.from({ length: rows * columns }, (_, k) => {
    const row = Math.floor(k / columns);
    return at(((k % columns) + (row % 2 ? 0.5 : 0)) * PITCH, row * rise);
  });
}
