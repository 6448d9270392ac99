/** The sentences of the lessons, one part each. */
import gan from './en/lessons/gan.ts';
import latent from './en/lessons/latent.ts';
import noise from './en/lessons/noise.ts';
import ring from './en/lessons/ring.ts';
import steering from './en/lessons/steering.ts';
import trust from './en/lessons/trust.ts';
import { part } from './language.svelte.ts';

export const latentWords = part(latent, { de: () => import('./de/lessons/latent.ts') });
export const ganWords = part(gan, { de: () => import('./de/lessons/gan.ts') });
export const noiseWords = part(noise, { de: () => import('./de/lessons/noise.ts') });
export const steeringWords = part(steering, { de: () => import('./de/lessons/steering.ts') });
export const ringWords = part(ring, { de: () => import('./de/lessons/ring.ts') });
export const trustWords = part(trust, { de: () => import('./de/lessons/trust.ts') });
