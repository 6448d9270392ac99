import en from './en/keep.ts';
import { part } from './language.svelte.ts';

export const keepWords = part(en, { de: () => import('./de/keep.ts') });
