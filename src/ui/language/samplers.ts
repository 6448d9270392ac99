import en from './en/samplers.ts';
import { part } from './language.svelte.ts';

export const samplerWords = part(en, { de: () => import('./de/samplers.ts') });
