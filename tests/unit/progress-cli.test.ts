/** The bar of a command on a terminal. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressLine } from '../../src/cli/progress.ts';

const { isTTY } = process.stderr;
beforeEach(() => {
  process.stderr.isTTY = true;
});
afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.restoreAllMocks();
});

test('leaves the terminal as it is, so that Ctrl+C has nothing to put right', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const progress = new ProgressLine(true);
  progress.show('slices', 1, 4);
  const written = write.mock.calls.map(([text]) => String(text)).join('');
  progress.end();
  expect(written).toContain('1/4 slices');
  expect(written).not.toContain('\x1B[?7l'); // no line wrapping from here on
});

test('counts up to a total that becomes known later', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const progress = new ProgressLine(true);
  progress.show('steps', 0, 1);
  progress.show('steps', 3, 20);
  progress.end();
  expect(write.mock.calls.map(([text]) => String(text)).join('')).toContain('3/20 steps');
});
