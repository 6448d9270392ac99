/** The report as one table: a number per row, its set and place in a curve where it has them. */
import { CURVE_DESCRIPTORS, SCALAR_DESCRIPTORS, type Curve } from '../../contract/measure.ts';
import { MEASURES } from '../measureWords.ts';
import type { Report } from './data.ts';

const COLUMNS = ['kind', 'name', 'set', 'x', 'value', 'std', 'ciLow', 'ciHigh', 'n', 'extractor', 'note'] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

export function toCsv(report: Report): string {
  const { result, settings } = report;
  const rows: Row[] = [
    { kind: 'report', name: 'generator', value: `${report.generator} ${report.version}` },
    { kind: 'report', name: 'at', value: report.at },
    ...Object.entries(settings).map(([name, value]) => ({
      kind: 'setting',
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    { kind: 'setting', name: 'threshold', value: result.segmentation.threshold, note: result.segmentation.method },
  ];
  for (const name of MEASURES) {
    const measured = result[name];
    if (!measured) continue;
    const { value, n, std, ci, extractor, warning, fid, scales } = measured;
    const note = [fid && 'FID', scales && `over ${scales} scales`, warning].filter(Boolean).join('; ');
    rows.push({ kind: 'measure', name, value, std, ciLow: ci?.[0], ciHigh: ci?.[1], n, extractor, note });
  }
  for (const name of [...SCALAR_DESCRIPTORS, ...CURVE_DESCRIPTORS]) {
    const { value, floor, n, reference, synthetic } = result.descriptors[name];
    rows.push({ kind: 'difference', name, value }, { kind: 'chance', name, value: floor });
    for (const [set, found] of Object.entries({ reference, synthetic })) {
      const count = n[set as keyof typeof n];
      const points = 'x' in found ? pointsOf(found) : [{ value: found.mean, std: found.std }];
      rows.push(...points.map((point) => ({ kind: 'descriptor', name, set, n: count, ...point })));
    }
  }
  for (const set of ['reference', 'synthetic'] as const) {
    rows.push({ kind: 'pixels', name: 'sha256', set, value: report[set].pixelsSha256 });
    for (const { name, how, sha256 } of report[set].images)
      rows.push({ kind: 'image', name, set, value: sha256, note: how });
    for (const { name, why } of report[set].refused) rows.push({ kind: 'refused', name, set, note: why });
  }
  return (
    [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => quote(row[column])).join(','))].join('\r\n') +
    '\r\n'
  );
}

const pointsOf = ({ x, mean, std }: Curve): Row[] => x.map((at, i) => ({ x: at, value: mean[i], std: std[i] }));

/** A field as RFC 4180 has it; names that a spreadsheet would run as formulas are quoted as text. */
function quote(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
