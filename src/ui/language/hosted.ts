import en from './en/hosted.ts';
import { part } from './language.svelte.ts';

export const hostedWords = part(en, { de: () => import('./de/hosted.ts') });
