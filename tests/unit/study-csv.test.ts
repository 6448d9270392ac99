/** Files of studies: what is written comes back; what is not one, or was changed, is refused with the place. */
import { describe, expect, test } from 'vitest';
import { fromStudyCsv, toStudyCsv, WrongStudyFile } from '../../src/lib/study/csv.ts';
import { addStudy } from '../../src/lib/study/pool.ts';
import { takePart } from '../support/study.ts';

const anna = takePart(1, 0.6);
const csv = toStudyCsv([anna]);

/** The file with one field changed. @param line from 1, as an editor counts */
function changed(line: number, column: string, value: string): string {
  const rows = csv
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
  rows[line - 1]![rows[0]!.indexOf(column)] = value;
  return rows.map((row) => row.join(',')).join('\r\n');
}

function refusal(text: string): Pick<WrongStudyFile, 'why' | 'line' | 'column'> {
  try {
    fromStudyCsv(text);
  } catch (error) {
    if (error instanceof WrongStudyFile) return { why: error.why, line: error.line, column: error.column };
    throw error;
  }
  throw new Error('it was read');
}

describe('a file', () => {
  test('comes back as it was, of one person or of many', () => {
    expect(fromStudyCsv(csv)).toEqual([anna]);
    const many = [anna, takePart(2, 0.1), takePart(3, 1)];
    expect(fromStudyCsv(toStudyCsv(many))).toEqual(many);
  });

  test('holds a row per pair and per sheet, and no more of a person than the alias', () => {
    const [header, ...rows] = csv.trimEnd().split('\r\n');
    expect(rows).toHaveLength(26);
    expect(header).toBe(
      'format,study,alias,seed,kind,index,item,material,model,pixels,side,answer,correct,confidence,ms,quality,diversity,controllability',
    );
  });

  test.each([
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['semicolons', (text: string) => text.replaceAll(',', ';')],
    ['tabs', (text: string) => text.replaceAll(',', '\t')],
    ['plain line ends', (text: string) => text.replaceAll('\r\n', '\n')],
    ['empty lines', (text: string) => `\r\n${text}\r\n,,,,,,\r\n\r\n`],
    ['quotes', (text: string) => text.replace('Person 1', '"Person 1"')],
    ['another order of rows', (text: string) => { const [head, ...rows] = text.trimEnd().split('\r\n'); return [head, ...rows.slice(0, 24).reverse(), ...rows.slice(24)].join('\r\n'); }], // prettier-ignore
  ])('is read with %s', (_, change) => {
    expect(fromStudyCsv(change(csv))).toEqual([anna]);
  });

  test.each([
    ['', { why: 'other', line: null, column: null }],
    ['a,b\r\n1,2', { why: 'other', line: null, column: null }],
    ['\u0089PNG\r\n\u001a\n', { why: 'other', line: null, column: null }],
    [csv.split('\r\n')[0]!, { why: 'empty', line: null, column: null }],
    ['x'.repeat(8_000_001), { why: 'large', line: null, column: null }],
    [changed(3, 'format', 'specimen-study-2'), { why: 'version', line: 3, column: 'format' }],
    [changed(3, 'format', 'other'), { why: 'value', line: 3, column: 'format' }],
    [changed(3, 'kind', ''), { why: 'value', line: 3, column: 'kind' }],
    [changed(4, 'answer', 'up'), { why: 'value', line: 4, column: 'answer' }],
    [changed(4, 'confidence', '5'), { why: 'value', line: 4, column: 'confidence' }],
    [changed(4, 'confidence', ''), { why: 'value', line: 4, column: 'confidence' }],
    [changed(4, 'ms', '1.5'), { why: 'value', line: 4, column: 'ms' }],
    [changed(4, 'seed', '4.29E+09'), { why: 'value', line: 4, column: 'seed' }],
    [changed(4, 'alias', '=HYPERLINK(1)'), { why: 'value', line: 4, column: 'alias' }],
    [changed(4, 'material', '__proto__'), { why: 'value', line: 4, column: 'material' }],
    [changed(4, 'alias', 'Somebody'), { why: 'contradiction', line: 4, column: 'alias' }],
    [changed(4, 'seed', '8'), { why: 'contradiction', line: 4, column: 'seed' }],
    [changed(4, 'index', '1'), { why: 'twice', line: 4, column: 'index' }],
    [changed(26, 'quality', '6'), { why: 'value', line: 26, column: 'quality' }],
    [changed(4, 'pixels', '9999').replace('\r\n', '\r\n\r\n,,,\r\n'), { why: 'value', line: 6, column: 'pixels' }],
    [`\r\n${changed(4, 'pixels', '9999')}`, { why: 'value', line: 5, column: 'pixels' }],
    [changed(26, 'answer', 'left'), { why: 'value', line: 26, column: 'answer' }],
  ])('%.40j is refused', (text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  test('whose answers were turned round is refused', () => {
    const other = anna.trials[2]!.answer === 'left' ? 'right' : 'left';
    expect(refusal(changed(4, 'answer', other))).toEqual({ why: 'contradiction', line: 4, column: 'correct' });
  });
});

describe('added to others', () => {
  const half = { ...anna, trials: anna.trials.slice(0, 12), ratings: [] };

  test('a study is new, the same, longer or a part of one', () => {
    expect(addStudy([], anna)).toEqual({ studies: [anna], added: 'new' });
    const again = fromStudyCsv(csv)[0]!;
    expect(addStudy([anna], again)).toEqual({ studies: [anna], added: 'same' });
    expect(addStudy([half, takePart(2, 1)], anna)).toEqual({ studies: [anna, takePart(2, 1)], added: 'longer' });
    expect(addStudy([anna], half)).toEqual({ studies: [anna], added: 'shorter' });
  });

  test('other answers under the same name are refused, and what is there stays', () => {
    const other = { ...anna, trials: anna.trials.map((trial) => ({ ...trial, ms: trial.ms + 1 })) };
    expect(addStudy([anna], other)).toEqual({ studies: [anna], added: 'differs' });
    const rest = { ...anna, trials: anna.trials.slice(12), ratings: [] };
    expect(addStudy([half], rest)).toEqual({ studies: [half], added: 'differs' });
  });
});
