/** Regions larger than the network: overlapping windows, and one denoiser made of them. */
import type { Denoiser } from './denoiser.ts';

/** Square windows that cover a region, in rows: all pairs of a top edge and a left edge. */
export interface TileLayout {
  width: number; // px, of the region
  height: number;
  side: number; // px, of a window
  lefts: number[]; // rising, the first 0
  tops: number[];
  tiles: number; // lefts × tops
}

/**
 * Windows at equal distances, side − overlap or less; the last one of each row and column is flush with the region's edge.
 * @param overlap least number of pixels that neighbours share, 0 to side − 1
 * @throws RangeError when the region is smaller than a window
 */
export function tileLayout(width: number, height: number, side: number, overlap: number): TileLayout {
  const starts = (length: number) => {
    if (length < side) throw new RangeError(`A region of ${width} × ${height} px holds no window of ${side} px.`);
    const gaps = Math.ceil((length - side) / (side - overlap));
    return Array.from({ length: gaps + 1 }, (_, i) => (gaps === 0 ? 0 : Math.round((i * (length - side)) / gaps)));
  };
  const [lefts, tops] = [starts(width), starts(height)];
  return { width, height, side, lefts, tops, tiles: lefts.length * tops.length };
}

/**
 * A denoiser of regions from a denoiser of windows: x̂0 of a pixel is the weighted mean of the x̂0 of all windows over it
 * (MultiDiffusion, Bar-Tal et al. 2023, eq. 5, which minimises the weighted squared distance to all of them). A window's
 * weights are a raised cosine along each side, above 0 everywhere, so no window's edge shows. With one window it is that
 * window's denoiser.
 * @param windows the denoiser of all windows in one batch, `[count · tiles, side, side]`: the first image's windows row by row,
 *   then the second's
 * @param count regions in a batch, which then is `[count, height, width]`, flat
 */
export function tiledDenoiser(
  windows: Denoiser<Float32Array>,
  layout: TileLayout,
  count: number,
): Denoiser<Float32Array> {
  const { width, height, side, lefts, tops, tiles } = layout;
  const noisy = new Float32Array(count * tiles * side * side);
  const denoised = new Float32Array(noisy.length);
  const across = shares(lefts, side, width);
  const down = shares(tops, side, height);

  /** Calls `visit` for each row of each window: where it starts in the batch of windows and in that of regions. */
  function eachRow(visit: (window: number, region: number, column: number, weight: number) => void): void {
    let window = 0;
    for (let k = 0; k < count; k++) {
      for (const [row, top] of tops.entries()) {
        for (const [column, left] of lefts.entries()) {
          for (let y = 0; y < side; y++, window += side)
            visit(window, (k * height + top + y) * width + left, column, down[row]![y]!);
        }
      }
    }
  }

  return async (x, sigma, out) => {
    eachRow((window, region) => noisy.set(x.subarray(region, region + side), window));
    await windows(noisy, sigma, denoised);
    out.fill(0);
    eachRow((window, region, column, weight) => {
      const share = across[column]!;
      for (let i = 0; i < side; i++) out[region + i]! += weight * share[i]! * denoised[window + i]!;
    });
  };
}

/**
 * What each window has of each of its pixels along one axis; over all windows the shares of a pixel add up to 1. Because the
 * windows are all pairs of an edge on either axis, the product of two axes' shares adds up to 1 too.
 */
function shares(starts: number[], side: number, length: number): Float64Array[] {
  const weights = Float64Array.from({ length: side }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / side) ** 2);
  const total = new Float64Array(length);
  for (const start of starts) weights.forEach((weight, i) => (total[start + i]! += weight));
  return starts.map((start) => weights.map((weight, i) => weight / total[start + i]!));
}
