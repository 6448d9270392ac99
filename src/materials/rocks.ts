/**
 * Sandstone: convex angular grains of many sizes that touch along cemented contacts, with cuspate pores between them.
 *
 * A grain is a rounded polygon; all grains grow or shrink by one distance, which is chosen so that the porosity is the one
 * that is asked for. Where two overlap they meet half-way, as grains do under pressure solution, sometimes along a slit.
 */
import type { Random } from '../lib/rng.ts';
import { Buckets, centre, quantile, smoothField, type Point } from './fields.ts';

/** Label values of a rock slice. */
export const ROCK_LABELS = { pore: 0, quartz: 1, altered: 2, heavy: 3, clay: 4 } as const;

export interface RockParameters {
  porosity: number; // fraction of the central square's area
  /** Mean diameter that grains are laid out with, px. What is seen of them is about seven tenths of it across, because they overlap. */
  grainSize: number;
}

interface Grain extends Point {
  radius: number;
  /** Sides of the polygon: direction of the normal and distance from the centre over the radius. */
  normals: { cos: number; sin: number; distance: number }[];
  kind: number;
  grey: number;
  leached: boolean;
  area: number; // px², counted while drawing
}

const PORE_GREY = 0.15;
/** Material this dark is pore to the scanner, so it is pore in the labels too. */
const POROUS = 0.334;

/**
 * @param side of the square field
 * @param core side of the central square in which the porosity holds
 * @returns attenuation in grey units, class labels, and the equivalent diameters of the grains in px
 */
export function drawRock(side: number, core: number, { porosity, grainSize }: RockParameters, random: Random) {
  const grains = placeGrains(side, grainSize, random);
  const { outside, gap, owner } = measureGrains(grains, side, grainSize);
  const slit = smoothField(random, side, grainSize * 0.7);
  const [slitWidth, slitLevel] = [random.between(0.01, 0.05) * grainSize, random.between(0, 1.5)];
  const clay = smoothField(random, side, grainSize * 0.8);
  const clayLevel = random.between(0.4, 2);
  const mottle = smoothField(random, side, 4);
  const fine = smoothField(random, side, 2.2);

  // Grey of what is inside a grain, and of the clay that may fill the pores; both speckled below what the scanner resolves.
  const solid = new Float32Array(side * side);
  const filling = new Float32Array(side * side).fill(PORE_GREY);
  const openness = outside.slice();
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      const grain = grains[owner[i]!]!;
      solid[i] = grain.grey;
      if (grain.kind === ROCK_LABELS.altered) solid[i]! += 0.05 * mottle(x, y) + 0.045 * fine(y, x);
      if (grain.leached) solid[i]! -= 0.16 * Math.max(0, fine(x, y) + 0.7 * mottle(x, y));
      if (gap[i]! < slitWidth && slit(x, y) > slitLevel) solid[i] = 0.22;
      if (clay(x, y) > clayLevel) filling[i] = 0.33 + 0.1 * fine(x, y) + 0.07 * mottle(y, x);
      if (solid[i]! < POROUS) openness[i] = Infinity;
      else if (filling[i]! >= POROUS) openness[i] = -Infinity;
    }
  }

  const cut = quantile(centre(openness, side, core), 1 - porosity);
  const grey = new Float32Array(side * side);
  const labels = new Uint8Array(side * side);
  for (let i = 0; i < grey.length; i++) {
    const grain = grains[owner[i]!]!;
    const inPore = outside[i]! >= cut;
    grey[i] = inPore ? filling[i]! : solid[i]!;
    if (grey[i]! < POROUS) labels[i] = ROCK_LABELS.pore;
    else labels[i] = inPore ? ROCK_LABELS.clay : grain.kind;
    if (!inPore) grain.area++;
  }
  addBubbles(grey, labels, side, random);
  addHeavyMinerals(grey, labels, side, random);
  const diameters = grains.filter(({ area }) => area > 4).map(({ area }) => 2 * Math.sqrt(area / Math.PI));
  return { grey, labels, diameters };
}

/**
 * Large grains first, so that small ones fill the gaps. A place is refused where it overlaps a grain by too much, but only among the
 * grains that its neighbourhood had when it was first asked for (see `Buckets`): later ones are not seen, so nearly all grains overlap
 * more than that, and many lie for the most part within another. Models have learnt from slices drawn this way, so it stays.
 */
function placeGrains(side: number, grainSize: number, random: Random): Grain[] {
  const margin = 1.5 * grainSize;
  const wanted = Math.ceil((side + 2 * margin) ** 2 / (0.6 * grainSize ** 2));
  const spread = random.between(0.15, 0.45);
  const radii = Array.from(
    { length: wanted },
    () => 0.5 * grainSize * Math.exp(spread * Math.max(-2, Math.min(2, random.normal()))),
  );
  radii.sort((a, b) => b - a);
  const buckets = new Buckets<Grain>([], 2 * radii[0]!);
  const grains: Grain[] = [];
  for (const radius of radii) {
    for (let attempt = 0; attempt < 12; attempt++) {
      const x = random.between(-margin, side + margin);
      const y = random.between(-margin, side + margin);
      if (buckets.near(x, y).some((other) => Math.hypot(other.x - x, other.y - y) < 0.78 * (radius + other.radius)))
        continue;
      const grain = { x, y, radius, normals: polygon(random), ...mineral(random), area: 0 };
      grains.push(grain);
      buckets.add(grain);
      break;
    }
  }
  // Some places stay empty: pores as large as a grain.
  return grains.filter(() => random.uniform() > 0.04);
}

function polygon(random: Random): Grain['normals'] {
  const sides = 5 + random.integer(4);
  const turn = random.between(0, 2 * Math.PI);
  const aspect = random.between(0.72, 1);
  const axis = random.between(0, Math.PI);
  return Array.from({ length: sides }, (_, k) => {
    const angle = turn + (2 * Math.PI * (k + random.between(-0.3, 0.3))) / sides;
    const along = Math.cos(angle - axis) ** 2;
    const distance = random.between(0.8, 1.1) * (along + aspect * (1 - along));
    return { cos: Math.cos(angle), sin: Math.sin(angle), distance };
  });
}

/** Mostly quartz, some feldspar, some grains altered to clay, some leached from within. */
function mineral(random: Random): Pick<Grain, 'kind' | 'grey' | 'leached'> {
  const draw = random.uniform();
  if (draw < 0.1)
    return { kind: ROCK_LABELS.altered, grey: random.between(0.44, 0.58), leached: random.uniform() < 0.3 };
  if (draw < 0.17) return { kind: ROCK_LABELS.quartz, grey: random.between(0.53, 0.6), leached: false };
  return { kind: ROCK_LABELS.quartz, grey: 0.465 + 0.006 * random.normal(), leached: random.uniform() < 0.05 };
}

/** For each pixel its distance outside the nearest grain (negative inside), how much farther the next one is, and the nearest. */
function measureGrains(grains: Grain[], side: number, grainSize: number) {
  const outside = new Float32Array(side * side).fill(grainSize);
  const next = new Float32Array(side * side).fill(2 * grainSize);
  const owner = new Uint32Array(side * side);
  grains.forEach(({ x: cx, y: cy, radius, normals }, index) => {
    const reach = 1.3 * radius + 0.35 * grainSize;
    for (let y = Math.max(0, Math.ceil(cy - reach)); y <= Math.min(side - 1, cy + reach); y++) {
      for (let x = Math.max(0, Math.ceil(cx - reach)); x <= Math.min(side - 1, cx + reach); x++) {
        // The circle rounds the polygon's corners.
        let distance = 0.9 * (Math.hypot(x - cx, y - cy) - 1.06 * radius);
        for (const normal of normals) {
          distance = Math.max(distance, (x - cx) * normal.cos + (y - cy) * normal.sin - normal.distance * radius);
        }
        const i = y * side + x;
        if (distance < outside[i]!) {
          next[i] = outside[i]!;
          outside[i] = distance;
          owner[i] = index;
        } else if (distance < next[i]!) next[i] = distance;
      }
    }
  });
  return { outside, owner, gap: next.map((value, i) => value - outside[i]!) };
}

/** Air in pores that are otherwise filled with brine or resin. */
function addBubbles(grey: Float32Array, labels: Uint8Array, side: number, random: Random): void {
  const count = Math.round((side / 60) ** 2 * random.between(-1, 1.5));
  for (let n = 0; n < count; n++) {
    const radius = random.between(2, 6);
    forEllipse(side, random, radius, radius, (i) => {
      if (labels[i] === ROCK_LABELS.pore) grey[i] = 0.03;
    });
  }
}

/** Heavy minerals: rare, bright, often flakes; about 1 % of the area. */
function addHeavyMinerals(grey: Float32Array, labels: Uint8Array, side: number, random: Random): void {
  const count = Math.round((side / 70) ** 2 * random.between(0, 1.6));
  for (let n = 0; n < count; n++) {
    const long = Math.exp(random.between(Math.log(1.2), Math.log(11)));
    const bright = random.between(0.7, 1.15);
    forEllipse(side, random, long, long * random.between(0.25, 0.8), (i) => {
      grey[i] = bright;
      labels[i] = ROCK_LABELS.heavy;
    });
  }
}

/** Visits the pixels of an ellipse, pointed like a crystal, at a random place and angle. */
function forEllipse(side: number, random: Random, long: number, short: number, visit: (index: number) => void): void {
  const [cx, cy, angle] = [random.between(0, side), random.between(0, side), random.between(0, Math.PI)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = Math.max(0, Math.floor(cy - long)); y < Math.min(side, cy + long + 1); y++) {
    for (let x = Math.max(0, Math.floor(cx - long)); x < Math.min(side, cx + long + 1); x++) {
      const along = Math.abs((x - cx) * cos + (y - cy) * sin) / long;
      const across = Math.abs((y - cy) * cos - (x - cx) * sin) / short;
      if (along ** 1.6 + across ** 1.6 < 1) visit(y * side + x);
    }
  }
}
