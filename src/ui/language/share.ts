import en from './en/share.ts';
import { part } from './language.svelte.ts';

export const shareWords = part(en, { de: () => import('./de/share.ts') });
