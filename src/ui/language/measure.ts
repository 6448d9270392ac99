import en from './en/measure.ts';
import { part } from './language.svelte.ts';

export const measureScreenWords = part(en, { de: () => import('./de/measure.ts') });
