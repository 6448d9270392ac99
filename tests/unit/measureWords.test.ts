/** A measurement as the command line tells it. */
import { expect, test } from 'vitest';
import type { MeasureResult } from '../../src/contract/measure.ts';
import { inSentences } from '../../src/cli/measureWords.ts';

const compared = {
  n: { reference: 9, synthetic: 8 },
  value: 0.1,
  floor: 0.02,
  reference: { mean: 0.3, std: 0.1 },
  synthetic: { mean: 0.2, std: 0.1 },
};
const names = ['areaFraction', 'interfaceLength', 'ringIndex', 'twoPoint', 'linealPath', 'chordLength', 'localThickness', 'radialPower']; // prettier-ignore
const set = { folder: 'f', taken: [], refused: [] };

test('says over how many scales, over what a deviation is, and what chance gives', () => {
  const result = {
    msssim: { value: 0.5, n: 8, std: 0.125, scales: 3 },
    ssim: { value: 0.5, n: 8, std: 0.125 },
    kid: { value: 0.25, n: 8, std: 0.125 },
    segmentation: { threshold: 0.33, method: 'otsu', phase: 'below' },
    descriptors: Object.fromEntries(names.map((name) => [name, compared])),
    notes: [],
  } as unknown as MeasureResult;
  const lines = inSentences(result, { reference: set, synthetic: set }).split('\n');
  expect(lines).toContain('SSIM: 0.5000 ± 0.1250; N = 8');
  expect(lines).toContain('MS-SSIM: 0.5000 ± 0.1250; over 3 scales; N = 8');
  expect(lines).toContain('KID: 0.25000 ± 0.12500 over random subsets; N = 8');
  expect(lines.join()).toContain('0.100 apart; chance alone puts them 0.0200 apart; N = 9 and 8');
});
