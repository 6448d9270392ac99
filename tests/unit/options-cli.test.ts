/** Values of options as they are typed, and as they are understood. */
import { cac } from 'cac';
import { describe, expect, test } from 'vitest';
import { parseAsTyped, realNumber, required, wholeNumber } from '../../src/cli/options.ts';

function parse(...args: string[]): Record<string, unknown> {
  const cli = cac('specimen');
  cli
    .command('draw', 'Draw')
    .option('--out <folder>', 'A name')
    .option('--feature-size <px>', 'A number')
    .option('--seed <n>', 'A number', { default: 1 })
    .option('--json', 'A switch');
  parseAsTyped(cli, ['node', 'specimen', 'draw', ...args]);
  return cli.options;
}

describe('values stay as they were typed', () => {
  test.each(['2024', '007', '1e3', '0x10', '.5', ' '])('%j as a name', (name) => {
    expect(parse('--out', name, '--json')).toMatchObject({ out: name, json: true, seed: 1 });
    expect(parse('--json', `--out=${name}`)).toMatchObject({ out: name, json: true });
  });

  test('names of several words, and the last option of a line', () => {
    const options = parse('--seed', '08', '--feature-size', '12');
    expect(options).toMatchObject({ seed: '08', featureSize: '12' });
    expect(wholeNumber('seed', options.seed, 0, 100)).toBe(8);
    expect(realNumber('feature-size', options.featureSize)).toBe(12);
  });

  test('what stands after -- is no option', () => {
    expect(parse('--', '--seed', '3')).toMatchObject({ seed: 1 });
  });
});

describe('negative numbers', () => {
  test.each(['-3', '-0.5', '-.5'])('%s is the value of the option before it', (number) => {
    expect(parse('--seed', number, '--json')).toMatchObject({ seed: number, json: true });
    expect(() => wholeNumber('seed', parse('--seed', number).seed, 0, 9)).toThrow(
      '--seed takes a whole number from 0 to 9.',
    );
    expect(realNumber('feature-size', parse('--feature-size', number).featureSize)).toBe(Number(number));
  });

  test('no value of a switch', () => {
    expect(parse('--json', '-3')).toMatchObject({ json: true });
  });
});

test.each([
  ['names', ['--out', 'a', '--out', 'b'], '--out'],
  ['numbers', ['--feature-size', '1', '--json', '--feature-size=2'], '--feature-size'],
])('%s that are given twice are refused', (_, args, name) => {
  expect(() => parse(...args)).toThrow(`${name} is given twice; give it once.`);
});

describe('nothing is no value', () => {
  test.each(['', ' '])('%j is refused with a sentence', (nothing) => {
    const { seed, featureSize } = parse('--seed', nothing, '--feature-size', nothing);
    expect(() => wholeNumber('seed', seed, 0, 9)).toThrow('--seed is empty; give it a whole number from 0 to 9.');
    expect(() => realNumber('feature-size', featureSize)).toThrow('--feature-size is empty; give it a number.');
  });

  test('nor a name', () => {
    expect(() => required('out', parse('--out', '').out)).toThrow('--out is missing.');
  });
});
