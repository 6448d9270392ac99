/** All physical descriptors of one image. */
import type { CurveDescriptor, ScalarDescriptor } from '../../../contract/measure.ts';
import { chordLengths, interfaceLength, linealPath } from './lines.ts';
import { fineResidual, ringIndex, type PolarBins } from './rings.ts';
import { bandCount } from './spectrum.ts';
import { localThickness } from './thickness.ts';
import { twoPointCorrelation } from './twoPoint.ts';

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
 * @param grey row-major `[height, width]`, values in [0, 1]; at least 16 × 16
 * @param mask its phase, from `segment`
 * @param pairs of phase pixels by lag, up to `maxLag`: from `pairCounts` or its kernel
 * @param power radial spectrum: from `radialPower` or its kernel
 * @param rings about the rotation axis
 */
export function describe(
  grey: Float32Array,
  mask: Uint8Array,
  pairs: Uint32Array,
  power: Float64Array,
  width: number,
  height: number,
  rings: PolarBins,
): ImageDescriptors {
  const longest = maxLag(width, height);
  const twoPoint = twoPointCorrelation(pairs, width, height, longest);
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
      radialPower: power,
    },
  };
}
