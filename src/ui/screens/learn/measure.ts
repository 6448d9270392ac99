/** What several lessons measure in runs. */
import type { SampleResult } from '../../../contract/request.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { contrast, fine, imageOf } from '../../../lib/alike.ts';

/** Mean of a value over the indices 0 to `count` − 1. */
export function mean(count: number, value: (index: number) => number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += value(k);
  return sum / count;
}

/** Standard deviation of the grey that blocks of 4 px leave out, mean over a run's slices: outlines and noise. */
export function fineContrast({ images }: SampleResult): number {
  return mean(images.count, (k) => contrast(fine(imageOf(images, k), images.width, 4)));
}

/** Root mean square difference between the area fraction that was asked for and the one that came out, of a run without a sketch. */
export function areaMiss({ slices }: SampleResult): number {
  return Math.sqrt(
    mean(slices.length, (k) => (slices[k]!.measured.areaFraction - slices[k]!.asked.areaFraction!) ** 2),
  );
}

/** The result of the Sample screen, once nothing is being drawn there. */
export function finished({ sample }: AppState): SampleResult | null {
  return sample.run.request === null ? sample.run.result : null;
}

/** Draws what the controls of the Sample screen ask for now. */
export async function drawWith({ sample }: AppState): Promise<void> {
  if (sample.form.request) await sample.run.start(sample.form.request);
}
