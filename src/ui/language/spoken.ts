/**
 * What is said below the page, by the engine, the decoders and the hosted providers, is said in English, because the command line
 * says it too. Here it is said in the language of the page: by the English sentence, in which `{0}`, `{1}` … stand for values.
 */
import en from './en/spoken.ts';
import { local, part } from './language.svelte.ts';

/** From an English sentence to the same in another language; in English there is nothing to say otherwise. */
const sentences = part(en, { de: () => import('./de/spoken.ts') });

interface Pattern {
  matches: RegExp;
  sentence: string;
}
const patterns = new WeakMap<Record<string, string>, Pattern[]>();

/** A sentence from below the page in the language spoken now; as it is where it is not known. Reactive as a part is. */
export function spoken(sentence: string): string {
  const table = sentences();
  if (table[sentence] !== undefined) return table[sentence];
  for (const { matches, sentence: other } of patternsOf(table)) {
    const values = matches.exec(sentence)?.slice(1);
    if (values) return other.replace(/\{(\d)\}/g, (_, index: string) => spoken(values[Number(index)] ?? ''));
  }
  return /^-?\d+\.\d+$/.test(sentence) ? local().written(sentence) : sentence;
}

/** What happened to a file on its way in, such as “PNG, 16 bit; centre 64×64 of 96×96”: each step by itself. */
export function spokenSteps(steps: string): string {
  return steps
    .split('; ')
    .map((step) => (spoken(step) === step ? step.split(', ').map(spoken).join(', ') : spoken(step)))
    .join('; ');
}

function patternsOf(table: Record<string, string>): Pattern[] {
  let found = patterns.get(table);
  if (!found) {
    found = Object.entries(table)
      .filter(([english]) => english.includes('{0}'))
      .map(([english, sentence]) => {
        const literal = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
        return { matches: new RegExp(`^${literal.replace(/\{\d\}/g, '(.+?)')}$`, 's'), sentence };
      });
    patterns.set(table, found);
  }
  return found;
}
