/**
 * Sandstone: angular grains of many sizes, cemented where they touch, with pores where three or more of them meet.
 *
 * Grains are the cells of an additively weighted Voronoi diagram of random points in warped coordinates; the pore space is
 * what lies nearest to the places where cells meet, cut at the quantile that gives the porosity that is asked for.
 */
import type { Random } from '../lib/rng.ts';
import { Buckets, quantile, smoothField, type Point } from './fields.ts';

/** Label values of a rock slice. */
export const ROCK_LABELS = { pore: 0, quartz: 1, altered: 2, heavy: 3 } as const;

export interface RockParameters {
  porosity: number; // fraction of the area
  grainSize: number; // mean grain diameter, px
}

interface Grain extends Point {
  weight: number;
  kind: number;
  grey: number;
  area: number; // px², counted while drawing
}

/**
 * @returns attenuation in grey units, class labels, and the equivalent diameters of the grains in px, for a square field
 */
export function drawRock(side: number, { porosity, grainSize }: RockParameters, random: Random) {
  const grains = placeGrains(side, grainSize, random);
  const buckets = new Buckets(grains, 1.6 * grainSize);
  const warpX = smoothField(random, side, grainSize * 0.45);
  const warpY = smoothField(random, side, grainSize * 0.45);
  const rough = smoothField(random, side, Math.max(1.5, grainSize * 0.12));
  const cement = smoothField(random, side, grainSize * 1.3);
  const mottle = smoothField(random, side, 2.2);
  const mottleFine = smoothField(random, side, 1.1);
  const clay = smoothField(random, side, grainSize * 0.8);

  const openness = new Float32Array(side * side);
  const owner: Grain[] = new Array<Grain>(side * side);
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      const u = x + 0.13 * grainSize * warpX(x, y) + 0.03 * grainSize * rough(x, y);
      const v = y + 0.13 * grainSize * warpY(x, y) + 0.03 * grainSize * rough(y, x);
      const [first, second, third, grain] = nearest(buckets.near(x, y), u, v);
      owner[i] = grain;
      // Small where cells meet; the third neighbour makes corners more open than edges, as cemented contacts are.
      const corner = (second - first + 1.5 * (third - first)) / grainSize;
      openness[i] = corner + 0.3 * cement(x, y) + (grain.kind === VOID ? -2.5 : 0);
    }
  }

  const cut = quantile(openness, porosity);
  const grey = new Float32Array(side * side);
  const labels = new Uint8Array(side * side);
  for (let i = 0, y = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      const grain = owner[i]!;
      if (openness[i]! < cut) {
        labels[i] = ROCK_LABELS.pore;
        // Clay that the scanner cannot resolve makes some pores brighter.
        grey[i] = 0.16 + 0.1 * Math.max(0, clay(x, y) - 0.9);
      } else {
        grain.area++;
        labels[i] = grain.kind === VOID ? ROCK_LABELS.quartz : grain.kind;
        const texture = grain.kind === ROCK_LABELS.altered ? 0.055 * mottle(x, y) + 0.04 * mottleFine(x, y) : 0;
        grey[i] = grain.grey + texture;
      }
    }
  }
  addInclusions(grey, labels, side, random);
  const diameters = grains.filter(({ area }) => area > 4).map(({ area }) => 2 * Math.sqrt(area / Math.PI));
  return { grey, labels, diameters };
}

/** Cells of this kind are pores as large as a grain. */
const VOID = -1;

function placeGrains(side: number, grainSize: number, random: Random): Grain[] {
  const margin = 1.6 * grainSize;
  const extent = side + 2 * margin;
  const wanted = Math.ceil(extent ** 2 / (0.72 * grainSize ** 2));
  const grains: Grain[] = [];
  for (let attempt = 0; attempt < wanted * 6 && grains.length < wanted; attempt++) {
    const x = random.between(-margin, side + margin);
    const y = random.between(-margin, side + margin);
    const scale = Math.exp(0.4 * random.normal());
    const apart = (0.36 + 0.34 * Math.min(1.6, scale)) * grainSize;
    if (grains.some((other) => (other.x - x) ** 2 + (other.y - y) ** 2 < apart ** 2)) continue;
    grains.push({ x, y, weight: 0.16 * grainSize * (Math.min(1.8, scale) - 1), ...mineral(random), area: 0 });
  }
  return grains;
}

/** Mostly quartz, some feldspar and altered grains, a few cells left open. */
function mineral(random: Random): { kind: number; grey: number } {
  const draw = random.uniform();
  if (draw < 0.07) return { kind: VOID, grey: 0.46 };
  if (draw < 0.17) return { kind: ROCK_LABELS.altered, grey: random.between(0.46, 0.58) };
  if (draw < 0.23) return { kind: ROCK_LABELS.quartz, grey: random.between(0.53, 0.6) };
  return { kind: ROCK_LABELS.quartz, grey: 0.465 + 0.008 * random.normal() };
}

/** The three smallest weighted distances and the nearest grain. */
function nearest(candidates: readonly Grain[], x: number, y: number): [number, number, number, Grain] {
  let [first, second, third] = [Infinity, Infinity, Infinity];
  let grain = candidates[0]!;
  for (const candidate of candidates) {
    const distance = Math.sqrt((candidate.x - x) ** 2 + (candidate.y - y) ** 2) - candidate.weight; // hypot is slow
    if (distance < first) {
      [first, second, third] = [distance, first, second];
      grain = candidate;
    } else if (distance < second) [second, third] = [distance, second];
    else if (distance < third) third = distance;
  }
  return [first, second, third, grain];
}

/** Heavy minerals: rare, small, bright, often elongated; about 1 % of the area. */
function addInclusions(grey: Float32Array, labels: Uint8Array, side: number, random: Random): void {
  const count = Math.round((side / 96) ** 2 * random.between(0, 4));
  for (let n = 0; n < count; n++) {
    const [cx, cy] = [random.between(0, side), random.between(0, side)];
    const long = Math.exp(random.between(Math.log(0.8), Math.log(4)));
    const short = long * random.between(0.35, 0.9);
    const angle = random.between(0, Math.PI);
    const bright = random.between(0.7, 1.15);
    for (let y = Math.max(0, Math.floor(cy - long)); y < Math.min(side, cy + long + 1); y++) {
      for (let x = Math.max(0, Math.floor(cx - long)); x < Math.min(side, cx + long + 1); x++) {
        const [dx, dy] = [x - cx, y - cy];
        const along = (dx * Math.cos(angle) + dy * Math.sin(angle)) / long;
        const across = (dy * Math.cos(angle) - dx * Math.sin(angle)) / short;
        if (along ** 2 + across ** 2 > 1) continue;
        grey[y * side + x] = bright;
        labels[y * side + x] = ROCK_LABELS.heavy;
      }
    }
  }
}
