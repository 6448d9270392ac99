/**
 * A bed of fibers in cross-section: discs of nearly equal size with a coating, packed by pushing overlapping ones apart,
 * with voids in the matrix, a crack, and sometimes the edge of the bundle.
 */
import type { Random } from '../lib/rng.ts';
import { Buckets, centre, smoothField, type Point } from './fields.ts';

/** Label values of a fiber slice. */
export const FIBER_LABELS = { matrix: 0, fiber: 1, coating: 2, void: 3, outside: 4 } as const;

export interface FiberParameters {
  fraction: number; // area fraction of the fibers with their coating, at most DENSEST
  diameter: number; // mean fiber diameter with coating, px
}

interface Fiber extends Point {
  radius: number;
}

/** Rounds of pushing; overlaps below a tenth of a pixel are left by then. */
const ROUNDS = 90;
/** Rounds for which one list of neighbours serves. */
const LIST_LIFE = 9;
/** Discs of nearly equal size lock at about 0.84 of the area; below this limit they still move. */
const DENSEST = 0.78;

/**
 * @param side of the square field
 * @param core side of the central square in which the fraction holds
 * @returns attenuation in grey units, class labels, and the fiber diameters in px
 */
export function drawFibers(side: number, core: number, { fraction, diameter }: FiberParameters, random: Random) {
  const { density, edge, empty } = arrange(side, fraction, diameter, random);
  const packed = pack(side, density, diameter, random);
  const fibers = packed.filter(({ x, y }) => edge(x, y) > diameter * 0.4 && !empty(x, y));
  // Chance puts a little too much or too little into the core; a slight change of all radii mends that unseen.
  const mend = Math.sqrt(fraction / coverage(fibers, side, core));
  for (const fiber of fibers) fiber.radius *= Math.min(1.06, Math.max(0.94, mend));
  const matrix = random.between(0.16, 0.32);
  const outside = random.between(0.4, 0.47);
  const cloud = smoothField(random, side, diameter);
  const voidField = smoothField(random, side, diameter * 0.9);
  const voidLevel = random.between(1.3, 3);
  const crack = crackDistance(side, diameter, random);

  const grey = new Float32Array(side * side);
  const labels = new Uint8Array(side * side);
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      if (edge(x, y) < 0) {
        labels[i] = FIBER_LABELS.outside;
        grey[i] = outside;
      } else if (voidField(x, y) > voidLevel || crack(x, y)) {
        labels[i] = FIBER_LABELS.void;
        grey[i] = 0.08;
      } else grey[i] = matrix + 0.02 * cloud(x, y);
    }
  }
  stamp(fibers, grey, labels, side, random);
  return { grey, labels, diameters: fibers.map(({ radius }) => 2 * radius) };
}

/**
 * Where fibers are absent: beyond the bundle's edge and in patches of bare matrix. Both are left out where the rest could
 * not be packed densely enough for the fraction that is asked for.
 */
function arrange(side: number, fraction: number, diameter: number, random: Random) {
  const edge = bundleEdge(side, random);
  const holes = smoothField(random, side, diameter * random.between(1, 2));
  const rare = random.between(1, 2.6);
  const empty = (x: number, y: number) => holes(x, y) > rare;
  let full = 0;
  let tried = 0;
  for (let y = 0; y < side; y += 4) {
    for (let x = 0; x < side; x += 4, tried++) if (edge(x, y) > 0 && !empty(x, y)) full++;
  }
  const density = (fraction * tried) / full;
  if (density <= DENSEST) return { density, edge, empty };
  return { density: Math.min(DENSEST, fraction), edge: () => Infinity, empty: () => false };
}

/** Share of the central square that discs cover. */
function coverage(fibers: Fiber[], side: number, core: number): number {
  const covered = new Uint8Array(side * side);
  for (const fiber of fibers) forDisc(fiber, side, (i) => (covered[i] = 1));
  const inside = centre(covered, side, core);
  return inside.reduce((sum, value) => sum + value, 0) / inside.length;
}

/** Visits the pixels of a disc with their distance from its centre over its radius. */
function forDisc({ x: cx, y: cy, radius }: Fiber, side: number, visit: (index: number, r: number) => void): void {
  for (let y = Math.max(0, Math.ceil(cy - radius)); y <= Math.min(side - 1, cy + radius); y++) {
    for (let x = Math.max(0, Math.ceil(cx - radius)); x <= Math.min(side - 1, cx + radius); x++) {
      const r = Math.hypot(x - cx, y - cy) / radius;
      if (r <= 1) visit(y * side + x, r);
    }
  }
}

/** Discs with their coating; a phase-contrast rim brightens the border of a fiber and leaves its core a little darker. */
function stamp(fibers: Fiber[], grey: Float32Array, labels: Uint8Array, side: number, random: Random): void {
  const coating = random.uniform() < 0.5 ? random.between(0.1, 0.3) : 0; // thickness over radius
  const coatingGrey = random.between(0.56, 0.98);
  const core = random.between(0.66, 0.82);
  const rim = random.between(0, 0.1);
  for (const fiber of fibers) {
    const own = core + 0.02 * random.normal();
    forDisc(fiber, side, (i, r) => {
      const inCoating = r > 1 - coating;
      labels[i] = inCoating ? FIBER_LABELS.coating : FIBER_LABELS.fiber;
      grey[i] = inCoating ? coatingGrey : own + rim * (r * r - 0.5);
    });
  }
}

/**
 * Discs at random, then pushed apart where they overlap (a collective rearrangement), in a field with a margin so that the
 * border is like the middle. A halo around each disc, which takes part in the pushing, spreads loose beds evenly.
 */
function pack(side: number, density: number, diameter: number, random: Random): Fiber[] {
  const margin = 1.5 * diameter;
  const extent = side + 2 * margin;
  const mean = (Math.PI * diameter ** 2) / 4;
  const count = Math.round((density * extent ** 2) / mean);
  const spread = random.between(0.02, 0.14);
  const halo = Math.max(0, random.between(0.5, 1) * (Math.sqrt(0.8 / density) - 1)) * diameter;
  const fibers: Fiber[] = Array.from({ length: count }, () => ({
    x: random.between(-margin, side + margin),
    y: random.between(-margin, side + margin),
    radius: (diameter / 2) * Math.max(0.5, 1 + spread * random.normal()),
  }));
  const reach = diameter * (1 + 2 * spread) + halo;
  let neighbours: [Fiber, Fiber][] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % LIST_LIFE === 0) neighbours = pairs(fibers, 1.25 * reach);
    for (const [a, b] of neighbours) {
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const apart = a.radius + b.radius + halo;
      const square = dx * dx + dy * dy;
      if (square >= apart * apart) continue;
      const distance = Math.sqrt(square) || 1e-6;
      const push = (0.5 * (apart - distance)) / distance;
      a.x += dx * push;
      a.y += dy * push;
      b.x -= dx * push;
      b.y -= dy * push;
    }
    for (const fiber of fibers) {
      fiber.x = Math.min(side + margin, Math.max(-margin, fiber.x));
      fiber.y = Math.min(side + margin, Math.max(-margin, fiber.y));
    }
  }
  return fibers;
}

/** Every pair closer than `reach`, once. */
function pairs(fibers: Fiber[], reach: number): [Fiber, Fiber][] {
  const buckets = new Buckets(fibers, reach);
  return fibers.flatMap((fiber) =>
    buckets
      .near(fiber.x, fiber.y)
      .filter(
        (other) =>
          (other.x - fiber.x || other.y - fiber.y) > 0 && Math.hypot(other.x - fiber.x, other.y - fiber.y) < reach,
      )
      .map((other): [Fiber, Fiber] => [fiber, other]),
  );
}

/** Signed distance to the bundle's edge, positive inside; most crops lie wholly inside. */
function bundleEdge(side: number, random: Random): (x: number, y: number) => number {
  if (random.uniform() < 0.85) return () => Infinity;
  const angle = random.between(0, 2 * Math.PI);
  const offset = random.between(-0.25, 0.4) * side;
  const wave = smoothField(random, side, side / 4);
  return (x, y) =>
    (x - side / 2) * Math.cos(angle) + (y - side / 2) * Math.sin(angle) + offset + 0.03 * side * wave(x, y);
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
