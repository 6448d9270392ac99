/** What the Measure screen calls its numbers, and what each means in a sentence. */
import type {
  CurveDescriptor,
  DescriptorComparison,
  Measured,
  ScalarDescriptor,
  Segmentation,
} from '../contract/measure.ts';
import type { Material } from '../contract/materials.ts';
import { captionOf } from '../materials/caption.ts';
import { ATTRIBUTE_WORDS } from './words.ts';

/** Sentences as the extractor learned them, with the middle of each material. */
export const DEFAULT_CAPTIONS: Record<Material, string> = {
  rocks: captionOf('rocks', { areaFraction: 0.2, diameter: 13, noise: 0.015 }),
  fibers: captionOf('fibers', { areaFraction: 0.55, diameter: 9, noise: 0.02 }),
  roots: captionOf('roots', { areaFraction: 0.2, diameter: 3, noise: 0.012 }),
};

export const SET_MEASURES = ['frechet', 'kid', 'precision', 'recall', 'density', 'coverage'] as const;
export const PAIR_MEASURES = ['ssim', 'msssim', 'psnr', 'perceptual'] as const;
export const MEASURES = [...SET_MEASURES, 'captionScore', ...PAIR_MEASURES] as const;
export type MeasureName = (typeof MEASURES)[number];

interface MeasureWords {
  label: string;
  unit: string;
  /** After the decimal point; null: three significant digits, for measures without a scale of their own. */
  decimals: number | null;
  meaning: string;
}

export const MEASURE_WORDS: Record<MeasureName, MeasureWords> = {
  frechet: {
    label: 'Fréchet distance',
    unit: '',
    decimals: null,
    meaning: 'How far apart the features of the two sets lie, each taken as a normal distribution. 0: the same.',
  },
  kid: {
    label: 'KID',
    unit: '',
    decimals: null,
    meaning: 'Kernel distance of the features, unbiased by N: two sets of one kind scatter around 0.',
  },
  precision: {
    label: 'Precision',
    unit: '',
    decimals: 2,
    meaning: 'Share of synthetic images that lie among the reference images. 1: all look possible.',
  },
  recall: {
    label: 'Recall',
    unit: '',
    decimals: 2,
    meaning: 'Share of reference images that lie among the synthetic ones. 1: nothing is missing.',
  },
  density: {
    label: 'Density',
    unit: '',
    decimals: 2,
    meaning:
      'How crowded with reference images the places of the synthetic ones are. Near 1: as expected; may exceed 1.',
  },
  coverage: {
    label: 'Coverage',
    unit: '',
    decimals: 2,
    meaning: 'Share of reference images with a synthetic neighbour close by. 1: the whole variety is there.',
  },
  captionScore: {
    label: 'Caption score',
    unit: '',
    decimals: 3,
    meaning:
      'How well the synthetic images fit the caption: cosine of image and sentence, −1 to 1, higher fits better.',
  },
  ssim: {
    label: 'SSIM',
    unit: '',
    decimals: 3,
    meaning: 'Structural similarity of each pair, pixel by pixel in small windows. 1: equal.',
  },
  msssim: {
    label: 'MS-SSIM',
    unit: '',
    decimals: 3,
    meaning: 'The same over several scales, so that coarse structure counts beside fine. 1: equal.',
  },
  psnr: {
    label: 'PSNR',
    unit: 'dB',
    decimals: 1,
    meaning: 'Peak signal-to-noise ratio: how small the pixel differences are. Higher is closer; a shift ruins it.',
  },
  perceptual: {
    label: 'Perceptual distance',
    unit: '',
    decimals: 3,
    meaning: 'Distance of the pair in a network’s inner layers, of LPIPS form. 0: equal.',
  },
};

/** It is called FID only when an Inception network made the features. */
export function labelOf(name: MeasureName, measured: Measured | null): string {
  return name === 'frechet' && measured?.extractor?.startsWith('Inception') ? 'FID' : MEASURE_WORDS[name].label;
}

export interface DescriptorWords {
  label: string;
  /** The field's other name or what it says, for the student. */
  meaning: string;
  unit: string;
}

const interfaceWords = {
  label: 'Interface length per area',
  meaning: 'Length of the boundary between the phases, per area of the slice.',
  unit: '1/px',
};
const ringWords = {
  label: 'Ring index',
  meaning:
    'Share of the fine grey variation that lies in rings about the rotation axis, as the artefacts of a scanner do.',
  unit: '',
};

export function scalarWords(name: ScalarDescriptor, material: Material): DescriptorWords {
  if (name === 'interfaceLength') return interfaceWords;
  if (name === 'ringIndex') return ringWords;
  const phase = { rocks: 'pore', fibers: 'fiber', roots: 'root' }[material];
  const { label } = ATTRIBUTE_WORDS[material].areaFraction;
  return { label, meaning: `Fraction of the slice that is ${phase}.`, unit: '' };
}

export interface CurveWords extends DescriptorWords {
  xLabel: string;
  yLabel: string;
}

export const CURVE_WORDS: Record<CurveDescriptor, CurveWords> = {
  twoPoint: {
    label: 'Two-point correlation S₂(r)',
    meaning: 'Chance that two points at distance r both lie in the phase.',
    xLabel: 'distance r, px',
    yLabel: 'probability',
    unit: '',
  },
  linealPath: {
    label: 'Lineal path L(r)',
    meaning: 'Chance that a whole line of length r lies in the phase.',
    xLabel: 'length r, px',
    yLabel: 'probability',
    unit: '',
  },
  chordLength: {
    label: 'Chord lengths',
    meaning: 'How often a straight cut through the phase has each length. The last point holds all longer ones.',
    xLabel: 'length, px',
    yLabel: 'share of chords',
    unit: '',
  },
  localThickness: {
    label: 'Local thickness',
    meaning: 'Diameter of the largest disc that fits in the phase around each point. The last point holds all above.',
    xLabel: 'diameter, px',
    yLabel: 'share of the phase',
    unit: '',
  },
  radialPower: {
    label: 'Radial power spectrum',
    meaning: 'How much of the grey varies at each spatial frequency.',
    xLabel: 'frequency, cycles/px',
    yLabel: 'log₁₀ power, grey² px²',
    unit: '',
  },
};

/** The distance between two sets beside what chance alone gives, in words. */
export function judge({ value, floor }: DescriptorComparison): string {
  if (value === null) return 'not defined: a set has no such phase';
  if (floor === null) return 'no measure of chance: fewer than 4 reference images';
  if (!(floor > 0)) return value === 0 ? 'the same' : 'chance alone gives no difference';
  const ratio = value / floor;
  if (ratio <= 1.5) return 'no farther than two halves of the reference';
  const times = `${formatNumber(ratio, 2)} times as far as two halves of the reference`;
  return ratio <= 3 ? `somewhat apart: ${times}` : `clearly apart: ${times}`;
}

/** Significant digits without exponents for what people read at a glance. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : 'not a number';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4)
    return value
      .toExponential(digits - 1)
      .replaceAll('-', '−')
      .replace('e+', 'e');
  const text = value.toPrecision(digits);
  return (size >= 10 ** digits ? String(Number(text)) : text).replace('-', '−');
}

/** A value of a measure with its unit: “0.41”, “16.8 dB”. */
export function formatMeasure(name: MeasureName, value: number): string {
  const { unit } = MEASURE_WORDS[name];
  return unit ? `${formatBare(name, value)} ${unit}` : formatBare(name, value);
}

/** The 95 % interval “0.38 to 0.48”, or “± 0.02”, or nothing. */
export function formatSpread(name: MeasureName, { std, ci }: Measured): string {
  if (ci) return `${formatBare(name, ci[0])} to ${formatBare(name, ci[1])}`;
  return std === undefined ? '' : `± ${formatBare(name, std)}`;
}

function formatBare(name: MeasureName, value: number): string {
  const { decimals } = MEASURE_WORDS[name];
  return decimals === null || !Number.isFinite(value) ? formatNumber(value) : value.toFixed(decimals).replace('-', '−');
}

/** Mean and standard deviation to the same decimal: “0.186 ± 0.128”. */
export function formatMean({ mean, std }: { mean: number; std: number }): string {
  const size = Math.max(Math.abs(mean), std);
  if (!(size > 0) || size === Infinity) return `${formatNumber(mean)} ± ${formatNumber(std)}`;
  const decimals = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(size))));
  return `${mean.toFixed(decimals).replace('-', '−')} ± ${std.toFixed(decimals)}`;
}

/** How the phase was told from the rest, in a sentence. */
export function describeSegmentation({ threshold, method, phase }: Segmentation, material: Material): string {
  const name = { rocks: 'Pores', fibers: 'Fibers', roots: 'Roots' }[material];
  const source = {
    otsu: 'Otsu’s threshold of all reference images together',
    given: 'the threshold asked for',
    material: 'the usual threshold of this material',
  }[method];
  return `${name} are what lies ${phase} grey ${formatNumber(threshold)}, ${source}; the same in both sets. Lengths are in pixels of the common size.`;
}
