/** Options as the command line gives them, turned into values or into a sentence. */
import { SpecimenError } from '../contract/errors.ts';

/** @throws SpecimenError `BadRequest` when the text is not a whole number in the interval. */
export function wholeNumber(name: string, value: unknown, min: number, max: number): number {
  const number = Number(value);
  if (value === true || !Number.isInteger(number) || number < min || number > max) {
    throw new SpecimenError('BadRequest', `--${name} takes a whole number from ${min} to ${max}.`);
  }
  return number;
}

/** @throws SpecimenError `BadRequest` when the text is not a number. */
export function realNumber(name: string, value: unknown): number {
  const number = Number(value);
  if (value === true || value === '' || !Number.isFinite(number))
    throw new SpecimenError('BadRequest', `--${name} takes a number.`);
  return number;
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
