/**
 * A bed of fibers in cross-section: discs of nearly equal size with a coating, packed by pushing overlapping ones apart,
 * with voids in the matrix, a crack, and sometimes the edge of the bundle.
 */
import type { Random } from '../lib/rng.ts';
import { Buckets, smoothField, type Point } from './fields.ts';

/** Label values of a fiber slice. */
export const FIBER_LABELS = { matrix: 0, fiber: 1, coating: 2, void: 3, outside: 4 } as const;

export interface FiberParameters {
  fraction: number; // area fraction of the fibers inside the bundle, at most about 0.75
  diameter: number; // mean fiber diameter with coating, px
}

interface Fiber extends Point {
  radius: number;
}

/** Rounds of pushing; overlaps below a tenth of a pixel are left by then. */
const ROUNDS = 60;

/** @returns attenuation in grey units, class labels, and the fiber diameters in px, for a square field */
export function drawFibers(side: number, { fraction, diameter }: FiberParameters, random: Random) {
  const edge = bundleEdge(side, random);
  const packed = pack(side, fraction, diameter, random);
  const holes = smoothField(random, side, diameter * 2.2);
  const sparse = random.between(1.2, 2.6); // how rare fiber-free patches are
  const fibers = packed.filter(({ x, y }) => edge(x, y) > diameter * 0.4 && holes(x, y) < sparse);
  const buckets = new Buckets(fibers, diameter * 1.3);
  const coating = random.uniform() < 0.6 ? random.between(0.06, 0.16) : 0; // thickness over diameter
  const coatingGrey = random.between(0.58, 0.98);
  const core = random.between(0.7, 0.8);
  const matrix = random.between(0.22, 0.36);
  const outside = random.between(0.44, 0.49);
  const voidField = smoothField(random, side, diameter * 0.9);
  const voidLevel = random.between(1.1, 2.4);
  const crack = crackDistance(side, diameter, random);

  const grey = new Float32Array(side * side);
  const labels = new Uint8Array(side * side);
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      const inside = edge(x, y);
      if (inside < 0) {
        labels[i] = FIBER_LABELS.outside;
        grey[i] = outside;
        continue;
      }
      grey[i] = matrix;
      if (voidField(x, y) > voidLevel || crack(x, y)) {
        labels[i] = FIBER_LABELS.void;
        grey[i] = 0.09;
      }
      let depth = 0; // how far inside a fiber, over its radius
      let hit: Fiber | null = null;
      for (const fiber of buckets.near(x, y)) {
        const d = 1 - Math.hypot(fiber.x - x, fiber.y - y) / fiber.radius;
        if (d > depth) [depth, hit] = [d, fiber];
      }
      if (!hit) continue;
      const inCoating = depth < 2 * coating;
      labels[i] = inCoating ? FIBER_LABELS.coating : FIBER_LABELS.fiber;
      // A faint bright rim and a darker core, as phase contrast gives them.
      grey[i] = inCoating ? coatingGrey : core + 0.05 * (0.5 - depth);
    }
  }
  return { grey, labels, diameters: fibers.map(({ radius }) => 2 * radius) };
}

/** Discs at random, then pushed apart where they overlap, in a field with a margin so that the border is like the middle. */
function pack(side: number, fraction: number, diameter: number, random: Random): Fiber[] {
  const margin = 1.5 * diameter;
  const extent = side + 2 * margin;
  const mean = (Math.PI * diameter ** 2) / 4;
  const count = Math.round((fraction * extent ** 2) / mean);
  const fibers: Fiber[] = Array.from({ length: count }, () => ({
    x: random.between(-margin, side + margin),
    y: random.between(-margin, side + margin),
    radius: (diameter / 2) * (1 + 0.07 * random.normal()),
  }));
  for (let round = 0; round < ROUNDS; round++) {
    const buckets = new Buckets(fibers, diameter * 1.4);
    for (const fiber of fibers) {
      for (const other of buckets.near(fiber.x, fiber.y)) {
        if (other === fiber) continue;
        const dx = fiber.x - other.x;
        const dy = fiber.y - other.y;
        const distance = Math.hypot(dx, dy) || 1e-6;
        const overlap = fiber.radius + other.radius - distance;
        if (overlap <= 0) continue;
        const push = (0.5 * overlap) / distance;
        fiber.x += dx * push;
        fiber.y += dy * push;
        other.x -= dx * push;
        other.y -= dy * push;
      }
      fiber.x = Math.min(side + margin, Math.max(-margin, fiber.x));
      fiber.y = Math.min(side + margin, Math.max(-margin, fiber.y));
    }
  }
  return fibers;
}

/** Signed distance to the bundle's edge, positive inside; most crops lie wholly inside. */
function bundleEdge(side: number, random: Random): (x: number, y: number) => number {
  if (random.uniform() < 0.85) return () => Infinity;
  const angle = random.between(0, 2 * Math.PI);
  const offset = random.between(-0.25, 0.4) * side;
  const wave = smoothField(random, side, side / 4);
  return (x, y) => (x - side / 2) * Math.cos(angle) + (y - side / 2) * Math.sin(angle) + offset + 0.03 * side * wave(x, y);
}

/** Whether a point lies in the crack, a wandering line through some of the slices; fibers cover it where they meet. */
function crackDistance(side: number, diameter: number, random: Random): (x: number, y: number) => boolean {
  if (random.uniform() < 0.75) return () => false;
  const angle = random.between(0, Math.PI);
  const offset = random.between(-0.3, 0.3) * side;
  const wave = smoothField(random, side, diameter * 1.5);
  const half = random.between(0.12, 0.3) * diameter;
  return (x, y) => {
    const along = (x - side / 2) * Math.cos(angle) + (y - side / 2) * Math.sin(angle);
    return Math.abs(along - offset + 0.6 * diameter * wave(x, y)) < half;
  };
}
