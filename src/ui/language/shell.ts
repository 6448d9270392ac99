import en from './en/shell.ts';
import { part } from './language.svelte.ts';

export const shellWords = part(en, { de: () => import('./de/shell.ts') });
