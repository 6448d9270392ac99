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

export class Settings {
  #backend = $state<BackendPreference>('auto');
  #theme = $state<Theme>('system');
  #language = $state<LanguageChoice>('system');
  /** False once this browser refused to keep a setting. */
  kept = $state(true);

  constructor() {
    try {
      const result = v.safeParse(Stored, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
      if (!result.success) return;
      this.#backend = result.output.backend;
      this.#theme = result.output.theme;
      this.#language = result.output.language;
    } catch {
      // Forbidden storage throws on access; the defaults stand.
    }
  }

  get backend(): BackendPreference {
    return this.#backend;
  }
  set backend(backend: BackendPreference) {
    this.#backend = backend;
    this.#save();
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    this.#save();
  }

  get language(): LanguageChoice {
    return this.#language;
  }
  set language(language: LanguageChoice) {
    this.#language = language;
    this.#save();
  }

  /** The language chosen, or the one that the browser asks for. */
  get languageCode(): LanguageCode {
    return this.#language === 'system' ? preferredLanguage(navigator.languages) : this.#language;
  }

  #save(): void {
    try {
      localStorage.setItem(
        KEY,
        JSON.stringify({ backend: this.#backend, theme: this.#theme, language: this.#language }),
      );
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }
}
