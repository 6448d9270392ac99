/** The simulated camera: defocus and sensor noise. */
import type { Random } from '../lib/rng.ts';

/**
 * @param image row-major `[side, side]`, grey units
 * @param blur standard deviation of the defocus, px
 * @param noise standard deviation of the sensor noise, grey units
 * @returns what the sensor reads, not clipped
 */
export function photograph(
  image: Float32Array,
  side: number,
  { blur, noise }: { blur: number; noise: number },
  random: Random,
): Float32Array {
  const kernel = gaussian(blur);
  const rows = blurAlong(image, side, 1, side, kernel);
  return blurAlong(rows, side, side, 1, kernel).map((value) => value + noise * random.normal());
}

function gaussian(sigma: number): Float64Array {
  const reach = Math.ceil(3 * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * Math.max(sigma, 1e-3) ** 2)),
  );
  const total = kernel.reduce((sum, value) => sum + value, 0);
  return kernel.map((value) => value / total);
}

/** Convolution along lines of `side` pixels that lie `step` apart; borders repeat. */
function blurAlong(
  image: Float32Array,
  side: number,
  step: number,
  lineStep: number,
  kernel: Float64Array,
): Float32Array {
  const out = new Float32Array(image.length);
  const reach = (kernel.length - 1) / 2;
  for (let line = 0; line < side; line++) {
    for (let i = 0; i < side; i++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++) {
        const at = Math.min(side - 1, Math.max(0, i + k));
        sum += kernel[k + reach]! * image[line * lineStep + at * step]!;
      }
      out[line * lineStep + i * step] = sum;
    }
  }
  return out;
}
