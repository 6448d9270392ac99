/** Damage drawn into a simulated slice, so that there is something to repair whose truth is known. */
import { Random } from '../lib/rng.ts';

/** Of the random numbers; the simulators use 1000 to 1002. */
const STREAM = 1003;
/** Grey of air in a crack: darker than the pores, which hold brine or resin. */
const AIR = 0.06;

/** Radius as a share of the side, width in px (standard deviation), height and what of it is seen, in grey. */
const RING = { radius: 0.28, width: 0.9, height: 0.32, seen: 0.04 } as const;

/**
 * A jagged crack through the middle of a square slice, a quarter as long as its side and two to three pixels wide.
 * @param grey `[side, side]` in [0, 1]
 * @returns a copy with the crack
 */
export function crack(grey: Float32Array, side: number, seed: number): Float32Array {
  const out = grey.slice();
  const random = new Random(seed, STREAM);
  const points = 8;
  let [x, y] = [0.4 * side, 0.42 * side];
  const step = (0.27 * side) / points;
  for (let i = 0; i < points; i++) {
    const heading = Math.PI / 4 + random.between(-0.8, 0.8);
    const [nextX, nextY] = [x + step * Math.cos(heading), y + step * Math.sin(heading)];
    const width = random.between(0.5, 1);
    for (let t = 0; t <= 1; t += 0.5 / step) {
      dab(out, side, x + t * (nextX - x), y + t * (nextY - y), width);
    }
    [x, y] = [nextX, nextY];
  }
  return out;
}

/**
 * A bright ring about the rotation axis in the middle of a square slice, as a detector pixel that counts too little leaves it:
 * even along the ring, and blurred across it by the reconstruction.
 * @param grey `[side, side]` in [0, 1]
 * @returns a copy with the ring, clipped to [0, 1]
 */
export function ring(grey: Float32Array, side: number): Float32Array {
  const out = grey.slice();
  const axis = (side - 1) / 2;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const across = (Math.hypot(x - axis, y - axis) - RING.radius * side) / RING.width;
      const i = y * side + x;
      out[i] = Math.min(1, out[i]! + RING.height * Math.exp(-(across ** 2) / 2));
    }
  }
  return out;
}

/**
 * The pixels that `ring` has changed so that it can be seen.
 * @returns `[side, side]`, 1 on the ring
 */
export function ringMask(side: number): Uint8Array {
  const changed = ring(new Float32Array(side * side), side);
  return Uint8Array.from(changed, (grey) => (grey > RING.seen ? 1 : 0));
}

/** A dark disc with a rim of one pixel, as the scanner's blur leaves it. */
function dab(grey: Float32Array, side: number, cx: number, cy: number, radius: number): void {
  const reach = radius + 1;
  for (let y = Math.max(0, Math.ceil(cy - reach)); y <= Math.min(side - 1, cy + reach); y++) {
    for (let x = Math.max(0, Math.ceil(cx - reach)); x <= Math.min(side - 1, cx + reach); x++) {
      const share = Math.min(1, Math.max(0, reach - Math.hypot(x - cx, y - cy)));
      const i = y * side + x;
      grey[i] = Math.min(grey[i]!, (1 - share) * grey[i]! + share * AIR);
    }
  }
}
