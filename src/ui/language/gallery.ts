import en from './en/gallery.ts';
import { part } from './language.svelte.ts';

export const galleryWords = part(en, { de: () => import('./de/gallery.ts') });
