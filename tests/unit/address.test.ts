import { expect, test } from 'vitest';
import { partsOf, screenOf } from '../../src/ui/address.ts';

test.each([
  ['', 'sample', []],
  ['#/lab', 'lab', []],
  ['#/sample?v=1&seed=4', 'sample', []],
  ['#/learn/noise/2', 'learn', ['noise', '2']],
  ['#/learn/real-or-synthetic?seed=7', 'learn', ['real-or-synthetic']],
  ['#/learn/teacher/', 'learn', ['teacher']],
  // What nobody wrote names the screen at most.
  ['#/learn/../../etc', 'learn', []],
  ['#/learn/%3Cscript%3E', 'learn', []],
  ['#/learn/a/b/c/d', 'learn', []],
  [`#/learn/${'x'.repeat(65)}`, 'learn', []],
  ['#javascript:alert(1)', 'sample', []],
])('%s', (hash, screen, parts) => {
  expect(screenOf(hash)).toBe(screen);
  expect(partsOf(hash)).toEqual(parts);
});
