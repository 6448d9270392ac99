import en from './en/studio.ts';
import { part } from './language.svelte.ts';

export const studioScreenWords = part(en, { de: () => import('./de/studio.ts') });
