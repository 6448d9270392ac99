/**
 * What can be done to a mask, as plain data that survives JSON and structured cloning. Places and lengths are in pixels of the
 * picture; pixel (x, y) covers [x, x + 1) × [y, y + 1).
 */
import * as v from 'valibot';

const number = v.pipe(v.number(), v.finite());
const length = v.pipe(number, v.minValue(0), v.maxValue(4096));
const whole = v.pipe(v.number(), v.integer());
const side = v.pipe(whole, v.minValue(1));
const share = v.pipe(number, v.minValue(0), v.maxValue(1));

const Point = v.object({ x: number, y: number });
const Stroke = v.object({
  kind: v.literal('stroke'),
  /** At least one; `pressure` scales the brush there. */
  points: v.pipe(v.array(v.object({ x: number, y: number, pressure: share })), v.minLength(1)),
  size: length, // diameter at full pressure
  hardness: share, // share of the radius that is wholly covered
  erase: v.boolean(),
});
const Rectangle = v.object({
  kind: v.literal('rectangle'),
  left: whole,
  top: whole,
  width: side,
  height: side,
  erase: v.boolean(),
});
/** Filled by the even-odd rule, so that a corner drawn across the outline cuts a hole. */
const Polygon = v.object({ kind: v.literal('polygon'), points: v.array(Point), erase: v.boolean() });
/** Filled by the nonzero rule, because a hand that crosses its own line means all of it. */
const Lasso = v.object({ kind: v.literal('lasso'), points: v.array(Point), erase: v.boolean() });
/** Pixels joined to the seed whose grey is at most `tolerance` away from the seed's. */
const Flood = v.object({ kind: v.literal('flood'), x: whole, y: whole, tolerance: share, erase: v.boolean() });
/** A line that differs from its surroundings: a crack, a ring. */
const Line = v.object({
  kind: v.literal('line'),
  x: whole,
  y: whole,
  tone: v.picklist(['dark', 'bright']),
  width: v.pipe(number, v.minValue(1), v.maxValue(64)), // of the widest line that is looked for
  threshold: share, // grey by which the line differs from both of its sides
  /** Only what is joined to the seed, or every such line of the picture. */
  joined: v.boolean(),
  erase: v.boolean(),
});
const Import = v.object({
  kind: v.literal('import'),
  /** The mask of the whole picture, see `runs.ts`. */
  runs: v.string(),
  how: v.picklist(['replace', 'add', 'subtract']),
});

export const Operation = v.variant('kind', [
  Stroke,
  Rectangle,
  Polygon,
  Lasso,
  Flood,
  Line,
  Import,
  v.object({ kind: v.picklist(['invert', 'clear']) }),
  v.object({ kind: v.picklist(['grow', 'shrink', 'feather']), radius: length }),
]);

export type Operation = v.InferOutput<typeof Operation>;
export type Stroke = v.InferOutput<typeof Stroke>;
export type StrokePoint = Stroke['points'][number];
export type Brush = Omit<Stroke, 'kind' | 'points'>;
export type Rectangle = v.InferOutput<typeof Rectangle>;
export type Point = v.InferOutput<typeof Point>;
export type Flood = v.InferOutput<typeof Flood>;
export type Line = v.InferOutput<typeof Line>;
