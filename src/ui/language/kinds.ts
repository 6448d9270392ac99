import en from './en/kinds.ts';
import { part } from './language.svelte.ts';

export const kindsWords = part(en, { de: () => import('./de/kinds.ts') });
