import en from './en/learn.ts';
import { part } from './language.svelte.ts';

export const learnWords = part(en, { de: () => import('./de/learn.ts') });
