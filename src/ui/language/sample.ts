import en from './en/sample.ts';
import { part } from './language.svelte.ts';

export const sampleWords = part(en, { de: () => import('./de/sample.ts') });
