import en from './en/offline.ts';
import { part } from './language.svelte.ts';

export const offlineWords = part(en, { de: () => import('./de/offline.ts') });
