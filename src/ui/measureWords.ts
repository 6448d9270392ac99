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
import { local, table } from './language/language.svelte.ts';
import { measuresWords } from './language/measures.ts';
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
  meaning: string;
}

/** Read anew at each use: in the language spoken now. */
const MEASURE_WORDS: Record<MeasureName, MeasureWords> = table(() => measuresWords().measures);

/** `decimals`: after the decimal point; null: three significant digits, for measures without a scale of their own. */
const FORMATS: Record<MeasureName, { unit: string; decimals: number | null }> = {
  frechet: { unit: '', decimals: null },
  kid: { unit: '', decimals: null },
  precision: { unit: '', decimals: 2 },
  recall: { unit: '', decimals: 2 },
  density: { unit: '', decimals: 2 },
  coverage: { unit: '', decimals: 2 },
  captionScore: { unit: '', decimals: 3 },
  ssim: { unit: '', decimals: 3 },
  msssim: { unit: '', decimals: 3 },
  psnr: { unit: 'dB', decimals: 1 },
  perceptual: { unit: '', decimals: 3 },
};

/** It is called FID only where the features were declared to be Inception's. */
export function labelOf(name: MeasureName, measured: Measured | null): string {
  return name === 'frechet' && measured?.fid ? 'FID' : MEASURE_WORDS[name].label;
}

/** What a measure means, with what its value depends on beside the images. */
export function meaningOf(name: MeasureName, { scales }: Measured): string {
  const { meaning } = MEASURE_WORDS[name];
  return scales === undefined ? meaning : `${meaning} ${measuresWords().scales(scales)}`;
}

export interface DescriptorWords {
  label: string;
  /** The field's other name or what it says, for the student. */
  meaning: string;
  unit: string;
}

export function scalarWords(name: ScalarDescriptor, material: Material): DescriptorWords {
  const words = measuresWords();
  if (name === 'interfaceLength') return { ...words.interfaceLength, unit: '1/px' };
  if (name === 'ringIndex') return { ...words.ringIndex, unit: '' };
  const { label } = ATTRIBUTE_WORDS[material].areaFraction;
  return { label, meaning: words.fraction[material], unit: '' };
}

export interface CurveWords {
  label: string;
  meaning: string;
  xLabel: string;
  yLabel: string;
}

export const CURVE_WORDS: Record<CurveDescriptor, CurveWords> = table(() => measuresWords().curves);

/** The distance between two sets beside what chance alone gives, in words. */
export function judge({ value, floor }: DescriptorComparison): string {
  const words = measuresWords().judged;
  if (value === null) return words.notDefined;
  if (floor === null) return words.noChance;
  if (!(floor > 0)) return value === 0 ? words.same : words.noDifference;
  const ratio = value / floor;
  if (ratio <= 1) return words.near;
  if (ratio <= 1.5) return words.about;
  const times = words.times(formatNumber(ratio, 2));
  return ratio <= 3 ? words.somewhat(times) : words.clearly(times);
}

/** Significant digits without exponents for what people read at a glance. */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '−∞' : measuresWords().notANumber;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const { exponential, plain, significant } = local();
  if (size >= 1e6 || size < 1e-4) return exponential(value, digits);
  return size >= 10 ** digits ? plain(Number(value.toPrecision(digits))) : significant(value, digits);
}

/** A value of a measure with its unit: “0.41”, “16.8 dB”. */
export function formatMeasure(name: MeasureName, value: number): string {
  const { unit } = FORMATS[name];
  return unit ? `${formatBare(name, value)} ${unit}` : formatBare(name, value);
}

/** The 95 % interval “0.38 to 0.48”, or “± 0.02”, or nothing. */
export function formatSpread(name: MeasureName, { std, ci }: Measured): string {
  if (ci) return measuresWords().interval(formatBare(name, ci[0]), formatBare(name, ci[1]));
  return std === undefined ? '' : `± ${formatBare(name, std)}`;
}

function formatBare(name: MeasureName, value: number): string {
  const { decimals } = FORMATS[name];
  return decimals === null || !Number.isFinite(value) ? formatNumber(value) : local().decimal(value, decimals);
}

/** Mean and standard deviation to the same decimal: “0.186 ± 0.128”. */
export function formatMean({ mean, std }: { mean: number; std: number }): string {
  const size = Math.max(Math.abs(mean), std);
  if (!(size > 0) || size === Infinity) return `${formatNumber(mean)} ± ${formatNumber(std)}`;
  const decimals = Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(size))));
  const { decimal } = local();
  return `${decimal(mean, decimals)} ± ${decimal(std, decimals)}`;
}

/** How the phase was told from the rest, in a sentence. */
export function describeSegmentation({ threshold, method, phase }: Segmentation, material: Material): string {
  const { phases, sides, sources, sentence } = measuresWords().segmentation;
  return sentence(phases[material], sides[phase], formatNumber(threshold), sources[method]);
}
