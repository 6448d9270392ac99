/** What the visitor prefers, kept in this browser where it allows that. */
import * as v from 'valibot';
import { BACKEND_PREFERENCES, type BackendPreference } from '../../contract/request.ts';
import { LANGUAGES, preferredLanguage, type LanguageCode } from '../language/language.svelte.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const LANGUAGE_CHOICES = ['system', ...(Object.keys(LANGUAGES) as LanguageCode[])] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

const KEY = 'specimen.settings';
const Stored = v.object({
  backend: v.picklist(BACKEND_PREFERENCES),
  theme: v.picklist(THEMES),
  language: v.optional(v.picklist(LANGUAGE_CHOICES), 'system'), // settings of older versions have none
});

type Stored = v.InferOutput<typeof Stored>;

/** What is kept; null where there is nothing that can be read. */
function read(): Stored | null {
  try {
    const result = v.safeParse(Stored, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return result.success ? result.output : null;
  } catch {
    return null; // forbidden storage throws on access
  }
}

export class Settings {
  #backend = $state<BackendPreference>('auto');
  #theme = $state<Theme>('system');
  #language = $state<LanguageChoice>('system');
  /** False once this browser refused to keep a setting. */
  kept = $state(true);

  constructor() {
    const stored = read();
    if (!stored) return;
    this.#backend = stored.backend;
    this.#theme = stored.theme;
    this.#language = stored.language;
  }

  get backend(): BackendPreference {
    return this.#backend;
  }
  set backend(backend: BackendPreference) {
    this.#backend = backend;
    this.#save({ backend });
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    this.#save({ theme });
  }

  get language(): LanguageChoice {
    return this.#language;
  }
  set language(language: LanguageChoice) {
    this.#language = language;
    this.#save({ language });
  }

  /** The language chosen, or the one that the browser asks for. */
  get languageCode(): LanguageCode {
    return this.#language === 'system' ? preferredLanguage(navigator.languages) : this.#language;
  }

  /** Another tab may have changed the others meanwhile. */
  #save(change: Partial<Stored>): void {
    const here = { backend: this.#backend, theme: this.#theme, language: this.#language };
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...(read() ?? here), ...change }));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }
}
