import en from './en/lab.ts';
import { part } from './language.svelte.ts';

export const labWords = part(en, { de: () => import('./de/lab.ts') });
