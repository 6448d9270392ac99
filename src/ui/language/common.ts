import en from './en/common.ts';
import { part } from './language.svelte.ts';

export const commonWords = part(en, { de: () => import('./de/common.ts') });
