import en from './en/settings.ts';
import { part } from './language.svelte.ts';

export const settingsWords = part(en, { de: () => import('./de/settings.ts') });
