/** Options as the command line gives them, turned into values or into a sentence. */
import type { CAC } from 'cac';
import { SpecimenError } from '../contract/errors.ts';

/**
 * Parses a command line and leaves values as they were typed: cac makes a number of whatever looks like one, so that a folder 007
 * would be 7, and the seed of a variable that is not set 0. A negative number is a value and no option of its own.
 * @throws SpecimenError `BadRequest` for an option that is given twice
 */
export function parseAsTyped(cli: CAC, typed: string[]): void {
  const argv = joinNegatives(cli, typed);
  cli.parse(argv, { run: false });
  const options = cli.options as Record<string, unknown>;
  for (const [i, argument] of argv.entries()) {
    if (argument === '--') break; // the rest are no options
    const [, name, value] = /^--([^-=][^=]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const key = name?.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (key === undefined) continue;
    if (Array.isArray(options[key])) throw new SpecimenError('BadRequest', `--${name} is given twice; give it once.`);
    if (typeof options[key] === 'number') options[key] = value || argv[i + 1];
  }
}

/** `--count -3` as `--count=-3`, because cac takes -3 for an option wherever it stands alone. */
function joinNegatives(cli: CAC, argv: string[]): string[] {
  const options = cli.commands.find((command) => argv[2] !== undefined && command.isMatched(argv[2]))?.options ?? [];
  const joined: string[] = [];
  for (const argument of argv) {
    const before = joined.at(-1);
    const takesValue = options.some(({ rawName, required }) => required && rawName.split(' ')[0] === before);
    if (takesValue && /^-\.?\d/.test(argument)) joined[joined.length - 1] = `${before}=${argument}`;
    else joined.push(argument);
  }
  return joined;
}

/** @throws SpecimenError `BadRequest` when the text is not a whole number in the interval. */
export function wholeNumber(name: string, value: unknown, min: number, max: number): number {
  const kind = `a whole number from ${min} to ${max}`;
  const number = numberIn(name, value, kind);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new SpecimenError('BadRequest', `--${name} takes ${kind}.`);
}

/** @throws SpecimenError `BadRequest` when the text is not a number. */
export function realNumber(name: string, value: unknown): number {
  const number = numberIn(name, value, 'a number');
  if (Number.isFinite(number)) return number;
  throw new SpecimenError('BadRequest', `--${name} takes a number.`);
}

/** NaN for what is no number. @throws SpecimenError `BadRequest` for nothing, as an unset variable of a script gives it. */
function numberIn(name: string, value: unknown, kind: string): number {
  if (typeof value === 'string' && value.trim() === '')
    throw new SpecimenError('BadRequest', `--${name} is empty; give it ${kind}.`);
  return value === true ? NaN : Number(value);
}

/** @throws SpecimenError `BadRequest` that lists the known names. */
export function oneOf<T extends string>(name: string, value: unknown, known: readonly T[]): T {
  if ((known as readonly unknown[]).includes(value)) return value as T;
  throw new SpecimenError('BadRequest', `--${name} takes one of ${known.join(', ')}.`);
}

/** @throws SpecimenError `BadRequest` when the option is missing. */
export function required(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new SpecimenError('BadRequest', `--${name} is missing.`);
}
