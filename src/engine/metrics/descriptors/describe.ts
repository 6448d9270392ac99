/** All physical descriptors of one image. */
import type { CurveDescriptor, ScalarDescriptor, Segmentation } from '../../../contract/measure.ts';
import { smooth } from '../../../materials/attributes.ts';
import { chordLengths, interfaceLength, linealPath } from './lines.ts';
import { segment } from './phase.ts';
import { fineResidual, ringIndex, type PolarBins } from './rings.ts';
import { bandCount, radialPower } from './spectrum.ts';
import { localThickness } from './thickness.ts';
import { pairCounts, twoPointCorrelation } from './twoPoint.ts';

export interface ImageDescriptors {
  scalars: Record<ScalarDescriptor, number>;
  /** On the abscissae of `abscissae`; null where a curve is not defined. */
  curves: Record<CurveDescriptor, Float64Array | null>;
}

const MAX_LAG = 256; // px

/** The largest lag and length that the curves go to: half the shorter side, beyond which few pairs are left. */
export const maxLag = (width: number, height: number) => Math.min(MAX_LAG, Math.floor(Math.min(width, height) / 2));

/** Where the points of each curve lie: px, for the spectrum cycles per px. */
export function abscissae(width: number, height: number): Record<CurveDescriptor, number[]> {
  const longest = maxLag(width, height);
  const bands = bandCount(width, height);
  const lags = Array.from({ length: longest + 1 }, (_, r) => r);
  const lengths = lags.slice(1);
  return {
    twoPoint: lags,
    linealPath: lags,
    chordLength: lengths,
    localThickness: lengths,
    radialPower: Array.from({ length: bands }, (_, band) => (band + 0.5) / (2 * bands)),
  };
}

/**
 * @param grey row-major `[height, width]`, values in [0, 1]; at least 3 × 3
 * @param rings about the rotation axis
 */
export function describe(
  grey: Float32Array,
  width: number,
  height: number,
  segmentation: Segmentation,
  rings: PolarBins,
): ImageDescriptors {
  const mask = segment(smooth(grey, width, height), segmentation);
  const longest = maxLag(width, height);
  const twoPoint = twoPointCorrelation(pairCounts(mask, width, height, longest), width, height, longest);
  return {
    scalars: {
      areaFraction: twoPoint[0]!,
      interfaceLength: interfaceLength(mask, width, height),
      ringIndex: ringIndex(fineResidual(grey, width, height), rings),
    },
    curves: {
      twoPoint,
      linealPath: linealPath(mask, width, height, longest),
      chordLength: chordLengths(mask, width, height, longest),
      localThickness: localThickness(mask, width, height, longest),
      radialPower: radialPower(grey, width, height),
    },
  };
}
