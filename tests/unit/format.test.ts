/** Numbers as people type them, and sizes as they are shown. */
import { expect, test } from 'vitest';
import { formatMegabytes, numbersTyped, numberTyped } from '../../src/ui/format.ts';

test.each([
  ['0.43', 0.43],
  [' 0,43 ', 0.43],
  ['-1', -1],
  ['', NaN],
  ['0,4,3', NaN],
  ['half', NaN],
])('“%s” is %d', (text, value) => {
  expect(numberTyped(text)).toBe(value);
});

test.each([
  ['0.485, 0.456, 0.406', [0.485, 0.456, 0.406]],
  ['0.485,0.456,0.406', [0.485, 0.456, 0.406]],
  ['0,485 0,456 0,406', [0.485, 0.456, 0.406]],
  ['0,485; 0,456; 0,406', [0.485, 0.456, 0.406]],
  ['0,485, 0,456, 0,406', [0.485, 0.456, 0.406]],
  ['0,5', [0.5]],
  ['1, 2, 3', [1, 2, 3]],
  ['1,2,3', [1, 2, 3]],
  ['', []],
])('“%s” is %j', (text, values) => {
  expect(numbersTyped(text)).toEqual(values);
});

test.each([
  [0, '0 kB'],
  [8_200, '8 kB'],
  [51_000, '0.1 MB'],
  [1_149_000, '1.1 MB'],
  [16_700_000, '17 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatMegabytes(bytes)).toBe(text);
});
