/** A measurement in sentences, for people at a terminal. */
import type { RefusedFile, TakenImage } from '../contract/intake.ts';
import type { DescriptorComparison, Measured, MeasureResult } from '../contract/measure.ts';

interface SetWords {
  folder: string;
  taken: TakenImage[];
  refused: RefusedFile[];
}

/** Name, decimals and unit of each measure, in the order in which they are told. */
const MEASURES = [
  ['ssim', 'SSIM', 4, ''],
  ['msssim', 'MS-SSIM', 4, ''],
  ['psnr', 'PSNR', 2, ' dB'],
  ['perceptual', 'Perceptual distance', 4, ''],
  ['frechet', 'Fréchet distance', 4, ''],
  ['kid', 'KID', 5, ''],
  ['precision', 'Precision', 3, ''],
  ['recall', 'Recall', 3, ''],
  ['density', 'Density', 3, ''],
  ['coverage', 'Coverage', 3, ''],
  ['captionScore', 'Caption score', 4, ''],
] as const;

const DESCRIPTORS = {
  areaFraction: 'Area fraction',
  interfaceLength: 'Interface length per area, px⁻¹',
  ringIndex: 'Ring index',
  twoPoint: 'Two-point correlation',
  linealPath: 'Lineal path function',
  chordLength: 'Chord-length distribution',
  localThickness: 'Local thickness',
  radialPower: 'Radial power spectrum, log10',
} as const;

export function inSentences(result: MeasureResult, sets: Record<'reference' | 'synthetic', SetWords>): string {
  const lines = [...setLines('Reference', sets.reference), ...setLines('Synthetic', sets.synthetic), ''];
  for (const [key, name, decimals, unit] of MEASURES) {
    const measured = result[key];
    if (measured) lines.push(`${name}: ${measuredWords(measured, decimals, unit, key === 'kid')}`);
  }
  const { threshold, method, phase } = result.segmentation;
  const how = { otsu: 'Otsu’s of the reference', given: 'as asked', material: 'the material’s usual one' }[method];
  lines.push('', `Phase ${phase} grey ${threshold.toFixed(3)} (${how}), in both sets:`);
  for (const [key, name] of Object.entries(DESCRIPTORS)) {
    lines.push(`${name}: ${comparisonWords(result.descriptors[key as keyof typeof DESCRIPTORS])}`);
  }
  if (result.notes.length > 0) lines.push('', ...result.notes);
  return lines.join('\n');
}

/** How many images came in, and in which ways they were brought to one size and range. */
function setLines(name: string, { folder, taken, refused }: SetWords): string[] {
  const ways = new Map<string, number>();
  for (const { how } of taken) ways.set(how, (ways.get(how) ?? 0) + 1);
  return [
    `${name}: ${taken.length} images of ${folder}`,
    ...[...ways].map(([how, count]) => `  ${count} × ${how}`),
    ...refused.map(({ name: file, why }) => `  left out ${file}: ${why}`),
  ];
}

/** @param ofSubsets the deviation is over random subsets of the images, and not over the N */
function measuredWords(
  { value, n, std, ci, extractor, scales, warning }: Measured,
  decimals: number,
  unit: string,
  ofSubsets: boolean,
): string {
  const number = (x: number) => x.toFixed(decimals);
  const spread = std === undefined ? '' : ` ± ${number(std)}`;
  return [
    number(value) + spread + unit + (spread && ofSubsets ? ' over random subsets' : ''),
    ...(scales === undefined ? [] : [scales === 1 ? 'over 1 scale' : `over ${scales} scales`]),
    ...(ci ? [`95 % interval ${number(ci[0])} to ${number(ci[1])}`] : []),
    `N = ${n}`,
    ...(extractor === undefined ? [] : [extractor]),
    ...(warning === undefined ? [] : [warning]),
  ].join('; ');
}

function comparisonWords({ n, value, floor, reference, synthetic }: DescriptorComparison): string {
  const number = (x: number) => x.toPrecision(3);
  const spread = (side: typeof reference) => ('x' in side ? '' : `${number(side.mean)} ± ${number(side.std)}`);
  const means = 'x' in reference ? [] : [`reference ${spread(reference)}, synthetic ${spread(synthetic)}`];
  return [
    ...means,
    value === null ? 'not defined in these images' : `${number(value)} apart`,
    ...(floor === null ? [] : [`chance alone puts them ${number(floor)} apart`]),
    `N = ${n.reference} and ${n.synthetic}`,
  ].join('; ');
}
