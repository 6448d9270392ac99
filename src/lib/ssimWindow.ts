/** The window and constants of SSIM (Wang et al. 2004, section III.C) for a data range of 1, for the CPU and the GPU alike. */

const SIGMA = 1.5; // px
export const RADIUS = 5; // px: 3.5 σ, where scikit-image cuts the Gaussian too
export const WINDOW = 2 * RADIUS + 1; // px
export const C1 = 0.01 ** 2;
export const C2 = 0.03 ** 2;

/** Weights of the window at distance 0 to `RADIUS` from its centre; the eleven of them sum to 1. */
export const TAPS = ((): [number, number, number, number, number, number] => {
  const weight = (distance: number) => Math.exp(-0.5 * (distance / SIGMA) ** 2);
  const half = [weight(0), weight(1), weight(2), weight(3), weight(4), weight(5)] as const;
  const sum = half[0] + 2 * (half[1] + half[2] + half[3] + half[4] + half[5]);
  return [half[0] / sum, half[1] / sum, half[2] / sum, half[3] / sum, half[4] / sum, half[5] / sum];
})();

/**
 * Mean SSIM from its map, over the pixels whose window lies inside the image, as `ssim` has it.
 * @param map SSIM of each pixel, `[height, width]`, at least 11 × 11
 */
export function meanOfSsimMap(map: Float32Array, width: number, height: number): number {
  let sum = 0;
  for (let y = RADIUS; y < height - RADIUS; y++) {
    for (let x = RADIUS; x < width - RADIUS; x++) sum += map[y * width + x]!;
  }
  return sum / ((width - 2 * RADIUS) * (height - 2 * RADIUS));
}
