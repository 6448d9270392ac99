/** What a report writes, and the geometry and the words that it shares with the screen. */
import { expect, test } from 'vitest';
import type { DescriptorComparison, MeasureResult } from '../../src/contract/measure.ts';
import { layoutChart } from '../../src/ui/chart.ts';
import {
  formatMean,
  formatMeasure,
  formatNumber,
  formatSpread,
  judge,
  labelOf,
  meaningOf,
} from '../../src/ui/measureWords.ts';
import { toCsv } from '../../src/ui/report/csv.ts';
import { buildReport, type Report } from '../../src/ui/report/data.ts';
import { toHtml } from '../../src/ui/report/html.ts';
import type { Measurement } from '../../src/ui/state/measureRun.svelte.ts';

const curve = { x: [0, 1, 2], mean: [0.4, 0.2, 0.1], std: [0.1, 0.3, 0.05] };
const scalar = { mean: 0.25, std: 0.0312 };
const compared = (found: DescriptorComparison['reference']): DescriptorComparison => ({
  n: { reference: 2, synthetic: 2 },
  value: 0.1,
  floor: 0.02,
  reference: found,
  synthetic: found,
});
const result = {
  frechet: { value: 1.5, n: 2, ci: [1, 2], extractor: 'E, 3 features', warning: 'Too few, "really".' },
  msssim: { value: 0.5, n: 2, std: 0.1, scales: 3 },
  segmentation: { threshold: 0.33, method: 'otsu', phase: 'below' },
  descriptors: {
    areaFraction: compared(scalar),
    interfaceLength: compared(scalar),
    ringIndex: { ...compared(scalar), value: null, floor: null },
    twoPoint: compared(curve),
    linealPath: compared(curve),
    chordLength: compared(curve),
    localThickness: compared(curve),
    radialPower: compared(curve),
  },
  twins: [],
  notes: ['A <note>.'],
} as unknown as MeasureResult;

function measurement(name: string): Measurement {
  const set = {
    source: { kind: 'files', files: [] },
    settings: { side: 2, fit: 'crop', range: 'type' },
    images: { data: Float32Array.of(0, 0.25, 0.5, 1), count: 1, width: 2, height: 2 },
    taken: [{ name, how: 'PNG, 8 bit', sha256: 'ab' }],
    refused: [{ name: 'x', why: 'No.' }],
  } as const;
  const settings = { material: 'rocks', pairs: false, caption: null, bootstrap: 20, seed: 1 } as const;
  return {
    settings,
    reference: set as never,
    synthetic: set as never,
    result,
    at: '2026-01-01T00:00:00Z',
    durationMs: 5,
  };
}
const report = (name = 'a.png'): Promise<Report> => buildReport(measurement(name));

test('the pixels as they were measured are hashed', async () => {
  const digest = await crypto.subtle.digest('SHA-256', Float32Array.of(0, 0.25, 0.5, 1));
  expect((await report()).reference.pixelsSha256).toBe(Buffer.from(digest).toString('hex'));
});

test('a picture that slices were drawn after is named, and none of its pixels is written', async () => {
  const grey = 0.123456789;
  const picture = { data: new Float32Array(4).fill(grey), count: 1, width: 2, height: 2 };
  const sketch = { edges: new Float32Array(4).fill(grey), labels: new Float32Array(4), strength: 0.75 };
  const request = {
    model: 'm',
    material: 'rocks',
    look: 'real',
    count: 1,
    seed: 3,
    attributes: {},
    like: picture,
    sketch,
  };
  const source = { kind: 'sample', result: { request, modelVersion: '1.0.0', backend: { backend: 'wasm' } } };
  const measured = measurement('a.png');
  const built = await buildReport({ ...measured, synthetic: { ...measured.synthetic, source } as never });
  expect(built.synthetic.source).toMatchObject({
    request: { seed: 3 },
    pictures: ['like', 'sketch'],
    sketchStrength: 0.75,
  });
  for (const text of [JSON.stringify(built), toHtml(built, { reference: 'data:,', synthetic: 'data:,' }), toCsv(built)])
    expect(text).not.toContain('0.1234');
});

test('CSV quotes what needs it and never starts a formula', async () => {
  const csv = toCsv(await report('=HYPERLINK("x")'));
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
  expect(csv).toContain('measure,frechet,,,1.5,,1,2,2,"E, 3 features","Too few, ""really""."');
  expect(csv).toContain('measure,msssim,,,0.5,0.1,,,2,,over 3 scales');
  expect(csv).toContain('descriptor,twoPoint,reference,1,0.2,0.3,,,2,,');
  expect(csv).toContain('difference,ringIndex,,,,,,,,,');
});

test('names of files cannot become markup', async () => {
  const html = toHtml(await report('<img src=x onerror=alert(1)>'), { reference: 'data:,', synthetic: 'data:,' });
  expect(html).not.toContain('<img src=x');
  expect(html).toContain('&#60;img src=x');
  expect(html).toContain('A &#60;note&#62;.');
  expect(html.match(/<svg/g)).toHaveLength(5);
  expect(html).toContain('Here over 3 scales; compare only values over as many.');
});

test('a chart starts at 0 where no mean goes below, and its bands end there', () => {
  const { curves, bottom, yTicks, xTicks } = layoutChart([curve], { width: 200, height: 100 });
  expect(yTicks[0]).toEqual({ at: bottom, label: '0.0' });
  expect(xTicks.map(({ label }) => label)).toContain('1.0');
  const ys = [...curves[0]!.band.matchAll(/,([\d.]+)/g)].map((match) => Number(match[1]));
  expect(Math.max(...ys)).toBeCloseTo(bottom, 6);
  const negative = layoutChart([{ x: [0, 1], mean: [-4, -2], std: [0, 0] }], { width: 200, height: 100 });
  expect(negative.yTicks[0]!.label).toBe('−4.0');
});

test('numbers in words', () => {
  expect(formatNumber(1234.5)).toBe('1230');
  expect(formatNumber(0.0000123)).toBe('1.23e−5');
  expect(formatMean({ mean: 0.25, std: 0.0312 })).toBe('0.250 ± 0.031');
  expect(formatMeasure('psnr', 16.84)).toBe('16.8 dB');
  expect(formatSpread('precision', { value: 0.5, n: 2, ci: [0.25, 0.755] })).toBe('0.25 to 0.76');
  expect(labelOf('frechet', { value: 1, n: 2, extractor: 'mine', fid: true })).toBe('FID');
  expect(labelOf('frechet', { value: 1, n: 2, extractor: 'Inception v3, 2048 features' })).toBe('Fréchet distance');
  expect(meaningOf('msssim', { value: 1, n: 2, scales: 5 })).toMatch(/1: equal\. Here over 5 scales/);
  expect(meaningOf('msssim', { value: 1, n: 2, scales: 1 })).toMatch(/1 scale, which is SSIM\.$/);
  const words = (value: number | null, floor: number | null) => judge({ ...compared(scalar), value, floor });
  expect(words(0.02, 0.02)).toBe('no farther than chance alone puts them');
  expect(words(0.05, 0.02)).toContain('somewhat apart: 2.5 times');
  expect(words(0.2, 0.02)).toContain('clearly apart: 10 times');
  expect(words(null, null)).toContain('not defined');
  expect(words(1, null)).toContain('fewer than 4');
});
