/** Numbers as the page writes them. */
import { commonWords } from './language/common.ts';
import { local } from './language/language.svelte.ts';

/** A duration: “84 ms”, “1.9 s”, “2 min 05 s”. */
export function formatDuration(ms: number): string {
  const { decimal } = local();
  if (ms < 995) return ms < 100 ? `${decimal(ms)} ms` : `${decimal(ms / 1000, 2)} s`;
  if (ms < 99_500) return `${decimal(ms / 1000, 1)} s`;
  const seconds = Math.round(ms / 1000);
  return commonWords().minutes(Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0'));
}

/** A number as somebody typed it, with a point or a decimal comma; NaN for anything else. */
export function numberTyped(text: string): number {
  return text.trim() === '' ? NaN : Number(text.replace(',', '.'));
}

/** Numbers in a row as somebody typed them: “0.5, 0.4, 0.3” and “0,5 0,4 0,3”. Commas are decimal where every number has one and nothing has a point. */
export function numbersTyped(text: string): number[] {
  const words = text.split(/[\s;]+/).filter(Boolean);
  const decimal = words.every((word) => /^-?\d+,\d+,?$/.test(word));
  if (decimal) return words.map((word) => numberTyped(word.replace(/,$/, '')));
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
}

/** Bytes in decimal megabytes, as shops and browsers count them: “1.1 MB”; what would round to none in kilobytes: “8 kB”. */
export function formatMegabytes(bytes: number): string {
  if (bytes < 0.05e6) return `${local().decimal(bytes / 1e3, 0)} kB`;
  return `${local().decimal(bytes / 1e6, bytes < 9.95e6 ? 1 : 0)} MB`;
}

/** “1 slice”, “16 slices”. */
export function formatSlices(count: number): string {
  return commonWords().slices(count);
}

/** Mean and sample standard deviation; the latter is null for fewer than two values. */
export function summarize(values: number[]): { mean: number; deviation: number | null } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (n - 1)) };
}
