import en from './en/study.ts';
import { part } from './language.svelte.ts';

export const studyWords = part(en, { de: () => import('./de/study.ts') });
