/** A simulated slice of any material with its ground truth: drawn, then seen through the simulated instrument. */
import type { Attributes, Material } from '../contract/materials.ts';
import { SpecimenError } from '../contract/errors.ts';
import { Random } from '../lib/rng.ts';
import { measureAttributes } from './attributes.ts';
import { photograph } from './camera.ts';
import { captionOf } from './caption.ts';
import { centre, shrink } from './fields.ts';
import { FIBER_LABELS, drawFibers } from './fibers.ts';
import { fieldSize, finish, scan } from './instrument.ts';
import { ROCK_LABELS, drawRock } from './rocks.ts';
import { ROOT_LABELS, drawRoots } from './roots.ts';

/** Streams of a slice's seed. */
const STREAM = { parameters: 1000, structure: 1001, instrument: 1002 } as const;
/** Slices are drawn this many times finer than they come out, so that edges are partial in their pixels. */
const FINER = 2;
export const SIZE_LIMITS = { min: 32, max: 512 } as const;

/** What may be asked; the rest is drawn from the slice's seed, widely, because models learn from it. */
export interface SimulationRequest extends Partial<Attributes> {
  seed: number; // uint32
  size: number; // px, 32 to 512
}

export interface SimulatedSlice {
  /** Row-major `[size, size]`, values in [0, 1]. */
  image: Float32Array;
  /** Class of each pixel: ROCK_LABELS, FIBER_LABELS or ROOT_LABELS. Of rocks and fibers it is that ¼ px left of and above its centre. */
  labels: Uint8Array;
  parameters: Record<string, number>;
  truth: {
    /** Rocks: porosity; fibers: fibers with their coating; roots: roots. From the labels, in [0, 1]. */
    areaFraction: number;
    /** Equivalent diameters of the grains, diameters of the fibers or widths of the roots in and around the slice, px. */
    diameters: number[];
  };
  attributes: Attributes;
  caption: string;
}

/** @throws SpecimenError `BadRequest` as `validateSimulation` */
export function simulate(material: Material, request: SimulationRequest): SimulatedSlice {
  return finish(simulating(material, request));
}

/** The same with stops on the way, for those who have more to do than wait: see `scan`. @throws as `simulate` */
export function* simulating(material: Material, request: SimulationRequest): Generator<void, SimulatedSlice> {
  validateSimulation(request);
  const { seed, size } = request;
  const drawn = yield* DRAW[material](request, new Random(seed, STREAM.parameters), new Random(seed, STREAM.structure));
  const image = drawn.grey.map((value) => Math.min(1, Math.max(0, value)));
  const areaFraction = drawn.labels.filter((label) => COUNTED[material].includes(label)).length / drawn.labels.length;
  const diameters = drawn.diameters.map((diameter) => Math.round(diameter * 100) / 100);
  const diameter = diameters.reduce((sum, value) => sum + value, 0) / Math.max(1, diameters.length);
  return {
    image,
    labels: drawn.labels,
    parameters: drawn.parameters,
    truth: { areaFraction, diameters },
    attributes: measureAttributes(material, image, size, size),
    caption: captionOf(material, { areaFraction, diameter, noise: drawn.noise }),
  };
}

/** The labels that make up the area fraction. */
const COUNTED: Record<Material, readonly number[]> = {
  rocks: [ROCK_LABELS.pore],
  fibers: [FIBER_LABELS.fiber, FIBER_LABELS.coating],
  roots: [ROOT_LABELS.root],
};

interface Drawn {
  grey: Float32Array;
  labels: Uint8Array;
  diameters: number[];
  noise: number;
  parameters: Record<string, number>;
}

type Draw = (request: SimulationRequest, parameters: Random, structure: Random) => Generator<void, Drawn>;

const DRAW: Record<Material, Draw> = {
  *rocks({ seed, size, areaFraction, featureSize, noise }, random, structure) {
    const porosity = areaFraction ?? random.between(0.02, 0.4);
    const grainSize = featureSize === undefined ? logBetween(random, 6, 30) : grainSizeFor(featureSize, porosity);
    const side = fieldSize(size);
    const fine = drawRock(side * FINER, size * FINER, { porosity, grainSize: grainSize * FINER }, structure);
    return yield* scanned(fine, { seed, size, side, noise: noise ?? scanNoise(random) }, { porosity, grainSize });
  },
  *fibers({ seed, size, areaFraction, featureSize, noise }, random, structure) {
    const fraction = areaFraction ?? random.between(0.35, 0.74);
    const diameter = featureSize === undefined ? logBetween(random, 4.5, 18) : diameterFor(featureSize, fraction);
    const side = fieldSize(size);
    const fine = drawFibers(side * FINER, size * FINER, { fraction, diameter: diameter * FINER }, structure);
    return yield* scanned(fine, { seed, size, side, noise: noise ?? scanNoise(random) }, { fraction, diameter });
  },
  *roots({ seed, size, areaFraction, featureSize, noise }, random, structure) {
    const fraction = areaFraction ?? random.between(0.03, 0.35);
    const width = featureSize === undefined ? logBetween(random, 2, 10) : widthFor(featureSize, fraction);
    const deviation = noise ?? logBetween(random, 0.003, 0.05);
    const blur = random.between(0.3, 1);
    // Drawn at its own size, because the roots' edges are grey ramps already.
    const drawn = drawRoots(size, { areaFraction: fraction, width }, structure);
    yield;
    return {
      ...drawn,
      grey: photograph(drawn.grey, size, { blur, noise: deviation }, new Random(seed, STREAM.instrument)),
      noise: deviation,
      parameters: { areaFraction: fraction, width, blur, noise: deviation },
    };
  },
};

/** Noise standard deviation of a scan, grey units: from nearly none to strong. */
const scanNoise = (random: Random) => logBetween(random, 0.004, 0.04);

/** Uniform in the logarithm. */
const logBetween = (random: Random, from: number, to: number) => Math.exp(random.between(Math.log(from), Math.log(to)));

/**
 * What to draw for a wanted mean intercept length, which also depends on how much of the phase there is. Power laws fitted to
 * slices of 96 px. They hold on average where the limits do not bind; where little of a phase is asked for in small pieces they do:
 * grains are at least 4 px, and what lies between few pores is long. Each slice reports what was measured in it.
 */
const grainSizeFor = (intercept: number, porosity: number) => limit(((intercept * porosity) / 1.65) ** 1.8, 4, 60);
const diameterFor = (intercept: number, fraction: number) => limit((intercept * (1 - fraction) ** 0.8) / 0.53, 5.5, 60);
const widthFor = (intercept: number, fraction: number) => limit((intercept / (5.5 * fraction ** 0.27)) ** 1.8, 1, 60);
const limit = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function* scanned(
  fine: { grey: Float32Array; labels: Uint8Array; diameters: number[] },
  { seed, size, side, noise }: { seed: number; size: number; side: number; noise: number },
  parameters: Record<string, number>,
): Generator<void, Drawn> {
  const random = new Random(seed, STREAM.instrument);
  const axis = { x: random.between(-1.5, 1.5) * size, y: random.between(-1.5, 1.5) * size };
  const rings = random.uniform() < 0.5 ? 0 : random.between(0.0005, 0.004);
  const photons = photonsFor(noise, side);
  const blur = random.between(0.3, 0.6);
  const field = shrink(fine.grey, side, FINER);
  const grey = yield* scan(field, size, { photons, gainError: rings, axis, blur }, random);
  return {
    grey,
    labels: centre(subsample(fine.labels, side), side, size),
    diameters: fine.diameters.map((diameter) => diameter / FINER),
    noise,
    parameters: { ...parameters, noise, gainError: rings, axisX: axis.x, axisY: axis.y },
  };
}

/**
 * Photons per bin that give the wanted noise: the variance of filtered back-projection grows with that of the projections,
 * and for a fixed dose per projection in proportion to the side of the field.
 */
const photonsFor = (noise: number, side: number) => (NOISE_CONSTANT * side) / noise ** 2;
/** Fitted once to the noise that `measureAttributes` finds in scans of a uniform disc; a test holds it. */
const NOISE_CONSTANT = 0.094;

/**
 * Every `FINER`th label, the upper left one of each pixel's four: its place is ¼ px left of and above the pixel's centre, so that the
 * labels lie ¼ px to the right of and below the grey image.
 */
function subsample(labels: Uint8Array, side: number): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return labels[y * FINER * side * FINER + x * FINER]!;
  });
}

/** @throws SpecimenError `BadRequest` for a seed, a size or an attribute out of range. */
export function validateSimulation({ seed, size, areaFraction, featureSize, noise }: SimulationRequest): void {
  const refuse = (sentence: string) => {
    throw new SpecimenError('BadRequest', sentence);
  };
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    refuse('The seed must be a whole number from 0 to 4294967295.');
  if (!Number.isInteger(size) || size < SIZE_LIMITS.min || size > SIZE_LIMITS.max) {
    refuse(`The size must be a whole number of pixels from ${SIZE_LIMITS.min} to ${SIZE_LIMITS.max}.`);
  }
  if (areaFraction !== undefined && !(areaFraction > 0 && areaFraction < 0.8))
    refuse('The area fraction must lie between 0 and 0.8.');
  if (featureSize !== undefined && !(featureSize >= 2 && featureSize <= size))
    refuse('The feature size must be from 2 px to the size of the slice.');
  if (noise !== undefined && !(noise > 0 && noise <= 0.3)) refuse('The noise must lie between 0 and 0.3.');
}
