/** One documented rule that brings every image to the common size and range. */
import type { IntakeSettings } from '../../contract/intake.ts';
import { Refused, type Raster } from './picture.ts';

/**
 * Brings a page to `side` × `side` pixels in [0, 1]. `crop` takes the middle, pixel by pixel. `shrink` takes the largest
 * centred square and averages: each new pixel is the mean of the area it covers, pixels on its edge counted by the part that is
 * covered, so that nothing aliases. Nothing is enlarged, because that would invent detail.
 * @param limits grey values that become 0 and 1; what lies outside is clipped
 * @returns the pixels, and the words that say what was done to them
 * @throws Refused for pages that are too small, hold NaN or infinity, or are of one grey
 */
export function bringTo(
  { side, fit }: Pick<IntakeSettings, 'side' | 'fit'>,
  { width, height, grey }: Raster,
  [black, white]: [number, number],
): { image: Float32Array; how: string } {
  const shorter = Math.min(width, height);
  if (shorter < side) {
    throw new Refused(
      `It is ${width}×${height} and would have to be enlarged to ${side}×${side}; choose a smaller size.`,
    );
  }
  if (!grey.every(Number.isFinite)) {
    throw new Refused('It holds NaN or infinite values, which have no grey; fill them in and save it again.');
  }
  const square = fit === 'crop' ? side : shorter;
  const cut = centre(grey, width, height, square);
  const image = square === side ? cut : shrink(cut, square, side);
  const scale = white - black || 1;
  for (let i = 0; i < image.length; i++) image[i] = Math.min(1, Math.max(0, (image[i]! - black) / scale));
  if (image.every((value) => value === image[0])) {
    throw new Refused(`All its pixels have the same grey, ${round(image[0]!)}, so there is nothing to measure in it.`);
  }
  const cropped =
    square < width || square < height ? `centre ${square}×${square} of ${width}×${height}` : `${width}×${height}`;
  const factor = round(square / side);
  const averaged = square === side ? '' : `, mean of ${factor}×${factor} → ${side}×${side}`;
  return { image, how: `grey ${round(black)}..${round(white)} → [0, 1]; ${cropped}${averaged}` };
}

const round = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

function centre(grey: Float32Array, width: number, height: number, side: number): Float32Array {
  const out = new Float32Array(side * side);
  const left = Math.floor((width - side) / 2);
  const top = Math.floor((height - side) / 2);
  for (let y = 0; y < side; y++) {
    const from = (top + y) * width + left;
    out.set(grey.subarray(from, from + side), y * side);
  }
  return out;
}

/** Mean over areas of (from / to)² pixels, rows first. */
function shrink(grey: Float32Array, from: number, to: number): Float32Array {
  const rows = new Float32Array(from * to);
  const out = new Float32Array(to * to);
  const step = from / to;
  for (let k = 0; k < to; k++) {
    const first = Math.floor(k * step);
    const last = Math.min(from, Math.ceil((k + 1) * step - 1e-9));
    for (let j = first; j < last; j++) {
      const weight = (Math.min(j + 1, (k + 1) * step) - Math.max(j, k * step)) / step;
      for (let y = 0; y < from; y++) rows[y * to + k]! += weight * grey[y * from + j]!;
    }
  }
  for (let k = 0; k < to; k++) {
    const first = Math.floor(k * step);
    const last = Math.min(from, Math.ceil((k + 1) * step - 1e-9));
    for (let j = first; j < last; j++) {
      const weight = (Math.min(j + 1, (k + 1) * step) - Math.max(j, k * step)) / step;
      for (let x = 0; x < to; x++) out[k * to + x]! += weight * rows[j * to + x]!;
    }
  }
  return out;
}
