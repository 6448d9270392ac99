import en from './en/picker.ts';
import { part } from './language.svelte.ts';

export const pickerWords = part(en, { de: () => import('./de/picker.ts') });
