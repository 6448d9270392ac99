/**
 * The language that the page speaks. Its sentences come in parts, about one per screen: English with the code that says them, the
 * other languages when they are wanted, so that nobody downloads a language or a screen that they do not read.
 */
import { importing } from './importing.ts';
import { intl, type Local } from './intl.ts';

/** Each in its own words, as the list in Settings has them. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type LanguageCode = keyof typeof LANGUAGES;

type Translations<T> = Record<Exclude<LanguageCode, 'en'>, () => Promise<{ default: T }>>;

const CODES = Object.keys(LANGUAGES) as LanguageCode[];
const LOCAL = Object.fromEntries(CODES.map((code) => [code, intl(code)])) as Record<LanguageCode, Local>;

/** The first of a browser's languages that the page speaks, English where it speaks none of them. */
export function preferredLanguage(wanted: readonly string[]): LanguageCode {
  const primary = wanted.map((tag) => tag.toLowerCase().split('-')[0]);
  return primary.map((tag) => CODES.find((code) => code === tag)).find((code) => code !== undefined) ?? 'en';
}

class Language {
  #code = $state<LanguageCode>('en');
  #wanted: LanguageCode = 'en';
  readonly #loaders: ((code: LanguageCode) => Promise<boolean>)[] = [];
  /** Whether some sentences could not be fetched, so that they stand in English. */
  incomplete = $state(false);

  /** What is spoken now. */
  get code(): LanguageCode {
    return this.#code;
  }

  /** Fetches what is missing of a language, then speaks it. What cannot be fetched stays English; the next call tries again. */
  async use(code: LanguageCode): Promise<void> {
    this.#wanted = code;
    const complete = await this.#fetch(code);
    if (this.#wanted !== code) return; // another language was chosen meanwhile
    this.#code = code;
    this.incomplete = !complete;
  }

  /** Waits for the sentences of parts that have come with new code. */
  async settled(): Promise<void> {
    if (!(await this.#fetch(this.#wanted))) this.incomplete = true;
  }

  async #fetch(code: LanguageCode): Promise<boolean> {
    const fetched = await Promise.all(this.#loaders.map((load) => load(code)));
    return fetched.every(Boolean);
  }

  /** See `part`. */
  add<T>(en: T, others: Translations<T>): () => T {
    let texts = $state.raw<Partial<Record<LanguageCode, T>>>({ en });
    const imports = { de: importing(others.de) };
    const load = async (code: LanguageCode): Promise<boolean> => {
      if (code === 'en' || texts[code] !== undefined) return true;
      try {
        const { default: text } = await imports[code]();
        texts = { ...texts, [code]: text };
        return true;
      } catch {
        return false; // no network; English stands
      }
    };
    this.#loaders.push(load);
    void load(this.#wanted);
    return () => texts[this.#code] ?? en;
  }
}

export const language = new Language();

/**
 * A part of the sentences. The function that it gives returns them in the language spoken now, and is reactive: call it in the
 * template or in a `$derived`, and keep nothing that it gave, or the page goes on in the language before.
 */
export const part = <T>(en: T, others: Translations<T>): (() => T) => language.add(en, others);

/** Code that is fetched when it is needed, together with its sentences in the language spoken now. */
export async function worded<T>(code: Promise<T>): Promise<T> {
  const loaded = await code;
  await language.settled();
  return loaded;
}

/** A table of words that reads each of its entries anew, so that a constant may hold it. @param read gives the same keys always */
export function table<T extends object>(read: () => T): T {
  const entries = Object.keys(read()).map((key) => [key, { enumerable: true, get: () => read()[key as keyof T] }]);
  return Object.defineProperties({}, Object.fromEntries(entries) as PropertyDescriptorMap) as T;
}

/** Numbers, plurals and lists as they are written in the language spoken now; reactive as a part is. */
export const local = (): Local => LOCAL[language.code];
