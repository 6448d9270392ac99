import en from './en/measures.ts';
import { part } from './language.svelte.ts';

export const measuresWords = part(en, { de: () => import('./de/measures.ts') });
