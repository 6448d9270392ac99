/** What the visitor prefers, kept in this browser where it allows that. */
import * as v from 'valibot';
import { BACKEND_PREFERENCES, type BackendPreference } from '../../contract/request.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'specimen.settings';
const Stored = v.object({ backend: v.picklist(BACKEND_PREFERENCES), theme: v.picklist(THEMES) });

export class Settings {
  #backend = $state<BackendPreference>('auto');
  #theme = $state<Theme>('system');
  /** False once this browser refused to keep a setting. */
  kept = $state(true);

  constructor() {
    try {
      const result = v.safeParse(Stored, JSON.parse(localStorage.getItem(KEY) ?? 'null'));
      if (!result.success) return;
      this.#backend = result.output.backend;
      this.#theme = result.output.theme;
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

  #save(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify({ backend: this.#backend, theme: this.#theme }));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }
}
