/** The sentences of the lessons, one part each. */
import noise from './en/lessons/noise.ts';
import { part } from './language.svelte.ts';

export const noiseWords = part(noise, { de: () => import('./de/lessons/noise.ts') });
