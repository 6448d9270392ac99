/**
 * A root system on a sheet of paper: roots that follow gravity with a wander, taper to a tip, branch into laterals, bear
 * hairs, and lie over one another.
 */
import type { Random } from '../lib/rng.ts';
import { smoothField } from './fields.ts';

/** Label values of a root image. */
export const ROOT_LABELS = { ground: 0, root: 1, hair: 2 } as const;

export interface RootParameters {
  areaFraction: number; // of the roots without their hairs
  width: number; // of the main roots at their base, px
}

interface Root {
  /** Centre line at steps of `STEP`, px. */
  x: number[];
  y: number[];
  radius: number[];
  heading: number[];
  grey: number;
  /** Half the width of the edge's grey ramp, px; wide where the root is out of focus. */
  softness: number;
}

/** A root drawn alone: for each pixel the height above its edge, px (negative outside), and the nearest step. */
interface Shape {
  height: Float32Array;
  step: Uint16Array;
}

const STEP = 0.5;
const DOWN = Math.PI / 2;
const SHADOW_REACH = 3; // px
const ATTEMPTS = 80;

/**
 * @returns grey values before the camera, class labels, and the mean width in px of each root, for a square image. Where the
 * roots that fit cannot give the area fraction (wide roots, small image), the nearest below is drawn.
 */
export function drawRoots(side: number, { areaFraction, width }: RootParameters, random: Random) {
  const grey = drawPaper(side, random);
  const labels = new Uint8Array(side * side);
  const diameters: number[] = [];
  const habit = drawHabit(side, random);
  let covered = 0;
  for (let attempt = 0; attempt < ATTEMPTS && covered < 0.95 * areaFraction * side * side; attempt++) {
    const root = growMain(side, width, habit, random);
    const system = [...growLaterals(root, habit, random), root].map((part) => ({ part, shape: shapeOf(part, side) }));
    let added = 0;
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== ROOT_LABELS.root && system.some(({ shape }) => shape.height[i]! >= 0)) added++;
    }
    if (added === 0 || covered + added > 1.05 * areaFraction * side * side) continue;
    covered += added;
    for (const { part, shape } of system) {
      castShadow(grey, side, shape);
      if (habit.hairLength > 0) drawHairs(grey, labels, side, part, habit, random);
      paint(grey, labels, part, shape);
      diameters.push((2 * part.radius.reduce((sum, radius) => sum + radius, 0)) / part.radius.length);
    }
  }
  return { grey, labels, diameters };
}

/** What all roots of one image have in common. */
function drawHabit(side: number, random: Random) {
  const hairy = random.uniform() < 0.7;
  return {
    gravity: DOWN + 0.25 * random.normal(),
    wander: random.between(0.004, 0.03),
    // Some images show the seed, from which the roots fan out.
    hub: random.uniform() < 0.3 ? { x: random.between(0.2, 0.8) * side, y: random.between(-0.5, -0.03) * side } : null,
    hairLength: hairy ? random.between(1.5, 6) : 0,
    hairDensity: random.between(0.1, 0.6), // hairs per step and side
    branching: random.uniform() < 0.5 ? random.between(0.01, 0.04) : 0, // laterals per step
    softness: random.between(0.5, 1),
    grey: random.between(0.62, 0.85),
  };
}
type Habit = ReturnType<typeof drawHabit>;

function growMain(side: number, width: number, habit: Habit, random: Random): Root {
  const { hub, gravity } = habit;
  // Outside the picture, so that no root begins in mid-air.
  const start = hub ?? { x: random.between(-0.4, 1.4) * side, y: random.between(-0.8, -0.1) * side };
  const heading = gravity + (hub ? 0.6 : 0.35) * random.normal();
  const length = side * random.between(0.6, 2.6);
  const scale = Math.exp(0.25 * random.normal());
  return grow(start.x, start.y, heading, 0.5 * width * scale, length, habit, random);
}

function growLaterals(main: Root, habit: Habit, random: Random): Root[] {
  const laterals: Root[] = [];
  for (let i = 0; i < main.x.length * 0.8; i++) {
    if (random.uniform() >= habit.branching) continue;
    const turn = random.between(0.7, 1.4) * (random.uniform() < 0.5 ? -1 : 1);
    const radius = Math.max(0.5, main.radius[i]! * random.between(0.3, 0.6));
    const length = radius * random.between(8, 40);
    laterals.push(grow(main.x[i]!, main.y[i]!, main.heading[i]! + turn, radius, length, habit, random));
  }
  return laterals;
}

/** The heading follows gravity slowly and is disturbed by a turning rate that changes smoothly (Ornstein–Uhlenbeck). */
function grow(
  x: number,
  y: number,
  heading: number,
  radius: number,
  length: number,
  habit: Habit,
  random: Random,
): Root {
  const steps = Math.min(65_000, Math.ceil(length / STEP));
  const root: Root = {
    x: [],
    y: [],
    radius: [],
    heading: [],
    grey: habit.grey * random.between(0.92, 1.12),
    softness: habit.softness * (random.uniform() < 0.2 ? random.between(1.5, 3) : 1),
  };
  let turning = 0;
  for (let i = 0; i < steps; i++) {
    const left = (steps - i) * STEP;
    // A slow taper, then a rounded tip about two widths long.
    const tip = Math.min(1, left / (4 * radius));
    root.x.push(x);
    root.y.push(y);
    root.heading.push(heading);
    root.radius.push(radius * (1 - (0.45 * i) / steps) * Math.sqrt(1 - (1 - tip) ** 2));
    turning += -0.03 * turning + 0.25 * habit.wander * random.normal();
    heading += STEP * (turning + 0.004 * Math.sin(habit.gravity - heading));
    x += STEP * Math.cos(heading);
    y += STEP * Math.sin(heading);
  }
  return root;
}

function shapeOf(root: Root, side: number): Shape {
  const height = new Float32Array(side * side).fill(-Infinity);
  const step = new Uint16Array(side * side);
  for (let i = 0; i < root.x.length; i++) {
    const [cx, cy, radius] = [root.x[i]!, root.y[i]!, root.radius[i]!];
    const reach = radius + Math.max(SHADOW_REACH, 2 * root.softness) + 1;
    const bottom = Math.min(side - 1, cy + reach);
    const right = Math.min(side - 1, cx + reach);
    for (let y = Math.max(0, Math.ceil(cy - reach)); y <= bottom; y++) {
      for (let x = Math.max(0, Math.ceil(cx - reach)); x <= right; x++) {
        const above = radius - Math.hypot(x - cx, y - cy);
        const p = y * side + x;
        if (above > height[p]!) {
          height[p] = above;
          step[p] = i;
        }
      }
    }
  }
  return { height, step };
}

/** From 0 at −1 to 1 at 1. */
function ramp(t: number): number {
  const u = Math.min(1, Math.max(0, (t + 1) / 2));
  return u * u * (3 - 2 * u);
}

/** The light comes from the upper left; the shadow lies one pixel off and is soft. */
function castShadow(grey: Float32Array, side: number, { height }: Shape): void {
  for (let y = 1; y < side; y++) {
    for (let x = 1; x < side; x++) {
      grey[y * side + x]! *= 1 - 0.16 * ramp(height[(y - 1) * side + x - 1]! / SHADOW_REACH);
    }
  }
}

/** A translucent cylinder: bright along the middle, a little brighter towards the light. */
function paint(grey: Float32Array, labels: Uint8Array, root: Root, { height, step }: Shape): void {
  for (let p = 0; p < grey.length; p++) {
    const above = height[p]!;
    const cover = ramp(above / root.softness);
    if (cover === 0) continue;
    const radius = Math.max(0.5, root.radius[step[p]!]!);
    const inner = Math.min(1, Math.max(0, above / radius));
    const body = root.grey * (0.88 + 0.16 * Math.sqrt(inner * (2 - inner)));
    grey[p]! += (body - grey[p]!) * cover;
    if (above >= 0) labels[p] = ROOT_LABELS.root;
  }
}

/** Hairs stand off the surface, fade towards their ends, and are missing near the tip, where they have not grown yet. */
function drawHairs(
  grey: Float32Array,
  labels: Uint8Array,
  side: number,
  root: Root,
  habit: Habit,
  random: Random,
): void {
  const bald = Math.min(root.x.length * 0.4, 20 / STEP);
  for (let i = 0; i < root.x.length - bald; i++) {
    for (const flank of [-1, 1]) {
      if (random.uniform() >= habit.hairDensity) continue;
      let angle = root.heading[i]! + flank * (DOWN + 0.35 * random.normal());
      let x = root.x[i]! + root.radius[i]! * Math.cos(angle);
      let y = root.y[i]! + root.radius[i]! * Math.sin(angle);
      const length = habit.hairLength * random.between(0.3, 1.2);
      const strength = random.between(0.1, 0.35);
      for (let along = 0; along < length; along += STEP) {
        const column = Math.round(x);
        const row = Math.round(y);
        if (column >= 0 && row >= 0 && column < side && row < side) {
          const p = row * side + column;
          grey[p]! += (0.85 * root.grey - grey[p]!) * strength * (1 - along / length);
          if (labels[p] === ROOT_LABELS.ground) labels[p] = ROOT_LABELS.hair;
        }
        angle += 0.12 * random.normal();
        x += STEP * Math.cos(angle);
        y += STEP * Math.sin(angle);
      }
    }
  }
}

/** Germination paper: uneven light, felt texture longer along one direction, and now and then a fold or a wet patch. */
function drawPaper(side: number, random: Random): Float32Array {
  const base = random.between(0.3, 0.4);
  const light = smoothField(random, side, side * 0.9);
  const felt = smoothField(random, side, 1.7);
  const cloud = smoothField(random, side, 6);
  const [contrast, cloudContrast] = [random.between(0.005, 0.022), random.between(0.003, 0.012)];
  const stretch = random.between(0.45, 1);
  const fold = random.uniform() < 0.12 ? { row: random.between(0, side), slope: 0.05 * random.normal() } : null;
  const wet =
    random.uniform() < 0.12
      ? { x: random.between(0, side), y: random.between(0, side), radius: random.between(0.2, 0.7) * side }
      : null;
  const grey = new Float32Array(side * side);
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++, i++) {
      let value = base * (1 + 0.08 * light(x, y)) + contrast * felt(x, stretch * y) + cloudContrast * cloud(x, y);
      if (fold) value *= 1 - 0.3 * Math.exp(-((y - fold.row - fold.slope * x) ** 2));
      if (wet) value *= 1 + 0.1 * ramp(wet.radius - Math.hypot(x - wet.x, y - wet.y));
      grey[i] = value;
    }
  }
  return grey;
}
