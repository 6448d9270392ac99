import en from './en/editor.ts';
import { part } from './language.svelte.ts';

export const editorWords = part(en, { de: () => import('./de/editor.ts') });
